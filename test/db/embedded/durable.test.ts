/** What a power cut may take: nothing that was confirmed. */
import { afterEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import { embedded } from '../../../src/db/connection/connect.ts'
import { databaseIn } from '../../../src/db/embedded/folder.ts'
import { unpackImage } from '../../../src/db/embedded/image.ts'
import { catalog } from '../../../src/i18n/catalog.ts'
import { machine } from '../../setup/machine.ts'
import { powerCuts } from '../../soak/power-cuts.ts'
import { freshEmbedded, scratchFolder } from '../../support/embedded.ts'
import { ext4 } from '../../support/ext4.ts'
import { canForbidLocks } from '../../support/no-locks.ts'
import { type Recording, record } from '../../support/power-cut.ts'
import { fromSources, residentHome } from '../../support/resident.ts'

setDefaultTimeout(120_000)

const t = catalog('en', 'UTC')
const uid = process.geteuid?.()
const remove: (() => unknown)[] = []
afterEach(async () => {
  for (const one of remove.splice(0).reverse()) await one()
})

async function fresh() {
  const made = await freshEmbedded()
  remove.push(made.remove)
  return made
}

/** Which files were synced before the nth confirmation, and after the one before it. */
function syncedBefore({ changes }: Recording, row: number): string[] {
  const end = changes.findIndex((change) => change.kind === 'confirmed' && change.row === row)
  const start = changes.slice(0, end).findLastIndex(({ kind }) => kind === 'confirmed')
  return changes.slice(start + 1, end).flatMap((change) => (change.kind === 'fsync' ? [change.path] : []))
}

describe('fsync', () => {
  test('a write → the log once, before it is confirmed; a read → nothing', async () => {
    const { folder, open } = await fresh()
    const seen = await record(databaseIn(folder), async (confirm) => {
      const database = await open({ fsync: true })
      const sql = database.sql({})
      expect(await sql`select current_setting('fsync') || current_setting('wal_sync_method') as set`).toEqual([
        { set: 'onfsync' },
      ] as never)
      await sql`select count(*) from epic_events.company`
      confirm(1)
      await sql`insert into epic_events.company (name) values ('Kept')`
      confirm(2)
      await sql`select name from epic_events.company`
      confirm(3)
      await sql`update epic_events.company set name = 'Kept too'`
      confirm(4)
      await database.close()
    })
    const log = [expect.stringMatching(/^pg_wal\/[0-9A-F]{24}$/)]
    expect([2, 3, 4].map((row) => syncedBefore(seen, row))).toEqual([log, [], log] as never)
    // The checkpoint of the shutdown: data, folders, and last of all the file that says from where to recover.
    const { changes } = seen
    const synced = changes.flatMap((change) => (change.kind === 'fsync' ? [change.path] : []))
    expect(synced.filter((path) => path.startsWith('base/')).length).toBeGreaterThan(0)
    expect(synced.findLast((path) => !path.startsWith('pg_wal'))).toBe('global/pg_control')
  })

  test('EPIC_EVENTS_FSYNC → off waits for no disk; without it the program does', async () => {
    const { folder } = await fresh()
    const fsyncs = async (env: Record<string, string>) => {
      const here = machine({ EPIC_EVENTS_DATA_DIR: folder, ...env })
      const { changes } = await record(databaseIn(folder), async () => {
        await here.run(['login', '-u', 'nobody', '--password-stdin'], { stdin: 'Sesame-2026\n' })
        await here.close()
      })
      return changes.filter(({ kind }) => kind === 'fsync').length
    }
    expect(await fsyncs({ EPIC_EVENTS_FSYNC: 'off' })).toBe(0)
    expect(await fsyncs({})).toBeGreaterThan(0)
  })

  test('a command that wants it meets a resident that was started without → another one takes its place, and back', async () => {
    const made = await residentHome()
    remove.push(made.remove)
    const seen = async (fsync: boolean | undefined) => {
      const database = embedded(made.folder, { uid, onWait() {}, resident: fromSources(), fsync })
      const [row] = await database.use({}, (sql) => sql<{ fsync: string }[]>`select current_setting('fsync') as fsync`)
      return { fsync: row?.fsync, pid: made.pid() }
    }
    const [first, second, third, last] = [await seen(false), await seen(undefined), await seen(true), await seen(false)]
    expect([first, second, third, last].map(({ fsync }) => fsync)).toEqual(['off', 'on', 'on', 'off'])
    expect(second.pid).not.toBe(first.pid)
    expect(third.pid).toBe(second.pid)
  })

  test('what is relied on in PGlite: its start options say no fsync, its files have none, and its folders can be opened', async () => {
    expect(PGlite.defaultStartParams.filter((option) => option === '-F')).toEqual(['-F'])
    const { folder } = await fresh()
    let operations: Record<'stream_ops' | 'node_ops', object> = { stream_ops: {}, node_ops: {} }
    class Watched extends NodeFS {
      override async init(...given: Parameters<NodeFS['init']>) {
        const { emscriptenOpts } = await super.init(...given)
        const watch = (module: { NODEFS: unknown }) => {
          operations = module.NODEFS as typeof operations
        }
        return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), watch] } }
      }
    }
    const database = new PGlite({ fs: new Watched(databaseIn(folder)) })
    await database.waitReady
    const { stream_ops: streams, node_ops: nodes } = operations
    const ofStreams = ['close', 'dup', 'getattr', 'llseek', 'mmap', 'msync', 'open', 'read', 'setattr', 'write']
    const ofNodes = ['getattr', 'lookup', 'mknod', 'readdir', 'readlink', 'rename', 'rmdir', 'setattr', 'statfs']
    expect(Object.keys(streams).sort()).toEqual(ofStreams)
    expect(Object.keys(nodes).sort()).toEqual([...ofNodes, 'symlink', 'unlink'])
    await database.close()
  })
})

describe('a power cut, simulated', () => {
  const seed = Number(process.env['POWER_CUT_SEED'] ?? crypto.getRandomValues(new Uint32Array(1))[0])
  const cuts = { seed, rows: 60, cuts: 4 }

  test('while rows are written → whole', async () => {
    const { broken } = await powerCuts({ ...cuts, fsync: true })
    expect({ seed, broken }).toEqual({ seed, broken: [] })
  })

  test('and another one while it recovers → whole', async () => {
    const { broken } = await powerCuts({ ...cuts, cuts: 2, fsync: true, again: true })
    expect({ seed, broken }).toEqual({ seed, broken: [] })
  })

  test('without fsync → not whole, so these tests notice', async () => {
    const { broken } = await powerCuts({ seed: 1, rows: 60, cuts: 4, fsync: false })
    expect(broken.length).toBeGreaterThan(0)
  })

  test('that left the file of the process id empty → opens', async () => {
    const { folder, open } = await fresh()
    writeFileSync(join(databaseIn(folder), 'postmaster.pid'), '')
    await (await open()).close()
  })
})

/** Sizes tell a file that was not written: it is empty then. */
const contents = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((path) => {
      const isFile = statSync(join(folder, path)).isFile()
      return `${path} ${isFile ? Bun.hash(readFileSync(join(folder, path))) : ''}`
    })

const probe = ext4(20)
probe?.remove()
test.skipIf(!probe)(
  'a power cut of a real disk after the first unpacking → all of it is there; without fsync it is not',
  async () => {
    const disk = ext4(120)
    if (!disk) throw new Error('ext4 could be mounted a moment ago')
    remove.push(disk.remove)
    const found: string[][] = []
    const whole = scratchFolder()
    remove.push(() => rmSync(whole, { recursive: true, force: true }))
    await unpackImage(join(whole, 'database'), { fsync: false })
    for (const fsync of [true, false]) {
      const target = join(disk.folder, `fsync ${fsync}`)
      await unpackImage(target, { fsync })
      disk.cutPower()
      disk.restart()
      found.push(readdirSync(disk.folder).includes(`fsync ${fsync}`) ? contents(target) : [])
    }
    const all = contents(join(whole, 'database'))
    expect(found[0]).toEqual(all)
    expect(found[1]).not.toEqual(all)
  },
)

/** 5 EIO, 28 ENOSPC, 122 EDQUOT: what fsync(2) answers when the disk failed, or when it is full only now (NFS, delayed allocation). */
test.skipIf(!canForbidLocks).each([
  [5, t.database.diskFailure],
  [28, t.database.full],
  [122, t.database.quota],
] as const)(
  'an fsync that fails (errno %d) → one sentence, and what was confirmed before is there',
  async (errno, sentence) => {
    const { folder, open } = await fresh()
    const script = join(folder, 'write.ts')
    const src = join(import.meta.dir, '../../../src')
    writeFileSync(
      script,
      `import { openEmbedded } from '${src}/db/embedded/open.ts'
     import { catalog } from '${src}/i18n/catalog.ts'
     import { forbidFsync } from '${import.meta.dir}/../../support/no-locks.ts'
     const database = await openEmbedded('${folder}', { crypto: false, uid: ${uid} })
     const sql = database.sql({})
     const insert = (name) => sql\`insert into epic_events.company (name) values (\${name})\`.then(
       () => 'confirmed', (error) => error.userMessage?.(catalog('en', 'UTC')) ?? String(error))
     const said = [await insert('before')]
     forbidFsync(${errno})
     said.push(await insert('lost'), await insert('later'))
     console.log(JSON.stringify(said))
     await database.close()`,
    )
    const child = Bun.spawn([process.execPath, script], { stdout: 'pipe', stderr: 'inherit' })
    const said = JSON.parse(await new Response(child.stdout).text())
    const failed = sentence({ path: databaseIn(folder) })
    expect(said).toEqual(['confirmed', failed, failed])
    expect(await child.exited).toBe(0)
    const database = await open()
    const rows = await database.sql({})<{ name: string }[]>`select name from epic_events.company order by id`
    expect(rows[0]?.name).toBe('before')
  },
)
