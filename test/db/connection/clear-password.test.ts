/**
 * A server that asks for the password itself (AuthenticationCleartextPassword; `password`, `ldap`, `pam` and `radius` in pg_hba.conf). It is
 * sent only where nobody can listen and no other program can ask in the server's place. libpq leaves that to `require_auth`.
 */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import postgres from 'postgres'
import { Exit } from '../../../src/errors.ts'
import { catalog } from '../../../src/i18n/catalog.ts'
import {
  type Cluster,
  freePort,
  newCluster,
  removeCluster,
  startPostmaster,
  stopPostmaster,
} from '../../support/postmaster.ts'
import { failing, query } from '../../support/server-runs.ts'

setDefaultTimeout(60_000)

const t = catalog('en', 'UTC')
const password = 'Noël² canary'
let cluster: Cluster
let port: number
let pid: number
beforeAll(async () => {
  cluster = newCluster([
    'local all plain password',
    'host all plain all password',
    'local all hashed md5',
    'host all hashed all md5',
  ])
  const { folder, authority } = cluster
  port = await freePort()
  pid = await startPostmaster(cluster, [
    ...[`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, 'fsync=off'],
    ...(authority ? ['ssl=on', `ssl_cert_file=${folder}/server.crt`, `ssl_key_file=${folder}/server.key`] : []),
  ])
  const sql = postgres(`postgres://postgres@127.0.0.1:${port}/postgres`, { max: 1, onnotice() {} })
  await sql.unsafe(`create role plain login password '${password}'; set password_encryption = 'md5';
    create role hashed login password '${password}'`)
  await sql.end()
})
afterAll(async () => {
  await stopPostmaster(pid)
  removeCluster(cluster)
})

const url = (user: string, at: string, parameters = '') =>
  `postgres://${user}:${encodeURIComponent(password)}@${at}/postgres${parameters}`
const who = (where: string) =>
  query(where, (sql) => sql`select current_user as who`.then(([row]) => String(row?.['who'])))
const authority = () => `sslrootcert=${encodeURIComponent(cluster.authority ?? '')}`

test.each(['127.0.0.1', 'localhost'])('plain TCP, even to this machine (%s) → 7, and what to do', async (host) => {
  const { error, said, more } = await failing(who(url('plain', `${host}:${port}`)))
  expect(error.exit).toBe(Exit.unavailable)
  expect(said).toBe(t.server.clearPassword({ at: `${host}:${port}` }))
  expect(more).toBe(t.server.clearPasswordAdvice)
})

test.skipIf(!Bun.which('openssl'))('encrypted, but to a server that nothing vouches for → 7', async () => {
  for (const mode of ['prefer', 'allow', 'require']) {
    const { said } = await failing(who(url('plain', `localhost:${port}`, `?sslmode=${mode}`)))
    expect(said).toBe(t.server.clearPassword({ at: `localhost:${port}` }))
  }
})

test.skipIf(!Bun.which('openssl'))('a verified certificate → the password is sent, as it is', async () => {
  for (const mode of ['require', 'verify-ca', 'verify-full'])
    expect(await who(url('plain', `localhost:${port}`, `?sslmode=${mode}&${authority()}`))).toBe('plain')
})

test('a Unix socket → the password is sent, as it is', async () => {
  const folder = encodeURIComponent(cluster.folder)
  expect(await who(url('plain', `:${port}`, `?host=${folder}`))).toBe('plain')
})

test('MD5 does not reveal the password → answered everywhere, as in libpq', async () => {
  expect(await who(url('hashed', `127.0.0.1:${port}`))).toBe('hashed')
  expect(await who(url('hashed', `:${port}`, `?host=${encodeURIComponent(cluster.folder)}`))).toBe('hashed')
})

test('an impostor that asks → gets nothing', async () => {
  const heard: Buffer[] = []
  const impostor = Bun.listen({
    hostname: '127.0.0.1',
    port: 0,
    socket: {
      data(socket, chunk) {
        heard.push(Buffer.from(chunk))
        // AuthenticationCleartextPassword, at once and again.
        socket.write(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3]))
      },
    },
  })
  const at = `127.0.0.1:${impostor.port}`
  const { said } = await failing(who(url('plain', at)))
  impostor.stop(true)
  expect(said).toBe(t.server.clearPassword({ at }))
  expect(heard).toHaveLength(1)
  expect(Buffer.concat(heard).includes('canary')).toBe(false)
})
