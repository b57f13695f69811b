// What the command cb says: messages and the names of its checks. Data it prints as it is.
import { ledgerRules } from './ledger.ts'

type Imported = {
  rows: number
  added: number
  changed: number
  unchanged: number
  flaws: unknown[]
  imported: boolean
}

type Backup = { at: string; tables: number; rows: number; postings: number; keys: number }
const backupText = ({ at, tables, rows, postings, keys }: Backup): string =>
  `${at} 的 ${tables} 张表、${rows} 行、${postings} 笔记账,${keys === 0 ? '不含密钥' : '含密钥'}`

export const command = {
  /** `cb --help` shows them in this order. */
  summaries: {
    serve: '启动服务(没有 DATABASE_URL 时同时启动内置 PostgreSQL)',
    migrate: '把数据库升级到本程序的版本',
    doctor: '检查运行环境与数据库',
    import:
      '导入:import courses 文件 --org 机构代码 [--dry-run] [--errors 输出.csv] · import rules 规则包.yaml... [--org 机构代码] [--dry-run]',
    match: '课程匹配:match --queries 文件 --catalog 文件 --out 文件 [--precedents 文件]',
    scenario: '情景:scenario run 文件... [--server 网址] · scenario schema(文件格式)',
    demo: '重置演示数据:demo reset --yes',
    user: '账户:user add 登录名 --name 姓名 --role 角色 [--org 机构代码] · role · reset · lock · unlock',
    verify:
      '校验:verify audit(审计日志)· ledger [--checkpoint 文件](总账)· receipt 文件 [--key 文件](回单)· backup 文件(备份)',
    backup: '备份:backup 文件',
    restore: '恢复:restore 文件 [--force]',
    checkpoint: '签署校验点并连同公钥导出,交外部留存:checkpoint [文件]',
  },
  checks: {
    node: 'Node.js 版本',
    zone: '时区数据',
    disk: '数据目录可用空间',
    binaries: '内置 PostgreSQL',
    database: '数据库',
    migrations: '数据库迁移',
    roles: '数据库角色',
    letters: '中文检索',
    clock: '与数据库的时差',
  },
  usage: '用法:cb <命令> [选项]',
  options: '选项:--json 输出 JSON · --yes 不询问 · --lang zh-CN|en 语言 · --help 帮助',
  exits: '退出码:0 正常 · 1 发现问题 · 2 用法错误 · 3 部分完成 · 4 没有权限 · 5 正忙',
  unknownCommand: ({ name }: { name: string }) => `没有命令“${name}”。运行 cb --help 查看全部命令。`,
  wrongOption: ({ reason }: { reason: string }) => `选项不正确:${reason}`,
  startingDatabase: '正在启动内置 PostgreSQL…',
  databaseAt: ({ place, account }: { place: string; account: string }) =>
    `数据库文件在 ${place}(由用户 ${account} 运行)`,
  migrated: ({ count }: { count: number }) => (count === 0 ? '数据库已是最新' : `已执行 ${count} 个迁移`),
  listening: ({ address }: { address: string }) => `学分银行已启动:${address}(按 Ctrl+C 停止)`,
  demoAccounts: ({ password }: { password: string }) => `演示账户(用户名 姓名 角色),密码均为 ${password}:`,
  stopping: '正在停止…',
  stopped: '已停止',
  notYetMade: '尚未创建,首次启动时自动创建',
  healthy: '一切正常',
  importUsage:
    '用法:cb import courses 文件 --org 机构代码 [--dry-run] [--errors 输出.csv];cb import rules 规则包.yaml... [--org 机构代码] [--dry-run]',
  yamlFlaw: ({
    path,
    line,
    place,
    message,
  }: {
    path: string
    line: number
    place: string
    message: string
  }) => `${path} 第 ${line} 行${place ? ` [${place}]` : ''}:${message}`,
  packsValid: ({ count }: { count: number }) => `${count} 个规则包格式正确(未写入)`,
  packImported: ({
    code,
    version,
    contentHash,
    isNew,
    ruleSet,
  }: {
    code: string
    version: number
    contentHash: string
    isNew: boolean
    ruleSet: string
  }) =>
    `${code}/${version} ${contentHash.slice(0, 16)} ${isNew ? '已导入' : '已有,未变'}${ruleSet ? `;已作为规则集 ${ruleSet} 公布` : ''}`,
  flaw: ({ line, column, message }: { line: number; column: string; message: string }) =>
    `${line === 0 ? '文件' : `第 ${line} 行`}${column ? ` [${column}]` : ''}:${message}`,
  imported: ({ rows, added, changed, unchanged, flaws, imported }: Imported) =>
    `共 ${rows} 行:新增 ${added},变更 ${changed},未变 ${unchanged},有误 ${flaws.length} 处${imported ? '' : '(未写入)'}`,
  matchUsage: '用法:cb match --queries 文件 --catalog 文件 --out 文件 [--precedents 文件]',
  scenarioUsage: '用法:cb scenario run 文件... [--server 网址];cb scenario schema',
  scenarioRan: ({ name, passed, steps }: { name: string; passed: boolean; steps: number }) =>
    `${passed ? '✓' : '✗'} ${name}(${steps} 步)`,
  scenarioDiffers: ({
    step,
    said,
    place,
    expected,
    found,
  }: {
    step: number
    said: string
    place: string
    expected: string
    found: string
  }) => `  第 ${step} 步 ${said} [${place}]:应为 ${expected},实为 ${found}`,
  scenariosDone: ({ passed, failed }: { passed: number; failed: number }) =>
    `${passed} passed, ${failed} failed`,
  demoUsage: '用法:cb demo reset --yes(将删除全部数据并重建演示世界)',
  userUsage:
    '用法:cb user add 登录名 --name 姓名 --role 角色 [--org 机构代码];cb user role 登录名 --role 角色;cb user reset|lock|unlock 登录名',
  password: ({ login, password }: { login: string; password: string }) =>
    `${login} 的新密码(只显示一次):${password}`,
  done: '已完成,并已记入审计日志',
  verifyUsage:
    '用法:cb verify audit;cb verify ledger [--checkpoint 文件];cb verify receipt 文件 [--key 文件];cb verify backup 文件',
  backupUsage: '用法:cb backup 文件',
  restoreUsage: '用法:cb restore 文件 [--force]',
  tableDone: ({ table, rows }: { table: string; rows: number }) => `${table}:${rows} 行`,
  backedUp: (made: Backup) => `已备份 ${backupText(made)}`,
  backupWhole: (made: Backup) => `备份完整:${backupText(made)}`,
  restored: (made: Backup) => `已恢复 ${backupText(made)}`,
  backupWithoutKeys: ({ path }: { path: string }) =>
    `${path} 中没有全部密钥,缺少的不在备份中:没有密钥就读不出个人信息`,
  backupHasKeys: '备份中有银行的密钥:谁有这个文件,谁就能读出全部个人信息。请加密并妥善存放。',
  backupFlaws: {
    foreign: () => '这不是学分银行的备份文件。未作任何改动。',
    cut_short: () => '备份不完整:文件被截断。未作任何改动。',
    damaged: () => '备份已损坏:压缩数据的校验和不符。未作任何改动。',
    altered: ({ where }: { where: string }) => `备份被改动过${where ? `(${where})` : ''}。未作任何改动。`,
  },
  checkpointUsage: '用法:cb checkpoint [文件]',
  noKey: '数据目录中没有银行的签名密钥:校验点的签名未核对',
  verifying: ({ done, total }: { done: number; total: number }) => `已校验 ${done} / ${total} 笔`,
  ledgerVerified: ({ postings, moves, findings }: { postings: number; moves: number; findings: number }) =>
    `记账 ${postings} 笔,分录 ${moves} 条,${findings === 0 ? '账、哈希与签名全部一致' : `问题 ${findings} 类:分片、规则、次数、首处`}`,
  keptCompared: ({ roots }: { roots: number }) => `已与外部留存的 ${roots} 个校验点比对`,
  ledgerRules,
  receiptValid: ({ bank, shard, seq, size }: { bank: string; shard: number; seq: number; size: number }) =>
    `回单有效:分片 ${shard} 第 ${seq} 笔,在 ${bank} 签名的 ${size} 笔之中`,
  receiptFlaws: {
    malformed: '无效:不是回单文件',
    signature: '无效:校验点不是这家银行签名的',
    origin: '无效:校验点属于另一个账本',
    proof: '无效:内容被改动,或不在账本中',
    opening: '无效:所附文字与账本不符',
  },
  checkpointsKept: ({ count }: { count: number }) => `已签署 ${count} 个校验点。请存放在本系统之外。`,
  auditVerified: ({
    records,
    seals,
    waiting,
    faults,
  }: {
    records: number
    seals: number
    waiting: number
    faults: number
  }) => `审计记录 ${records} 条,封存 ${seals} 次,待封存 ${waiting} 条,问题 ${faults} 个`,
  demoMade: '演示世界已重建',
  unhealthy: ({ count }: { count: number }) => `发现 ${count} 个问题`,
}
