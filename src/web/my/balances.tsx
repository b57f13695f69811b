// What is in the account, one card for each credit scheme: their credits never mix.
import type { getAccount } from '../../ledger/contract.ts'
import type { ReplyOf } from '../api.ts'
import { useLearnerWords } from '../frame/area-words.ts'
import { useLanguage } from '../frame/language.tsx'
import { amount, isZero, nameIn } from '../frame/text.ts'

type UnitBalance = ReplyOf<typeof getAccount>['units'][number]

const always = ['held', 'frozen', 'converted'] as const
const sometimes = ['redeemed', 'forfeited', 'expired', 'reversed', 'moved', 'elective'] as const

export function Balances({ units }: { units: UnitBalance[] }) {
  const { language, words: common } = useLanguage()
  const words = useLearnerWords().balances
  return (
    <ul className="balances">
      {units.map((balance) => (
        <li key={balance.unit.id} className="balance">
          <h3>{nameIn(language, balance.unit)}</h3>
          <p className="balance-main">
            <strong>{amount(balance.available)}</strong>
            <span>
              {words.available} · {common.worth.credits}
            </span>
          </p>
          <dl>
            {[...always, ...sometimes.filter((part) => !isZero(balance[part])), 'total' as const].map(
              (part) => (
                <div key={part}>
                  <dt>{words[part]}</dt>
                  <dd>{amount(balance[part])}</dd>
                </div>
              ),
            )}
          </dl>
        </li>
      ))}
    </ul>
  )
}
