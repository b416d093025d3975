import { afterEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { databaseIn, lockIn } from '../../../src/db/embedded/folder.ts'
import { acquireLock } from '../../../src/db/embedded/lock.ts'
import { openEmbedded } from '../../../src/db/embedded/open.ts'
import { AppError, Exit } from '../../../src/errors.ts'
import { catalog } from '../../../src/i18n/catalog.ts'
import { killInTheMiddleOfWrites } from '../../soak/embedded-kills.ts'
import { freshEmbedded, rejection, scratchFolder } from '../../support/embedded.ts'

setDefaultTimeout(60_000)

const uid = process.geteuid?.()
const remove: (() => unknown)[] = []
afterEach(async () => {
  for (const one of remove.splice(0).reverse()) await one()
})

function scratch(): string {
  const folder = scratchFolder()
  remove.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function fresh() {
  const made = await freshEmbedded()
  remove.push(made.remove)
  return made
}

const en = catalog('en', 'UTC')
async function refusal(promise: Promise<unknown>): Promise<{ exit: number; text: string }> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof AppError)) throw error ?? new Error('nothing was refused')
  return { exit: error.exit, text: error.userMessage(en) }
}

describe('the first start', () => {
  test('a missing folder → a private one with a migrated database, which the next start finds', async () => {
    const folder = join(scratch(), 'share', 'epic-events')
    const first = await openEmbedded(folder, { crypto: false, uid })
    remove.push(() => first.close())
    expect(first.created).toBe(true)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    const sql = first.sql({ role: 'epic_events_app' })
    expect(await sql`select current_user as who`).toEqual([{ who: 'epic_events_app' }] as never)
    expect(await rejection(sql`select * from epic_events.session`.execute())).toMatchObject({ code: '42501' })
    const owner = first.sql({})
    await sql.end()
    expect(await owner`select name from epic_events.role order by id`).toEqual([
      { name: 'management' },
      { name: 'commercial' },
      { name: 'support' },
    ] as never)
    await first.close()
    const second = await openEmbedded(folder, { crypto: false, uid })
    expect(second.created).toBe(false)
    await second.close()
    expect(readdirSync(folder).sort()).toEqual(['database', 'lock'])
  })

  test('the rest of an interrupted start → is replaced', async () => {
    const folder = scratch()
    mkdirSync(`${databaseIn(folder)}.new/base`, { recursive: true })
    writeFileSync(`${databaseIn(folder)}.new/PG_VERSION`, '18\n')
    const database = await openEmbedded(folder, { crypto: false, uid })
    expect(database.created).toBe(true)
    await database.close()
    expect(readdirSync(folder).sort()).toEqual(['database', 'lock'])
  })

  test('four processes at once → one creates the database, and all have their rows', async () => {
    const folder = scratch()
    const writers = [1, 2, 3, 4].map((n) => writer(folder, `w${n}`, 10))
    const output = (await Promise.all(writers.map(({ stdout }) => new Response(stdout).text()))).join('')
    expect(await Promise.all(writers.map(({ exited }) => exited))).toEqual([0, 0, 0, 0])
    const names = output.split('\n').slice(0, -1)
    expect(names).toHaveLength(40)
    const database = await openEmbedded(folder, { crypto: false, uid })
    remove.push(() => database.close())
    const there = await database.sql({})<{ name: string }[]>`select name from epic_events.company`
    expect(there.map((row) => row.name).sort()).toEqual(names.sort())
  }, 60_000)
})

function writer(folder: string, name: string, count: number, stderr: 'inherit' | 'ignore' = 'inherit') {
  const script = join(import.meta.dir, '../../soak/embedded-writer.ts')
  return Bun.spawn([process.execPath, script, folder, name, `${count}`], { stdout: 'pipe', stderr })
}

describe('what is acknowledged stays', () => {
  test('through kill -9 in the middle of writes, three times', async () => {
    const { acknowledged, missing } = await killInTheMiddleOfWrites(3)
    expect(missing).toEqual([])
    expect(acknowledged).toBeGreaterThan(60)
  }, 60_000)
})

describe('pgcrypto', () => {
  test('asked for → is there, and verifies a hash made by Bun', async () => {
    const { open, folder } = await fresh()
    const database = await open({ crypto: true })
    const hash = (await Bun.password.hash('secret', { algorithm: 'bcrypt', cost: 4 })).replace('$2b$', '$2a$')
    const [row] = await database.sql({})<{ ok: boolean }[]>`
      select epic_events_crypto.crypt('secret', ${hash}) = ${hash} as ok`
    expect(row?.ok).toBe(true)
    expect(readdirSync(folder).filter((name) => name.startsWith('pgcrypto-'))).toHaveLength(1)
  })

  test('another copy than the one of this version → is replaced', async () => {
    const { open, folder } = await fresh()
    writeFileSync(join(folder, 'pgcrypto-old.tar.gz'), 'x')
    await (await open({ crypto: true })).close()
    expect(existsSync(join(folder, 'pgcrypto-old.tar.gz'))).toBe(false)
  })
})

describe('the lock', () => {
  test('the second waits, says so once → 7; after the first it is its turn', async () => {
    const { open, folder } = await fresh()
    const lock = await acquireLock(lockIn(folder), { waitMs: 0 })
    let announced = 0
    const answer = await refusal(open({ waitMs: 600, onWait: () => announced++ }))
    expect(answer.exit).toBe(Exit.unavailable)
    expect(answer.text).toContain(folder)
    expect(announced).toBe(1)
    lock?.release()
    await (await open()).close()
  })

  test('close → frees it, also with open clients, and may be called twice', async () => {
    const { open } = await fresh()
    const database = await open()
    await database.sql({})`select 1`
    await Promise.all([database.close(), database.close()])
    await (await open()).close()
  })
})

/** A file system of 40 MB. @returns whether it could be mounted: only root may, and not everywhere */
function mount(folder: string): boolean {
  if (process.platform !== 'linux' || uid !== 0) return false
  return Bun.spawnSync(['mount', '-t', 'tmpfs', '-o', 'size=40m,mode=0700', 'tmpfs', folder]).success
}

const unmount = (folder: string) => Bun.spawnSync(['umount', '-l', folder])

const canMount = (() => {
  const folder = scratchFolder('epic-mount-')
  const mounted = mount(folder)
  if (mounted) unmount(folder)
  rmSync(folder, { recursive: true, force: true })
  return mounted
})()

function smallDisk(): string {
  const folder = scratch()
  expect(mount(folder)).toBe(true)
  remove.push(() => unmount(folder))
  return folder
}

describe.skipIf(!canMount)('a full disk', () => {
  test('while the database is created → 7, and nothing half made remains', async () => {
    const disk = smallDisk()
    writeFileSync(join(disk, 'filler'), Buffer.alloc(32_000_000))
    const folder = join(disk, 'data')
    expect(await refusal(openEmbedded(folder, { crypto: false, uid }))).toMatchObject({
      exit: Exit.unavailable,
      text: expect.stringContaining('No space'),
    })
    expect(readdirSync(folder)).toEqual(['lock'])
    rmSync(join(disk, 'filler'))
    await (await openEmbedded(folder, { crypto: false, uid })).close()
  })

  test('in the middle of writes → an error instead of an endless loop, and all that was confirmed is there', async () => {
    const disk = smallDisk()
    const database = await openEmbedded(join(disk, 'data'), { crypto: false, uid })
    const sql = database.sql({})
    await sql`create table public.big (x text)`
    let confirmed = 0
    let failure: unknown
    while (failure === undefined && confirmed < 200) {
      await sql`insert into public.big select string_agg(md5(random()::text), '') from generate_series(1, 10000)`.then(
        () => confirmed++,
        (error: unknown) => {
          failure = error
        },
      )
    }
    // If a table cannot grow, PostgreSQL reports error 53100. If its log cannot grow, it stops.
    const known = failure instanceof AppError ? failure.userMessage(en) : (failure as { code: string }).code
    expect(known).toMatch(/^No space|^53100$/)
    await database.close()
    const folder = scratch()
    cpSync(join(disk, 'data'), folder, { recursive: true })
    const again = await openEmbedded(folder, { crypto: false, uid })
    remove.push(() => again.close())
    const [row] = await again.sql({})<{ n: number }[]>`select count(*)::integer as n from public.big`
    expect(row?.n).toBeGreaterThanOrEqual(confirmed)
  }, 90_000)
})

describe('a folder that cannot be trusted or used → 7', () => {
  test('a folder that others may enter → with the chmod command', async () => {
    const { folder, open } = await fresh()
    chmodSync(folder, 0o755)
    const answer = await refusal(open())
    expect(answer.exit).toBe(Exit.unavailable)
    expect(answer.text).toContain(`chmod 700 ${folder}`)
  })

  test('a file, or the folder of another user', async () => {
    const base = scratch()
    mkdirSync(join(base, 'real'), { mode: 0o700 })
    writeFileSync(join(base, 'file'), '')
    const open = (name: string, as = uid) => openEmbedded(join(base, name), { crypto: false, uid: as })
    expect(await refusal(open('file'))).toMatchObject({ exit: Exit.unavailable })
    expect(await refusal(open('file/below'))).toMatchObject({ exit: Exit.unavailable })
    expect(await refusal(open('real', 4242))).toMatchObject({
      exit: Exit.unavailable,
      text: expect.stringContaining('belongs to another user'),
    })
    expect(readdirSync(join(base, 'real'))).toEqual([])
  })

  test('data of another version of PostgreSQL, or none at all', async () => {
    const { folder, open } = await fresh()
    writeFileSync(join(databaseIn(folder), 'PG_VERSION'), '19\n')
    expect((await refusal(open())).text).toContain('PostgreSQL 19')
    rmSync(join(databaseIn(folder), 'PG_VERSION'))
    expect((await refusal(open())).text).toContain('damaged')
  })

  test('damaged data; and the process ends by itself afterwards', async () => {
    const { folder } = await fresh()
    truncateSync(join(databaseIn(folder), 'global/pg_control'), 0)
    const child = writer(folder, 'never', 1, 'ignore')
    expect(await new Response(child.stdout).text()).toBe('')
    expect(await child.exited).toBe(1)
    expect((await refusal(openEmbedded(folder, { crypto: false, uid }))).exit).toBe(Exit.unavailable)
  })

  test('a folder that was moved → works, since nothing is kept elsewhere', async () => {
    const { folder, open } = await fresh()
    const database = await open()
    const sql = database.sql({})
    await sql`insert into epic_events.company (name) values ('moved')`
    await database.close()
    const moved = join(scratch(), 'moved')
    renameSync(folder, moved)
    const again = await openEmbedded(moved, { crypto: false, uid })
    remove.push(() => again.close())
    expect(await again.sql({})`select name from epic_events.company`).toEqual([{ name: 'moved' }] as never)
  })
})
