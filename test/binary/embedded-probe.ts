/** The embedded database and nothing else, to be compiled: opens it, counts the roles, verifies a hash where asked to. */
import { openEmbedded } from '../../src/db/embedded/open.ts'

const [folder = '', crypto = ''] = process.argv.slice(2)
const start = performance.now()
const database = await openEmbedded(folder, { crypto: crypto === 'crypto', uid: process.geteuid?.() })
const opened = performance.now()
const sql = database.sql({})
const [row] = await sql`select count(*)::integer as roles from epic_events.role`
const verified =
  crypto === 'crypto'
    ? (await sql`select epic_events_crypto.crypt('a', epic_events_crypto.gen_salt('bf', 4)) as hash`).length
    : 0
await sql.end()
await database.close()
const answer = { roles: row?.['roles'], verified, created: database.created, openMs: Math.round(opened - start) }
process.stdout.write(`${JSON.stringify(answer)}\n`)
