import { describe, expect, test } from 'bun:test'
import { command } from '../../src/command/command.ts'
import { Usage } from '../../src/errors.ts'
import { amount } from '../../src/field/amount.ts'
import { password } from '../../src/field/password.ts'
import { yesNo } from '../../src/field/yes-no.ts'
import { field } from '../support/fields.ts'
import { create, help, idField } from './client-commands.ts'
import { call, fieldsOf, frameApp, recorder, told } from './frame-app.ts'

describe('in a script', () => {
  test('values reach run as their schemas read them; what was not given is absent', async () => {
    const { error, inputs, events } = await create(['-n', " L'été d'Anne ", '--email', 'ANNE@Example.fr'])
    expect(error).toBeUndefined()
    expect(inputs).toEqual([
      {
        args: {},
        values: { fullName: "L'été d'Anne", email: 'anne@example.fr' },
        flags: {},
        page: { limit: 50, after: 0, count: false },
      },
    ])
    // Nothing to ask, so nothing to look up: the statement of the verb judges the permission.
    expect(events).toEqual([])
  })

  test('all that is missing is named at once', async () => {
    const { error, inputs } = await create([])
    expect(error).toBeInstanceOf(Usage)
    expect(told(error)).toBe('Missing required values: --full-name, --email')
    expect(Object.keys(fieldsOf(error))).toEqual(['full_name', 'email'])
    expect(error?.detail.next).toEqual(['help client create'])
    expect(inputs).toEqual([])
  })

  test('invalid, missing and unknown together', async () => {
    const { error } = await create(['--email', 'nobody', '--company-id', '0', '--frob'])
    expect(Object.keys(fieldsOf(error)).sort()).toEqual(['company_id', 'email', 'frob', 'full_name'])
    expect(fieldsOf(error)['email']).toBe('"nobody" is not an email address. Write it like kevin@startup.io.')
    expect(told(error)).toContain('4 errors in this command:')
    expect(told(error)).toContain('--email: "nobody" is not an email address')
    expect(told(error)).toContain('Missing required value: --full-name')
  })

  test('empty means none where there may be none, and is wrong elsewhere', async () => {
    const empty = ['-n', 'Anne', '--email', 'a@b.fr', '--phone', '', '--company-id=']
    expect((await create(empty)).inputs[0]?.values).toMatchObject({ phone: null, companyId: null })
    expect(fieldsOf((await create(['-n', '', '--email', 'a@b.fr'])).error)).toEqual({
      full_name: 'The value cannot be empty.',
    })
  })

  test.each([{ CI: '1' }, {}])('nothing is asked with --no-input or in CI %j', async (env) => {
    const args = 'CI' in env ? [] : ['--no-input']
    const { error, prompt } = await create(args, { person: true, env, permissions: ['client:create'] })
    expect(told(error)).toBe('Missing required values: --full-name, --email')
    expect(prompt.asked).toEqual([])
  })
})

describe('secrets', () => {
  const secret = (option: string) =>
    field({ kind: 'secret', option, column: option.replace('-', '_'), label: () => option, help, schema: password })

  async function run(args: readonly string[], stdin: string, two = false) {
    const ran = recorder()
    const leaf = two
      ? command({
          path: ['user', 'update-password'],
          access: 'signed-in',
          fields: { present: secret('present-password'), password: secret('password') },
          required: ['password'],
          run: ran.run,
        })
      : command({
          path: ['login'],
          access: 'public',
          fields: { password: secret('password') },
          required: ['password'],
          run: ran.run,
        })
    const { app } = frameApp({ stdin })
    return { error: await call(leaf, args, app), values: ran.inputs[0]?.values }
  }

  test.each([
    ['Secret123\n', 'Secret123'],
    ['Secret123\r\n', 'Secret123'],
    ['Secret123', 'Secret123'],
    [' Secret 123 \n', ' Secret 123 '],
  ])('%j on standard input', async (stdin, expected) => {
    expect((await run(['--password-stdin'], stdin)).values).toEqual({ password: expected })
  })

  test('two secrets: a line each; one line alone is the last', async () => {
    expect((await run(['--password-stdin'], 'Old12345\nNew12345\n', true)).values).toEqual({
      present: 'Old12345',
      password: 'New12345',
    })
    expect((await run(['--password-stdin'], 'New12345\n', true)).values).toEqual({ password: 'New12345' })
  })

  test('missing, empty and weak ones are told without repeating them', async () => {
    expect(told((await run([], '')).error)).toBe('Missing required value: --password-stdin')
    expect(told((await run(['--password-stdin'], '\n')).error)).toContain('Standard input is empty.')
    const weak = told((await run(['--password-stdin'], 'weakone\n')).error)
    expect(weak).toContain('password')
    expect(weak).not.toContain('weakone')
  })
})

describe('lists, words and switches', () => {
  const ran = recorder()
  const leaf = command({
    path: ['role', 'grant'],
    access: 'signed-in',
    positionals: {
      role: { field: idField, placeholder: 'ROLE' },
      codes: { field: { ...idField, column: 'permission' }, placeholder: 'PERMISSION', many: true },
    },
    fields: {
      amount: field({ kind: 'amount', option: 'amount', column: 'amount', label: help, help, schema: amount }),
      signed: field({ kind: 'yes-no', option: 'signed', column: 'signed', label: help, help, schema: yesNo }),
    },
    switches: { onlyMine: { option: 'only-mine', help } },
    pages: true,
    run: ran.run,
  })

  test('all kinds at once', async () => {
    const args = [
      '3',
      '7',
      '--only-mine',
      '8',
      '--limit',
      '0',
      '--after=9',
      '--count',
      '--signed',
      'non',
      '--amount',
      '1 200,50',
    ]
    expect(await call(leaf, args, frameApp().app)).toBeUndefined()
    expect(ran.inputs.at(-1)).toEqual({
      args: { role: 3, codes: [7, 8] },
      values: { amount: '1200.50', signed: false },
      flags: { onlyMine: true },
      page: { limit: 0, after: 9, count: true },
    })
  })

  test('faults name the word and the option', async () => {
    const error = await call(leaf, ['x', '--limit', '-1', '--amount', '-5', '--format', 'jsno'], frameApp().app)
    expect(Object.keys(fieldsOf(error)).sort()).toEqual(['amount', 'format', 'id', 'limit', 'permission'])
    expect(told(error)).toContain('ROLE: "x" is not an id')
    expect(told(error)).toContain('PERMISSION…')
    expect(told(error)).toContain('Did you mean json?')
  })
})

test('a misspelt property of a positional or of its choices does not compile', () => {
  const path = ['client', 'view'] as const
  const common = { path, access: 'client:view', run: async () => {} } as const
  const pick = { question: () => 'Which?', choices: async () => [] }
  const inOrder = { id: { field: idField, placeholder: 'ID', pick: { ...pick, inOrder: true } } } as const
  const repeated = { id: { field: idField, placeholder: 'ID', repeated: true } } as const
  const presorted = { id: { field: idField, placeholder: 'ID', pick: { ...pick, presorted: true } } } as const
  const leaves = [
    command({ ...common, positionals: presorted }),
    // @ts-expect-error there is no inOrder
    command({ ...common, positionals: inOrder }),
    // @ts-expect-error there is no repeated
    command({ ...common, positionals: repeated }),
  ]
  expect(leaves).toHaveLength(3)
})
