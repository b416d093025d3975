/** Attacks on the resident process: by other accounts, and by clients that lie, flood, stall or speak nonsense. The next client notices nothing. */
import { afterAll, afterEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { chmodSync, chownSync, copyFileSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { embedded } from '../../../src/db/connection/connect.ts'
import { startupMessage } from '../../../src/db/connection/protocol.ts'
import { socketIn } from '../../../src/db/embedded/folder.ts'
import { Exit } from '../../../src/errors.ts'
import { catalog } from '../../../src/i18n/catalog.ts'
import { builtBinary } from '../../support/build.ts'
import { rejection } from '../../support/embedded.ts'
import { seeded } from '../../support/power-cut.ts'
import {
  fromSources,
  isAlive,
  type RawClient,
  type ResidentHome,
  rawClient,
  residentHome,
  simple,
  startedClient,
} from '../../support/resident.ts'

setDefaultTimeout(60_000)

const t = catalog('en', 'UTC')
const uid = process.geteuid?.()
/** Another account: nobody. */
const other = 65_534
const remove: (() => unknown)[] = []
afterEach(async () => {
  for (const one of remove.splice(0).reverse()) await one()
})

async function filled(): Promise<ResidentHome> {
  const made = await residentHome()
  await made.use((sql) => sql`insert into epic_events.company (name) values ('Kept')`)
  return made
}

/** A home whose resident is there, for this test alone. */
async function started(): Promise<ResidentHome> {
  const made = await filled()
  remove.push(made.remove)
  return made
}

/** The home that is attacked again and again: to start its PostgreSQL takes longer than most attacks. */
let common: Promise<ResidentHome> | undefined
const shared = () => {
  common ??= filled()
  return common
}
afterAll(async () => (await common)?.remove())

/** What a command sees: who it is, what is set, and the data. */
const view = (home: ResidentHome) =>
  home.use(
    (sql) => sql`select current_user as who, session_user as login, current_setting('role') as role,
      coalesce(current_setting('epic_events.session', true), '') as session, current_setting('search_path') as path,
      current_setting('session_replication_role') as replication, current_setting('row_security') as security,
      (select array_agg(name) from epic_events.company) as companies`,
  )

/** The next command is served, soon and as if nothing had been. @param o.survives whether it must be the same process */
async function expectUntouched(home: ResidentHome, before: unknown, o: { pid?: number; withinMs?: number } = {}) {
  const since = performance.now()
  expect(await view(home)).toEqual(before as never)
  expect(performance.now() - since).toBeLessThan(o.withinMs ?? 10_000)
  if (o.pid) expect(home.pid()).toBe(o.pid)
}

const megabytes = (pid: number) =>
  Number(/^VmRSS:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024

describe.skipIf(uid !== 0)('another account', () => {
  test('runs the program on our folder → 7, and is served by nobody', async () => {
    const home = await shared()
    const runtime = join(tmpdir(), `epic-events-${process.pid}`)
    copyFileSync(await builtBinary(), runtime)
    chmodSync(runtime, 0o755)
    remove.push(() => rmSync(runtime))
    const env = { EPIC_EVENTS_DATA_DIR: home.folder, HOME: '/nonexistent', LANG: 'C.UTF-8', PATH: '' }
    const child = Bun.spawn([runtime, 'company', 'list'], {
      ...{ uid: other, gid: other, cwd: '/', env, stdout: 'pipe', stderr: 'pipe' },
    })
    const said = await new Response(child.stderr).text()
    expect(await new Response(child.stdout).text()).toBe('')
    expect(await child.exited).toBe(Exit.unavailable)
    expect(said).toContain(home.folder)
  })

  test('has made the folder and listens there → refused before a word is said to it', async () => {
    const folder = join(tmpdir(), `planted-${process.pid}`)
    mkdirSync(folder, { mode: 0o700 })
    remove.push(() => rmSync(folder, { recursive: true, force: true }))
    const heard = await listener(socketIn(folder))
    for (const path of [socketIn(folder), folder]) chownSync(path, other, other)
    const database = embedded(folder, { uid, onWait() {}, resident: fromSources() })
    const error = await rejection(database.use({}, (sql) => sql`select 1`.execute()))
    expect((error as { userMessage(of: typeof t): string }).userMessage(t)).toBe(t.database.foreign({ path: folder }))
    expect(heard()).toBe(0)
  })
})

/** A server that notes how much it is told. */
async function listener(path: string): Promise<() => number> {
  let heard = 0
  const server = createServer((socket) =>
    socket
      .on('error', () => {})
      .on('data', (bytes) => {
        heard += bytes.length
      }),
  )
  await new Promise<void>((resolve) => server.listen({ path }, resolve))
  remove.push(() => server.close())
  return () => heard
}

test('a link in place of the socket, to one where somebody listens → is replaced, and they hear nothing', async () => {
  const home = await residentHome()
  remove.push(home.remove)
  const elsewhere = join(tmpdir(), `s${process.pid}`)
  const heard = await listener(elsewhere)
  symlinkSync(elsewhere, socketIn(home.folder))
  expect(await home.use((sql) => sql`select 1 as one`)).toEqual([{ one: 1 }] as never)
  expect(heard()).toBe(0)
})

describe('a client that lies about who it is', () => {
  test('a forged session → the role, and no identity', async () => {
    const home = await shared()
    const forged = { role: 'epic_events_app', 'epic_events.session': 'f'.repeat(43) }
    const seen = await home.database().use(forged, async (sql) => {
      const [row] = await sql`select current_user as who, epic_events.uid() as id`
      return { ...row, refused: await rejection(sql`select * from epic_events.users`.execute()) }
    })
    expect(seen).toMatchObject({ who: 'epic_events_app', id: null, refused: { code: '42501' } })
  })

  test.each<[string, Record<string, string>]>([
    ['a superuser, past all policies', { role: 'postgres', row_security: 'off', session_replication_role: 'replica' }],
    ['somebody else’s session', { 'epic_events.session': 'stolen', search_path: 'pg_temp, evil, public' }],
    ['a role that is not there', { role: 'nobody_knows', 'epic_events.session': 'stolen' }],
    ['two identities at once', { session_authorization: 'epic_events_app', role: 'epic_events_app' }],
    ['settings with quotes, lines and other words in their names', { "role'; drop table x; --": 'x', 'a.b\n': "'" }],
    ['options of a command line', { options: '-c role=epic_events_app -c search_path=evil' }],
  ])('%s, in its start-up message → nothing of it for the next one', async (_, parameters) => {
    const home = await shared()
    const before = await view(home)
    const client = await rawClient(home.folder)
    await client.ask(startupMessage({ user: 'epic_events_app', database: 'other', ...parameters }))
    client.destroy()
    await expectUntouched(home, before, { pid: home.pid() })
  })

  test('SET SESSION AUTHORIZATION, a role, a secret, temporary tables in the way of ours → nothing of it for the next one', async () => {
    const home = await shared()
    const before = await view(home)
    const client = await startedClient(home.folder)
    const said = await client.ask(
      simple(`set session authorization epic_events_app; set epic_events.session = 'stolen';
        set search_path = pg_temp, public`),
    )
    expect(said).toContain('SET')
    await client.ask(simple('reset session authorization'))
    await client.ask(
      simple(`set session authorization postgres; create temp table company (name text);
        create function pg_temp.current_setting(text, boolean) returns text language sql as $$ select '' $$;
        begin; set local role epic_events_app`),
    )
    client.destroy()
    await expectUntouched(home, before, { pid: home.pid() })
  })
})

/** A message of the protocol whose length may lie. */
const lying = (type: string, length: number, body = ''): Buffer => {
  const bytes = Buffer.from(`${type}0000${body}`)
  bytes.writeUInt32BE(length, type.length)
  return bytes
}

describe('hostile lengths', () => {
  test.each([0, 1, 3, 7, 0x7f_ff_ff_ff, 0x80_00_00_00, 0xff_ff_ff_ff])(
    'a start-up message of %d bytes → the end of the connection',
    async (length) => {
      const home = await shared()
      const before = await view(home)
      const client = await rawClient(home.folder)
      client.send(lying('', length, '\0\x03\0\0user\0x\0\0'))
      await client.ended
      expect(client.heard()).toBe('')
      await expectUntouched(home, before, { pid: home.pid() })
    },
  )

  test('a start-up message of 100 MB → the end of the connection, and no memory for it', async () => {
    const home = await started()
    const before = await view(home)
    const was = megabytes(home.pid())
    expect(await pump(home, lying('', 100_000_004), 100)).toBe('ended')
    expect(megabytes(home.pid()) - was).toBeLessThan(30)
    await expectUntouched(home, before, { pid: home.pid() })
  })

  test('a statement that says it has 4 GB → the end of the connection, and little memory for it', async () => {
    const home = await started()
    const before = await view(home)
    const was = megabytes(home.pid())
    const start = startupMessage({ user: 'postgres', database: 'postgres' })
    expect(await pump(home, Buffer.concat([start, lying('Q', 0xff_ff_ff_ff)]), 300)).toBe('ended')
    expect(megabytes(home.pid()) - was).toBeLessThan(100)
    await expectUntouched(home, before)
  })

  test.each(['Q', 'P', 'B', 'D', 'E', 'C', 'S', 'F', 'd', 'X', 'p', '?', '\0'])(
    'a message %j with lengths that cannot be → the next one is served',
    async (type) => {
      const home = await shared()
      const before = await view(home)
      for (const length of [0, 1, 3, 4, 5, 6, 0x7f_ff_ff_ff, 0x80_00_00_00]) {
        const client = await startedClient(home.folder)
        client.send(lying(type, length, 'abc'))
        await Promise.race([client.ended, Bun.sleep(30)])
        client.destroy()
      }
      await expectUntouched(home, before, { pid: home.pid() })
    },
  )
})

/** Sends a beginning and then megabytes of nothing. @returns how that ended */
function pump(home: ResidentHome, beginning: Buffer, megabytesMore: number): Promise<'ended' | 'all was taken'> {
  return new Promise((resolve) => {
    const socket = connect({ path: socketIn(home.folder) })
    const piece = Buffer.alloc(1_000_000, 'x')
    let left = megabytesMore
    const more = (error?: Error | null) => {
      if (error || socket.destroyed) {
        resolve('ended')
        return
      }
      if (left === 0) {
        resolve('all was taken')
        socket.destroy()
        return
      }
      left -= 1
      socket.write(piece, more)
    }
    socket.on('error', () => resolve('ended')).on('close', () => resolve('ended'))
    socket.on('connect', () => socket.write(beginning, more)).resume()
  })
}

describe('clients that stall or flood', () => {
  test('half of a statement, and sleep → another one is served after two seconds', async () => {
    const home = await shared()
    const before = await view(home)
    const client = await startedClient(home.folder)
    client.send(lying('Q', 100, 'select '))
    await expectUntouched(home, before, { pid: home.pid(), withinMs: 6_000 })
    await client.ended
  })

  test('an answer of 30 MB that nobody reads → the same', async () => {
    const home = await shared()
    const before = await view(home)
    const socket = connect({ path: socketIn(home.folder) })
    const message = startupMessage({ user: 'postgres', database: 'postgres' })
    socket.on('error', () => {}).write(Buffer.concat([message, simple(`select repeat('x', 30000000)`)]))
    socket.pause()
    await Bun.sleep(300)
    await expectUntouched(home, before, { pid: home.pid(), withinMs: 8_000 })
    socket.destroy()
  })

  test('a hundred that send half a start-up message, a hundred that send nothing → hold nobody up', async () => {
    const home = await shared()
    const before = await view(home)
    const clients: RawClient[] = []
    for (let i = 0; i < 200; i++) {
      const client = await rawClient(home.folder)
      if (i % 2 === 0) client.send(Buffer.from([0, 0, 0, 80, 0, 3]))
      clients.push(client)
    }
    await expectUntouched(home, before, { pid: home.pid(), withinMs: 5_000 })
    await Promise.all(clients.map(({ ended }) => ended))
  })

  test('five hundred that come and go → are forgotten', async () => {
    const home = await shared()
    const before = await view(home)
    const files = () =>
      Bun.spawnSync(['ls', `/proc/${home.pid()}/fd`])
        .stdout.toString()
        .split('\n').length
    const was = files()
    for (let i = 0; i < 500; i++) (await rawClient(home.folder)).destroy()
    await expectUntouched(home, before, { pid: home.pid() })
    await Bun.sleep(100)
    expect(files()).toBeLessThan(was + 5)
  })

  test('random bytes, two hundred times → the data is whole, whatever becomes of the process', async () => {
    const home = await shared()
    const before = await view(home)
    const seed = Number(process.env['FUZZ_SEED'] ?? crypto.getRandomValues(new Uint32Array(1))[0])
    const random = seeded(seed)
    const letters = 'QPBDECSFHXdcfp'
    for (let i = 0; i < 200; i++) {
      const client = await startedClient(home.folder).catch(() => undefined)
      if (!client) {
        // It has ended. The next command starts another one.
        expect({ seed, at: i, seen: await view(home) }).toEqual({ seed, at: i, seen: before as never })
        continue
      }
      const messages = Array.from({ length: 1 + Math.floor(random() * 4) }, () => {
        const body = Buffer.from(Array.from({ length: Math.floor(random() * 20) }, () => Math.floor(random() * 256)))
        const type = letters[Math.floor(random() * letters.length)] ?? 'Q'
        const honest = random() < 0.8
        return Buffer.concat([lying(type, honest ? body.length + 4 : Math.floor(random() * 40)), body])
      })
      client.send(Buffer.concat(messages))
      await Promise.race([client.ended, Bun.sleep(3)])
      client.destroy()
    }
    expect({ seed, seen: await view(home) }).toEqual({ seed, seen: before as never })
    expect(isAlive(home.pid())).toBe(true)
  })
})
