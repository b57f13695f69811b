// config.ts – the settings of one process, read from its environment once, at the start, or refused by name.
import { z } from 'zod'
import { Problem } from './values/problem.ts'

const databaseUrl = z
  .string()
  .refine(
    (text) => /^postgres(ql)?:\/\//.test(text) && URL.canParse(text),
    'postgresql://user:password@host:5432/database',
  )

const settings = {
  PORT: z.coerce.number('0…65535').int('0…65535').min(0, '0…65535').max(65_535, '0…65535').default(8080),
  HOST: z.string().default('localhost'),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: databaseUrl.optional(),
  DATABASE_OWNER_URL: databaseUrl.optional(),
  PUBLIC_URL: z.url('https://bank.example.edu').optional(),
  TRUST_PROXY: z.enum(['0', '1'], '0 | 1').default('0'),
  DEMO: z.enum(['0', '1'], '0 | 1').default('1'),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'fatal | error | warn | info | debug | trace | silent',
    )
    .default('info'),
}

export type Config = {
  port: number
  /** The name or address it listens on: localhost for this machine alone, 0.0.0.0 for others too. */
  host: string
  dataDir: string
  /** Without one the bank runs its own PostgreSQL in `dataDir`. */
  databaseUrl: string | undefined
  /** Who owns the tables and migrates, where that is not who serves. */
  databaseOwnerUrl: string | undefined
  /** The address that people see. Under https, cookies travel over nothing else. */
  publicUrl: string | undefined
  /** A balancer stands before it and names the caller's address. */
  trustProxy: boolean
  demo: boolean
  logLevel: string
}

/** Throws the problem `setting_malformed` for the first variable that is not right. An empty one is as good as none. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = z.object(settings).safeParse(given)
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!
    const name = String(path[0])
    throw new Problem('setting_malformed', { name, value: withoutPassword(given[name] ?? ''), need: message })
  }
  const { PORT, HOST, DATA_DIR, DATABASE_URL, DATABASE_OWNER_URL, PUBLIC_URL, TRUST_PROXY, DEMO, LOG_LEVEL } =
    parsed.data
  return {
    port: PORT,
    host: HOST,
    dataDir: DATA_DIR,
    databaseUrl: DATABASE_URL,
    databaseOwnerUrl: DATABASE_OWNER_URL,
    publicUrl: PUBLIC_URL,
    trustProxy: TRUST_PROXY === '1',
    demo: DEMO === '1',
    logLevel: LOG_LEVEL,
  }
}

const withoutPassword = (value: string): string => value.replace(/:[^:@/]*@/, ':…@')
