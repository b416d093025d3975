/** `--format html`, read by a parser that is not ours. */
import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import type { Column, Row } from '../../../src/field/column.ts'
import type { Lang } from '../../../src/i18n/languages.ts'
import type { ListAnswer, RecordAnswer } from '../../../src/terminal/output/output.ts'
import { escapeControlCharacters } from '../../../src/text/escape.ts'
import { readPage } from './page.ts'
import { batches, clientList, contractColumns, contractList, contracts, type Setup, setUp } from './terminal.ts'

async function htmlOf(answer: ListAnswer | RecordAnswer, o: Setup = {}): Promise<string> {
  const { out, stdout } = setUp({ ...o, globals: { format: 'html', ...o.globals } })
  await ('rows' in answer ? out.list(answer) : out.record(answer))
  return stdout.text
}
const pageOf = async (answer: ListAnswer | RecordAnswer, lang: Lang = 'en') => readPage(await htmlOf(answer, { lang }))

describe('a list', () => {
  test('has the cells of the table, by the language, and dates and amounts as programs read them', async () => {
    const french = await htmlOf(contractList(contracts, { applied: [() => 'unpaid', () => 'by due ↓'] }), {
      lang: 'fr',
    })
    const { lang, title, heading, tables, footer } = await readPage(french)
    expect({ lang, title, heading }).toEqual({ lang: 'fr', title: 'CONTRACTS', heading: 'CONTRACTS' })
    expect(tables).toEqual([
      [
        ['ID', 'Client', 'Total', 'État', 'Début'],
        ['1', 'Kevin Casey (8)', '1\u202f200,50\u00a0€', '✓ signé', '13/06/2026 14:00'],
        ['2', 'Anne (12)', '9\u202f999\u202f999\u202f999,99\u00a0€', '✗ non signé', '11/06/2026 00:30'],
        ['3', 'Anne (12)', '0,00\u00a0€', '✗ non signé', '—'],
      ],
    ])
    expect(french).toContain('<time datetime="2026-06-13T14:00:00+02:00">13/06/2026 14:00</time>')
    expect(french).toContain('<td class="n"><data value="1200.50">')
    expect(french).toContain('<p class="applied" dir="auto">unpaid · by due ↓</p>')
    expect(footer.trim().split('\n')).toEqual(['3 lignes', 'Faite le 10/06/2026 11:00'])
  })

  test('cells are those of the piped table, whatever the terminal can show', async () => {
    const { out, stdout } = setUp()
    await out.list(contractList())
    const table = stdout.lines.map((line) => line.replace(/ ! .*/, '').trim().split(/ {2,}/))
    for (const env of [{ LANG: 'en_GB.UTF-8' }, { LC_ALL: 'C' }, { TERM: 'dumb', FORCE_COLOR: '3' }])
      expect((await readPage(await htmlOf(contractList(), { env }))).tables).toEqual([table])
  })

  test('nothing hides: no column is dropped and no text is shortened in a narrow window, and accessible mode changes nothing', async () => {
    const whole = await htmlOf(clientList())
    const stdout = { isTerminal: true, columns: 40 }
    expect(await htmlOf(clientList(), { stdout, globals: { pager: false } })).toBe(whole)
    expect(await htmlOf(clientList(), { globals: { accessible: true } })).toBe(whole)
    expect((await readPage(whole)).tables[0]?.[0]).toEqual([
      'ID',
      'Full name',
      'Email',
      'Phone',
      'Company',
      'Commercial',
    ])
  })

  test('hostile text stays text', async () => {
    const hostile = [
      ...[
        '</title><script>alert(1)</script>',
        '"><img src=x onerror=alert(1)>',
        "' onclick='x",
        '<!--',
        ']]>',
        '&lt;b&gt;',
      ],
      ...[
        '<style>@import url(https://x.example)</style>',
        'javascript:alert(1)',
        '</td></tr></table>',
        '\u202egnp.exe',
        'a\0b',
      ],
      ...[
        'x'.repeat(128),
        'שלום עולם',
        'مرحبا <b>',
        '👨‍👩‍👧',
        '\ud800',
        '{{7*7}}',
        '\x1b[31m',
        '\u2028',
        '&#x3c;script&#x3e;',
      ],
    ]
    const columns: Column[] = [
      { key: 'full_name', kind: 'text', label: () => '<i>Name</i>' },
      { key: 'email', kind: 'words', label: () => 'Email "&"' },
      { key: 'company_id', kind: 'reference', label: () => 'Company' },
    ]
    for (const text of hostile) {
      const row = { full_name: text, email: [text], company_id: 3, company_name: text }
      const applied = [() => `client ${text}`]
      const page = await pageOf({ ...clientList([row], { title: () => text, applied }), columns })
      const shown = escapeControlCharacters(text)
      expect(page.tables[0]).toEqual([
        ['<i>Name</i>', 'Email "&"', 'Company'],
        [shown, shown, `${shown} (3)`],
      ])
      expect([page.title, page.heading]).toEqual([shown, shown])
    }
  })

  test('any text comes back as the table shows it', async () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '<',
        '>',
        '&',
        '"',
        "'",
        '&amp;',
        '</td>',
        '<script',
        '-->',
        '\u202e',
        '\0',
        '\r\n',
        'é漢👨‍👩‍👧',
        'שלום',
      ),
    )
    const text = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => `x${pieces.join('')}`)
    const columns: Column[] = [{ key: 'name', kind: 'text', label: () => 'Name' }]
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 5 }), async (names) => {
        const { tables } = await pageOf({ ...clientList(names.map((name) => ({ name }))), columns })
        expect(tables[0]?.slice(1)).toEqual(names.map((name) => [escapeControlCharacters(name)]))
      }),
      { numRuns: 40 },
    )
  })

  test('from right to left only where letters are', async () => {
    const rows = ['Kevin', 'שלום', 'مرحبا', 'Ça va', '漢字'].map((name) => ({ name }))
    const html = await htmlOf({ ...clientList(rows), columns: [{ key: 'name', kind: 'text', label: () => 'Name' }] })
    expect([...html.matchAll(/<td dir="auto">(.*?)</g)].map(([, text]) => text)).toEqual(['שלום', 'مرحبا'])
  })

  test('what is no date is shown as it is stored', async () => {
    const rows = ['infinity', '"><b>', '2026-06-12'].map((start_date) => ({ start_date }))
    const { tables } = await pageOf(contractList(rows, { columns: contractColumns.slice(-1) }))
    expect(tables[0]?.slice(1)).toEqual([['infinity'], ['"><b>'], ['12/06/2026']])
  })

  test('says when there are more, and when there is nothing', async () => {
    const footers = async (more: Partial<ListAnswer>) => (await pageOf(contractList(contracts, more))).footer.trim()
    expect(await footers({ limit: 2 })).toStartWith('The first 2 only: there are more.')
    expect(await footers({ limit: 2, total: 1234 })).toStartWith('2 of 1,234')
    expect(await footers({ limit: 3, total: 3 })).toStartWith('3 lines')
    const html = await htmlOf(contractList([], { empty: () => 'No contract <yet>.' }))
    expect(html).toContain('<p class="none">No contract &lt;yet&gt;.</p>')
    expect(html).not.toContain('<table')
  })

  test('rows are written as they come', async () => {
    const rows = Array.from({ length: 100 }, () => contracts[0] as Row)
    const pulled = batches(rows, 10)
    const { out, stdout } = setUp({ globals: { format: 'html' } })
    const seen: number[] = []
    const write = stdout.write.bind(stdout)
    stdout.write = async (text) => {
      seen.push(pulled.pulled)
      await write(text)
    }
    await out.list(contractList([], { rows: pulled, limit: 0 }))
    // The head before anything is asked, then a write after each batch.
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 10])
    expect((await readPage(stdout.text)).tables[0]).toHaveLength(101)
  })

  test('a page whose rows break off has no end, and says so by its style', async () => {
    const { out, stdout } = setUp({ globals: { format: 'html' } })
    const rows = (async function* () {
      yield contracts
      throw new Error('lost')
    })()
    await expect(out.list(contractList([], { rows, limit: 0 }))).rejects.toThrow('lost')
    expect(stdout.text).toContain('Kevin Casey')
    expect(stdout.text).not.toContain('<footer')
    expect(stdout.text).toContain('body:not(:has(>footer))::before{content:"This page is incomplete')
  })
})

describe('pictures', () => {
  const columns: Column[] = [
    { key: 'name', kind: 'text', label: () => 'Name' },
    { key: 'amount', kind: 'amount', label: () => 'Amount', bar: ({ name }) => name !== 'Total' },
  ]
  const rows = [
    { name: 'Bill', amount: '300.00' },
    { name: 'Karima', amount: '-100.00' },
    { name: 'Nobody', amount: '0.00' },
    { name: 'Unknown', amount: null },
    { name: 'Total', amount: '200.00' },
  ]
  const rects = (html: string) =>
    [...html.matchAll(/<rect( class="minus")? x="([\d.]+)" y="1" width="([\d.]+)"/g)].map(([, minus, x, width]) => [
      minus === undefined ? 'plus' : 'minus',
      Number(x),
      Number(width),
    ])

  test('a bar stands behind each number and says nothing that the cells do not say', async () => {
    const html = await htmlOf({ ...clientList(rows), columns })
    expect(rects(html)).toEqual([
      ['plus', 50, 150],
      ['minus', 0, 50],
    ])
    const { tables } = await readPage(html)
    expect(tables[0]?.map((cells) => cells.filter(Boolean))).toEqual([
      ['Name', 'Amount'],
      ...[
        ['Bill', '€300.00'],
        ['Karima', '-€100.00'],
        ['Nobody', '€0.00'],
        ['Unknown', '—'],
        ['Total', '€200.00'],
      ],
    ])
    expect(tables[0]?.every(({ length }) => length === 3)).toBe(true)
  })

  test('none with --no-chart, none where more rows follow, none behind 1,000 rows', async () => {
    expect(await htmlOf({ ...clientList(rows), columns }, { globals: { chart: false } })).not.toContain('<svg')
    expect(await htmlOf({ ...clientList(rows, { limit: 2 }), columns })).not.toContain('<svg')
    const many = Array.from({ length: 1001 }, (_, at) => ({ name: 'x', amount: `${at}.00` }))
    const html = await htmlOf({ ...clientList(many, { limit: 0 }), columns })
    expect(html).not.toContain('<svg')
    expect((await readPage(html)).tables[0]).toHaveLength(1002)
  })

  test('numbers are always numbers', async () => {
    const amounts = fc.array(fc.constantFrom('0.00', '-0.01', '9999999999.99', '-9999999999.99', '1.00', 'NaN', null), {
      minLength: 1,
    })
    await fc.assert(
      fc.asyncProperty(amounts, async (all) => {
        const html = await htmlOf({ ...clientList(all.map((amount) => ({ name: 'x', amount }))), columns })
        await readPage(html)
        for (const [, svg = ''] of html.matchAll(/<svg(.*?)<\/svg>/gs))
          expect(svg).not.toMatch(/NaN|Infinity|e[+-]\d|="-/)
        for (const [, x = 0, width = 0] of rects(html)) expect(Number(x) + Number(width)).toBeLessThanOrEqual(200.11)
      }),
      { numRuns: 50 },
    )
  })
})

describe('a record', () => {
  const notes = 'First line\nsecond <line>'
  const card: RecordAnswer = {
    title: () => 'Contract 1 · Kevin',
    columns: [...contractColumns, { key: 'notes', kind: 'lines', label: () => 'Notes' }],
    row: { ...contracts[0], notes },
    parts: [
      {
        key: 'clients',
        title: () => 'Clients & co',
        columns: contractColumns.slice(0, 3),
        rows: contracts,
        more: true,
      },
      { key: 'hidden', title: () => 'For programs', columns: contractColumns, rows: contracts, audience: 'program' },
      { key: 'none', title: () => 'Nothing', columns: contractColumns, rows: [] },
    ],
  }

  test('is its fields and its parts, as a person gets them', async () => {
    const page = await pageOf(card)
    expect(page.heading).toBe('Contract 1 · Kevin')
    expect(page.card).toEqual([
      ...[
        ['ID', '1'],
        ['Client', 'Kevin Casey (8)'],
        ['Total', '€1,200.50'],
        ['State', '✓ signed'],
      ],
      ...[
        ['Start', '13/06/2026 14:00'],
        ['Notes', notes],
      ],
    ] as [string, string][])
    expect(page.headings).toEqual(['Clients & co (3+)', 'Nothing (0)'])
    expect(page.tables).toHaveLength(1)
    expect(page.tables[0]?.[1]).toEqual(['1', 'Kevin Casey (8)', '€1,200.50'])
  })

  test('the same data at the same time are the same bytes', async () => {
    expect(await htmlOf(card)).toBe(await htmlOf(card))
  })
})

test('the weeks of a calendar are tables above the list', async () => {
  const day = (number: number, load = 0, isToday = false) => ({ number, load, isToday })
  const weeks = {
    weekdays: ['Mon', 'Tue'],
    months: [
      {
        title: 'June <2026>',
        weeks: [
          [undefined, day(1)],
          [day(2, 3), day(3, 0, true)],
        ],
      },
    ],
  }
  const html = await htmlOf(contractList(contracts, { weeks }))
  const { tables } = await readPage(html)
  expect(tables[0]).toEqual([
    ['Mon', 'Tue'],
    ['', '1'],
    ['2 3', '3'],
  ])
  expect(tables[1]).toHaveLength(4)
  expect(html).toContain('<caption>June &lt;2026&gt;</caption>')
  expect(html).toContain('<td class="today">3</td>')
})
