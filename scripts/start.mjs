// scripts/start.mjs – `npm start`: from a fresh clone to a running bank, doing only what is not done yet.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { buildWhenStale } from './build.mjs'
import { installPackages, requireNode, root } from './install.mjs'

requireNode()
installPackages()
buildWhenStale()

const server = spawn(process.execPath, [join(root, 'dist', 'main.js'), 'serve', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
})
// Ctrl-C reaches both of us from the terminal; whoever stops only this process means the server. It ends in order,
// and is told twice when it is told twice.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => server.kill(signal))
// npm hands a signal to its shell, which ends without telling us: whoever stops npm means the server as well.
const parent = process.ppid
const watch = setInterval(() => {
  if (process.ppid === parent) return
  clearInterval(watch)
  server.kill('SIGTERM')
}, 300)
server.on('exit', (code, signal) => {
  clearInterval(watch)
  if (signal) process.removeAllListeners(signal)
  if (signal) process.kill(process.pid, signal)
  else process.exit(code ?? 1)
})
