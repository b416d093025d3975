import { describe, expect, test } from 'bun:test'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { openSheet, spreadsheetAt } from '../../src/spreadsheet/open.ts'
import { csvCell, tsvCell, unmarked } from '../../src/text/csv-cell.ts'
import { cellsOf, encoded, fr, inPieces, linesOf, refusalOf, sheetOf } from './files.ts'

const letter = 'Nom;Ville\nZoé Œuvré;Besançon\n'

describe('encodings', () => {
  test.each([
    ['utf-8', 'UTF-8'],
    ['utf-8 with mark', 'UTF-8'],
    ['utf-16le', 'UTF-16'],
    ['utf-16be', 'UTF-16'],
    ['utf-16le without mark', 'UTF-16'],
    ['windows-1252', 'Windows-1252'],
  ] as const)('%s, in pieces of every size', async (encoding, named) => {
    const bytes = encoded(letter, encoding)
    for (const size of [1, 2, 3, 7, bytes.length]) {
      const sheet = await openSheet(inPieces(bytes, size), { keys: [] })
      expect(sheet).toMatchObject({ kind: 'semicolons', encoding: named, separator: ';', headings: ['Nom', 'Ville'] })
      expect(await cellsOf(sheet)).toEqual([['Zoé Œuvré', 'Besançon']])
    }
  })

  test('the first accent in the last of 20 000 rows decides', async () => {
    const text = `nom,note\n${'Bob,rien\n'.repeat(20_000)}Zoé,fin\n`
    for (const encoding of ['utf-8', 'windows-1252'] as const) {
      const rows = await linesOf(await openSheet(new Blob([encoded(text, encoding) as never]), { keys: [] }))
      expect(rows.at(-1)).toEqual({ line: 20_002, cells: ['Zoé', 'fin'] })
    }
  })

  // In Windows-1252 these two characters are the bytes of one in UTF-8, so the beginning of a file says nothing.
  test('an É before a no-break space is Windows-1252 where the rest is', async () => {
    const bytes = encoded('nom\nCAFÉ\u00a0!\nZoé\nRené\nChloé\n', 'windows-1252')
    expect(await cellsOf(await openSheet(inPieces(bytes, 4), { keys: [] }))).toEqual([
      ['CAFÉ\u00a0!'],
      ['Zoé'],
      ['René'],
      ['Chloé'],
    ])
  })

  test('two encodings in one file are refused, with the line', async () => {
    const both = [encoded('nom\nZoé\nÉlodie\n', 'utf-8'), encoded('René\n', 'windows-1252')]
    expect(await refusalOf(() => openSheet(new Blob(both as never[]), { keys: [] }))).toContain(
      '2: The file is UTF-8 at first, but line 4',
    )
  })

  test.each([
    ['a picture', '\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'neither CSV nor an Excel workbook'],
    ['a NUL in the last row', 'nom\nZoe\0\n', 'neither CSV'],
    ['a page that was called .xls', '\n<html><table><tr><td>nom</td></tr></table>', 'neither CSV'],
    ['JSON', '[{"full_name":"Zoe"}]', 'neither CSV'],
    ['an old workbook', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0', 'Excel 97–2003, or one with a password'],
    ['an archive', 'PK\x03\x04 and no more', 'damaged'],
    ['nothing', '', 'no headings'],
    ['empty lines', '\n \n;;\n', 'no headings'],
  ])('%s → 2', async (_, text, sentence) => {
    const work = () => openSheet(new Blob([Uint8Array.from(text, (c) => c.charCodeAt(0))]), { keys: [] })
    expect(await refusalOf(work)).toMatch(new RegExp(`^2: .*${sentence}`))
    expect(await refusalOf(work, fr)).toStartWith('2: ')
  })
})

test('a file by its path, a pipe that comes once, and what cannot be read', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'epic-events-sheet-'))
  try {
    const [file, pipe] = [join(folder, 'a.csv'), join(folder, 'pipe')]
    writeFileSync(file, letter)
    spawnSync('mkfifo', [pipe])
    const writing = Bun.spawn(['sh', '-c', 'cat "$0" > "$1"', file, pipe])
    for (const path of [pipe, file]) {
      const sheet = await openSheet(await spreadsheetAt(path), { keys: [] })
      for (let i = 0; i < 2; i++) expect(await cellsOf(sheet)).toEqual([['Zoé Œuvré', 'Besançon']])
    }
    await writing.exited
    expect(await refusalOf(() => spreadsheetAt(join(folder, 'none.csv')))).toMatch(
      /^2: There is no file .*none\.csv\.$/,
    )
    expect(await refusalOf(() => spreadsheetAt(folder), fr)).toEndWith('est un dossier.')
  } finally {
    rmSync(folder, { recursive: true })
  }
})

describe('separators', () => {
  test.each([
    [',', 'nom,email\nBob,b@x.fr\n'],
    [';', 'Nom;Montant\nBob;1,5\nZoe;2,5\n'],
    [';', 'Nom;Adresse, ville\nBob;1 rue A, Paris\n'],
    ['\t', 'Nom\tNotes\nBob\ta, b; c\n'],
    ['|', 'nom|note\nBob|a;b\n'],
    // TablePress#198: the headings have one separator less than the rows.
    [';', 'a;b\n1,0;2,0;3\n4,0;5,0;6\n7,0;8,0;9\n'],
    // Quoted separators count for nothing.
    [',', 'nom,"a;b;c;d"\n"x;y;z;t",2\n'],
    [';', 'sep=;\nnom,prénom;âge\nA,B;3\n'],
    [',', 'nom\nBob; et Zoe\n'],
  ])('%j', async (separator, text) => {
    const sheet = await sheetOf(text)
    expect(sheet.separator as string).toBe(separator)
    await linesOf(sheet)
  })
})

describe('rows', () => {
  test('each has its line: after quoted line breaks, empty lines, in every kind of line end', async () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const text = ['sep=,', 'nom,note', '', 'Bob,"deux', 'lignes"', ' , ', 'Zoe,"fin"', 'Max,'].join(end)
      for (const size of [1, 5, 1000])
        expect(await linesOf(await openSheet(inPieces(encoded(text, 'utf-8'), size), { keys: [] }))).toEqual([
          { line: 4, cells: ['Bob', `deux${end}lignes`] },
          { line: 7, cells: ['Zoe', 'fin'] },
          { line: 8, cells: ['Max', ''] },
        ])
    }
  })

  test('lines that end differently in one file', async () => {
    expect(await cellsOf(await sheetOf('a,b\r\n1,2\n3,"4"\r\n5,6\r\n7,12"\r\n'))).toEqual([
      ['1', '2'],
      ['3', '4'],
      ['5', '6'],
      ['7', '12"'],
    ])
  })

  test('a row with too many cells, and a value without a heading, are problems of that row alone', async () => {
    const rows = await linesOf(await sheetOf('a,,c,,\n1,,3\n1,x,3\n1,,3,,\n1,,3,4\n1\n'))
    expect(rows.map(({ line, cells, problem }) => [line, cells, problem?.(fr)])).toMatchObject([
      [2, ['1', '', '3'], undefined],
      [3, ['1', 'x', '3'], "Il y a une valeur dans la colonne 2, qui n'a pas d'en-tête."],
      [4, ['1', '', '3'], undefined],
      [5, ['1', '', '3', '4'], expect.stringContaining('4 cellules')],
      [6, ['1', '', ''], undefined],
    ])
  })

  test('a quotation mark that is not closed is refused with the line on which it opens', async () => {
    const rest = 'Zoe,1\n'.repeat(400_000)
    for (const [text, line] of [
      ['nom,note\nBob,"x\nZoe,1\n', 2],
      ['nom,note\n\nBob,1\nMax,"Le "Zinc" bar"\nZoe,1\n', 4],
      [`nom,note\nA,1\n"Bob,1\n${rest}`, 3],
    ] as const)
      expect(await refusalOf(async () => linesOf(await sheetOf(text)))).toContain(
        `2: Line ${line} has a quotation mark`,
      )
  })
})

/** Texts with everything that a reader of CSV stumbles over. */
const cell = fc
  .oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.string({ unit: fc.constantFrom(...'ab"\',;\t|\n\r=+-@ \\é\ufeff\uff1d'), maxLength: 12 }),
  )
  .filter((text) => !text.includes('\0'))
const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 5 })

describe('what the program writes is read as it was', () => {
  test('CSV with every separator and line end, in pieces of every size', async () => {
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n'),
        fc.constantFrom('utf-8', 'utf-8 with mark', 'utf-16le', 'utf-16be'),
        fc.integer({ min: 1, max: 40 }),
        async (rows, separator, end, encoding, size) => {
          const lines = [['Un', 'Deux', 'Trois'], ...rows].map(
            (row) => row.map((each) => csvCell(each)).join(separator) + end,
          )
          const sheet = await openSheet(inPieces(encoded(lines.join(''), encoding as 'utf-8'), size), { keys: [] })
          expect(sheet.kind).toBe(separator === ';' ? 'semicolons' : 'csv')
          expect(await values(sheet)).toEqual(rows.filter(hasText))
        },
      ),
      { numRuns: 100 },
    )
  })

  test('a quotation mark in TSV is a character', async () => {
    const sheet = await sheetOf('id\tfull_name\n1\t"Le Zinc\n2\t""a"\n', ['id', 'full_name'])
    expect(await cellsOf(sheet)).toEqual([
      ['1', '"Le Zinc'],
      ['2', '""a"'],
    ])
  })

  test('TSV, whose cells are escaped and never quoted', async () => {
    const keys = ['id', 'full_name', 'phone']
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 40 }), async (rows, size) => {
        const lines = [keys, ...rows.map((row) => row.map((each) => tsvCell(each)))].map((row) => `${row.join('\t')}\n`)
        const sheet = await openSheet(inPieces(encoded(lines.join(''), 'utf-8'), size), { keys })
        expect(sheet.kind).toBe('tsv')
        expect(await values(sheet)).toEqual(rows.filter((row) => lines[rows.indexOf(row) + 1]?.trim() !== ''))
      }),
      { numRuns: 100 },
    )
  })
})

const hasText = (row: readonly string[]) => row.join('').trim() !== ''

async function values(sheet: Awaited<ReturnType<typeof openSheet>>) {
  return (await cellsOf(sheet)).map((cells) =>
    cells.map((text) => unmarked(text, sheet.kind === 'tsv' ? 'tsv' : 'csv')),
  )
}
