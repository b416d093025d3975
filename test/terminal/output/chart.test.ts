/** Bars and lines of characters: what is drawn, and where nothing is. */
import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import type { Column, Row } from '../../../src/field/column.ts'
import { bar, scaleOf, sparkline } from '../../../src/terminal/output/chart.ts'
import { width } from '../../../src/text/width.ts'
import { batches, type Setup, setUp } from './terminal.ts'

const columns: readonly Column[] = [
  { key: 'name', kind: 'text', label: (t) => (t.lang === 'fr' ? 'Commercial' : 'Salesperson') },
  {
    key: 'amount',
    kind: 'amount',
    label: (t) => (t.lang === 'fr' ? 'Montant' : 'Amount'),
    bar: ({ name }) => name !== 'Total',
  },
  { key: 'events', kind: 'count', label: (t) => (t.lang === 'fr' ? 'Événements' : 'Events'), dropPriority: 1 },
]
const rows: readonly Row[] = [
  { name: 'Bill Boquet', amount: '64000.00', events: 12 },
  { name: 'Karima', amount: '20250.50', events: 3 },
  { name: '漢字 l’été', amount: '150.00', events: 1 },
  { name: 'Nobody', amount: '0.00', events: 0 },
  { name: 'Unknown', amount: null, events: 0 },
  { name: 'Total', amount: '84400.50', events: 16 },
]
const refunds = rows.map((row) => (row['name'] === 'Karima' ? { ...row, amount: '-20250.50' } : row))

async function shown(o: Setup = {}, of: readonly Row[] = rows, columnsOf = columns): Promise<string> {
  const { out, stdout } = setUp(o)
  await out.list({ title: () => 'Revenue', columns: columnsOf, rows: batches(of), limit: 0 })
  return stdout.text
}
const terminal = (columns: number) => ({ stdout: { isTerminal: true, columns } })
const drawn = /[▏▎▍▌▋▊▉█▐│#]/

describe('a list with bars', () => {
  test.each([40, 60, 80, 120])('at %i columns, in both languages', async (columns) => {
    for (const lang of ['en', 'fr'] as const) expect(await shown({ ...terminal(columns), lang })).toMatchSnapshot()
  })

  test('negative numbers go to the left of a line', async () => {
    expect(await shown(terminal(80), refunds)).toMatchSnapshot()
    expect(await shown(terminal(50), refunds)).toMatchSnapshot()
    expect(await shown({ ...terminal(80), env: { LC_ALL: 'C', NO_COLOR: '1' } }, refunds)).toMatchSnapshot()
  })

  test('in colour', async () => {
    const env = { LANG: 'en_GB.UTF-8', TERM: 'xterm-256color' }
    expect(await shown({ ...terminal(80), env }, refunds)).toMatchSnapshot()
    expect(await shown({ ...terminal(40), env }, refunds)).toMatchSnapshot()
  })

  test('without UTF-8 → number signs', async () => {
    const text = await shown({ ...terminal(80), env: { LC_ALL: 'C', NO_COLOR: '1' } })
    expect(text).toMatchSnapshot()
    expect(text).not.toMatch(/[▏▎▍▌▋▊▉█]/)
  })

  test('a screen reader hears how each number compares', async () => {
    for (const lang of ['en', 'fr'] as const)
      expect(await shown({ ...terminal(80), lang, globals: { accessible: true } }, refunds)).toMatchSnapshot()
  })

  test('a pipe has the same bars, and no data format has any', async () => {
    expect(await shown()).toMatchSnapshot()
    for (const format of ['csv', 'tsv', 'json', 'excel'] as const) {
      const text = await shown({ globals: { format } })
      expect(text).not.toMatch(drawn)
      expect(text).not.toContain('_bar')
      expect(text).toBe(await shown({ globals: { format, chart: false } }))
    }
  })

  test('--no-chart → exactly the table without them', async () => {
    const without = columns.map(({ bar, ...column }) => column)
    for (const o of [terminal(40), terminal(80), {}, { globals: { accessible: true } }]) {
      const plain = await shown(o, rows, without)
      expect(plain).not.toMatch(/█/)
      expect(await shown({ ...o, globals: { ...('globals' in o ? o.globals : {}), chart: false } })).toBe(plain)
      expect(await shown(o)).not.toBe(plain)
    }
  })

  test('no bars where there is nothing to compare: one number, zeros, more rows than are known', async () => {
    for (const some of [rows.slice(0, 1), rows.slice(3), rows.slice(-1)])
      expect(await shown(terminal(120), some)).not.toMatch(/[▏▎▍▌▋▊▉█]/)
    const { out, stdout } = setUp(terminal(120))
    await out.list({ title: () => 'Revenue', columns, rows: batches(rows), limit: 2 })
    expect(stdout.text).not.toMatch(/█/)
    const many = Array.from({ length: 1001 }, (_, at) => ({ name: 'x', amount: `${at}.00`, events: 1 }))
    expect(await shown(terminal(120), many)).not.toMatch(/█/)
    expect(await shown(terminal(120), many.slice(1))).toMatch(/█/)
  })

  test('bars never take a column or a name away', async () => {
    const long = rows.map((row) => ({ ...row, name: `${row['name']} ${'long'.repeat(8)}` }))
    for (let wide = 60; wide < 110; wide++) {
      const [text, plain] = [
        await shown(terminal(wide), long),
        await shown({ ...terminal(wide), globals: { chart: false } }, long),
      ]
      expect(text.includes('Events')).toBe(plain.includes('Events'))
      for (const line of text.split('\n')) expect(width(line)).toBeLessThanOrEqual(wide)
      if (drawn.test(text.replaceAll('│', ''))) expect(text).toContain('Bill Boquet longl')
    }
  })

  test('the part of a card has them too', async () => {
    const { out, stdout } = setUp(terminal(80))
    const part = { key: 'parts', title: () => 'Sales', columns, rows }
    await out.record({ title: () => 'Report', columns: [], row: {}, parts: [part] })
    expect(stdout.text).toMatch(/64,000\.00 {2}█{24} /)
  })
})

const numbers = fc.oneof(
  fc.double({ min: -1e12, max: 1e12 }),
  fc.constantFrom(0, -0, 1, -1, Number.NaN, Number.POSITIVE_INFINITY, 0.001, 1e300, -1e300),
)

describe('a bar', () => {
  test('never leaves its columns, is longer for more, and is seen for whatever is not zero', () => {
    fc.assert(
      fc.property(
        fc.array(numbers, { maxLength: 20 }),
        fc.integer({ min: 6, max: 60 }),
        fc.boolean(),
        (values, columns, utf8) => {
          const scale = scaleOf(values)
          if (!scale) return
          const bars = values.map((value) => bar(value, scale, columns, utf8))
          const allowed = utf8 ? /^ *[▐█]*│?[█]*[▏▎▍▌▋▊▉]?$/ : /^ *#*\|?#*$/
          const size = (text: string) => width(text.replaceAll(/[ │|]/g, ''))
          for (const [at, text] of bars.entries()) {
            const value = values[at] ?? Number.NaN
            expect(text).toMatch(allowed)
            expect(width(text)).toBeLessThanOrEqual(columns)
            if (!Number.isFinite(value)) expect(text).toBe('')
            else if (value === 0) expect(size(text)).toBe(0)
            else expect(size(text)).toBeGreaterThan(0)
            for (const [other, compared] of bars.entries()) {
              const more = values[other] ?? 0
              if (!Number.isFinite(more)) continue
              if (value > 0 && more > value) expect(size(compared)).toBeGreaterThanOrEqual(size(text))
              if (value < 0 && more < value) expect(size(compared)).toBeGreaterThanOrEqual(size(text))
            }
          }
        },
      ),
    )
  })

  test('the greatest fills the columns, and half of it half of them', () => {
    const scale = { least: 0, most: 16 }
    expect([16, 8, 1, 0.5, 0.01].map((value) => bar(value, scale, 8, true))).toEqual([
      '████████',
      '████',
      '▌',
      '▎',
      '▏',
    ])
    expect([16, 8, 1, 0].map((value) => bar(value, scale, 8, false))).toEqual(['########', '####', '#', ''])
    const both = { least: -10, most: 10 }
    expect([10, -10, -5, 0].map((value) => bar(value, both, 9, true))).toEqual(['    │████', '████│', '  ██│', '    │'])
    expect(bar(-5, { least: -10, most: 0 }, 5, false)).toBe('  ##|')
  })
})

describe('a line of levels', () => {
  test('eight levels from zero, in both character sets', () => {
    const values = [0, 1, 2, 3, 4, 5, 6, 7]
    expect(sparkline(values, true)).toBe('▁▂▃▄▅▆▇█')
    expect(sparkline(values, false)).toBe('_.:-=+*#')
    expect(sparkline([-7, 0], true)).toBe('▁█')
    expect(sparkline([100, 101], true)).toBe('██')
  })

  test('nothing, zeros, and what is no number', () => {
    expect(sparkline([], true)).toBe('')
    expect(sparkline([0, 0], true)).toBe('▁▁')
    expect(sparkline([1, Number.NaN, 2], true)).toBe('▅ █')
  })

  test('one character for each value, whatever it is', () => {
    fc.assert(
      fc.property(fc.array(numbers), fc.boolean(), (values, utf8) => {
        expect(width(sparkline(values, utf8))).toBe(values.length)
      }),
    )
  })
})
