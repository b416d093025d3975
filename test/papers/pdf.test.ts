/**
 * A paper as PDF. What is written into it is asserted on the document that the library gets; what a reader reads of it, where pdftotext
 * (Debian: poppler-utils) is there, on the file.
 */
import { afterAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fonts, printable } from '../../src/papers/fonts.ts'
import { type Paper, type Section, shown } from '../../src/papers/paper.ts'
import { definition, paperPdf } from '../../src/papers/pdf.ts'

setDefaultTimeout(60_000)

const canRead = Bun.which('pdftotext') !== null
const folder = mkdtempSync(join(tmpdir(), 'epic-pdf-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const paperOf = (title: string, ...sections: readonly Section[]): Paper => ({
  title,
  updatedAt: '2026-06-12T08:00:00.123456+00:00',
  sheets: [{ kind: 'Event sheet', title, sections, foot: 'Event 7' }],
})

/** What the pages of a paper say: those of the document, and those of the file as a reader sees them. */
async function pagesOf(paper: Paper) {
  const file = join(folder, 'paper.pdf')
  const { bytes, ...said } = await paperPdf(paper, 'fr')
  writeFileSync(file, bytes)
  const read = () => Bun.spawnSync(['pdftotext', '-layout', file, '-']).stdout.toString().split('\f').slice(0, -1)
  const known = printable(paper, await fonts()).paper
  return { ...said, bytes, written: textsOf(definition(known, 'fr')), pages: canRead ? read() : undefined }
}

/** All texts of a document, in their order. */
function textsOf(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(textsOf)
  if (typeof node !== 'object' || node === null) return []
  const { text, ...rest } = node as { readonly text?: unknown }
  return [...(typeof text === 'string' ? [text] : []), ...Object.values(rest).flatMap(textsOf)]
}

const words = (pages: readonly string[] = []) => pages.join(' ').replaceAll(/\s+/g, ' ')

test('facts, a table and paragraphs: all of them, with the spaces of French amounts, and the dates of the data', async () => {
  const paper = paperOf(
    'Soirée des nouvelles cuvées',
    { title: 'Montants', facts: [{ label: 'Total', value: '27\u202f500,00\u00a0€' }] },
    {
      title: 'Paiements',
      table: {
        columns: [{ label: 'Payé le' }, { label: 'Référence' }, { label: 'Montant', right: true }],
        rows: [['12/06/2026', 'VIR <12>', '400,00\u00a0€']],
        total: ['Total payé', '', '400,00\u00a0€'],
      },
    },
    { title: 'Notes', text: 'Première ligne.\n\n  Troisième, en retrait : « Œuvre ».' },
  )
  const { written, pages, bytes, lacking, fromTheRight } = await pagesOf(paper)
  expect({ lacking, fromTheRight }).toEqual({ lacking: [], fromTheRight: false })
  expect(written).toEqual([
    ...['Event sheet', 'Soirée des nouvelles cuvées', 'Montants', 'Total', '27\u202f500,00\u00a0€', 'Paiements'],
    ...[
      'Payé le',
      'Référence',
      'Montant',
      '12/06/2026',
      'VIR <12>',
      '400,00\u00a0€',
      'Total payé',
      '',
      '400,00\u00a0€',
    ],
    ...['Notes', 'Première ligne.', '\n  Troisième, en retrait : « Œuvre ».'],
  ])
  expect(Buffer.from(bytes).toString('latin1')).toMatch(/^%PDF-1\.\d[\s\S]*\(D:20260612080000Z\)[\s\S]*%%EOF\n?$/)
  expect((await paperPdf(paper, 'fr')).bytes).toEqual(bytes)
  if (!pages) return
  expect(pages).toHaveLength(1)
  const [page = ''] = pages
  expect(page).toMatch(/Total +27.500,00.€/)
  expect(page).toMatch(/12\/06\/2026 +VIR <12> +400,00.€\n/)
  expect(page).toMatch(/Total payé +400,00.€\n/)
  expect(page).toContain('Troisième, en retrait : « Œuvre ».')
  expect(page).toMatch(/Event 7 +1 ?\/ ?1/)
})

test.each([
  `</title><script>alert('1')</script> \\(x\\) "l'été" {{page}}`,
  'Fête \u202egnp.exe\u2066',
  'x'.repeat(128),
  'Wagner-'.repeat(18),
])('a hostile title stays text: %s', async (title) => {
  const safe = shown(paperOf(title, { title: 'Lieu', facts: [{ label: 'Adresse', value: title }] }))
  const { written, pages, lacking } = await pagesOf(safe)
  const expected = title.replace('\u202e', '\\u{202e}').replace('\u2066', '\\u{2066}')
  expect({ lacking, found: written.filter((text) => text === expected).length }).toEqual({ lacking: [], found: 2 })
  const letters = (text: string) => text.replaceAll(/\s/g, '').replaceAll('Adresse', '')
  if (pages) expect(letters(words(pages)).split(letters(expected))).toHaveLength(3)
})

test('what the fonts lack is replaced by a sign and named; text that is read from the right is told', async () => {
  const emoji = await pagesOf(paperOf('山田 花子 🎉 and 👩‍👩‍👧 👍🏽 ok ❤️ ✓'))
  expect(emoji.lacking).toEqual(['山', '田', '花', '子', '🎉', '👩‍👩‍👧', '👍🏽'])
  expect(emoji.fromTheRight).toBe(false)
  expect(emoji.written).toContain('\ufffd\ufffd \ufffd\ufffd \ufffd and \ufffd \ufffd ok ❤ ✓')
  if (emoji.pages) expect(words(emoji.pages)).toContain('\ufffd\ufffd \ufffd\ufffd \ufffd and \ufffd \ufffd ok ❤ ✓')
  for (const text of ['ليلى حداد', 'שלום']) {
    expect(await pagesOf(paperOf('Fête', { title: 'Notes', text }))).toMatchObject({ fromTheRight: true })
  }
  expect((await pagesOf(paperOf('Ελληνικά, Русский, Tiếng Việt, Łódź, ₣ № ½'))).lacking).toEqual([])
})

test('a paper of ten pages: no row is lost, a heading stands again on each page, and each page has its foot', async () => {
  const rows = Array.from({ length: 420 }, (_, at) => [`row ${at + 1}`, `Reference ${at + 1}`, '1,00 €'])
  const columns = [{ label: 'Day' }, { label: 'Reference' }, { label: 'Amount', right: true as const }]
  const notes = Array.from({ length: 60 }, (_, at) => `note ${at + 1}`).join('\n')
  // A single paragraph, longer than a page.
  const one = `${'word '.repeat(1990)}the end`
  const { pages } = await pagesOf(
    paperOf(
      'Long',
      ...[
        { title: 'Notes', text: notes },
        { title: 'One', text: one },
        { title: 'Payments', table: { columns, rows } },
      ],
      { title: 'Again', text: notes },
    ),
  )
  if (!pages) return
  expect(pages.length).toBeGreaterThanOrEqual(10)
  const lines = pages.flatMap((page) => page.split('\n').map((line) => line.trim()))
  for (const [row = ''] of rows) expect(lines.filter((line) => line.startsWith(`${row} `))).toHaveLength(1)
  for (let at = 1; at <= 60; at++) expect(lines.filter((line) => line === `note ${at}`)).toHaveLength(2)
  const all = words(pages)
  expect(all.match(/\bword\b/g)).toHaveLength(1990)
  expect(all).toContain('the end')
  for (const [at, page] of pages.entries()) {
    if (page.includes('row ')) expect(page).toMatch(/^ *Payments\n/m)
    expect(page).toMatch(new RegExp(`Event 7 +${at + 1} ?/ ?${pages.length}\n`))
  }
})

test('200 events at once: each begins on a page of its own, with a foot of its own', async () => {
  const sheets = Array.from({ length: 200 }, (_, at) => ({
    ...{ kind: 'Event sheet', title: `Fête ${at + 1}`, foot: `Event ${at + 1}` },
    sections: [{ title: 'When', facts: [{ label: 'When', value: `day ${at + 1}` }] }],
  }))
  const { pages, written } = await pagesOf({ ...paperOf('All'), sheets })
  expect(written.filter((text) => text.startsWith('day '))).toHaveLength(200)
  if (!pages) return
  expect(pages).toHaveLength(200)
  for (const [at, page] of pages.entries()) {
    expect(words([page])).toMatch(new RegExp(`^ ?Event sheet Fête ${at + 1} When .*Event ${at + 1} ${at + 1} ?/ ?200`))
  }
})
