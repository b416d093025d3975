import { expect, test } from 'bun:test'
import fc from 'fast-check'
import type { Row } from '../../../src/field/column.ts'
import { fitToWidth, type SizedColumn } from '../../../src/terminal/output/layout.ts'
import { cut, pad, width, wrap } from '../../../src/text/width.ts'
import { batches, clientColumns, clientList, contractColumns, setUp } from './terminal.ts'

const pieces = [
  'a',
  'Anne',
  ' ',
  '  ',
  'é',
  'e\u0301',
  '漢字',
  '👨‍👩‍👧',
  '👍🏽',
  '🇫🇷',
  '☎️',
  '#️⃣',
  'مرحبا',
  'שלום',
  'नमस्ते',
  '\u202e',
  '\x1b[31m',
  '\t',
  '\u200b',
  '🏽',
  '\u0301',
  '\ufe0f',
  '-',
  'x'.repeat(128),
  '€',
  '｡',
  'ﷺ',
]
const texts = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'grapheme', maxLength: 8 })), { maxLength: 12 })
  .map((all) => all.join(''))
const notes = fc.array(texts, { maxLength: 4 }).map((lines) => lines.join('\n'))
const columnsOfTerminals = fc.constantFrom(40, 59, 60, 80, 120)
const runs = { numRuns: 150 }

const rows: fc.Arbitrary<Row[]> = fc.array(
  fc.record({
    id: fc.integer({ min: 1, max: 2_000_000_000 }),
    full_name: texts,
    email: fc.option(texts),
    phone: fc.option(fc.constantFrom('+33612345678', '+67812345678')),
    company_id: fc.option(fc.integer({ min: 1 })),
    company_name: fc.option(texts),
    commercial_id: fc.integer({ min: 1 }),
    commercial_name: texts,
    version: fc.nat(),
    notes: fc.option(notes),
  }),
  { minLength: 1, maxLength: 6 },
)
const columns = [...clientColumns, { key: 'notes', kind: 'lines', label: () => 'Notes' }] as const

/** No line longer than the terminal, no control character, and every frame closed at the same column. */
function expectInside(text: string, columns: number): void {
  expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/)
  let frame: number | undefined
  for (const line of text.split('\n')) {
    expect(width(line)).toBeLessThanOrEqual(columns)
    if (line.startsWith('╭')) {
      expect(frame).toBeUndefined()
      expect(line.endsWith('╮')).toBe(true)
      frame = width(line)
    } else if (frame !== undefined) {
      expect(line).toMatch(/^[│├╰].*[│┤╯]$/u)
      expect(width(line)).toBe(frame)
      if (line.startsWith('╰')) frame = undefined
    }
  }
  expect(frame).toBeUndefined()
}

test('a list never leaves the terminal, and its frame is closed', async () => {
  await fc.assert(
    fc.asyncProperty(rows, columnsOfTerminals, fc.constantFrom('en', 'fr'), async (some, wide, lang) => {
      const { out, stdout } = setUp({ stdout: { isTerminal: true, columns: wide }, lang })
      await out.list(clientList(some, { columns }))
      expectInside(stdout.text, wide)
      expect(stdout.text).toMatch(wide < 60 ? /ID\u00a0?: / : /╭/)
    }),
    runs,
  )
})

test('a card never leaves the terminal, nor do the tables below it', async () => {
  await fc.assert(
    fc.asyncProperty(rows, texts, columnsOfTerminals, async (some, name, wide) => {
      const { out, stdout } = setUp({ stdout: { isTerminal: true, columns: wide } })
      const part = { key: 'clients', title: () => 'CLIENTS', columns, rows: some }
      await out.record({ title: () => `CLIENT 8 · ${name}`, columns, row: some[0] ?? {}, parts: [part] })
      expectInside(stdout.text, wide)
      expect(stdout.text).toStartWith('╭─')
    }),
    runs,
  )
})

test('in ASCII and accessibly nothing leaves the terminal either', async () => {
  await fc.assert(
    fc.asyncProperty(rows, columnsOfTerminals, fc.boolean(), async (some, wide, accessible) => {
      const env = { LC_ALL: 'C', NO_COLOR: '1' }
      const { out, stdout } = setUp({ stdout: { isTerminal: true, columns: wide }, env, globals: { accessible } })
      await out.list(clientList(some, { columns }))
      await out.record({ title: () => 'CLIENT 8 · Kevin', columns, row: some[0] ?? {} })
      for (const line of stdout.lines) expect(width(line)).toBeLessThanOrEqual(wide)
      // Stored text may hold any of our signs.
      const stored = new Set(JSON.stringify(some))
      for (const sign of '╭╮╰╯│─├┤…—·✓') expect(stored.has(sign) || !stdout.text.includes(sign)).toBe(true)
    }),
    runs,
  )
})

test('a cut text fits, ends in the ellipsis and begins as the whole', () => {
  fc.assert(
    fc.property(texts, fc.integer({ min: 0, max: 30 }), (text, max) => {
      const short = cut(text, max, '…')
      expect(width(short)).toBeLessThanOrEqual(max)
      if (short !== text) expect(text.startsWith(short.replace(/…$/, ''))).toBe(true)
      expect(short === text).toBe(width(text) <= max)
    }),
  )
})

test('an emoji family is kept whole or left out', () => {
  expect(cut('👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧', 5, '…')).toBe('👨‍👩‍👧👨‍👩‍👧…')
  expect(cut('👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧', 4, '…')).toBe('👨‍👩‍👧…')
  expect(cut('漢字', 3, '…')).toBe('漢…')
  expect(cut('漢字', 2, '…')).toBe('…')
  expect(cut('漢字', 2, '...')).toBe('..')
  expect(wrap('👨‍👩‍👧👨‍👩‍👧 漢字', 3)).toEqual(['👨‍👩‍👧', '👨‍👩‍👧', '漢', '字'])
})

test('wrapping loses nothing but the spaces at which it breaks', () => {
  fc.assert(
    fc.property(notes, fc.integer({ min: 2, max: 40 }), (text, max) => {
      const lines = wrap(text, max)
      for (const line of lines) expect(width(line)).toBeLessThanOrEqual(max)
      expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''))
    }),
  )
  expect(wrap('a🏽🏽🏽', 3)).toEqual(['a🏽', '🏽', '🏽'])
  expect(wrap('one two three', 7)).toEqual(['one two', 'three'])
  expect(wrap('  - indented text\n\nlast', 12)).toEqual(['  - indented', 'text', '', 'last'])
})

test('a French sign stays with the word before it', () => {
  expect(wrap('Supprimer le client\u00a0? Oui', 20)).toEqual(['Supprimer le', 'client\u00a0? Oui'])
  expect(wrap('Ajouter «\u00a0mot\u00a0» ici', 14)).toEqual(['Ajouter', '«\u00a0mot\u00a0» ici'])
  // A word as wide as the line gives a letter to the sign.
  expect(wrap('Supprimer\u00a0?', 9)).toEqual(['Supprime', 'r\u00a0?'])
  expect(wrap('Supprimer\u00a0?', 10)).toEqual(['Supprime', 'r\u00a0?'])
  const sentence = fc.array(fc.constantFrom('Supprimer', 'le', 'client\u00a0?', '«\u00a0mot\u00a0»', 'à\u00a0: 12'), {
    minLength: 1,
  })
  fc.assert(
    fc.property(sentence, fc.integer({ min: 4, max: 40 }), (words, max) => {
      const lines = wrap(words.join(' '), max)
      expect(lines.filter((line) => /^\s*[?!:;»]+\s*$/.test(line))).toEqual([])
    }),
  )
})

test('padding counts what is shown, on either side', () => {
  expect(pad('é漢', 5)).toBe('é漢  ')
  expect(pad('\x1b[31m12\x1b[39m', 4, 'right')).toBe('  \x1b[31m12\x1b[39m')
  expect(pad('longer', 3)).toBe('longer')
})

const sized = (widths: readonly [key: string, width: number, drop?: number][]): SizedColumn[] =>
  widths.map(([key, wide, drop = 0]) => ({
    column: { key, kind: key.endsWith('amount') ? 'amount' : 'text', label: () => key, dropPriority: drop },
    heading: key,
    width: wide,
    cell: () => ({ text: '', tone: 'none', width: 0 }),
  }))
const keys = (all: readonly SizedColumn[] | undefined) => all?.map((one) => `${one.column.key} ${one.width}`)

test('the least important column goes first, and only as many as must', () => {
  const layout = fitToWidth(
    sized([
      ['name', 18],
      ['phone', 18, 3],
      ['city', 18, 1],
      ['mail', 18, 2],
    ]),
    58,
  )
  expect(keys(layout?.columns)).toEqual(['name 18', 'city 18', 'mail 18'])
  expect(layout?.hidden.map((column) => column.key)).toEqual(['phone'])
  const narrower = fitToWidth(
    sized([
      ['name', 18],
      ['phone', 18, 3],
      ['city', 18, 1],
      ['mail', 18, 2],
    ]),
    57,
  )
  expect(narrower?.hidden.map((column) => column.key)).toEqual(['phone', 'mail'])
})

test('then the widest text is shortened, an amount never', () => {
  const layout = fitToWidth(
    sized([
      ['name', 30],
      ['title', 26],
      ['total_amount', 20],
    ]),
    64,
  )
  expect(keys(layout?.columns)).toEqual(['name 20', 'title 20', 'total_amount 20'])
  expect(
    fitToWidth(
      sized([
        ['name', 30],
        ['total_amount', 60],
      ]),
      64,
    ),
  ).toBeUndefined()
})

test('one very long name does not empty the list', () => {
  const layout = fitToWidth(
    sized([
      ['name', 128],
      ['phone', 18, 3],
    ]),
    60,
  )
  expect(keys(layout?.columns)).toEqual(['name 40', 'phone 18'])
})

test('what was hidden is said, in words; nothing is hidden from a pipe', async () => {
  const row = { id: 8, full_name: 'x'.repeat(40), email: 'y'.repeat(40), commercial_id: 5, commercial_name: 'B' }
  const narrow = setUp({ stdout: { isTerminal: true, columns: 62 } })
  await narrow.out.list(clientList([row]))
  expect(narrow.stderr.text).toBe('Hidden: phone, company. Widen the window or choose with --columns.\n')
  expect(narrow.stdout.text).toContain('xxx…')

  const french = setUp({ stdout: { isTerminal: true, columns: 62 }, lang: 'fr' })
  await french.out.list(clientList([row]))
  expect(french.stderr.text).toBe(
    'Colonnes masquées\u00a0: téléphone, entreprise. Élargissez la fenêtre ou choisissez avec --columns.\n',
  )

  const piped = setUp({ stdout: { columns: 80 } })
  await piped.out.list(clientList([row]))
  expect(piped.stderr.text).toBe('')
  expect(piped.stdout.text).toContain('x'.repeat(40))
  expect(piped.stdout.text).not.toContain('…')
})

test('a shortened reference keeps its id', async () => {
  const row = {
    id: 1,
    client_id: 1234,
    client_name: 'Kevin '.repeat(30),
    total_amount: '9999999999.99',
    is_signed: true,
  }
  const { out, stdout } = setUp({ stdout: { isTerminal: true, columns: 70 } })
  await out.list({ title: () => 'CONTRACTS', columns: contractColumns, rows: batches([row]), limit: 50 })
  expect(stdout.text).toMatch(/│ +1 {2}Kevin.*… \(1234\) {2}/)
})

test('what is typed as it stands is never shortened: the others give way, or the table becomes blocks', async () => {
  const columns = [
    { key: 'code', kind: 'text', label: () => 'Code', noTruncate: true },
    { key: 'allows', kind: 'text', label: () => 'Allows' },
    { key: 'client_id', kind: 'reference', label: () => 'Client' },
  ] as const
  const row = (code: string) => ({
    code,
    allows: 'Put in charge of the support of any event there is',
    ...{ client_id: 1234567, client_name: 'A name that is far too long for this table' },
  })
  for (const [code, wide] of [
    ['event:assign_support', 80],
    ['event:assign_support', 60],
    ['event:assign_support:of_every_commercial', 64],
    ['x'.repeat(55), 60],
    ['x'.repeat(30), 40],
  ] as const) {
    const { out, stdout } = setUp({ stdout: { isTerminal: true, columns: wide } })
    await out.list(clientList([], { columns, rows: batches([row(code)]) }))
    expect(stdout.text).toContain(code)
    expect(stdout.text).toContain('(1234567)')
    for (const line of stdout.lines) expect(width(line)).toBeLessThanOrEqual(wide)
  }
})

test('a text that wraps loses nothing, and its frame is closed', async () => {
  await fc.assert(
    fc.asyncProperty(rows, fc.constantFrom(60, 80, 120), async (some, wide) => {
      const wrapping = columns.map((column) =>
        column.key === 'full_name' ? { ...column, wraps: true as const } : column,
      )
      const { out, stdout } = setUp({ stdout: { isTerminal: true, columns: wide } })
      await out.list(clientList(some, { columns: wrapping }))
      expectInside(stdout.text, wide)
    }),
    runs,
  )
  const text = 'the beginning is the same, and the end is what tells it from the others'
  const { out, stdout } = setUp({ stdout: { isTerminal: true, columns: 60 } })
  const pair = [
    { key: 'id', kind: 'id', label: () => 'ID' },
    { key: 'code', kind: 'text', noTruncate: true, label: () => 'Code' },
    { key: 'text', kind: 'text', wraps: true, label: () => 'Text' },
  ] as const
  await out.list({ ...clientList([{ id: 1, code: 'contract:update:assigned', text }]), columns: pair })
  const parts = stdout.lines.slice(5, -1).map((line) => line.slice(32, -1).trim())
  expect(parts.length).toBeGreaterThan(2)
  expect(parts.join(' ')).toBe(text)
})

test('a text that wraps for so many lines is cut in the last one; others are cut before it gets too narrow', async () => {
  const pair = [
    { key: 'id', kind: 'id', label: () => 'ID' },
    { key: 'name', kind: 'text', label: () => 'Name' },
    { key: 'text', kind: 'text', wraps: 3, comfortable: 30, label: () => 'Text' },
  ] as const
  const linesOf = async (text: string) => {
    const { out, stdout } = setUp({ stdout: { isTerminal: true, columns: 60 } })
    await out.list({ ...clientList([{ id: 1, name: 'x'.repeat(60), text }]), columns: pair })
    expectInside(stdout.text, 60)
    return stdout.lines.slice(5, -1).map((line) => line.slice(-32, -1).trim())
  }
  const word = 'abcdefghi'
  const three = Array.from({ length: 9 }, () => word).join(' ')
  expect(await linesOf(three)).toEqual(Array.from({ length: 3 }, () => `${word} ${word} ${word}`))
  const four = await linesOf(`${three} ${word}`)
  expect(four.slice(0, 2)).toEqual([`${word} ${word} ${word}`, `${word} ${word} ${word}`])
  expect(four[2]).toBe(`${word} ${word} ${word}…`)
  expect(four).toHaveLength(3)
})
