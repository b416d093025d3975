/** Inserts companies into an embedded database until it is killed, or `count` of them, and tells each one that was acknowledged. */
import { openEmbedded } from '../../src/db/embedded/open.ts'

const [folder = '', name = '', count = 'Infinity', fsync = 'on'] = process.argv.slice(2)
const database = await openEmbedded(folder, {
  crypto: false,
  uid: process.geteuid?.(),
  waitMs: 60_000,
  fsync: fsync === 'on',
})
const sql = database.sql({})
for (let i = 0; i < Number(count); i++) {
  const row = `company ${name}-${i}`
  await sql`insert into epic_events.company (name) values (${row})`
  process.stdout.write(`${row}\n`)
}
await sql.end()
await database.close()
