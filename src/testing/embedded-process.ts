// testing/embedded-process.ts – a process that starts a server and waits, so that a test can kill it.
import { startEmbedded } from '../database/embedded.ts'

const server = await startEmbedded({ dataDir: process.argv[2] ?? '' })
process.stdout.write(`${JSON.stringify({ url: server.url, pid: server.pid })}\n`)
setInterval(() => undefined, 60_000)
