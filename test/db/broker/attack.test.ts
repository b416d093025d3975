/**
 * Attacks on the broker: by another account, which wants to be taken for it or to be served by it, and by processes of the same account that
 * lie, flood, stall or speak nonsense. What an account can do to itself is no boundary (docs/SECURITY.md); nothing of it may reach the next
 * command.
 */
import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type postgres from 'postgres'
import { endBrokers, keyParameter, socketOf } from '../../../src/db/broker/place.ts'
import { keyOf } from '../../../src/db/broker/wanted.ts'
import { splitMessages, startupMessage } from '../../../src/db/connection/protocol.ts'
import { query } from '../../../src/db/embedded/protocol.ts'
import { seeded } from '../../support/power-cut.ts'
import { type Ground, ground, type Running, until } from './ground.ts'

setDefaultTimeout(60_000)

const uid = process.geteuid?.()
/** Another account: nobody. */
const other = 65_534
const password = 'the password of the database'

let at: Ground
let running: Running | undefined
const remove: (() => unknown)[] = []
beforeEach(async () => {
  at = await ground()
})
afterEach(async () => {
  running?.end()
  running = undefined
  for (const one of remove.splice(0).reverse()) await one()
  await at.remove()
})

const one = (sql: postgres.Sql) => sql`select ${1}::integer as one`.then(([row]) => row?.['one'])
const pid = (sql: postgres.Sql) => sql`select pg_backend_pid() as pid`.then(([row]) => row?.['pid'] as number)
const path = () => socketOf(at.folder, at.key())
const ask = (key = at.key(), more: Record<string, string> = {}) =>
  startupMessage({ user: 'a', database: 'b', ...more, [keyParameter]: key })

/** The broker, with a session that is ready. @returns the server's process of that */
async function ready(o: Parameters<Ground['broker']>[0] = {}): Promise<number> {
  running = await at.broker(o)
  await until(async () => (await at.sessions()) === 1)
  await Bun.sleep(50)
  const [row] = await at.database.run(`select pid from pg_stat_activity where usename = '${at.login}'`)
  return row?.['pid']
}

/** Runs attacker.ts. @param as the account */
async function attacker(as: number, ...args: readonly string[]) {
  const tools = mkdtempSync(join(tmpdir(), 'attacker-'))
  const [bun, script] = [join(tools, 'bun'), join(tools, 'attacker.ts')]
  copyFileSync(process.execPath, bun)
  copyFileSync(join(import.meta.dir, 'attacker.ts'), script)
  for (const file of [tools, bun, script]) chmodSync(file, 0o755)
  const child = Bun.spawn([bun, script, ...args], {
    ...{ cwd: '/', env: { HOME: '/nonexistent' }, stdin: 'ignore', stdout: 'pipe', stderr: 'inherit' },
    ...(uid === 0 ? { uid: as, gid: as } : {}),
  })
  remove.push(async () => {
    child.kill('SIGKILL')
    await child.exited
    rmSync(tools, { recursive: true })
  })
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader()
  let said = ''
  return {
    /** Waits until it has said something. */
    async says(text: string): Promise<void> {
      while (!said.includes(text)) {
        const { value, done } = await lines.read()
        if (done) throw new Error(`it has ended, and said ${said}`)
        said += value
      }
    },
    /** All that it says until it ends. */
    async all(): Promise<string> {
      for (let read = await lines.read(); !read.done; read = await lines.read()) said += read.value
      return said
    },
  }
}

/** A folder like /tmp. */
function publicFolder(): string {
  const made = mkdtempSync(join(tmpdir(), 'public-'))
  chmodSync(made, 0o1777)
  remove.push(() => rmSync(made, { recursive: true, force: true }))
  return made
}

const make = (folder: string, owner: number, mode: number): void => {
  mkdirSync(folder)
  chownSync(folder, owner, owner)
  chmodSync(folder, mode)
}

describe.skipIf(uid !== 0)('another account', () => {
  test('cannot connect, look, remove, rename, or put anything beside it', async () => {
    const made = await ready()
    const said = await (await attacker(other, 'tamper', path())).all()
    expect(said.split('\n').filter((line) => line && !/: (EACCES|EPERM)$/.test(line))).toEqual([])
    expect(said.split('\n')).toHaveLength(13)
    expect(await at.use(pid)).toBe(made)
  })

  test('that reaches the socket all the same → is not spoken to', async () => {
    const made = await ready()
    const thief = await attacker(other, 'take', path(), ask().toString('hex'))
    await thief.says('ready')
    for (const [file, mode] of [
      [path(), 0o777],
      [at.folder, 0o755],
      [dirname(at.folder), 0o755],
    ] as const)
      chmodSync(file, mode)
    expect(await thief.all()).toContain('heard 0 bytes')
    for (const file of [dirname(at.folder), at.folder]) chmodSync(file, 0o700)
    expect(await at.use(pid)).toBe(made)
  })

  test('reads the names of all sockets → nothing that is made of the password', async () => {
    await ready()
    const names = await (await attacker(other, 'names')).all()
    expect(names).toContain(at.folder)
    expect(names).not.toContain(at.key().slice(0, 8))
  })

  // Where the forger listens, of whose making the folders are, and how they are when a command comes.
  const forgeries: Record<
    string,
    { own: [number, number]; folder: [number, number]; closed?: boolean; link?: string }
  > = {
    'has made the folders, open to all': { own: [other, 0o777], folder: [other, 0o777] },
    'has made the folders, as private as ours': { own: [other, 0o700], folder: [other, 0o700] },
    'has made the inner folder, because ours was open': { own: [0, 0o777], folder: [other, 0o700] },
    'listens in our inner folder, which is open': { own: [0, 0o711], folder: [0, 0o777] },
    'may only look into our folders': { own: [0, 0o755], folder: [0, 0o777] },
    'has listened in our folders before they were closed': { own: [0, 0o777], folder: [0, 0o777], closed: true },
    'has put a link in place of the outer folder': { own: [other, 0o777], folder: [other, 0o777], link: 'own' },
    'has put a link in place of the inner folder': { own: [0, 0o777], folder: [other, 0o777], link: 'folder' },
    'has put a link in place of the socket': { own: [0, 0o777], folder: [0, 0o777], link: 'socket', closed: true },
  }
  test.each(Object.entries(forgeries))('%s → is told nothing, and none of its rows is shown', async (_, o) => {
    const base = publicFolder()
    const wanted = { ...at.target, password }
    const folder = join(base, 'own', 'servers')
    const socket = socketOf(folder, keyOf({ target: wanted, parameters: at.fixed }, at.build))
    const theirs = {
      own: join(base, 'theirs'),
      folder: join(base, 'theirs', 'servers'),
      socket: join(base, 'theirs.s'),
    }
    const [outer, inner] = [o.link === 'own' ? theirs.own : dirname(folder), o.link === 'folder' ? theirs.own : folder]
    make(outer, ...o.own)
    make(o.link === 'own' ? theirs.folder : inner, ...o.folder)
    if (o.link === 'own') symlinkSync(theirs.own, dirname(folder))
    if (o.link === 'folder') symlinkSync(theirs.own, folder)
    const listensAt = o.link === 'socket' ? theirs.socket : socket
    const heard = join(base, 'heard')
    await (await attacker(other, 'forge', listensAt, heard)).says('ready')
    if (o.link === 'socket') symlinkSync(theirs.socket, socket)
    if (o.closed) for (const one of [dirname(folder), folder]) chmodSync(one, 0o700)

    // Far enough that a broker would be started, and given the password.
    at.proxy.delay(20)
    const given = join(base, 'given')
    const program = ['/bin/sh', '-c', `cat >${given}`]
    expect(await at.use(one, { target: wanted, folder, program })).toBe(1)
    await Bun.sleep(200)
    expect(existsSync(heard)).toBe(false)
    // Where the folders are good by now, a broker takes the place of the forger.
    expect(existsSync(given)).toBe(o.closed === true)

    const started = await at.broker({ pid: 1 }, folder)
    expect(started.exited()).toBe(o.closed ? undefined : 1)
    started.end()
  })

  test('has put a link where our folder is to be → nothing is made where it leads', async () => {
    const base = publicFolder()
    const [link, target] = [join(base, 'own'), join(base, 'target')]
    mkdirSync(target, { mode: 0o700 })
    symlinkSync(target, link)
    at.proxy.delay(20)
    expect(await at.use(one, { folder: join(link, 'servers') })).toBe(1)
    await Bun.sleep(50)
    expect((await at.broker({}, join(link, 'servers'))).exited()).toBe(1)
    expect(readdirSync(target)).toEqual([])
  })

  test('has put a link where our folder is to be, to sockets of ours → EPIC_EVENTS_RESIDENT=off removes none of them', async () => {
    const made = await ready()
    const link = join(publicFolder(), 'own')
    symlinkSync(dirname(at.folder), link)
    endBrokers(link, uid)
    expect(await at.use(pid)).toBe(made)
  })
})

describe('the same account', () => {
  test('poses as the broker → it never gets the password', async () => {
    const target = { ...at.target, password }
    const socket = socketOf(at.folder, keyOf({ target, parameters: at.fixed }, at.build))
    mkdirSync(at.folder, { mode: 0o700 })
    const file = join(publicFolder(), 'heard')
    await (await attacker(uid ?? 0, 'forge', socket, file)).says('ready')
    // Nothing hinders an account from lying to itself. So the tests above would see it.
    expect(await at.use(one, { target })).toBe(666)
    const heard = readFileSync(file, 'latin1')
    expect(heard).toContain('a secret')
    expect(heard).not.toContain(password)
  })

  test('asks with a role, a session and other settings → a session that has none of them, and the next command has its own', async () => {
    await ready()
    const evil = {
      ...{ role: at.app, 'epic_events.session': 'stolen', search_path: 'pg_temp, evil', options: '-c role=evil' },
      ...{ session_authorization: 'postgres', _role: 'x' },
    }
    const said = await new Promise<string>((resolve) => {
      let heard = Buffer.alloc(0)
      const socket = connect({ path: path() }, () => socket.write(ask(at.key(), evil)))
      socket.on('data', (chunk: Buffer) => {
        const greeted = heard.includes('Z')
        heard = Buffer.concat([heard, chunk])
        const ends = splitMessages(heard).messages.filter(({ type }) => type === 'Z').length
        if (ends === 1 && !greeted)
          socket.write(
            query(`select concat_ws('|', current_user, session_user, current_setting('role'),
              current_setting('epic_events.session', true), current_setting('search_path')) as who`),
          )
        // Whatever it makes of the session is gone with it.
        if (ends === 2) socket.write(query(`set role ${at.app}; set epic_events.session = 'stolen'; select 'over'`))
        if (ends === 3) socket.destroy()
      })
      socket.on('close', () => resolve(heard.toString('latin1')))
    })
    expect(said).toContain(`${at.login}|${at.login}|none|pg_catalog`)
    const seen = await at.use(
      (sql) => sql`select current_user::text as who, current_setting('epic_events.session') as session`,
    )
    expect(seen).toEqual([{ who: at.app, session: 'a secret' }] as never)
  })

  test('starts a broker whose sessions are somebody’s from the beginning → no command asks for them', async () => {
    const settings = { ...at.fixed, role: at.app, 'epic_events.session': 'stolen' }
    running = await at.broker({ wanted: { target: at.target, parameters: settings } })
    await until(async () => (await at.sessions()) === 1)
    const nobody = { ...at.fixed, role: at.app }
    const who = (sql: postgres.Sql) => sql`select current_setting('epic_events.session', true) as session`
    expect(await at.use(who, { settings: nobody })).toEqual([{ session: null }] as never)
  })

  test('stops the broker, or poses as one that says nothing → one command waits for three seconds, and no other', async () => {
    mkdirSync(at.folder, { mode: 0o700 })
    const silent = createServer(() => {})
    await new Promise<void>((resolve) => silent.listen({ path: path() }, resolve))
    const took = async () => {
      const began = performance.now()
      expect(await at.use(one)).toBe(1)
      return performance.now() - began
    }
    expect(await took()).toBeWithin(2_900, 5_000)
    expect(await took()).toBeLessThan(2_000)
    expect(existsSync(path())).toBe(false)
    silent.close()
  })

  test('connects a hundred times, with nothing, with half a question, or slowly → nobody waits, and all are forgotten', async () => {
    const made = await ready()
    const ended: Promise<void>[] = []
    for (let n = 0; n < 100; n++) {
      const socket = connect({ path: path() })
      socket.on('error', () => {}).resume()
      if (n % 3 === 0) socket.write(ask().subarray(0, 20))
      const drops = [...ask()]
      const slowly = setInterval(() => n % 3 === 1 && socket.write(Buffer.from(drops.splice(0, 1))), 50)
      ended.push(
        new Promise((resolve) => {
          socket.on('close', () => resolve(clearInterval(slowly)))
        }),
      )
    }
    const began = performance.now()
    expect(await at.use(pid)).toBe(made)
    expect(performance.now() - began).toBeLessThan(1_500)
    await Promise.all(ended)
    expect(performance.now() - began).toBeLessThan(6_000)
  })

  test('never closes its side of a connection → the process ends after its idle time all the same', async () => {
    await ready({ minutes: 0.01 })
    const sockets = Array.from({ length: 3 }, () => connect({ path: path(), allowHalfOpen: true }))
    for (const socket of sockets) socket.on('error', () => {}).pause()
    sockets[0]?.write(ask('0'.repeat(64)))
    await until(() => running?.exited() === 0)
    for (const socket of sockets) socket.destroy()
  })

  test('sends random bytes, two hundred times, before and after a question → the next command is served', async () => {
    await ready()
    const seed = Number(process.env['FUZZ_SEED'] ?? crypto.getRandomValues(new Uint32Array(1))[0])
    const random = seeded(seed)
    for (let n = 0; n < 200; n++) {
      const bytes = Buffer.from(Array.from({ length: Math.floor(random() * 40) }, () => Math.floor(random() * 256)))
      const whole = Buffer.concat([random() < 0.2 ? ask() : Buffer.alloc(0), bytes])
      const over = Promise.withResolvers<void>()
      const socket = connect({ path: path() }, () => socket.write(whole, () => setTimeout(over.resolve, random() * 4)))
      socket.on('error', () => over.resolve()).resume()
      await over.promise
      socket.destroy()
    }
    expect({ seed, one: await at.use(one), exited: running?.exited() }).toEqual({ seed, one: 1, exited: undefined })
    expect(at.proxy.connections()).toBeLessThan(100)
  })

  test('sends a gigabyte instead of a question → the end of the connection, and no memory for it', async () => {
    await ready()
    const was = process.memoryUsage().rss
    const head = Buffer.alloc(8)
    head.writeUInt32BE(0x7f_ff_ff_ff)
    await new Promise<void>((resolve) => {
      const socket = connect({ path: path() }, () => socket.write(head))
      // The broker, which is in this process, has its turns in between.
      const more = () => setImmediate(() => socket.destroyed || socket.write(Buffer.alloc(1_000_000), more))
      socket
        .on('connect', more)
        .on('error', () => resolve())
        .on('close', () => resolve())
    })
    expect(process.memoryUsage().rss - was).toBeLessThan(100_000_000)
    expect(await at.use(one)).toBe(1)
  })
})

describe('what is left in the folder', () => {
  test('a broker that ends takes its socket along, and removes those of brokers that were killed', async () => {
    mkdirSync(at.folder, { mode: 0o700 })
    const dead = await attacker(uid ?? 0, 'forge', join(at.folder, 'f'.repeat(16)))
    await dead.says('ready')
    await remove.pop()?.()
    expect(readdirSync(at.folder)).toEqual(['f'.repeat(16)])
    await ready({ minutes: 0.05 })
    expect(readdirSync(at.folder)).toEqual([at.key().slice(0, 16)])
    await until(() => running?.exited() === 0)
    expect(readdirSync(at.folder)).toEqual([])
  })

  test('a broker that is there, and cannot be spoken to, stays', async () => {
    await ready()
    const second = await at.broker({ wanted: { target: { ...at.target, password }, parameters: {} } })
    expect(readdirSync(at.folder)).toHaveLength(2)
    second.end()
    expect(running?.exited()).toBeUndefined()
  })
})
