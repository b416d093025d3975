/** The resident process of a folder: who starts it, whom it serves, what remains of a client, and when it is gone. */
import { afterAll, afterEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { embedded } from '../../../src/db/connection/connect.ts'
import { startupMessage } from '../../../src/db/connection/protocol.ts'
import { databaseIn, lockIn, residentIn, socketIn } from '../../../src/db/embedded/folder.ts'
import { acquireLock } from '../../../src/db/embedded/lock.ts'
import { noticeAfterMs, stopResident } from '../../../src/db/embedded/stop-resident.ts'
import { AppError } from '../../../src/errors.ts'
import { catalog } from '../../../src/i18n/catalog.ts'
import { rejection, scratchFolder } from '../../support/embedded.ts'
import {
  fromSources,
  gone,
  isAlive,
  type ResidentHome,
  rawClient,
  residentHome,
  simple,
  startedClient,
} from '../../support/resident.ts'

setDefaultTimeout(60_000)

const t = catalog('en', 'UTC')
const uid = process.geteuid?.()
const remove: (() => unknown)[] = []
afterEach(async () => {
  for (const one of remove.splice(0).reverse()) await one()
})

async function home(): Promise<ResidentHome> {
  const made = await residentHome()
  remove.push(made.remove)
  return made
}

/** The home of all tests that leave its resident as it was. */
let common: Promise<ResidentHome> | undefined
const shared = () => {
  common ??= residentHome().then(async (made) => {
    await made.use((sql) => sql`select 1`)
    return made
  })
  return common
}
afterAll(async () => (await common)?.remove())

/** A home whose resident is there. */
async function started(): Promise<ResidentHome> {
  const made = await home()
  await made.use((sql) => sql`select 1`)
  return made
}

const sentence = (error: unknown) => (error instanceof AppError ? error.userMessage(t) : String(error))
const lines = (error: unknown) =>
  error instanceof AppError ? [error.userMessage(t), ...(error.detail.more ?? []).map((more) => more(t))] : []

const addCompany = (made: ResidentHome, name: string) =>
  made.use((sql) => sql`insert into epic_events.company (name) values (${name})`)
const companies = async (made: ResidentHome) =>
  (await made.use((sql) => sql<{ name: string }[]>`select name from epic_events.company order by name`)).map(
    ({ name }) => name,
  )

describe('the first command starts it', () => {
  test('and the next ones find it; each has the settings of its own start-up message', async () => {
    const made = await home()
    const who = (parameters: Record<string, string>) =>
      made.database().use(parameters, async (sql) => [
        ...(await sql<{ who: string; session: string; pid: number }[]>`
          select current_user as who, coalesce(current_setting('epic_events.session', true), '') as session`),
      ])
    expect(await who({ role: 'epic_events_app', 'epic_events.session': 'mine' })).toEqual([
      { who: 'epic_events_app', session: 'mine' },
    ] as never)
    const pid = made.pid()
    expect(isAlive(pid)).toBe(true)
    expect(await who({})).toEqual([{ who: 'postgres', session: '' }] as never)
    expect(made.pid()).toBe(pid)
    expect(lstatSync(socketIn(made.folder)).mode & 0o777).toBe(0o600)
    expect(statSync(residentIn(made.folder)).mode & 0o777).toBe(0o600)
  })

  test('eight at once with nobody there → one resident, and every row', async () => {
    const made = await home()
    const names = Array.from({ length: 8 }, (_, n) => `at once ${n}`)
    await Promise.all(names.map((name) => addCompany(made, name)))
    const pid = made.pid()
    expect(await companies(made)).toEqual(names)
    expect(made.pid()).toBe(pid)
    // Those that came too late for the lock have seen that somebody serves.
    await Bun.sleep(500)
    expect(residents(made.folder)).toEqual([pid])
  })

  test('a command that uses the database twice, and one that asks nothing, leave no connection behind', async () => {
    const made = await shared()
    await made.use(async () => 'nothing was asked')
    expect(await Promise.race([made.use((sql) => sql`select 1 as one`), Bun.sleep(1_500).then(() => 'held')])).toEqual([
      { one: 1 },
    ] as never)
  })

  test('it cannot open the database → the command says why, as without it', async () => {
    const made = await home()
    writeFileSync(join(databaseIn(made.folder), 'PG_VERSION'), '19\n')
    expect(sentence(await rejection(made.use((sql) => sql`select 1`)))).toContain('PostgreSQL 19')
    expect(residents(made.folder)).toEqual([])
  })

  test('a socket cannot live in the folder → the command opens the database itself', async () => {
    const made = await home()
    mkdirSync(join(socketIn(made.folder), 'in-the-way'), { recursive: true })
    const database = made.database()
    expect(await database.use({}, (sql) => sql`select 1 as one`)).toEqual([{ one: 1 }] as never)
    expect(residents(made.folder)).toEqual([])
    await database.close()
  })

  test('the program cannot be started again → the same', async () => {
    const made = await home()
    const database = made.database({ resident: { ...fromSources(), command: ['/nowhere/epic-events'] } })
    expect(await database.use({}, (sql) => sql`select 1 as one`)).toEqual([{ one: 1 }] as never)
    await database.close()
  })
})

/** The processes that were started as the resident of a folder. */
function residents(folder: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && isAlive(pid) && argumentsOf(pid).includes(folder))
}

function argumentsOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
  } catch {
    return []
  }
}

describe('one client at a time', () => {
  test('the second waits and is told so; it is served when the first has left', async () => {
    const made = await shared()
    const before = made.announced()
    const first = await startedClient(made.folder)
    const second = made.use((sql) => sql`select 2 as two`)
    await Bun.sleep(900)
    first.destroy()
    expect(await second).toEqual([{ two: 2 }] as never)
    expect(made.announced()).toBe(before + 1)
  })

  test('a client that speaks all the time → the others give up in time, with 7', async () => {
    const made = await shared()
    const first = await startedClient(made.folder)
    const talking = setInterval(() => first.send(simple('select 1')), 200)
    const error = await rejection(made.use((sql) => sql`select 1`))
    clearInterval(talking)
    expect(sentence(error)).toBe(t.database.locked({ path: made.folder, seconds: 10 }))
    first.destroy()
    await made.use((sql) => sql`select 1`)
  })

  test('the one whose turn it is says nothing → it loses the turn after two seconds, but only when others wait', async () => {
    const made = await shared()
    const sleeper = await startedClient(made.folder)
    await sleeper.ask(simple('begin'))
    await sleeper.ask(simple("insert into epic_events.company (name) values ('never')"))
    await Bun.sleep(2_500)
    expect(await sleeper.ask(simple('select 1'))).toContain('SELECT 1')
    const since = performance.now()
    expect(await companies(made)).not.toContain('never')
    expect(performance.now() - since).toBeGreaterThan(1_500)
    await sleeper.ended
  })

  test('half a message, and byte after byte of one → the same', async () => {
    const made = await shared()
    const dripping = await startedClient(made.folder)
    const statement = simple(`select '${'x'.repeat(1000)}'`)
    let at = 0
    const drip = setInterval(() => dripping.send(statement.subarray(at, ++at)), 50)
    await made.use((sql) => sql`select 1`)
    clearInterval(drip)
    await dripping.ended
  })

  test('half a start-up message, a wrong one, too long a one → holds nobody up, and ends', async () => {
    const made = await shared()
    const whole = startupMessage({ user: 'postgres', database: 'postgres' })
    const half = await rawClient(made.folder)
    half.send(whole.subarray(0, 9))
    const silent = await rawClient(made.folder)
    const long = await rawClient(made.folder)
    long.send(Buffer.from([0x7f, 0xff, 0xff, 0xff, 0, 3, 0, 0]))
    const short = await rawClient(made.folder)
    short.send(Buffer.from([0, 0, 0, 1, 0, 3, 0, 0]))
    const web = await rawClient(made.folder)
    web.send(Buffer.from('GET / HTTP/1.1\r\n\r\n'))
    const since = performance.now()
    await made.use((sql) => sql`select 1`)
    expect(performance.now() - since).toBeLessThan(1_500)
    await Promise.all([half, silent, long, short, web].map(({ ended }) => ended))
    expect(performance.now() - since).toBeLessThan(10_000)
  })

  test('two hundred clients at once → all are served', async () => {
    const made = await shared()
    const answers = await Promise.all(
      Array.from({ length: 200 }, async (_, n) => {
        const client = await startedClient(made.folder)
        const answer = await client.ask(simple(`select 'client ${n}.'`))
        client.send(Buffer.from([0x58, 0, 0, 0, 4]))
        client.destroy()
        return answer.includes(`client ${n}.`)
      }),
    )
    expect(answers.filter((right) => !right)).toEqual([])
  })

  test('a client dies in line, or while its session begins → the next one has a session of its own', async () => {
    const made = await shared()
    const first = await startedClient(made.folder)
    const secret = startupMessage({
      user: 'x',
      database: 'x',
      role: 'epic_events_app',
      'epic_events.session': 'secret',
    })
    for (let n = 0; n < 20; n++) {
      const dying = await rawClient(made.folder)
      dying.send(secret)
      setTimeout(() => dying.destroy(), n)
    }
    first.destroy()
    const state = await made.use(
      (sql) => sql`select current_user as who, current_setting('epic_events.session', true) as session`,
    )
    expect(state).toEqual([{ who: 'postgres', session: '' }] as never)
  })
})

describe('round trips', () => {
  /** Counts how often the client spoke and was answered, on a socket in a folder of its own that leads to the resident. */
  async function counted(made: ResidentHome) {
    const folder = scratchFolder()
    let trips = 0
    let connections = 0
    const server = createServer((client) => {
      connections += 1
      const upstream = connect({ path: socketIn(made.folder) })
      let spoke = false
      client.on('data', (bytes) => {
        spoke = true
        upstream.write(bytes)
      })
      upstream.on('data', (bytes) => {
        if (spoke) trips += 1
        spoke = false
        client.write(bytes)
      })
      for (const [one, other] of [
        [client, upstream],
        [upstream, client],
      ] as const)
        one.on('error', () => {}).on('close', () => other.destroy())
    })
    await new Promise<void>((resolve) => server.listen({ path: socketIn(folder) }, resolve))
    remove.push(() => server.close())
    return {
      database: embedded(folder, { uid, onWait() {}, resident: fromSources() }),
      seen: () => ({ trips, connections }),
    }
  }
  const parameters = { role: 'epic_events_app', lock_timeout: '5s', TimeZone: 'UTC' }

  test('one message starts the session, with everything; a statement takes one more', async () => {
    const { database, seen } = await counted(await shared())
    await database.use(parameters, (sql) => sql`select current_user as who`)
    expect(seen()).toEqual({ trips: 2, connections: 1 })
  })

  test('a session that was begun early → the use of it takes the statement’s own, and no connection', async () => {
    const { database, seen } = await counted(await shared())
    await database.begin?.(async () => parameters)
    while (seen().trips === 0) await Bun.sleep(1)
    expect(await database.use(parameters, (sql) => sql`select current_user as who`)).toEqual([
      { who: 'epic_events_app' },
    ] as never)
    expect(seen()).toEqual({ trips: 2, connections: 1 })
  })

  test('a session that was begun for nothing, or for somebody else → is let go, and its turn with it', async () => {
    const made = await shared()
    const { database, seen } = await counted(made)
    await database.begin?.(async () => parameters)
    while (seen().trips === 0) await Bun.sleep(1)
    expect(await database.use({}, (sql) => sql`select current_user as who`)).toEqual([{ who: 'postgres' }] as never)
    await database.begin?.(async () => parameters)
    while (seen().connections < 3) await Bun.sleep(1)
    await database.close()
    const since = performance.now()
    await made.use((sql) => sql`select 1`)
    expect(performance.now() - since).toBeLessThan(1_500)
  })
})

describe('another build of the program', () => {
  test('asks → the resident leaves after the present turn, and the other build has its own', async () => {
    const made = await started()
    const old = made.pid()
    const present = await startedClient(made.folder)
    const other = made.database({ build: 'b' }).use({}, (sql) => sql`select 1 as one`)
    await Bun.sleep(300)
    expect(await present.ask(simple('select 7'))).toContain('SELECT 1')
    present.destroy()
    expect(await other).toEqual([{ one: 1 }] as never)
    await gone(old)
    expect(made.pid()).not.toBe(old)
    expect(await made.database({ build: 'b' }).use({}, async () => made.pid())).toBe(made.pid())
  })

  test('has taken the place of ours under our own name → the command opens the database itself', async () => {
    const made = await home()
    const replaced = { ...fromSources({ build: 'new' }), build: 'old' }
    const database = made.database({ resident: replaced })
    expect(await database.use({}, (sql) => sql`select 1 as one`)).toEqual([{ one: 1 }] as never)
    await database.close()
    expect(residents(made.folder)).toEqual([])
  })
})

describe('pgcrypto', () => {
  const hashes = (made: ResidentHome, crypto: boolean) =>
    made.use((sql) => sql`select epic_events_crypto.gen_salt('bf', 4) is not null as there`, { crypto })

  test('a command needs it → PostgreSQL starts anew, for all that follow, and no other command is blamed for it', async () => {
    const made = await shared()
    const pid = made.pid()
    expect(await rejection(hashes(made, false))).toBeInstanceOf(Error)
    // Until the one before has left, and the session is reset: on a machine that is busy this takes long.
    await Bun.sleep(noticeAfterMs)
    const [since, announced] = [performance.now(), made.announced()]
    expect(await hashes(made, true)).toEqual([{ there: true }] as never)
    expect(performance.now() - since).toBeGreaterThan(noticeAfterMs)
    expect(made.announced()).toBe(announced)
    expect(await hashes(made, false)).toEqual([{ there: true }] as never)
    expect(made.pid()).toBe(pid)
  })

  test('the first command needs it', async () => {
    const made = await home()
    expect(await hashes(made, true)).toEqual([{ there: true }] as never)
  })
})

describe('it ends', () => {
  test('after idle minutes, in order: without socket and record, and the next start recovers nothing', async () => {
    const made = await home()
    const database = made.database({ minutes: 0.01 })
    await database.use({}, (sql) => sql`insert into epic_events.company (name) values ('kept')`)
    const pid = made.pid()
    await gone(pid)
    expect(readdirSync(made.folder).sort()).toEqual(['database', 'lock'])
    // pg_control: the state of the cluster is 1, "shut down".
    expect(readFileSync(join(databaseIn(made.folder), 'global', 'pg_control')).readUInt32LE(16)).toBe(1)
    expect(await companies(made)).toEqual(['kept'])
  })

  test('when it is asked: its lock is free then, and nobody is left', async () => {
    const made = await started()
    const pid = made.pid()
    expect(await stopResident(made.folder, { uid })).toBe(true)
    const lock = await acquireLock(lockIn(made.folder), { waitMs: 0 })
    expect(lock).toBeDefined()
    lock?.release()
    await gone(pid)
    expect(existsSync(socketIn(made.folder))).toBe(false)
    expect(await stopResident(made.folder, { uid })).toBe(false)
  })

  test('when it is asked during a turn: after it; those in line start another one', async () => {
    const made = await started()
    const pid = made.pid()
    const client = await startedClient(made.folder)
    const inLine = made.use((sql) => sql`select 3 as three`)
    await Bun.sleep(100)
    const stopping = stopResident(made.folder, { uid })
    await Bun.sleep(300)
    expect(await client.ask(simple("insert into epic_events.company (name) values ('in time')"))).toContain(
      'INSERT 0 1',
    )
    client.destroy()
    expect(await stopping).toBe(true)
    expect(await inLine).toEqual([{ three: 3 }] as never)
    expect(isAlive(pid)).toBe(false)
    expect(await companies(made)).toEqual(['in time'])
  })

  test('by SIGTERM, in order; SIGHUP and SIGINT do nothing', async () => {
    const made = await started()
    const pid = made.pid()
    process.kill(pid, 'SIGHUP')
    process.kill(pid, 'SIGINT')
    await made.use((sql) => sql`select 1`)
    expect(made.pid()).toBe(pid)
    process.kill(pid, 'SIGTERM')
    await gone(pid)
    expect(existsSync(socketIn(made.folder))).toBe(false)
  })

  test('for a command that opens the database itself (EPIC_EVENTS_RESIDENT=off)', async () => {
    const made = await started()
    const pid = made.pid()
    await addCompany(made, 'before')
    const off = embedded(made.folder, { uid, onWait() {} })
    expect(await off.use({}, (sql) => sql`select name from epic_events.company`)).toEqual([{ name: 'before' }] as never)
    expect(isAlive(pid)).toBe(false)
    await off.close()
  })

  test('at once when its folder is removed', async () => {
    const made = await started()
    const pid = made.pid()
    rmSync(made.folder, { recursive: true, force: true })
    await gone(pid, 5_000)
  })

  test('when its folder is moved and another one takes its place, to which it never writes', async () => {
    const made = await started()
    await addCompany(made, 'moved')
    const pid = made.pid()
    const copy = `${made.folder}-copy`
    const aside = `${made.folder}-aside`
    remove.push(() => [copy, aside].map((path) => rmSync(path, { recursive: true, force: true })))
    cpSync(databaseIn(made.folder), databaseIn(copy), { recursive: true })
    chmodSync(copy, 0o700)
    renameSync(made.folder, aside)
    renameSync(copy, made.folder)
    const before = fingerprint(made.folder)
    process.kill(pid, 'SIGTERM')
    await gone(pid, 5_000)
    expect(fingerprint(made.folder)).toEqual(before)
    expect(await companies(made)).toEqual(['moved'])
  })

  test('only the database is put in another place → a command that comes meanwhile is not served from it', async () => {
    const made = await started()
    const pid = made.pid()
    renameSync(databaseIn(made.folder), `${databaseIn(made.folder)}.aside`)
    cpSync(`${databaseIn(made.folder)}.aside`, databaseIn(made.folder), { recursive: true })
    await addCompany(made, 'in the new one')
    expect(made.pid()).not.toBe(pid)
    expect(isAlive(pid)).toBe(false)
    expect(await companies(made)).toEqual(['in the new one'])
  })

  test('when a client has ended PostgreSQL: COPY whose data does not come along', async () => {
    const made = await started()
    await addCompany(made, 'before')
    const pid = made.pid()
    const client = await startedClient(made.folder)
    await client.ask(simple('create temp table t (x integer)'))
    client.send(simple('copy t from stdin'))
    client.send(simple('select 1'))
    await client.ended
    await gone(pid)
    expect(await companies(made)).toEqual(['before'])
  })
})

describe('kill -9', () => {
  test('in the middle of writes, three times: what was acknowledged is there, and every command ends', async () => {
    const made = await home()
    const acknowledged: string[] = []
    let over = false
    const killer = (async () => {
      for (let n = 0; n < 3; n++) {
        // One that has confirmed nothing yet is not in the middle of writes.
        for (const before = acknowledged.length; acknowledged.length === before; ) await Bun.sleep(5)
        await Bun.sleep((n * 97) % 200)
        if (made.pid() && isAlive(made.pid())) process.kill(made.pid(), 'SIGKILL')
      }
      over = true
    })()
    let slowest = 0
    for (let n = 0; !over; n++) {
      const since = performance.now()
      await addCompany(made, `c${n}`).then(
        () => acknowledged.push(`c${n}`),
        (error: unknown) => expect(sentence(error)).toContain(made.folder),
      )
      slowest = Math.max(slowest, performance.now() - since)
    }
    await killer
    const there = new Set(await companies(made))
    expect(acknowledged.filter((name) => !there.has(name))).toEqual([])
    expect(slowest).toBeLessThan(10_000)
  }, 120_000)

  test('and the socket that it leaves → the next command starts another', async () => {
    const made = await started()
    const pid = made.pid()
    process.kill(pid, 'SIGKILL')
    await gone(pid)
    expect(existsSync(socketIn(made.folder))).toBe(true)
    expect(await made.use((sql) => sql`select 1 as one`)).toEqual([{ one: 1 }] as never)
    expect(made.pid()).not.toBe(pid)
  })

  test('during a statement → the connection is lost, at once', async () => {
    const made = await started()
    const pid = made.pid()
    const running = Promise.withResolvers<void>()
    const asking = rejection(
      made.use(async (sql) => {
        await sql`select 1`
        setTimeout(running.resolve, 300)
        await sql`select pg_sleep(20)`
      }),
    )
    await running.promise
    const since = performance.now()
    process.kill(pid, 'SIGKILL')
    expect(sentence(await asking)).toBe(t.server.lostSent({ at: made.folder }))
    expect(performance.now() - since).toBeLessThan(5_000)
  })
})

describe('a process that is stuck', () => {
  test('in a statement without end, or stopped → commands give up and name it', async () => {
    const made = await shared()
    const pid = made.pid()
    process.kill(pid, 'SIGSTOP')
    const error = await rejection(made.use((sql) => sql`select 1`, { waitMs: 1_000 }))
    expect(lines(error)).toEqual([
      t.database.silent({ path: made.folder, seconds: '1', pid }),
      t.database.endResident({ command: `kill -9 ${pid}` }),
    ])
    expect(sentence(await rejection(stopResident(made.folder, { uid, waitMs: 500 })))).toContain(`${pid}`)
    process.kill(pid, 'SIGCONT')
    await made.use((sql) => sql`select 1`)
  })

  test('the statement is the command’s own → after nine seconds of silence, with the process', async () => {
    const made = await started()
    const pid = made.pid()
    const since = performance.now()
    const error = await rejection(made.use((sql) => sql`select pg_sleep(12)`))
    expect(performance.now() - since).toBeLessThan(11_500)
    expect(lines(error)).toEqual([
      t.database.silent({ path: made.folder, seconds: '9', pid }),
      t.database.endResident({ command: `kill -9 ${pid}` }),
    ])
  })
})

describe('what others have put there', () => {
  test.each([
    ['a file', (path: string) => writeFileSync(path, 'no socket')],
    ['a link', (path: string) => symlinkSync('/nowhere/socket', path)],
  ])('%s in place of the socket → is replaced', async (_, put) => {
    const made = await home()
    put(socketIn(made.folder))
    expect(await made.use((sql) => sql`select 1 as one`)).toEqual([{ one: 1 }] as never)
    expect(lstatSync(socketIn(made.folder)).isSocket()).toBe(true)
  })

  test('a link to the folder → the same resident, whichever way it is named', async () => {
    const made = await shared()
    const link = join(scratchFolder(), 'link')
    symlinkSync(made.folder, link)
    const linked = embedded(link, { uid, onWait() {}, resident: fromSources() })
    await linked.use({}, (sql) => sql`insert into epic_events.company (name) values ('by the link')`)
    expect(await companies(made)).toContain('by the link')
    expect(residents(made.folder)).toEqual([made.pid()])
  })

  test('a folder that others may enter → refused before anything is asked there', async () => {
    const made = await shared()
    chmodSync(made.folder, 0o755)
    expect(sentence(await rejection(made.use((sql) => sql`select 1`)))).toContain('chmod 700')
    chmodSync(made.folder, 0o700)
  })

  test.skipIf(uid !== 0)('another account that reaches the socket → is not let in', async () => {
    const made = await shared()
    remove.push(() => [chmodSync(made.folder, 0o700), chmodSync(socketIn(made.folder), 0o600)])
    chmodSync(made.folder, 0o777)
    chmodSync(socketIn(made.folder), 0o777)
    const script = `require('node:net').connect({ path: ${JSON.stringify(socketIn(made.folder))} }, function () {
      this.write(Buffer.from(${JSON.stringify([...startupMessage({ user: 'x', database: 'x' })])}))
      this.on('data', (bytes) => process.stdout.write('answered')).on('close', () => process.stdout.write('closed'))
    }).on('error', (error) => process.stdout.write(error.code))`
    // Of a folder of root's the other account could start nothing.
    const runtime = join(tmpdir(), `bun-${process.pid}`)
    copyFileSync(process.execPath, runtime)
    chmodSync(runtime, 0o755)
    remove.push(() => rmSync(runtime))
    const child = Bun.spawn([runtime, '-e', script], { uid: 65_534, gid: 65_534, cwd: '/', stdout: 'pipe' })
    const said = await new Response(child.stdout).text()
    expect(said).not.toContain('answered')
    expect(said).toMatch(/^(closed|EACCES|ECONNRESET|EPIPE)/)
  })

  test.skipIf(uid !== 0)('a socket of another account in our folder → nothing is said to it', async () => {
    const made = await home()
    let heard = 0
    const server = createServer((socket) => socket.on('data', (bytes) => (heard += bytes.length)))
    await new Promise<void>((resolve) => server.listen({ path: socketIn(made.folder) }, resolve))
    const { chownSync } = await import('node:fs')
    chownSync(socketIn(made.folder), 65_534, 65_534)
    await made.use((sql) => sql`select 1`)
    server.close()
    expect(heard).toBe(0)
  })
})

/** Each file of a database with a hash of its content. */
function fingerprint(folder: string): Record<string, string> {
  const database = databaseIn(folder)
  const paths = readdirSync(database, { recursive: true, encoding: 'utf8' }).sort()
  return Object.fromEntries(
    paths
      .filter((path) => statSync(join(database, path)).isFile())
      .map((path) => [path, Bun.hash(readFileSync(join(database, path))).toString(16)]),
  )
}
