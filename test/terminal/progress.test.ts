import { describe, expect, test } from 'bun:test'
import { sql } from 'drizzle-orm'
import type { Connection } from '../../src/db/connection.ts'
import { catalog } from '../../src/i18n/catalog.ts'
import { makeOutput } from '../../src/terminal/output/make.ts'
import { progress } from '../../src/terminal/progress.ts'
import { trace } from '../../src/terminal/trace.ts'
import { withTiming } from '../../src/wiring.ts'
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

test('a traced statement tells its time and rows, and nothing of its values', async () => {
  const { shown, stderr } = setUp()
  const connection: Connection = { query: async <R>() => [{ name: 'secret' }, { name: 'secret' }] as R[] }
  await withTiming(connection, { progress: shown, trace: trace(stderr, () => t) }).query(sql`select ${'secret'}`)
  expect(stderr.text).toMatch(/statement: \d+ ms, 2 rows/)
  expect(stderr.text).not.toContain('secret')
  expect(stderr.text).not.toContain('\x1b')
})

test('a long list says how far it has come, unless it is seen coming', async () => {
  for (const isTerminal of [false, true]) {
    const told: string[] = []
    const out = makeOutput({
      io: { stdin: { isTerminal: false, text: async () => '' }, stdout: new Kept({ isTerminal }), stderr: new Kept() },
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
