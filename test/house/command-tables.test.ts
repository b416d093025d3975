/** The tables of commands in the READMEs and in docs/PRODUCT.md say what the program says. */
import { describe, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { helpWords } from '../../src/i18n/help.ts'
import { documents, groups, readmeTable, referenceTable, withTable } from './command-tables.ts'

const root = resolve(import.meta.dir, '../..')

/** What is to be done about a document, or that nothing is. */
const state = (path: string, written: string, wanted: string) =>
  written === wanted ? 'up to date' : `${path} is out of date: run \`bun run readme\` and commit what it writes`

const wanted = await documents()
test.each([...wanted])('%s is up to date', (path, text) => {
  expect(state(path, readFileSync(join(root, path), 'utf8'), text)).toBe('up to date')
})

describe('a table that is out of date is noticed', () => {
  const document = [
    '# A guide',
    '<!-- commands: written by a script -->',
    '',
    '| old |',
    '',
    '<!-- /commands -->',
    'More.',
  ]

  test('a summary that changed, and an option that was added', async () => {
    const all = await groups()
    const help = await helpWords('en')
    const login = { ...help.commands.login, summary: 'Something else' }
    const changed = readmeTable(all, 'en', { ...help, commands: { ...help.commands, login } })
    expect(changed).toContain('| `login` | Something else |')
    expect(state('a', changed.join('\n'), readmeTable(all, 'en', help).join('\n'))).toContain('bun run readme')

    const more = all.map((group) => ({ ...group, specs: group.specs.map((spec) => ({ ...spec, versioned: true })) }))
    expect(state('a', referenceTable(more).join('\n'), referenceTable(all).join('\n'))).toContain('bun run readme')
  })

  test('only what stands between the markers is written, and twice is as good as once', () => {
    const once = withTable(document.join('\n'), ['| new |'])
    expect(once).toBe(document.join('\n').replace('old', 'new'))
    expect(withTable(once, ['| new |'])).toBe(once)
  })

  test('a document without the markers is an error', () => {
    expect(() => withTable('# A guide', [])).toThrow('<!-- commands')
  })
})
