/** Passwords of the database in every script: what the server stored, psql opens, and so must this program. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { createHash, createHmac, pbkdf2Sync } from 'node:crypto'
import postgres from 'postgres'
import { saslprep } from '../../../src/db/connection/saslprep.ts'
import { withServer } from '../../../src/db/connection/server.ts'
import { parseDatabaseUrl } from '../../../src/db/connection/url.ts'
import { ownServer, type TestServer } from '../../support/postgres.ts'

setDefaultTimeout(60_000)

// The user whose password that server asks for. The shared server has one too, but other tests sign in with it.
const role = 'epic_scram'
let server: TestServer
let sql: postgres.Sql
beforeAll(async () => {
  server = await ownServer()
  sql = postgres(server.superuserUrl, { max: 1, onnotice() {} })
  await sql.unsafe("set password_encryption = 'scram-sha-256'")
})
afterAll(async () => {
  await sql.end()
  await server.stop()
})

const literal = (text: string) => `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

describe('signs in with the password as it was set', () => {
  test.each([
    // brianc/node-postgres#3669; the second is the one of its report
    ['Noël²', 'Noël2'],
    ['abcd123456789123456789¨‑¼###', 'abcd123456789123456789 ̈‐1⁄4###'],
    ['ﬁancé', 'fiancé'],
    ['½ et ¼', '1⁄2 et 1⁄4'],
    // transact-rs/sqlx#4196, will/crystal-pg#181
    ['pass\u00a0word', 'pass word'],
    ['pass\u3000word\u2003x', 'pass word x'],
    // oven-sh/bun#41605: soft hyphen, ª, decomposed
    ['soft\u00adhyphen', 'softhyphen'],
    ['IX\u00aa', 'IXa'],
    ['cafe\u0301', 'café'],
    ['zero\u200bwidth\u200d', 'zero width'],
    ['ＡＢＣ', 'ABC'],
    // ongres/scram#13, dbeaver/dbeaver#11320
    ['§ 42', '§ 42'],
    // pgjdbc/pgjdbc#1889
    ['hola que tal', 'hola que tal'],
    // From right to left: only whole, its own letters first and last.
    ['שלום²ב', 'שלום2ב'],
    ['مرحبا', 'مرحبا'],
    ['²שלום', '²שלום'],
    ['שלום²abc', 'שלום²abc'],
    // Refused by SASLprep, so the bytes count as they are: emoji and other newer characters, control characters, nothing left.
    ['Noël²🎉', 'Noël²🎉'],
    ['²ẞ', '²ẞ'],
    ['²\u0001', '²\u0001'],
    ['²\ue000', '²\ue000'],
    ['²\u200e', '²\u200e'],
    ['\u00ad', '\u00ad'],
    // pgagroal/pgagroal#760
    ['tab\tand\u007f', 'tab\tand\u007f'],
    ["it's \\ $ % @ : /", "it's \\ $ % @ : /"],
  ])('%j', async (password, prepared) => {
    expect(saslprep(password)).toBe(prepared)
    await sql.unsafe(`alter role ${role} password ${literal(password)}`)
    const target = parseDatabaseUrl(`postgres://${role}@${server.host}:${server.port}/postgres`)
    const who = withServer({ ...target, password }, {}, { now: () => performance.now() }, (opened) =>
      opened`select current_user as who`.then(([row]) => String(row?.['who'])),
    )
    expect(await who).toBe(role)
  })
})

/** The code points where the class changes, and their neighbours: the tables of RFC 3454 have some thousand such places. */
test('the tables are those of the server, at every edge of them', async () => {
  const shapes = (code: number) => {
    const one = String.fromCodePoint(code)
    return [`²${one}²`, `א${one}²א`, `${one}ﷲ`]
  }
  const edges = new Set<number>()
  let before = ''
  for (let code = 1; code < 0x110000; code += code < 0x3100 ? 1 : 0x11) {
    if (code >= 0xd800 && code <= 0xdfff) continue
    const kind = shapes(code)
      .map((password) => saslprep(password) === password)
      .join()
    if (kind !== before) for (const near of [code - 1, code, code + 1]) edges.add(near)
    before = kind
  }
  const passwords = [...edges].filter((code) => code > 0 && (code < 0xd800 || code > 0xdfff)).flatMap(shapes)
  expect(passwords.length).toBeGreaterThan(1_000)
  const stored = await sql.begin(async (own) => {
    // The count of iterations is cheap here: only what is hashed matters (PostgreSQL 16 and later have the setting).
    await own.unsafe(
      "select set_config('scram_iterations', '1', true) from pg_settings where name = 'scram_iterations'",
    )
    await own.unsafe('create temp table stored (n integer, verifier text) on commit drop')
    await own.unsafe(`do $do$ declare one record; begin
      for one in select ordinality as n, value
        from json_array_elements_text($json$${JSON.stringify(passwords)}$json$) with ordinality
      loop
        execute format('alter role ${role} password %L', one.value);
        insert into stored select one.n, rolpassword from pg_authid where rolname = '${role}';
      end loop; end $do$`)
    return own<{ n: number; verifier: string }[]>`select n, verifier from stored order by n`
  })
  const wrong = stored.filter(({ n, verifier }) => !opens(saslprep(passwords[n - 1] ?? ''), verifier))
  expect(wrong.map(({ n }) => passwords[n - 1])).toEqual([])
})

/** Whether a prepared password matches what `pg_authid` holds: `SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey` (RFC 5802 §3). */
function opens(prepared: string, verifier: string): boolean {
  const [, iterations = '', salt = '', key = ''] = /^SCRAM-SHA-256\$(\d+):([^$]+)\$([^:]+):/.exec(verifier) ?? []
  const salted = pbkdf2Sync(prepared, Buffer.from(salt, 'base64'), Number(iterations), 32, 'sha256')
  const client = createHmac('sha256', salted).update('Client Key').digest()
  return createHash('sha256').update(client).digest('base64') === key
}
