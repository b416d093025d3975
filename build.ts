/**
 * Makes what is not written by hand, in dist/:
 *
 *     bun build.ts                              dist/epic-events for this machine, and the database image inside it
 *     bun build.ts --target=bun-linux-arm64     the same for another one
 *     bun build.ts --image                      the image alone, which running from the sources and the tests need
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type postgres from 'postgres'
import pglite from './node_modules/@electric-sql/pglite/package.json' with { type: 'json' }
import { pack } from './src/db/embedded/archive.ts'
import { clientOf } from './src/db/embedded/client.ts'
import { endpoint } from './src/db/embedded/endpoint.ts'
import { startEngine } from './src/db/embedded/engine.ts'
import { acquireLock } from './src/db/embedded/lock.ts'

const root = import.meta.dir
const dist = join(root, 'dist')
const pgcrypto = join(root, 'node_modules/@electric-sql/pglite/dist/pgcrypto.tar.gz')

/**
 * For one process and one small database: little to zero at each start (a quarter of the memory), little to copy at the first one.
 * Written to replace initdb's commented sample.
 */
const settings = `
shared_buffers = 16MB
max_connections = 20
dynamic_shared_memory_type = posix
wal_init_zero = off
wal_recycle = off
min_wal_size = 2MB
max_wal_size = 32MB
jit = off
timezone = UTC
log_timezone = UTC
datestyle = 'iso, mdy'
lc_messages = C
lc_monetary = C
lc_numeric = C
lc_time = C
default_text_search_config = 'pg_catalog.simple'
`

/**
 * Makes a database image: initdb, `prepare`, a clean shutdown, an archive.
 *
 * @param o.out the archive to write, whole or not at all
 * @param o.prepare fills the database, as its superuser
 */
export async function makeImage(o: { out: string; prepare: (sql: postgres.Sql) => Promise<void> }): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'epic-events-image-'))
  try {
    const data = join(work, 'database')
    await (await startEngine(data, { initdb: ['--wal-segsize=1'], fsync: false })).close()
    await Bun.write(join(data, 'postgresql.conf'), settings)
    const engine = await startEngine(data, { pgcrypto, fsync: false })
    const sql = clientOf(endpoint(engine), {})
    try {
      await o.prepare(sql)
      // Nobody creates further databases in it, and each of these is 300 files to unpack and to sync.
      for (const template of ['template0', 'template1']) {
        await sql`update pg_database set datistemplate = false, datallowconn = true where datname = ${template}`
        await sql`drop database ${sql(template)}`
      }
      await sql`vacuum (freeze, analyze)`
      // Two checkpoints: PostgreSQL removes the log files that lie before the last checkpoint but one.
      for (let i = 0; i < 2; i++) await sql`checkpoint`
    } finally {
      await sql.end()
      await engine.close()
    }
    await replace(o.out, await pack(data))
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** Makes the image of the migrated database, unless its inputs are those of the one that is there. @returns its path */
export function buildImage(): Promise<string> {
  const out = join(dist, 'database.tar.gz')
  const inputs = ['drizzle', 'src/db/migrate.ts', 'src/db/migrations.ts', 'src/db/embedded', 'build.ts']
  return once(out, inputs, pglite.version, async () => {
    const { migrate } = await import('./src/db/migrate.ts')
    await makeImage({
      out,
      async prepare(sql) {
        await migrate(sql)
      },
    })
  })
}

/** Compiles the program, unless its inputs are those of the one that is there. @returns its path */
export async function buildBinary(o: { target?: string | undefined; force?: boolean } = {}): Promise<string> {
  await buildImage()
  const windows = o.target?.includes('windows') ?? process.platform === 'win32'
  const out = join(dist, `epic-events${o.target ? o.target.replace(/^bun/, '') : ''}${windows ? '.exe' : ''}`)
  const inputs = ['src', 'drizzle', 'build.ts', 'bun.lock', 'package.json', 'tsconfig.json']
  return once(out, inputs, `${Bun.version} ${o.force ? Bun.randomUUIDv7() : ''}`, async () => {
    const build = `${commit()}-${fingerprint(inputs, Bun.version).slice(0, 16)}`
    await compile(join(root, 'src/main.ts'), out, o.target, { EPIC_EVENTS_BUILD: build })
  })
}

/**
 * Compiles one program as ours is compiled: nothing of the folder it is started in is loaded (`.env`, `bunfig.toml`, …), and its
 * bytecode is inside, without which it starts in twice the time.
 *
 * @param target as `bun build --target`, for instance `bun-linux-arm64`; default: this machine
 * @param defined constants of the program, beside its commit
 * @throws Error what the compiler says
 */
export async function compile(
  entry: string,
  out: string,
  target?: string,
  defined: Readonly<Record<string, string>> = {},
): Promise<void> {
  const built = await Bun.build({
    entrypoints: [entry],
    compile: {
      outfile: out,
      autoloadDotenv: false,
      autoloadBunfig: false,
      autoloadTsconfig: false,
      autoloadPackageJson: false,
      // A command lives for some ten milliseconds. What the JIT compiles in that time pays for nothing, and its threads take a processor from
      // the server. Long work switches it on: `Bun.unsafe.setJITPolicy(1)`.
      jitPolicy: 1000,
      // With any argument the runtime starts in a folder that was deleted meanwhile; without one it refuses to (oven-sh/bun#40372).
      execArgv: ['--no-addons'],
      ...(target ? { target: target as Bun.Build.CompileTarget } : {}),
    },
    minify: true,
    bytecode: true,
    splitting: true,
    format: 'esm',
    define: Object.fromEntries(
      Object.entries({ EPIC_EVENTS_COMMIT: commit(), ...defined }).map(([name, value]) => [
        name,
        JSON.stringify(value),
      ]),
    ),
  })
  if (!built.success) throw new AggregateError(built.logs, `${entry} does not compile`)
}

function commit(): string {
  const git = Bun.which('git')
  if (!git) return 'unknown'
  const { success, stdout } = Bun.spawnSync([git, 'rev-parse', '--short', 'HEAD'], { cwd: root, stderr: 'ignore' })
  return success ? stdout.toString().trim() : 'unknown'
}

/**
 * Runs `make` when `out` is missing or was made from other inputs; several processes at once wait for the first.
 *
 * @param inputs files and folders, relative to the repository
 */
async function once(out: string, inputs: string[], also: string, make: () => Promise<void>): Promise<string> {
  mkdirSync(dist, { recursive: true })
  const lock = await acquireLock(`${out}.lock`, { waitMs: 300_000 })
  if (!lock) throw new Error(`another process has been building ${out} for five minutes`)
  try {
    const wanted = fingerprint(inputs, also)
    const note = Bun.file(`${out}.inputs`)
    if ((await Bun.file(out).exists()) && (await note.exists()) && (await note.text()) === wanted) return out
    await make()
    await Bun.write(note, wanted)
    return out
  } finally {
    lock.release()
  }
}

function fingerprint(inputs: string[], also: string): string {
  const hash = new Bun.CryptoHasher('sha256').update(also)
  for (const input of inputs) {
    const path = join(root, input)
    const files = statSync(path).isFile()
      ? [path]
      : readdirSync(path, { recursive: true, encoding: 'utf8' })
          .sort()
          .map((entry) => join(path, entry))
          .filter((entry) => statSync(entry).isFile())
    for (const file of files) hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

async function replace(path: string, bytes: Uint8Array): Promise<void> {
  await Bun.write(`${path}.new`, bytes)
  renameSync(`${path}.new`, path)
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { target: { type: 'string' }, image: { type: 'boolean', default: false } } })
  const out = values.image ? await buildImage() : await buildBinary({ target: values.target, force: true })
  const size = (statSync(out).size / 1e6).toFixed(1)
  process.stdout.write(`${relative(resolve(), out)} (${size} MB)\n`)
}
