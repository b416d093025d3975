/** Power cuts under a load of writes: is the database whole afterwards, with every row that was confirmed? */
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { splitMessages } from '../../src/db/connection/protocol.ts'
import { type Engine, startEngine } from '../../src/db/embedded/engine.ts'
import { databaseIn } from '../../src/db/embedded/folder.ts'
import { query } from '../../src/db/embedded/protocol.ts'
import { embeddedTemplate } from '../support/embedded.ts'
import { cut, type Recording, record, seeded } from '../support/power-cut.ts'

/** What was found after the cuts. */
export interface Cuts {
  readonly whole: number
  /** A sentence for each cut after which it was not whole. */
  readonly broken: readonly string[]
  /** How many of the recorded changes were calls of fsync. */
  readonly fsyncs: number
}

export interface CutOptions {
  readonly cuts: number
  readonly seed: number
  /** As for `startEngine`. */
  readonly fsync: boolean
  /** Rows to write while it is recorded. */
  readonly rows: number
  /** Whether each cut is followed by a second one, while the database recovers from the first and goes on. Default false. */
  readonly again?: boolean
}

/** Where the disk is built: in memory, since only what is recorded as synced counts. */
const place = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

/** Rows that were there before, and stay. */
const oldRows = 300

/** Writes rows and cuts the power at random moments. */
export async function powerCuts(o: CutOptions): Promise<Cuts> {
  const random = seeded(o.seed)
  const folder = mkdtempSync(join(place, 'epic-cuts-'))
  const [before, work, after, third] = ['before', 'work', 'after', 'third'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
    string,
  ]
  // Promises of the WebAssembly runtime do not keep a process alive.
  const alive = setInterval(() => {}, 1000)
  try {
    cpSync(databaseIn(await embeddedTemplate()), before, { recursive: true })
    await using(before, o.fsync, async (sql) => {
      await sql('create table t (id integer primary key, v text, n integer default 0)')
      await sql('create index on t (v)')
      await sql(`insert into t select -n, repeat('x', 200) from generate_series(1, ${oldRows}) n`)
    })
    cpSync(before, work, { recursive: true })
    const first = await record(work, (confirm) => writeRows(work, { ...o, from: 1, random, confirm }))
    const broken: string[] = []
    for (let round = 0; round < o.cuts; round++) {
      const at = Math.floor(random() * first.changes.length)
      let confirmed = cut(first, { before, after, at, random })
      let found = ''
      let name = `cut ${at} of ${first.changes.length}`
      if (o.again) {
        rmSync(work, { recursive: true, force: true })
        cpSync(after, work, { recursive: true })
        const second: Recording = await record(work, (confirm) =>
          writeRows(work, { fsync: o.fsync, rows: 5, from: 1_000_000, random, confirm }),
        )
        const then = Math.floor(random() * second.changes.length)
        confirmed = [...confirmed, ...cut(second, { before: after, after: third, at: then, random })]
        name += `, then ${then} of ${second.changes.length}`
      }
      found = await faultOf(o.again ? third : after, confirmed)
      if (found !== '') broken.push(`${name}: ${found}`)
    }
    const fsyncs = first.changes.filter(({ kind }) => kind === 'fsync').length
    return { whole: o.cuts - broken.length, broken, fsyncs }
  } finally {
    clearInterval(alive)
    rmSync(folder, { recursive: true, force: true })
  }
}

type Sql = (statement: string) => Promise<string[]>

/** Opens PostgreSQL, works with it and closes it. */
async function using(folder: string, fsync: boolean, work: (sql: Sql) => Promise<void>): Promise<void> {
  const engine = await startEngine(folder, { fsync })
  try {
    await work(sqlOf(engine))
  } finally {
    await engine.close()
  }
}

/** Statements as text. Each gives the first column of its rows. @throws Error what PostgreSQL says */
const sqlOf =
  (engine: Engine): Sql =>
  async (statement) => {
    const answers: Buffer[] = []
    await engine.exchange(query(statement), (answer) => answers.push(Buffer.from(answer)))
    const { messages } = splitMessages(Buffer.concat(answers))
    const error = messages.find(({ type }) => type === 'E')
    if (error) throw new Error(error.body.toString('utf8').replaceAll('\0', ' '))
    return messages.filter(({ type }) => type === 'D').map(({ body }) => body.toString('utf8', 6))
  }

async function writeRows(
  folder: string,
  o: { fsync: boolean; rows: number; from: number; random: () => number; confirm: (row: number) => void },
): Promise<void> {
  await using(folder, o.fsync, async (sql) => {
    for (let row = o.from; row < o.from + o.rows; row++) {
      const size = Math.floor(o.random() * 3000)
      await sql(`insert into t values (${row}, md5('${row}') || repeat('y', ${size}))`)
      o.confirm(row)
      if (row % 7 === 0) await sql(`update t set n = n + 1 where id = ${-1 - Math.floor(o.random() * oldRows)}`)
      if (row % 40 === 39) await sql('checkpoint')
    }
  })
}

/** Opens the database and reads everything, by the table and by the index. @returns what is wrong, or an empty text */
async function faultOf(folder: string, confirmed: readonly number[]): Promise<string> {
  let fault = 'does not open'
  try {
    await using(folder, false, async (sql) => {
      fault = 'is damaged'
      const only = async (way: 'seqscan' | 'indexscan') => {
        await sql('reset all')
        const others = way === 'seqscan' ? ['indexscan', 'indexonlyscan', 'bitmapscan'] : ['seqscan']
        for (const other of others) await sql(`set enable_${other} = off`)
      }
      const wanted = `select count(*) from t where id in (${confirmed.join() || 0}) and left(v, 32) = md5(id::text)`
      await only('seqscan')
      const [old] = await sql(`select count(*) from t where id < 0 and v = repeat('x', 200)`)
      const [byTable] = await sql(wanted)
      await only('indexscan')
      const [byIndex] = await sql(wanted)
      const there = { old: Number(old), byTable: Number(byTable), byIndex: Number(byIndex) }
      const whole = there.old === oldRows && there.byTable === confirmed.length && there.byIndex === confirmed.length
      fault = whole ? '' : `${JSON.stringify(there)} of ${oldRows} and ${confirmed.length} rows`
    })
    return fault
  } catch (error) {
    return `${fault}: ${String(error).slice(0, 160)}`
  }
}
