import { describe, expect, test } from 'bun:test'
import { sql } from 'drizzle-orm'
import type { Database } from '../../src/db/connection/connect.ts'
import { runWork, withTiming } from '../../src/db/connection/work.ts'
import type { Connection } from '../../src/db/connection.ts'
import { catalog } from '../../src/i18n/catalog.ts'
import { broadcast, type Observation } from '../../src/observation.ts'
import { makeOutput } from '../../src/terminal/output/make.ts'
import { progress, progressObserver } from '../../src/terminal/progress.ts'
import { trace } from '../../src/terminal/trace.ts'
import { clientList, defaults, Kept } from './output/terminal.ts'

const t = catalog('en', 'Europe/Paris')
const soon = { first: 10, next: 10 }

function setUp(o: { draws?: boolean; quiet?: boolean } = {}) {
  const stderr = new Kept()
  const drawn: string[] = []
  const shown = progress({
    ...{ stderr, t: () => t, draws: () => o.draws ?? false, quiet: () => o.quiet ?? false, delays: soon },
    bar: async ({ text, total }) => {
      drawn.push(`begin ${text}${total === undefined ? '' : ` of ${total}`}`)
      return { update: (now, done) => void drawn.push(`${done}: ${now}`), clear: () => void drawn.push('clear') }
    },
  })
  return { shown, stderr, drawn }
}

describe('what takes longer than its time', () => {
  test('is silent when it is quick', async () => {
    const { shown, stderr, drawn } = setUp({ draws: true })
    shown.begin((t) => t.output.writing).end()
    await Bun.sleep(30)
    expect([...drawn, stderr.text]).toEqual([''])
  })

  test('draws a bar with count and rate on a terminal, and takes it away', async () => {
    const { shown, stderr, drawn } = setUp({ draws: true })
    const task = shown.begin((t) => t.output.writing, { total: 9_000 })
    await Bun.sleep(30)
    task.reached(4_000)
    task.end()
    task.reached(5_000)
    expect(drawn[0]).toBe('begin Writing the records of 9000')
    expect(drawn.at(-2)).toMatch(/^4000: Writing the records · 4,000 of 9,000 · [\d,]+\/s$/)
    expect(drawn.at(-1)).toBe('clear')
    expect(stderr.text).toBe('')
  })

  test('says it in plain lines elsewhere, and only what is new', async () => {
    const { shown, stderr } = setUp()
    const task = shown.begin((t) => t.output.writing)
    await Bun.sleep(50)
    expect(stderr.lines).toEqual(['Writing the records'])
    task.reached(1_000)
    await Bun.sleep(40)
    task.end()
    await Bun.sleep(30)
    expect(stderr.lines).toHaveLength(2)
    expect(stderr.lines[1]).toMatch(/^Writing the records · 1,000 · [\d,]+\/s$/)
  })

  test('leaves the screen to what is written next, and does not come back', async () => {
    const { shown, drawn } = setUp({ draws: true })
    const task = shown.begin((t) => t.output.connecting)
    await Bun.sleep(30)
    shown.clear()
    task.reached(3)
    expect(drawn.at(-1)).toBe('clear')
    expect(drawn.filter((line) => line === 'clear')).toHaveLength(1)
    task.end()
    shown.begin((t) => t.output.asking).end()

    // What is written before it shows does not keep it from showing.
    const next = shown.begin((t) => t.output.preparing)
    shown.clear()
    await Bun.sleep(30)
    next.end()
    expect(drawn).toContain('begin Preparing the database')
  })

  test('one inside another stays silent; --quiet is', async () => {
    const { shown, drawn } = setUp({ draws: true })
    const outer = shown.begin((t) => t.output.writing)
    const inner = shown.begin((t) => t.output.asking)
    await Bun.sleep(30)
    inner.end()
    outer.end()
    expect(drawn.join()).not.toContain('Waiting')
    const quiet = setUp({ quiet: true })
    quiet.shown.begin((t) => t.output.writing)
    await Bun.sleep(30)
    expect(quiet.stderr.text).toBe('')
  })
})

const rows = [{ name: 'secret' }, { name: 'secret' }]
const answering: Connection = {
  query: async <R>() => rows as R[],
  transaction: (work) => work(answering),
}

test('a traced statement, also in a transaction, tells its time and rows, and nothing of its values', async () => {
  const { stderr } = setUp()
  const connection = withTiming(
    answering,
    trace(stderr, () => t),
  )
  await connection.query(sql`select ${'secret'}`)
  await connection.transaction((inside) => inside.query(sql`select ${'secret'}`))
  expect(stderr.lines).toHaveLength(2)
  for (const line of stderr.lines) expect(line).toMatch(/statement: \d+ ms, 2 rows/)
  expect(stderr.text).not.toContain('secret')
  expect(stderr.text).not.toContain('\x1b')
})

test('a statement that takes long is said to be waited for, and no more once it has failed', async () => {
  const { shown, drawn } = setUp({ draws: true })
  const failing: Connection = {
    query: () => Bun.sleep(30).then(() => Promise.reject(new Error('refused'))),
    transaction: (work) => work(failing),
  }
  const observe = broadcast(progressObserver(shown))
  await expect(withTiming(failing, observe).query(sql`select 1`)).rejects.toThrow('refused')
  expect(drawn).toEqual(['begin Waiting for the database', '0: Waiting for the database', 'clear'])
})

test('of two statements under way at the same time, the wait is shown until both have ended', async () => {
  const { shown, drawn } = setUp({ draws: true })
  const observe = progressObserver(shown)
  for (const event of ['asking', 'asking'] as const) await observe({ event })
  await observe({ event: 'answered', ms: 1, rows: 0 })
  await Bun.sleep(30)
  expect(drawn).toEqual(['begin Waiting for the database', '0: Waiting for the database'])
  await observe({ event: 'not answered' })
  expect(drawn.at(-1)).toBe('clear')
})

test('what a command does with its database is observed in order, a failed connection too', async () => {
  const seen: string[] = []
  const observe = ({ event }: Observation) => void seen.push(event)
  const database: Database = {
    kind: 'server',
    name: 'db.example:5432/agency',
    use: (_, work) => work({ unsafe: async () => [] } as never),
    async close() {},
  }
  const o = { parameters: {}, writes: false, crypto: false, observe }
  await runWork(database, (connection) => connection.query(sql`select 1`), o)
  const down = { ...database, use: () => Promise.reject(new Error('down')) }
  await expect(runWork(down, async () => {}, o)).rejects.toThrow('down')
  expect(seen).toEqual([
    'database',
    'connecting',
    'connected',
    'asking',
    'answered',
    'database',
    'connecting',
    'not connected',
  ])
})

test('a long list says how far it has come, unless it is seen coming', async () => {
  for (const isTerminal of [false, true]) {
    const told: string[] = []
    const out = makeOutput({
      io: {
        stdin: { isTerminal: false, text: async () => '', bytes: async () => new Uint8Array() },
        stdout: new Kept({ isTerminal }),
        stderr: new Kept(),
      },
      ...{ globals: { ...defaults, format: 'csv' }, t, env: {}, now: () => 0 },
      progress: {
        begin: (say, { total } = {}) => {
          told.push(`${say(t)} of ${total}`)
          return { reached: (done) => void told.push(String(done)), end: () => void told.push('end') }
        },
        clear() {},
      },
    })
    await out.list(clientList(undefined, { limit: 0, total: 2 }))
    expect(told).toEqual(isTerminal ? [] : ['Writing the records of 2', '2', 'end'])
  }
})
