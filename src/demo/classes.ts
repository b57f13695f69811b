// demo/classes.ts – 演示班级: 赵敏's class of thirty that waits for grades; some are submitted, one was returned.
import { transact, type Db } from '../database/connection.ts'
import { coursesForIndex, loadCatalogue } from '../catalogue/operations.ts'
import type { Identity } from '../identity/bank.ts'
import { fictitiousIdNumber } from '../identity/demo-people.ts'
import { accountOf, openAccount } from '../identity/operations.ts'
import {
  decideRecord,
  enterRecord,
  type RecognitionBank,
  saveProfile,
  submitRecord,
} from '../recognition/operations.ts'
import { addDays, localDate } from '../values/dates.ts'
import { newId, shardOf } from '../values/ids.ts'
import { holding, type Principal } from '../access/model.ts'
import { actingAs } from './cases.ts'

const section = '2024 级护理 2 班'
const familyNames = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏'
const givenNames = '晓雨 佳慧 子轩 梦琪 浩然 雅婷 俊杰 思远 欣怡 文博'.split(' ')
const course = '基础护理学'
const grades = ['88', '76', '91', '65', '83', '79']

/** Done once, by the verbs that everybody uses. A bank whose teacher has a class already stays as it is. */
export async function seedClasses(db: Db, { vault }: Pick<Identity, 'vault'>): Promise<void> {
  const memory = await loadCatalogue(db)
  await transact(db, { shard: 'all' }, async (tx, at) => {
    const teacher = await accountOf(tx, vault, 'teacher')
    const registrar = await accountOf(tx, vault, 'school')
    if (!teacher || !registrar) return
    const has = await tx
      .selectFrom('identityTeaching')
      .select('id')
      .where('teacherId', '=', teacher)
      .executeTakeFirst()
    const school = await tx
      .selectFrom('catalogueInstitution')
      .select('id')
      .where('code', '=', 'JC')
      .executeTakeFirst()
    const courses = await coursesForIndex(tx, localDate(at))
    const taught =
      courses.find((each) => each.institutionId === school?.id && each.titleZh === course) ??
      courses.find((each) => each.institutionId === school?.id)
    if (has || !school || !taught) return

    const bank: RecognitionBank = { db: tx, vault, memory: () => memory }
    const as = (user: typeof teacher, role: 'teacher' | 'inst_admin') => {
      const principal: Principal = holding(user, [{ role, institution: school.id }])
      return { ...actingAs(user, role, at), principal }
    }
    for (const [place, family] of Array.from(familyNames).entries()) {
      const learner = await openAccount(
        tx,
        { vault },
        {
          name: family + givenNames[place % givenNames.length]!,
          idNumber: fictitiousIdNumber('20060901', 700 + place),
          verifiedBy: 'institution',
          roles: [{ role: 'learner', institution: school.id }],
        },
        at,
      )
      const shard = shardOf(learner)
      const studentNumber = `2024${String(3201 + place)}`
      await saveProfile(
        bank,
        { studentNumber, major: '护理', institutionId: school.id },
        actingAs(learner, 'learner', at),
      )
      await tx
        .insertInto('identityTeaching')
        .values({
          shard,
          id: newId(shard),
          learnerId: learner,
          teacherId: teacher,
          institutionId: school.id,
          section,
          beginsAt: at,
          enteredBy: registrar,
        })
        .execute()
      const grade = grades[place]
      if (grade === undefined) continue
      const { id } = await enterRecord(
        bank,
        {
          learnerId: learner,
          courseId: taught.id,
          grade,
          hours: null,
          earnedOn: addDays(localDate(at), -5),
        },
        as(teacher, 'teacher'),
      )
      if (place < 5) await submitRecord(bank, id, as(teacher, 'teacher'))
      if (place === 0)
        await decideRecord(
          bank,
          id,
          { decision: 'return', opinion: '与登分册不一致，请核对成绩。' },
          as(registrar, 'inst_admin'),
        )
    }
  })
}
