import { expect, test } from 'bun:test'
import type { Message } from '../../../src/errors.ts'
import { width } from '../../../src/text/width.ts'
import { contractList, contracts, type Setup, setUp } from './terminal.ts'

const applied: readonly Message[] = [
  (t) => (t.lang === 'fr' ? 'non soldés' : 'unpaid'),
  () => 'client Kevin Casey',
  (t) => (t.lang === 'fr' ? 'par reste à payer ↓' : 'by due ↓'),
]

async function listed(o: Setup, pieces = applied) {
  const { out, stdout } = setUp(o)
  await out.list(contractList(contracts, { applied: pieces }))
  return stdout
}

test('the title of a table tells what was applied', async () => {
  const { lines } = await listed({ stdout: { isTerminal: true, columns: 120 } })
  expect(lines[1]).toMatch(/^│ CONTRACTS \(3\) · unpaid · client Kevin Casey · by due ↓ +│$/)
})

test('a title that is too long breaks between its pieces, inside of one only where a piece is wider than the table', async () => {
  const long = [...applied, () => `client ${'Anne-Laure '.repeat(9).trim()}`]
  const { lines } = await listed({ stdout: { isTerminal: true, columns: 80 } }, long)
  const title = lines.slice(
    1,
    lines.findIndex((line) => line.startsWith('├')),
  )
  expect(title.map((line) => line.replace(/^│ | *│$/g, ''))).toEqual([
    'CONTRACTS (3) · unpaid · client Kevin Casey · by due ↓',
    'client Anne-Laure Anne-Laure Anne-Laure Anne-Laure Anne-Laure Anne-Laure',
    'Anne-Laure Anne-Laure Anne-Laure',
  ])
  for (const line of lines) expect(width(line)).toBe(width(lines[0] ?? ''))
})

test('above blocks it breaks at the width of the window', async () => {
  const { lines } = await listed({ stdout: { isTerminal: true, columns: 40 } })
  expect(lines.slice(0, 3)).toEqual(['CONTRACTS (3) · unpaid', 'client Kevin Casey · by due ↓', ''])
})

test('a screen reader gets a sentence, without signs', async () => {
  const terminal = { isTerminal: true, columns: 100 }
  const english = await listed({ stdout: terminal, globals: { accessible: true } })
  expect(english.lines[0]).toBe('CONTRACTS (3): unpaid, client Kevin Casey, by due, descending')
  const french = await listed({ stdout: terminal, globals: { accessible: true }, lang: 'fr' })
  expect(french.lines[0]).toBe(
    'CONTRACTS (3)\u00a0: non soldés, client Kevin Casey, par reste à payer, ordre décroissant',
  )
})

test('without UTF-8 it is ASCII, and what was typed cannot act on the terminal', async () => {
  const { text } = await listed({ stdout: { isTerminal: true, columns: 100 }, env: { LC_ALL: 'C' } }, [
    ...applied,
    () => 'client a\nb\x1b[2J',
  ])
  expect(text).toContain('| CONTRACTS (3) - unpaid - client Kevin Casey - by due v - client a b\\x1b[2J')
})

test.each(['json', 'csv', 'tsv'] as const)('%s does not know it, nor does a plain table', async (format) => {
  for (const globals of [{ format }, {}]) {
    const { out, stdout } = setUp({ globals })
    await out.list(contractList())
    expect((await listed({ globals })).text).toBe(stdout.text)
  }
})
