/** The global options are read once, from the bare command line; the command's own parser must see the same values. */
import { expect, test } from 'bun:test'
import { commonOptions } from '../../src/command/options.ts'
import { parse } from '../../src/command/parse.ts'
import { readGlobalOptions } from '../../src/terminal/globals.ts'

const refused = (argv: readonly string[]) =>
  readGlobalOptions(argv).refused.map(({ option, received }) => `${option}=${received}`)

test.each([
  [['--format', 'xml'], ['format=xml']],
  [
    ['--format=', '--lang', 'xx'],
    ['format=', 'lang=xx'],
  ],
  [['--format', '-5'], ['format=-5']],
  [['--json', '--format', 'csv'], ['format=csv']],
  [['--json', '--format', 'JSON', '--lang=FR'], []],
  // A word that is an option is not taken for a value: the parser reports that the value is missing.
  [['--format', '--json'], []],
  [['--', '--format', 'xml'], []],
])('%j: refused %j', (argv, values) => {
  expect(refused(argv)).toEqual(values)
})

test('a refused value counts as absent, and an error about it still has its format and language', () => {
  const { globals } = readGlobalOptions(['--json', '--format', 'csv', '--lang', 'fr', '--lang', 'xx'])
  expect(globals.format).toBe('json')
  expect(globals.lang).toBeUndefined()
  expect(readGlobalOptions(['--format', 'xml', '--lang', 'fr']).globals).toMatchObject({ format: 'table', lang: 'fr' })
})

test.each([
  ['clients.csv', 'csv'],
  ['a.b/Clients.XLSX', 'xlsx'],
  ['agency.ics', 'ics'],
  ['x.json', 'json'],
  ['notes.txt', 'table'],
  ['csv', 'table'],
])('the name %s of a file stands for the format %s, unless another was asked for', (file, format) => {
  expect(readGlobalOptions(['--output', file]).globals.format as string).toBe(format)
  expect(readGlobalOptions([`--output=${file}`, '--format', 'table']).globals.format).toBe('table')
  expect(readGlobalOptions(['--output', file, '--json']).globals.format).toBe('json')
})

test('where the parser finds no fault, both read the same', () => {
  const words = [
    '--json',
    '--quiet',
    '--no-input',
    '--format',
    '--format=csv',
    '--env-file',
    '--lang=en',
    'json',
    'x',
    '-5',
  ]
  const argvs = words.flatMap((a) => words.flatMap((b) => words.map((c) => [a, b, c])))
  let compared = 0
  for (const argv of argvs) {
    const { options, problems } = parse(argv, { options: commonOptions, words: 3 })
    if (problems.length > 0) continue
    const { globals, refused } = readGlobalOptions(argv)
    const format = options.has('json') ? 'json' : options.get('format')
    const known = ['table', 'json', 'csv', 'tsv'].includes(format ?? 'table')
    expect([argv, globals.format as string, globals.envFile, globals.quiet, globals.input]).toEqual([
      ...[argv, known ? (format ?? 'table') : 'table', options.get('env-file')],
      ...[options.has('quiet'), !options.has('no-input')],
    ])
    expect([argv, refused.length > 0]).toEqual([
      argv,
      !known || (options.has('json') && !['json', undefined].includes(options.get('format'))),
    ])
    compared++
  }
  expect(compared).toBeGreaterThan(300)
})
