/** How long a session counts, when it is thrown away, who gets one, and when the process ends. */
import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type postgres from 'postgres'
import { isSocket, isTrusted, keyParameter, socketOf } from '../../../src/db/broker/place.ts'
import { keyOf } from '../../../src/db/broker/wanted.ts'
import { startupMessage } from '../../../src/db/connection/protocol.ts'
import { AppError } from '../../../src/errors.ts'
import { ownServer, testServer } from '../../support/postgres.ts'
import { startProxy } from '../../support/proxy.ts'
import { type Ground, ground, type Running, until } from './ground.ts'

setDefaultTimeout(60_000)

let at: Ground
let running: Running | undefined
beforeEach(async () => {
  at = await ground()
})
afterEach(async () => {
  running?.end()
  running = undefined
  await at.remove()
})

/** The broker, with a session that is ready. */
const ready = async (o: Parameters<Ground['broker']>[0] = {}) => {
  running = await at.broker(o)
  await until(async () => (await at.sessions()) === 1)
  // The server counts it before it has said that it is ready.
  await Bun.sleep(50)
  return running
}
const one = (sql: postgres.Sql) => sql`select ${1}::integer as one`.then(([row]) => row?.['one'])
const pid = (sql: postgres.Sql) => sql`select pg_backend_pid() as pid`.then(([row]) => row?.['pid'] as number)
/** The server's process of the session that is ready. */
const waiting = async () => {
  const [row] = await at.database.run(
    `select pid from pg_stat_activity where usename = '${at.login}' order by pid desc`,
  )
  return row?.['pid'] as number
}
/** The path of the socket, and what it answers to some bytes, until it hangs up. */
const path = () => socketOf(at.folder, at.key())
const told = (bytes: Buffer | undefined): Promise<string> =>
  new Promise((resolve) => {
    let heard = ''
    const socket = connect({ path: path() }, () => bytes && socket.write(bytes))
    socket.on('data', (chunk) => {
      heard += chunk.toString('latin1')
    })
    socket.on('close', () => resolve(heard)).on('error', () => {})
  })

describe('a session', () => {
  test('is used once, and the next one is made', async () => {
    await ready()
    const made = await waiting()
    expect(await at.use(pid)).toBe(made)
    await until(async () => (await at.sessions()) >= 1 && (await waiting()) !== made)
    expect(await at.use(pid)).not.toBe(made)
  })

  test('that is being made is waited for, rather than another one dialled', async () => {
    at.proxy.delay(30)
    running = await at.broker()
    expect(await at.use(one)).toBe(1)
    // The one that it got, and perhaps the next.
    expect(at.proxy.connections()).toBeLessThanOrEqual(2)
  })

  test('that the server has ended is replaced', async () => {
    await ready()
    const made = await waiting()
    await at.database.run(`select pg_terminate_backend(${made})`)
    await until(async () => (await at.sessions()) === 1 && (await waiting()) !== made)
    expect(await at.use(pid)).not.toBe(made)
  })

  test('is asked for a sign of life, and replaced when there is none', async () => {
    await ready({ times: { pingMs: 100, goodMs: 5_000, answerMs: 100 } })
    const made = await waiting()
    await Bun.sleep(1_300)
    // It has answered, and is still the same.
    expect(await waiting()).toBe(made)
    at.proxy.freeze()
    const connections = at.proxy.connections()
    await until(() => at.proxy.connections() > connections)
    expect(await at.use(one)).toBe(1)
  })

  test('that has given no sign of life for long is not handed over', async () => {
    await ready({ times: { pingMs: 60_000, goodMs: 200 } })
    const made = await waiting()
    await Bun.sleep(400)
    expect(await at.use(pid)).not.toBe(made)
  })

  test('does not become old', async () => {
    await ready({ times: { oldestMs: 300 } })
    const made = await waiting()
    await until(async () => (await at.sessions()) === 1 && (await waiting()) !== made)
  })

  test('is thrown away after the machine has slept, or its clock was set', async () => {
    let slept = 0
    await ready({ wallClock: () => Date.now() + slept })
    const made = await waiting()
    slept = 3_600_000
    expect(await at.use(pid)).not.toBe(made)
  })

  test('of a server whose state changes is thrown away', async () => {
    const own = await ownServer()
    try {
      await own.run('postgres', `create role ${at.app}; create role ${at.login} login; grant ${at.app} to ${at.login}`)
      const target = { ...at.target, hosts: [{ host: own.host, port: own.port }], database: 'postgres' }
      running = await at.broker({ wanted: { target, parameters: {} } })
      const sessions = async () =>
        (await own.run('postgres', `select pid from pg_stat_activity where usename = '${at.login}'`)).map(
          (row) => row['pid'],
        )
      await until(async () => (await sessions()).length === 1)
      const [made] = await sessions()
      await own.run('postgres', 'alter system set default_transaction_read_only = on')
      await own.run('postgres', 'select pg_reload_conf()')
      await until(async () => (await sessions()).length === 1 && (await sessions())[0] !== made)
    } finally {
      await own.stop()
    }
  })
})

describe('a dead network', () => {
  test('a command that reads goes on with a connection of its own', async () => {
    await ready()
    at.proxy.freeze()
    const began = performance.now()
    expect(await at.use(one)).toBe(1)
    expect(performance.now() - began).toBeWithin(1_900, 8_000)
    // The broker trusts none of its sessions after that.
    expect(await at.use(one)).toBe(1)
  })

  test('a command that writes hears of it long before a slow statement would be given up, and sends nothing twice', async () => {
    await at.database.run(`create table kept (n integer); grant all on kept to ${at.app}`)
    await ready()
    at.proxy.freeze()
    const began = performance.now()
    const lost = await at
      .use((sql) => sql`insert into public.kept values (${1})`, { writes: true })
      .catch((error) => error)
    expect(lost).toMatchObject({ name: 'ConnectionLost', sent: true })
    expect(performance.now() - began).toBeWithin(2_900, 5_000)
    expect(await at.database.run('select n from kept')).toEqual([] as never)
  })

  test.each([true, false])(
    'a slow statement is no dead network: it is waited for, and sent once (writes: %p)',
    async (writes) => {
      await at.database.run(`create sequence drawn; grant all on sequence drawn to ${at.app}`)
      await ready()
      const drawn = await at.use(
        (sql) => sql`select nextval('public.drawn')::integer as n, pg_sleep(${'3.5'}::float)::text as slept`,
        { writes },
      )
      expect(drawn[0]?.['n']).toBe(1)
      expect(await at.database.run('select last_value::integer as n from drawn')).toEqual([{ n: 1 }] as never)
    },
  )

  test('a command that writes never sends twice what may have arrived', async () => {
    await at.database.run(`create table kept (n integer); grant all on kept to ${at.app}`)
    await ready()
    at.proxy.swallowAnswerAfter('insert', { cut: true })
    const lost = await at
      .use((sql) => sql`insert into public.kept values (${1})`, { writes: true })
      .catch((error) => error)
    expect(lost).toMatchObject({ name: 'ConnectionLost', sent: true })
    expect(await at.database.run('select n from kept')).toEqual([{ n: 1 }] as never)
  })

  test('a session that ends before it is used is nobody’s loss, even of who writes', async () => {
    await ready()
    const made = await waiting()
    const used = await at.use(
      async (sql) => {
        await Bun.sleep(200)
        await at.database.run(`select pg_terminate_backend(${made})`)
        await Bun.sleep(200)
        return pid(sql)
      },
      { writes: true },
    )
    expect(used).not.toBe(made)
  })

  test('a server that is gone: told as without a broker, and the broker ends', async () => {
    await ready()
    await at.proxy.stop()
    const error = await at.use(one).catch((failure) => failure)
    expect(error).toBeInstanceOf(AppError)
    await until(() => running?.exited() === 0)
  })
})

describe('who gets a session', () => {
  const password = (secret: string) => ({ ...at.target, password: secret })

  test('only who names all that it was made of', () => {
    const wanted = { target: at.target, parameters: { TimeZone: 'UTC' } }
    const folder = mkdtempSync(join(tmpdir(), 'epic-ca-'))
    const sslrootcert = join(folder, 'ca.crt')
    writeFileSync(sslrootcert, 'one')
    const certified = { ...wanted, target: { ...at.target, sslrootcert } }
    const keys = [
      keyOf(wanted, 'a'),
      keyOf(wanted, 'b'),
      keyOf({ ...wanted, parameters: { TimeZone: 'Europe/Paris' } }, 'a'),
      keyOf({ ...wanted, target: password('x') }, 'a'),
      keyOf({ ...wanted, target: { ...at.target, user: 'other' } }, 'a'),
      keyOf({ ...wanted, target: { ...at.target, database: 'other' } }, 'a'),
      keyOf({ ...wanted, target: { ...at.target, sslmode: 'require' } }, 'a'),
      keyOf({ ...wanted, target: { ...at.target, applicationName: 'crm' } }, 'a'),
      keyOf({ ...wanted, target: { ...at.target, hosts: [{ host: 'other', port: 5432 }] } }, 'a'),
      keyOf(certified, 'a'),
    ]
    writeFileSync(sslrootcert, 'two')
    keys.push(keyOf(certified, 'a'))
    rmSync(folder, { recursive: true })
    expect(new Set(keys).size).toBe(keys.length)
  })

  test('another password, another build: a connection of one’s own', async () => {
    await ready()
    const made = await waiting()
    expect(await at.use(pid, { target: password('other') })).not.toBe(made)
    expect(await at.use(pid, { build: 'another' })).not.toBe(made)
    expect(await at.use(pid, { settings: { ...at.settings, lock_timeout: '1s' } })).not.toBe(made)
    expect(await waiting()).toBe(made)
  })

  test('who lies about the key, says nothing or too much gets nothing, and keeps nobody waiting', async () => {
    await ready()
    const ask = (key: string) => startupMessage({ user: 'a', database: 'b', [keyParameter]: key })
    const silent = [told(undefined), told(ask(at.key()).subarray(0, 20))]
    expect(await told(ask('0'.repeat(64)))).toContain('C28000')
    expect(await told(ask(''))).toContain('C28000')
    expect(await told(Buffer.concat([ask(at.key()), Buffer.from('more')]))).toContain('C28000')
    expect(await told(Buffer.from([0x7f, 0xff, 0xff, 0xff, 0, 3, 0, 0]))).toContain('C28000')
    expect(await at.use(one)).toBe(1)
    for (const answer of await Promise.all(silent)) expect(answer).toContain('C28000')
  })

  test('two hundred at once are served, one session each', async () => {
    await ready()
    const pids = await Promise.all(Array.from({ length: 60 }, () => at.use(pid)))
    expect(new Set(pids).size).toBe(60)
    await Promise.all(Array.from({ length: 200 }, () => told(Buffer.from('x'))))
    expect(await at.use(one)).toBe(1)
  })

  test('a folder or a socket that others could have made is not used', async () => {
    // It looks after its folder, and may have found it like that and ended.
    const alive = async () => {
      if (running?.exited() !== undefined) await ready()
      return waiting()
    }
    await ready()
    let made = await alive()
    chmodSync(at.folder, 0o755)
    expect(isTrusted(at.folder, process.geteuid?.())).toBe(false)
    expect(await at.use(pid)).not.toBe(made)
    chmodSync(at.folder, 0o700)
    made = await alive()
    chmodSync(dirname(at.folder), 0o777)
    expect(await at.use(pid)).not.toBe(made)
    chmodSync(dirname(at.folder), 0o700)
    made = await alive()
    const moved = `${at.folder}-moved`
    renameSync(at.folder, moved)
    symlinkSync(moved, at.folder)
    expect(await at.use(pid)).not.toBe(made)
    rmSync(at.folder)
    renameSync(moved, at.folder)
    made = await alive()
    expect(isSocket(path(), process.geteuid?.())).toBe(true)
    expect(isSocket(path(), 4_711)).toBe(false)
    const elsewhere = `${path()}-elsewhere`
    renameSync(path(), elsewhere)
    symlinkSync(elsewhere, path())
    expect(await at.use(pid)).not.toBe(made)
    expect(lstatSync(elsewhere).mode & 0o777).toBe(0o600)
  })

  test('on several hosts: the one that serves, and its name in what is told', async () => {
    const dead = await startProxy(undefined, { closes: true })
    const live = await startProxy(await testServer())
    const target = { ...at.target, hosts: [dead, live].map(({ host, port }) => ({ host, port })) }
    running = await at.broker({ wanted: { target, parameters: {} } })
    await until(async () => (await at.sessions()) === 1)
    const settings = { role: at.app }
    const lost = await at
      .use(
        async (sql) => {
          await one(sql)
          live.cut()
          return one(sql)
        },
        { target, settings },
      )
      .catch((error) => error)
    expect(
      `${lost.name} ${lost.userMessage?.({ server: { lost: String, lostSent: ({ at: host }: { at: string }) => host } })}`,
    ).toBe(`ConnectionLost 127.0.0.1:${live.port}`)
    await dead.stop()
    await live.stop()
  })
})

describe('the process ends', () => {
  test('after the idle time, and its session with it', async () => {
    // Long enough that a busy machine sees it alive.
    await ready({ minutes: 0.05 })
    expect(running?.exited()).toBeUndefined()
    await until(() => running?.exited() === 0)
    await until(async () => (await at.sessions()) === 0)
    expect(readdirSync(at.folder)).toEqual([])
  })

  test('and leaves the socket of the one that has taken its place', async () => {
    await ready()
    renameSync(path(), `${path()}.old`)
    writeFileSync(path(), 'of another one')
    running?.end()
    expect(running?.exited()).toBe(0)
    expect(readFileSync(path(), 'utf8')).toBe('of another one')
  })

  test.each([
    ['its folder', () => rmSync(at.folder, { recursive: true })],
    ['its socket', () => rmSync(path())],
    ['its program', (program: string) => writeFileSync(program, 'another build')],
  ])('when %s is gone or another one, after the command that it serves', async (_, vanish) => {
    const program = join(dirname(at.folder), 'program')
    writeFileSync(program, 'a build')
    await ready({ program })
    await at.use(async (sql) => {
      await one(sql)
      mkdirSync(at.folder, { recursive: true })
      vanish(program)
      await Bun.sleep(2_500)
      expect(running?.exited()).toBeUndefined()
      expect(await one(sql)).toBe(1)
    })
    await until(() => running?.exited() === 0)
    await until(async () => (await at.sessions()) === 0)
  })

  test('when the server refuses the login: it never tries twice', async () => {
    await testServer().then((own) => own.run('postgres', `alter role ${at.login} nologin`))
    running = await at.broker()
    await until(() => running?.exited() === 0)
    expect(at.proxy.connections()).toBe(1)
  })

  test('when there is one already; of several that begin at once the last one stays', async () => {
    await ready()
    expect((await at.broker()).exited()).toBe(0)
    expect(running?.exited()).toBeUndefined()
  })
})
