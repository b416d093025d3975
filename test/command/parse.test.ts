import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { optionsOf } from '../../src/command/options.ts'
import { type ParsedArgs, parse } from '../../src/command/parse.ts'
import type { AnySpec } from '../../src/command/spec.ts'
import { amount } from '../../src/field/amount.ts'
import { text } from '../../src/field/text.ts'
import { yesNo } from '../../src/field/yes-no.ts'
import { languageOf, readGlobalOptions } from '../../src/terminal/globals.ts'
import { field } from '../support/fields.ts'
import { english } from './frame-app.ts'

const label = () => 'label'
const plain = { label, help: label, schema: (t: typeof english) => text(t, { max: 128 }) }

const spec: AnySpec = {
  path: ['contract', 'create'],
  access: 'contract:create',
  fields: {
    fullName: field({ kind: 'text', option: 'full-name', short: 'n', column: 'full_name', ...plain }),
    role: field({ kind: 'text', option: 'role', aliases: ['role-id'], short: 'r', column: 'role_id', ...plain }),
    total: field({
      kind: 'amount',
      option: 'total-amount',
      short: 't',
      column: 'total_amount',
      label,
      help: label,
      schema: amount,
    }),
    signed: field({ kind: 'yes-no', option: 'is-signed', column: 'is_signed', label, help: label, schema: yesNo }),
    password: field({ kind: 'secret', option: 'password', column: 'password', ...plain }),
  },
  switches: {
    management: { option: 'management', short: 'M', help: label },
    commercial: { option: 'commercial', short: 'C', help: label },
  },
  pages: true,
  run: async () => {},
}
const options = optionsOf(spec)
const read = (args: readonly string[], words = 1): ParsedArgs => parse(args, { options, words })
const given = (args: readonly string[]) => {
  const { options: found, problems } = read(args)
  expect(problems).toEqual([])
  return Object.fromEntries(found)
}
const faults = (args: readonly string[], words = 1) => read(args, words).problems.map(({ message }) => message(english))

describe('options and values', () => {
  test.each<[string[], Record<string, string>]>([
    [['--full-name', 'Bob'], { 'full-name': 'Bob' }],
    [['--full-name=Bob'], { 'full-name': 'Bob' }],
    [['--full-name='], { 'full-name': '' }],
    [['--full-name', ''], { 'full-name': '' }],
    [['--full-name=a=b'], { 'full-name': 'a=b' }],
    [['--full-name=-x'], { 'full-name': '-x' }],
    [['--full-name=--json'], { 'full-name': '--json' }],
    [['--full-name', '- a list\n- of two'], { 'full-name': '- a list\n- of two' }],
    [['--full-name', '-'], { 'full-name': '-' }],
    [['-n', 'Bob'], { 'full-name': 'Bob' }],
    [['-nBob'], { 'full-name': 'Bob' }],
    [['-n=Bob'], { 'full-name': 'Bob' }],
    [['--role-id', '2'], { role: '2' }],
    [['-MC'], { management: 'true', commercial: 'true' }],
    [['-MnBob'], { management: 'true', 'full-name': 'Bob' }],
    [['--total-amount', '-5'], { 'total-amount': '-5' }],
    [['--total-amount', '-1 200,50'], { 'total-amount': '-1 200,50' }],
    [['--total-amount', '-€5'], { 'total-amount': '-€5' }],
    [['-t', '-5'], { 'total-amount': '-5' }],
    [['--full-name', '-30d'], { 'full-name': '-30d' }],
    [['-n', '-2w', '--total-amount', '5'], { 'full-name': '-2w', 'total-amount': '5' }],
    [['-n', '\u221230d'], { 'full-name': '\u221230d' }],
    [['--limit', '-1'], { limit: '-1' }],
    [['--is-signed'], { 'is-signed': 'true' }],
    [['--is-signed', 'false'], { 'is-signed': 'false' }],
    [['--is-signed', 'NON'], { 'is-signed': 'NON' }],
    [['--is-signed=maybe'], { 'is-signed': 'maybe' }],
    [['--is-signed', '--json'], { 'is-signed': 'true', json: 'true' }],
    [['--json', '--lang', 'fr', '--no-input'], { json: 'true', lang: 'fr', 'no-input': 'true' }],
  ])('%j', (args, expected) => {
    expect(given(args)).toEqual(expected)
  })

  test('a yes/no option takes no other word', () => {
    expect(read(['--is-signed', '7']).words).toEqual(['7'])
    expect(read(['--is-signed', '1']).words).toEqual([])
  })

  test('after -- everything is a value', () => {
    const { words, options: found } = read(['--json', '--', '--full-name', '-n'], 2)
    expect(words).toEqual(['--full-name', '-n'])
    expect([...found.keys()]).toEqual(['json'])
  })

  test('any value survives behind =', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        expect(given([`--full-name=${value}`])).toEqual({ 'full-name': value })
      }),
    )
  })
})

describe('faults', () => {
  test.each<[string[], string]>([
    [['--nmae', 'Bob'], 'Unknown option: --nmae. Did you mean --full-name?'],
    [['--nmae=Bob'], 'Unknown option: --nmae. Did you mean --full-name?'],
    [['--jsno'], 'Unknown option: --jsno. Did you mean --json?'],
    [['--full-name'], '--full-name needs a value. If the value starts with a dash, write --full-name=-value'],
    [['--full-name', '--json'], '--full-name needs a value. If the value starts with a dash, write --full-name=-value'],
    [['-Mn', '--json'], '--full-name needs a value. If the value starts with a dash, write --full-name=-value'],
    [['--json=yes'], '--json does not take a value.'],
    [['--role', '2', '--role-id', '3'], '--role is given twice with different values.'],
    [['1', '2'], 'Unexpected value "2": this command takes 1 value. Quote a value that contains spaces.'],
  ])('%j', (args, expected) => {
    const shape = { options: options.filter(({ valueKind }) => valueKind !== 'secret'), words: 1 }
    expect(parse(args, shape).problems.map(({ message }) => message(english))).toEqual([expected])
  })

  test('nothing near: what the command has', () => {
    const [said = ''] = faults(['--zzzzzzz'])
    expect(said).toStartWith(
      'Unknown option: --zzzzzzz. Known options: -n, --full-name  -r, --role  -t, --total-amount',
    )
    expect(said).not.toContain('--password ')
    expect(said).not.toContain('--verbose')
  })

  test('all at once', () => {
    expect(faults(['--nmae', '--total-amount', '--json=1'])).toHaveLength(3)
  })

  test('the same value twice is no contradiction', () => {
    expect(faults(['--role', '2', '--role-id', '2'])).toEqual([])
  })
})

describe('secrets', () => {
  const refused =
    '--password does not take a value, because other users of this machine could read it. Pipe the value in with --password-stdin.'

  test.each([[['--password', 'Hunter2Hunter2']], [['--password=Hunter2Hunter2']]])(
    '%j is refused without repeating it',
    (args) => {
      expect(faults(args)).toEqual([refused])
    },
  )

  test.each([
    [['-pHunter2']],
    [['-p', 'Hunter2']],
    [['bob', 'Hunter2']],
    [['--pasword=Hunter2']],
    [['--password-stdin=Hunter2']],
  ])('%j: no fault repeats what may be one', (args) => {
    const said = faults(args)
    expect(said).toHaveLength(1)
    expect(said[0]).not.toContain('unter2')
  })
})

describe('what is known before parsing', () => {
  test.each([
    [['client', 'list', '--json'], 'json'],
    [['--format=json', 'client'], 'json'],
    [['client', '--format', 'csv'], 'csv'],
    [['client', '--format', 'xml'], 'table'],
    [['--', '--json'], 'table'],
  ])('%j: %s', (argv, format) => {
    expect(readGlobalOptions(argv).globals.format as string).toBe(format)
  })

  test.each([
    [['--lang', 'fr'], undefined, { LANG: 'en_GB.UTF-8' }, 'fr'],
    [['--lang=en'], 'fr', {}, 'en'],
    [['--lang', 'xx'], 'fr', {}, 'fr'],
    [[], 'fr', { LC_ALL: 'en_GB.UTF-8' }, 'fr'],
    [[], undefined, { LC_ALL: 'C', LANG: 'fr_FR.UTF-8' }, 'en'],
    [[], undefined, { LC_ALL: '', LC_MESSAGES: 'fr_CA', LANG: 'en_GB' }, 'fr'],
    [[], undefined, { LANG: 'fr_FR@euro' }, 'fr'],
    [[], undefined, { LANG: 'POSIX' }, 'en'],
    [[], undefined, {}, 'en'],
  ])('%j %p %j → %s', (argv, setting, env, lang) => {
    expect(languageOf(readGlobalOptions(argv).globals, setting, env) as string).toBe(lang)
  })
})

test('a word behind a yes/no option that is neither was meant for it, where the command takes no more', () => {
  const open = options.filter(({ valueKind }) => valueKind !== 'secret')
  const parsed = (args: readonly string[]) => parse(args, { options: open, words: 1 })
  for (const args of [
    ['3', '--is-signed', 'maybe'],
    ['--is-signed', 'maybe', '3'],
  ]) {
    const { problems, words } = parsed(args)
    expect(problems.map(({ column, message }) => [column, message(english)])).toEqual([
      ['is_signed', expect.stringContaining('--is-signed: "maybe" is not a yes or no')],
    ])
    expect(problems[0]?.fieldMessage?.(english)).toStartWith('"maybe" is not a yes or no')
    expect(words).toEqual(['3'])
  }
  expect(parsed(['--is-signed', '3']).problems).toEqual([])
  expect(parsed(['--is-signed', '--', '3', 'more']).problems[0]?.column).toBe('arguments')
  // Where a password can be given, the word may be one: it is not shown.
  expect(faults(['3', '--is-signed', 'maybe']).join()).not.toContain('maybe')
})
