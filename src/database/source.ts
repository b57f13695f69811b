// database/source.ts – which PostgreSQL this process uses: the one an address names, or the bank's own.
import { Problem } from '../values/problem.ts'
import { runningEmbedded, startEmbedded } from './embedded.ts'
import type { Embedded } from './embedded.ts'

export type Source = {
  url: string
  /** Who may migrate; the same as `url` unless told otherwise. */
  ownerUrl: string
  /** The application's own login, where it is not the owner's: it has to be made a member of the roles. */
  login: string | undefined
  /** The server that this process has started, if it has. */
  own: Embedded | undefined
  release(): Promise<void>
}

export type SourceOptions = {
  dataDir: string
  databaseUrl?: string | undefined
  databaseOwnerUrl?: string | undefined
  onLost?: (problem: Problem) => void
}

/** For the process that serves: it alone may run the embedded server. */
export async function ownSource(options: SourceOptions): Promise<Source> {
  const given = givenSource(options)
  if (given) return given
  const own = await startEmbedded(options)
  return { url: own.url, ownerUrl: own.url, login: undefined, own, release: () => own.stop() }
}

/** For a command that may run beside the server: it visits the embedded server, or starts it for as long as it needs. */
export async function visitedSource(options: SourceOptions): Promise<Source> {
  const url = options.databaseUrl === undefined ? runningEmbedded(options.dataDir) : undefined
  if (url === undefined) return ownSource(options)
  return { url, ownerUrl: url, login: undefined, own: undefined, release: async () => undefined }
}

function givenSource({ databaseUrl: url, databaseOwnerUrl }: SourceOptions): Source | undefined {
  if (url === undefined) return undefined
  const ownerUrl = databaseOwnerUrl ?? url
  const user = decodeURIComponent(new URL(url).username)
  const login = databaseOwnerUrl === undefined || user === '' ? undefined : user
  return { url, ownerUrl, login, own: undefined, release: async () => undefined }
}
