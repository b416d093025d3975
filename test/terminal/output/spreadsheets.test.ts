/** `--format excel` and `--format xlsx`, read back by a reader that is not ours. */
import { describe, expect, test } from 'bun:test'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as sheets from '@e965/xlsx'
import fc from 'fast-check'
import { Refused } from '../../../src/errors.ts'
import type { Column, Row } from '../../../src/field/column.ts'
import type { Lang } from '../../../src/i18n/languages.ts'
import type { RecordAnswer } from '../../../src/terminal/output/output.ts'
import { clientColumns, clientList, clients, contractColumns, contractList, contracts, setUp } from './terminal.ts'

/** A workbook of a list, or of a record. */
async function workbookOf(answer: ReturnType<typeof clientList> | RecordAnswer, lang: Lang = 'en') {
  const { out, stdout, stderr } = setUp({ globals: { format: 'xlsx' }, lang })
  await ('rows' in answer ? out.list(answer) : out.record(answer))
  const bytes = Buffer.concat(stdout.bytes)
  return { bytes, stderr, book: sheets.read(bytes, { cellNF: true, cellStyles: true }) }
}
/** The value, type and format of each cell of the first sheet. */
const cells = ({ Sheets, SheetNames }: sheets.WorkBook): Record<string, readonly unknown[]> =>
  Object.fromEntries(
    Object.entries(Sheets[SheetNames[0] ?? ''] ?? {})
      .filter(([at]) => !at.startsWith('!'))
      .map(([at, { t, v, z, f }]) => [at, [t, v, z, ...(f === undefined ? [] : ['formula'])]]),
  )

describe('excel', () => {
  test('French: semicolons, comma, day first, headings, CRLF, BOM; phones as people write them', async () => {
    const { out, stdout } = setUp({ globals: { format: 'excel' }, lang: 'fr' })
    await out.list(contractList())
    expect(stdout.text).toBe(
      '\ufeffID;Client (n°);Client;Total;État;Début\r\n' +
        '1;8;Kevin Casey;1200,50;oui;13/06/2026 14:00\r\n' +
        '2;12;Anne;9999999999,99;non;11/06/2026 00:30\r\n' +
        '3;12;Anne;0,00;non;\r\n',
    )
    const people = setUp({ globals: { format: 'excel' }, lang: 'fr' })
    await people.out.list(clientList([...clients, { ...clients[0], full_name: 'x,=1;=2', phone: '+33 6' }]))
    const [, kevin, anne, odd] = people.stdout.text.split('\r\n')
    expect(kevin).toBe('8;Kevin Casey;kevin@startup.io;+678 12345678;3;Cool Startup LLC;5;Bill Boquet;1')
    expect(anne).toContain(';06 12 34 56 78;')
    expect(odd).toStartWith(`8;"x,'=1;'=2";kevin@startup.io;'+33 6;`)
  })

  test('English: commas and points', async () => {
    const { out, stdout } = setUp({ globals: { format: 'excel' } })
    await out.list(contractList(contracts.slice(0, 1)))
    expect(stdout.text).toBe(
      '\ufeffID,Client (id),Client,Total,State,Start\r\n1,8,Kevin Casey,1200.50,yes,13/06/2026 14:00\r\n',
    )
  })
})

describe('xlsx', () => {
  test('ids and amounts are numbers, dates are dates of the time zone, phones are text, nothing is a formula', async () => {
    const { book } = await workbookOf(contractList(), 'fr')
    const serial = (at: string) => Date.parse(`${at}Z`) / 86_400_000 + 25_569
    const [number, amount, instant] = ['0', '0.00', 'dd/mm/yyyy\\ hh:mm']
    expect(cells(book)).toMatchObject({
      B1: ['s', 'Client (n°)', 'General'],
      E1: ['s', 'État', 'General'],
      ...{ A2: ['n', 1, number], B2: ['n', 8, number], C2: ['s', 'Kevin Casey', 'General'] },
      ...{ D2: ['n', 1200.5, amount], E2: ['b', true, 'General'], F2: ['n', serial('2026-06-13T14:00'), instant] },
      ...{
        D3: ['n', 9999999999.99, amount],
        E3: ['b', false, 'General'],
        F3: ['n', serial('2026-06-11T00:30'), instant],
      },
      ...{ D4: ['n', 0, amount] },
    })
    expect(cells(book)['F4']).toBeUndefined()
    const { book: people } = await workbookOf(clientList([{ ...clients[1], full_name: '=1+1', email: '@x' }]))
    expect(cells(people)).toMatchObject({
      ...{ B2: ['s', '=1+1', 'General'], C2: ['s', '@x', 'General'], D2: ['s', '06 12 34 56 78', '@'] },
    })
  })

  test('a day without a time, and dates that no spreadsheet counts', async () => {
    const columns: Column[] = [{ key: 'day', kind: 'date', label: () => 'Day' }]
    const days = ['2026-10-25', '1900-03-01', '1899-12-31T10:00:00+00:00', 'infinity', '2026-12-31T23:30:00+00:00']
    const { book } = await workbookOf({ ...clientList(days.map((day) => ({ day }))), columns })
    expect(Object.values(cells(book)).slice(1)).toEqual([
      ['n', 46320, 'dd/mm/yyyy'],
      ['n', 61, 'dd/mm/yyyy'],
      ['s', '31/12/1899 10:09', 'General'],
      ['s', 'infinity', 'General'],
      ['n', expect.closeTo(46388 + 0.5 / 24, 9), 'dd/mm/yyyy\\ hh:mm'],
    ])
  })

  test('the first row is bold and frozen; the same rows are the same bytes', async () => {
    const { bytes } = await workbookOf(clientList())
    const parts = sheets.CFB.read(bytes, { type: 'buffer' })
    const xml = (path: string) => Buffer.from((sheets.CFB.find(parts, path)?.content ?? []) as Uint8Array).toString()
    expect(xml('/xl/worksheets/sheet1.xml')).toContain(
      '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>',
    )
    expect(xml('/xl/worksheets/sheet1.xml')).toContain('<c r="A1" s="1"')
    expect(xml('/xl/styles.xml')).toContain('<font><b/>')
    expect((await workbookOf(clientList())).bytes).toEqual(bytes)
  })

  test('a record has a sheet, and so has each part, under names that a workbook takes', async () => {
    const part = { columns: contractColumns, rows: contracts }
    const title = "Contrats: [à venir] / d'Anne, très longs"
    const { book } = await workbookOf({
      ...{ title: () => 'Client 8 · Kevin Casey', columns: clientColumns, row: clients[0] ?? {} },
      parts: [title, title, ''].map((each, at) => ({ ...part, key: `part${at}`, title: () => each })),
    })
    const long = "Contrats   à venir    d'Anne, tr"
    expect(book.SheetNames).toEqual([
      'Client 8 · Kevin Casey',
      long.slice(0, 31),
      `${long.slice(0, 29)} 2`,
      'Epic Events',
    ])
    expect(book.Sheets['Epic Events']?.['D3']?.v).toBe(9999999999.99)
  })

  test('any text comes back; what XML cannot hold too', async () => {
    const columns: Column[] = [{ key: 'notes', kind: 'lines', label: () => 'Notes' }]
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('_x0041_', '_x', '\r\n', '\r', '\u0007', ' ', '<&>"', ']]>', '\ufffe', 'é漢👨‍👩‍👧', '=1+1'),
    )
    const text = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(''))
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 5 }), async (notes) => {
        const { bytes } = await workbookOf({ ...clientList(notes.map((each) => ({ notes: each }))), columns })
        const xml = Buffer.from(
          (sheets.CFB.find(sheets.CFB.read(bytes, { type: 'buffer' }), '/xl/worksheets/sheet1.xml')?.content ??
            []) as Uint8Array,
        ).toString()
        const read = [...xml.matchAll(/<t xml:space="preserve">([^<]*)<\/t>/g)].map(([, found = '']) =>
          unescaped(found),
        )
        expect(read.slice(1)).toEqual(notes.filter((each) => each !== '').map((each) => each.toWellFormed()))
      }),
      { numRuns: 200 },
    )
  })

  test('a text that no cell holds is cut, and a warning says so; a list that no sheet holds is refused, naming csv', async () => {
    const { book, stderr } = await workbookOf(clientList([{ ...clients[0], full_name: 'x'.repeat(40_000) }]))
    expect(String(cells(book)['B2']?.[1])).toHaveLength(32_767)
    expect(stderr.text).toContain('--format csv')

    const columns: Column[] = [{ key: 'n', kind: 'count', label: () => 'N' }]
    const batch: Row[] = Array.from({ length: 1_048_576 / 16 }, () => ({ n: 1 }))
    async function* rows(batches: number) {
      for (let at = 0; at < batches; at++) yield batch
      if (batches === 15) yield batch.slice(1)
    }
    const full = setUp({ globals: { format: 'xlsx' } })
    await full.out.list({ ...clientList([], { rows: rows(15), limit: 0 }), columns })
    const over = setUp({ globals: { format: 'xlsx' } })
    const refused = over.out.list({ ...clientList([], { rows: rows(16), limit: 0 }), columns })
    await expect(refused).rejects.toThrow(Refused)
  })
})

/** Text of XML, and of ECMA-376's ST_Xstring. */
function unescaped(xml: string): string {
  const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&' }
  return xml
    .replace(/&(\w+);/g, (_, name: string) => entities[name] ?? '')
    .replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

const soffice = Bun.which('soffice')
/** An American machine: a date that was recognised is shown the American way. */
const env = { PATH: process.env['PATH'] ?? '', LC_ALL: 'en_US.UTF-8' }

describe.skipIf(!soffice)('LibreOffice', () => {
  test('reads both as they were meant, and calculates nothing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'epic-office-'))
    try {
      const columns = [...contractColumns, ...clientColumns.slice(1, 4)]
      const row = { ...contracts[0], full_name: "L'été =1+1", email: '=1+1', phone: '+33612345678' }
      const { bytes } = await workbookOf({ ...clientList([row]), columns }, 'fr')
      const text = setUp({ globals: { format: 'excel' }, lang: 'fr' })
      await text.out.list({ ...clientList([row]), columns })
      writeFileSync(join(folder, 'book.xlsx'), bytes)
      writeFileSync(join(folder, 'text.csv'), text.stdout.text)
      const convert = (file: string, reading: readonly string[]) => {
        // As text, the cells as they are shown, in UTF-8.
        const to = ['--convert-to', 'txt:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true', '--outdir', folder]
        const own = `-env:UserInstallation=file://${folder}/profile`
        const { exitCode } = Bun.spawnSync([soffice ?? '', own, '--headless', ...reading, ...to, join(folder, file)], {
          env,
        })
        expect(exitCode).toBe(0)
        return readFileSync(join(folder, file.replace(/\w+$/, 'txt')), 'utf8')
      }
      const heading = 'ID,Client (n°),Client,Total,État,Début,Nom complet,Email,Téléphone\n'
      expect(convert('book.xlsx', [])).toBe(
        `${heading}1,8,Kevin Casey,1200.50,TRUE,13/06/2026 14:00,L'été =1+1,=1+1,06 12 34 56 78\n`,
      )
      // Semicolon, quotation mark, UTF-8, from the first line, French: what is no text is recognised as Excel does.
      const french = '--infilter=Text - txt - csv (StarCalc):59,34,76,1,,1036,false,true'
      expect(convert('text.csv', [french])).toBe(
        `${heading}1,8,Kevin Casey,1200.5,oui,06/13/26 02:00 PM,L'été =1+1,'=1+1,06 12 34 56 78\n`,
      )
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }, 120_000)
})
