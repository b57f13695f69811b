// identity/password.ts – 口令: argon2id, 19 MiB, two passes (OWASP), few at a time so that guessing can't take the machine.
import { hash, verify, type Options } from '@node-rs/argon2'
import { refuse } from '../values/refusal.ts'

const cost: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(plain(password), cost))

/** Without a stored hash it takes as long as with one, so that time does not tell who has an account. */
export const isPassword = async (stored: string | undefined, password: string): Promise<boolean> => {
  const right = await inTurn(async () => verify(stored ?? (await nobodys), plain(password)))
  return right && stored !== undefined
}

const plain = (password: string): string => password.normalize('NFKC')

const nobodys = hash('nobody has this password', cost)

/** As many at once as there are cores to spare; a queue that only grows is refused instead. */
const atOnceMax = 2
const waitingMax = 64
let running = 0
const waiting: (() => void)[] = []

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnceMax) {
    if (waiting.length >= waitingMax) refuse('unavailable')
    await new Promise<void>((resolve) => waiting.push(resolve))
  }
  running++
  try {
    return await work()
  } finally {
    running--
    waiting.shift()?.()
  }
}
