// bench/claims-server.ts – one serving process; says its address on stdout.
import { buildApp } from '../src/app.ts'
import { openDatabase } from '../src/database/connection.ts'

const [url = '', dataDir = ''] = process.argv.slice(2)
const database = openDatabase({ url })
const http = await buildApp({ ...database, config: { logLevel: 'silent', demo: false, dataDir } })
console.log(await http.listen({ host: '127.0.0.1', port: 0 }))
