/** The process that keeps sessions of a far server ready, with the compiled program: who starts it, what it keeps, and when it is gone. */
import { afterAll, afterEach, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Exit } from '../../src/errors.ts'
import { type Agency, openAgency, type Person, secretKey } from '../support/agency.ts'
import { builtBinary } from '../support/build.ts'
import { canBeFar, type Far, farAway } from '../support/far.ts'
import { testServer } from '../support/postgres.ts'
import { isAlive, send } from '../support/postmaster.ts'

setDefaultTimeout(120_000)

const server = await testServer()
let binary: string
let agency: Agency
let seller: Person
let manager: Person
let far: Far
let home: string
let env: Record<string, string>

beforeAll(async () => {
  if (!canBeFar(server)) return
  binary = await builtBinary()
  agency = await openAgency('server')
  ;[seller, manager] = [await agency.person('commercial'), await agency.person('management')]
  await agency.json(['client', 'create', '-n', 'Anne', '-e', 'anne@client.fr'], { as: seller })
  const database = decodeURIComponent(new URL(agency.url ?? '').pathname.slice(1))
  await server.run(database, `grant epic_events_app to ${server.scram?.user}`)
  far = await farAway(server)
  // Six round trips of 30 ms are far.
  far.proxy.delay(15)
  home = mkdtempSync(join(tmpdir(), 'epic-far-'))
  env = {
    ...{ PATH: process.env['PATH'] ?? '', HOME: home, XDG_RUNTIME_DIR: home, LANG: 'C.UTF-8', SECRET_KEY: secretKey },
    ...{ DATABASE_URL: far.url(database), TEMP_FILE_PATH: seller.sessionFile, EPIC_EVENTS_TZ: 'Europe/Paris' },
  }
})
afterEach(async () => {
  for (const pid of brokers()) send('SIGTERM', pid)
  await gone()
})
afterAll(async () => {
  await far?.stop()
  await agency?.close()
  if (home) rmSync(home, { recursive: true, force: true })
})

async function run(args: readonly string[], o: { env?: Record<string, string>; as?: Person } = {}) {
  const own = { ...env, ...(o.as ? { TEMP_FILE_PATH: o.as.sessionFile } : {}), ...o.env }
  const child = Bun.spawn([binary, ...args], { env: own, cwd: home, stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' })
  const [stdout, stderr] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
  return { code: await child.exited, stdout, stderr }
}
const folder = () => join(home, 'epic-events', 'servers')
/** Processes that keep sessions for this home. */
function brokers(): number[] {
  return `${Bun.spawnSync(['ps', '-A', '-ww', '-o', 'pid=,args=']).stdout}`.split('\n').flatMap((line) => {
    return line.includes(`--resident server ${folder()}`) && !line.includes('ps -A') ? [Number.parseInt(line, 10)] : []
  })
}
const until = async (what: () => unknown) => {
  for (let waited = 0; waited < 10_000; waited += 20) {
    if (await what()) return
    await Bun.sleep(20)
  }
  throw new Error('it did not happen')
}
const gone = () => until(() => brokers().length === 0)
/** How many the login has on the server. */
const sessions = async () =>
  (await server.run('postgres', `select 1 from pg_stat_activity where usename = '${server.scram?.user}'`)).length
/** A broker that has a session ready. */
const ready = async () => {
  await run(['client', 'list'])
  await until(() => existsSync(folder()) && readdirSync(folder()).length === 1)
  await until(async () => (await sessions()) > 0)
  await Bun.sleep(300)
}
/** The round trips of a command. @param o.old those on connections that it has not dialled itself: the next one may be on the way already */
const trips = async (args: readonly string[], o: { old?: boolean; env?: Record<string, string> } = {}) => {
  far.proxy.resetCount()
  const { code, stderr } = await run(args, o.env ? { env: o.env } : {})
  expect([code, code === Exit.ok ? '' : stderr]).toEqual([Exit.ok, ''])
  return far.proxy.roundTrips({ old: o.old === true })
}

describe.skipIf(!canBeFar(server))('a far server', () => {
  test('the first command starts it, and each one after it takes one round trip', async () => {
    // Not those of the broker that it starts: on a busy machine these come while the command still waits.
    expect(await trips(['client', 'list'], { env: { EPIC_EVENTS_RESIDENT: 'off' } })).toBe(6)
    await ready()
    for (const args of [
      ['client', 'list'],
      ['client', 'view', '1'],
      ['client', 'update', '1', '--phone', '06 12 34 56 78'],
      ['today'],
    ]) {
      expect(await trips(args, { old: true })).toBe(1)
      await Bun.sleep(400)
    }
  })

  test('each command is who it is, and what it may not is refused as ever', async () => {
    await ready()
    const name = async (as: Person) => JSON.parse((await run(['whoami', '--json'], { as })).stdout)['full_name']
    expect(await name(seller)).toBe(seller.fullName)
    expect(await name(manager)).toBe(manager.fullName)
    expect(await name(seller)).toBe(seller.fullName)
    const refused = await run(['client', 'update', '1', '--phone', '06 12 34 56 79'], { as: manager })
    expect(refused.code).toBe(Exit.forbidden)
    expect((await run(['client', 'view', '99'])).code).toBe(Exit.notFound)
    expect((await run(['whoami'], { env: { TEMP_FILE_PATH: join(home, 'nobody.json') } })).code).toBe(
      Exit.unauthenticated,
    )
  })

  test('the process keeps nothing of the command that started it', async () => {
    if (process.platform !== 'linux') return
    await ready()
    const [pid] = brokers()
    const at = `/proc/${pid}`
    // Of its memory nobody may read, so root alone sees the rest.
    expect(readFileSync(`${at}/cmdline`, 'utf8')).not.toContain(server.scram?.password ?? '?')
    if (process.getuid?.() !== 0) return
    expect(readFileSync(`${at}/environ`, 'utf8')).not.toContain('SECRET_KEY')
    expect(readlinkSync(`${at}/cwd`)).toBe('/')
    for (const fd of [0, 1, 2]) expect(readlinkSync(`${at}/fd/${fd}`)).toBe('/dev/null')
    const [, , , parent, group, session] = readFileSync(`${at}/stat`, 'utf8').split(' ').map(Number)
    expect([group, session]).toEqual([pid, pid] as never)
    expect(parent).not.toBe(process.pid)
    const [name = ''] = readdirSync(folder())
    expect(statSync(join(folder(), name)).mode & 0o777).toBe(0o600)
    expect(statSync(folder()).mode & 0o777).toBe(0o700)
    // No engine is in it.
    expect(readFileSync(`${at}/maps`, 'utf8')).not.toContain('pglite')
  })

  test.each([
    ['with CI', { CI: '1' }],
    ['with EPIC_EVENTS_RESIDENT=off', { EPIC_EVENTS_RESIDENT: 'off' }],
    ['behind a pooler', { DATABASE_POOLER: 'transaction' }],
    ['under sudo', { SUDO_UID: '0', SUDO_GID: '0', SUDO_USER: 'root' }],
  ])('%s none is started', async (_, more) => {
    if ('SUDO_UID' in more && process.getuid?.() !== 0) return
    await run(['client', 'list'], { env: more })
    await Bun.sleep(500)
    expect(brokers()).toEqual([])
  })

  test('none is started for a server that is near', async () => {
    far.proxy.delay(0)
    const near = await testServer().then(() => new URL(env['DATABASE_URL'] ?? ''))
    near.search = ''
    expect((await run(['client', 'list'], { env: { DATABASE_URL: String(near) } })).code).toBe(Exit.ok)
    far.proxy.delay(15)
    await Bun.sleep(300)
    expect(brokers()).toEqual([])
  })

  test('it goes after its idle time, and when its folder is gone', async () => {
    await run(['client', 'list'], { env: { EPIC_EVENTS_RESIDENT: '0.02' } })
    await until(() => brokers().length === 1)
    await gone()
    await ready()
    rmSync(join(home, 'epic-events'), { recursive: true })
    await gone()
  })

  test('EPIC_EVENTS_RESIDENT=off ends the one that is there, and nothing of it is left', async () => {
    await ready()
    expect((await run(['client', 'list'], { env: { EPIC_EVENTS_RESIDENT: 'off' } })).code).toBe(Exit.ok)
    expect(readdirSync(folder())).toEqual([])
    await gone()
    await until(async () => (await sessions()) === 0)
  })

  test('kill -9 of it between two commands, and in the middle of one, harms nobody', async () => {
    await ready()
    const [pid = 0] = brokers()
    send('SIGKILL', pid)
    await until(() => !isAlive(pid))
    expect((await run(['client', 'list'])).code).toBe(Exit.ok)
    await ready()
    const reading = run(['client', 'list'])
    await Bun.sleep(30)
    for (const one of brokers()) send('SIGKILL', one)
    const { code, stderr } = await reading
    expect([code, stderr]).toEqual([Exit.ok, ''])
  })

  test('eight at once', async () => {
    await ready()
    const runs = await Promise.all(Array.from({ length: 8 }, () => run(['client', 'list'])))
    expect(runs.map(({ code }) => code)).toEqual(Array(8).fill(Exit.ok))
    expect(brokers()).toHaveLength(1)
  })
})
