import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { equivalent } from '../../src/command/equivalent-command.ts'
import type { Field } from '../../src/field/field.ts'
import { text } from '../../src/field/text.ts'
import { catalog } from '../../src/i18n/catalog.ts'
import { quoted } from '../../src/text/shell.ts'
import { field } from '../support/fields.ts'

setDefaultTimeout(60_000)

const t = catalog('en', 'Europe/Paris')
const of = (kind: Field['kind'], option: string) =>
  field({
    kind,
    option,
    column: option,
    label: () => option,
    help: () => option,
    schema: (words) => text(words, { max: 99 }),
  })
const fields = {
  fullName: of('text', 'full-name'),
  password: of('secret', 'password'),
  phone: of('text', 'phone'),
  startDate: of('date', 'start-date'),
  total: of('amount', 'total-amount'),
  isSigned: of('yes-no', 'is-signed'),
  clientId: of('reference', 'client-id'),
}

test('says what was given or answered, in the order of the options, without secrets', () => {
  const values = {
    ...{
      clientId: 7,
      password: 'Secr3t!!',
      fullName: "L'été d'Anne",
      startDate: '2026-06-12T12:00:00Z',
      total: '1200.5',
    },
    ...{ isSigned: false, phone: undefined },
  }
  expect(equivalent(['contract', 'create'], [], fields, values, t)).toBe(
    `contract create --full-name "L'été d'Anne" --start-date '12/06/2026 14:00' --total-amount 1200.50 --is-signed false --client-id 7`,
  )
})

test('ids and names come first, in a list or by name; an emptied value is empty; a dash is no option', () => {
  expect(equivalent(['client', 'update'], [12], fields, { phone: null, fullName: '-Anne' }, t)).toBe(
    "client update 12 --full-name=-Anne --phone ''",
  )
  expect(equivalent(['role', 'grant'], { role: "l'équipe", permissions: ['a:b', 'c:d:e'] }, fields, {}, t)).toBe(
    `role grant "l'équipe" a:b c:d:e`,
  )
})

const words = [
  ...[
    '',
    'plain',
    'été',
    'a b',
    "l'été",
    `d'"Anne"`,
    '$HOME',
    '`id`',
    "it's $5",
    'back\\slash',
    "back\\slash'",
    '!!',
    "'!'",
    '=ls',
    '~',
    '*',
    '#1',
  ],
  ...[
    'a;b',
    'a&b',
    'a|b',
    '(x)',
    '<>',
    'tab\there',
    'two\nlines',
    "l'un\nl'autre\\n",
    '👩‍👩‍👧',
    'x\u202ey',
    '日本語',
    "'",
    "''",
    '%s',
    '{a,b}',
    '\\',
  ],
]

describe('a shell reads back every word', () => {
  test.each(words)('%j', async (word) => {
    const shell = Bun.spawn(['bash', '-c', `printf '%s' ${quoted(word)}`], {
      stdout: 'pipe',
      env: { LC_ALL: 'C.UTF-8' },
    })
    expect(await shell.stdout.text()).toBe(word)
    expect(quoted(word)).not.toMatch(/[\x00-\x1f\u202e]/)
  })

  test('and needs nothing but POSIX of 2017 for a word of one printable line', () => {
    for (const word of words.filter((each) => !/[\t\n\u202e]/.test(each))) expect(quoted(word)).not.toStartWith('$')
  })
})
