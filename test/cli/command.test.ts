import { describe, expect, test } from 'bun:test'
import { command } from '../../src/cli/command.ts'
import { field } from '../../src/cli/field.ts'
import { walk } from '../../src/cli/group.ts'
import { amount } from '../../src/cli/values/amount.ts'
import { email } from '../../src/cli/values/email.ts'
import { id } from '../../src/cli/values/id.ts'
import { password } from '../../src/cli/values/password.ts'
import { text } from '../../src/cli/values/text.ts'
import { yesNo } from '../../src/cli/values/yes-no.ts'
import { Cancelled, Forbidden, NotFound, Unauthenticated, Usage } from '../../src/errors.ts'
import { explain } from '../../src/run.ts'
import { esc } from '../support/prompter.ts'
import { call, fieldsOf, frameApp, recorder, rootWith, type Situation, told } from './frame-app.ts'

const help = () => 'help'
const fields = {
  fullName: field({
    kind: 'text',
    option: 'full-name',
    short: 'n',
    column: 'full_name',
    label: () => 'Name',
    help,
    schema: (t) => text(t, { max: 128 }),
  }),
  email: field({
    kind: 'text',
    option: 'email',
    column: 'email',
    label: () => 'Email',
    help,
    schema: (t) => email(t, { max: 128 }),
  }),
  phone: field({
    kind: 'text',
    option: 'phone',
    column: 'phone',
    label: () => 'Phone',
    help,
    nullable: true,
    schema: (t) => text(t, { max: 32 }),
  }),
  companyId: field({
    kind: 'reference',
    option: 'company-id',
    column: 'company_id',
    label: () => 'Company',
    help,
    nullable: true,
    schema: id,
  }),
}
const idField = field({ kind: 'reference', option: 'id', column: 'id', label: () => 'ID', help, schema: id })

const required = ['fullName', 'email'] as const
const companies = async () => [{ value: 3, label: 'Cool Startup LLC' }]

function creating() {
  const ran = recorder()
  const leaf = command({
    path: ['client', 'create'],
    access: 'client:create',
    fields,
    required: [...required],
    choices: { companyId: companies },
    run: ran.run,
  })
  return { leaf, ran }
}

async function create(args: readonly string[], situation: Situation = {}) {
  const { leaf, ran } = creating()
  const frame = frameApp(situation)
  const error = await call(leaf, args, frame.app)
  return { ...frame, error, inputs: ran.inputs }
}

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
    expect(told(error)).toBe('Required and missing: --full-name, --email')
    expect(Object.keys(fieldsOf(error))).toEqual(['full_name', 'email'])
    expect(error?.detail.next).toEqual(['help client create'])
    expect(inputs).toEqual([])
  })

  test('invalid, missing and unknown together', async () => {
    const { error } = await create(['--email', 'nobody', '--company-id', '0', '--frob'])
    expect(Object.keys(fieldsOf(error)).sort()).toEqual(['company_id', 'email', 'frob', 'full_name'])
    expect(fieldsOf(error)['email']).toBe('"nobody" is not an email address; write it as kevin@startup.io.')
    expect(told(error)).toContain('4 things are wrong with this command.')
    expect(told(error)).toContain('--email: "nobody" is not an email address')
    expect(told(error)).toContain('Required and missing: --full-name')
  })

  test('empty means none where there may be none, and is wrong elsewhere', async () => {
    const empty = ['-n', 'Anne', '--email', 'a@b.fr', '--phone', '', '--company-id=']
    expect((await create(empty)).inputs[0]?.values).toMatchObject({ phone: null, companyId: null })
    expect(fieldsOf((await create(['-n', '', '--email', 'a@b.fr'])).error)).toEqual({
      full_name: 'This value must not be empty.',
    })
  })

  test.each([{ CI: '1' }, {}])('nothing is asked with --no-input or in CI %j', async (env) => {
    const args = 'CI' in env ? [] : ['--no-input']
    const { error, prompt } = await create(args, { person: true, env, permissions: ['client:create'] })
    expect(told(error)).toBe('Required and missing: --full-name, --email')
    expect(prompt.asked).toEqual([])
  })
})

describe('with a person', () => {
  test('permission and choices in one connection, closed before the first question; then the command in one line', async () => {
    const { error, inputs, events, prompt, out } = await create(['--email', 'a@b.fr'], {
      person: true,
      permissions: ['client:create'],
      answers: { Name: 'Élodie Garnier', Phone: undefined, Company: 'Cool' },
    })
    expect(error).toBeUndefined()
    prompt.done()
    expect(events).toEqual(['connect', 'facts', 'disconnect'])
    expect(prompt.asked.map(({ message }) => message)).toEqual(['Name', 'Phone', 'Company'])
    expect(inputs[0]?.values).toEqual({ fullName: 'Élodie Garnier', email: 'a@b.fr', companyId: 3 })
    expect(out.stderr).toContain("epic-events client create --full-name 'Élodie Garnier' --email a@b.fr --company-id 3")
    expect(out.stdout).toBe('')
  })

  test.each<[Situation['permissions'], typeof Forbidden | typeof Unauthenticated]>([
    [['client:list'], Forbidden],
    [undefined, Unauthenticated],
  ])('%j: refused before the first question', async (permissions, expected) => {
    const situation = permissions ? { permissions } : {}
    const { error, prompt } = await create([], { person: true, ...situation })
    expect(error).toBeInstanceOf(expected)
    expect(prompt.asked).toEqual([])
  })

  test('a scope is enough to be asked', async () => {
    const answers = ['Anne', 'a@b.fr', undefined, undefined]
    const { error } = await create([], { person: true, permissions: ['client:create:own'], answers })
    expect(error).toBeUndefined()
  })

  test('options are judged before anything else', async () => {
    const { error, events } = await create(['--email', 'nobody'], { person: true, permissions: ['client:create'] })
    expect(Object.keys(fieldsOf(error))).toEqual(['email'])
    expect(events).toEqual([])
  })

  test('Esc: nothing runs', async () => {
    const { error, inputs } = await create([], { person: true, permissions: ['client:create'], answers: [esc] })
    expect(error).toBeInstanceOf(Cancelled)
    expect(inputs).toEqual([])
  })

  test('nothing is asked where all that is required was given', async () => {
    const { prompt, events } = await create(['-n', 'Anne', '--email', 'a@b.fr'], { person: true, permissions: [] })
    expect(prompt.asked).toEqual([])
    expect(events).toEqual([])
  })
})

describe('update', () => {
  async function update(args: readonly string[], situation: Situation = {}) {
    const ran = recorder()
    const leaf = command({
      path: ['client', 'update'],
      access: ['client:update', 'client:assign_commercial'],
      positionals: { id: { field: idField, placeholder: 'ID' } },
      fields,
      versioned: true,
      async present(_, { id }) {
        if (id !== 8) throw new NotFound((t) => t.refusal.notFound)
        return { id, full_name: 'Kevin Casey', email: 'kevin@startup.io', phone: null, company_id: null, version: 4 }
      },
      run: ran.run,
    })
    const frame = frameApp(situation)
    const error = await call(leaf, args, frame.app)
    return { ...frame, error, inputs: ran.inputs }
  }

  test('one option is enough', async () => {
    const { inputs } = await update(['8', '--phone', '123456', '--if-version', '3'])
    expect(inputs[0]).toMatchObject({ args: { id: 8 }, values: { phone: '123456' }, ifVersion: 3 })
  })

  test('no option in a script: the options are named', async () => {
    const { error } = await update(['8'])
    expect(told(error)).toBe(
      'There is nothing to change. Give at least one of: --full-name, --email, --phone, --company-id',
    )
  })

  test('no option with a person: a form with the values of today, and the version it showed', async () => {
    const { inputs, prompt, events } = await update(['8'], {
      person: true,
      permissions: ['client:assign_commercial'],
      answers: { Name: 'Kevin C. Casey', Email: 'kevin@startup.io', Phone: undefined, Company: undefined },
    })
    expect(prompt.asked.map(({ initial }) => initial)).toContain('Kevin Casey')
    expect(inputs).toMatchObject([{ args: { id: 8 }, values: { fullName: 'Kevin C. Casey' }, ifVersion: 4 }])
    expect(events).toEqual(['connect', 'facts', 'disconnect'])
  })

  test('a missing id is asked for first, after the permission', async () => {
    const asked = {
      person: true,
      permissions: ['client:update'] as const,
      answers: ['8', 'Kevin', 'k@c.fr', undefined, undefined],
    }
    const { inputs, events, prompt } = await update([], asked)
    expect(inputs[0]?.args).toEqual({ id: 8 })
    expect(prompt.asked[0]?.message).toBe('ID')
    expect(events).toEqual(['connect', 'facts', 'disconnect', 'connect', 'facts', 'disconnect'])
    expect((await update([], { ...asked, permissions: [] })).prompt.asked).toEqual([])
  })

  test('no form over an invalid option', async () => {
    expect(Object.keys(fieldsOf((await update(['8', '--email', 'x'])).error))).toEqual(['email'])
  })
})

describe('delete', () => {
  async function remove(args: readonly string[], situation: Situation = {}) {
    const ran = recorder()
    const leaf = command({
      path: ['client', 'delete'],
      access: 'client:delete',
      positionals: { id: { field: idField, placeholder: 'ID' } },
      versioned: true,
      confirm: async () => ({ question: () => 'Delete?', version: 4 }),
      run: ran.run,
    })
    const frame = frameApp(situation)
    const error = await call(leaf, args, frame.app)
    return { ...frame, error, inputs: ran.inputs }
  }

  test('in a script --yes is needed, and enough', async () => {
    expect(told((await remove(['8'])).error)).toBe('Without a person to ask, this needs --yes.')
    expect(told((await remove([])).error)).toContain('--yes')
    const { inputs } = await remove(['8', '--yes'])
    expect(inputs).toHaveLength(1)
    expect(inputs[0]).not.toHaveProperty('ifVersion')
  })

  test('a person is asked; yes sends the version that was shown', async () => {
    const { inputs, prompt } = await remove(['8'], {
      person: true,
      permissions: ['client:delete:own'],
      answers: [true],
    })
    expect(inputs[0]?.ifVersion).toBe(4)
    expect(prompt.asked[0]).toMatchObject({ kind: 'confirm', message: 'Delete?', initial: false })
  })

  test('a version given wins over the one shown', async () => {
    const { inputs } = await remove(['8', '--if-version', '3'], {
      person: true,
      permissions: ['client:delete'],
      answers: [true],
    })
    expect(inputs[0]?.ifVersion).toBe(3)
  })

  test('no means nothing happens, and no permission means no question', async () => {
    const no = await remove(['8'], { person: true, permissions: ['client:delete'], answers: [false] })
    expect(no.error).toBeInstanceOf(Cancelled)
    expect(no.inputs).toEqual([])
    expect((await remove(['8'], { person: true, permissions: [] })).prompt.asked).toEqual([])
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
    expect(told((await run([], '')).error)).toBe('Required and missing: --password-stdin')
    expect(told((await run(['--password-stdin'], '\n')).error)).toContain('Nothing came on standard input.')
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

describe('finding the command', () => {
  const { leaf } = creating()
  const root = rootWith({ create: leaf, list: leaf })
  const failing = async (argv: readonly string[]) =>
    walk(root, argv).then(
      () => undefined,
      (error) => error,
    )

  test.each([
    [['client', 'create', '--json'], ['--json'], false],
    [['--json', 'client', 'create'], ['--json'], false],
    [
      ['--lang', 'fr', 'client', '--format', 'csv', 'create', '-n', 'x'],
      ['--lang', 'fr', '--format', 'csv', '-n', 'x'],
      false,
    ],
    [['--lang=fr', 'client', 'create'], ['--lang=fr'], false],
    [['help', 'client', 'create'], [], true],
    [['client', 'help', 'create'], [], true],
    [['client', 'create', 'help'], ['help'], false],
    [['client', 'create', '--', 'list'], ['--', 'list'], false],
  ])('%j', async (argv, args, help) => {
    expect(await walk(root, argv)).toEqual({ node: leaf, args, help })
  })

  test.each([
    [['constructor'], 'Unknown command: constructor', 'help'],
    [['__proto__'], 'Unknown command: __proto__', 'help'],
    [['clinet', 'list'], 'Unknown command: clinet. Did you mean client?', 'help client'],
    [['client', 'lsit'], 'Unknown command: client lsit. Did you mean client list?', 'help client list'],
    [['client', 'toString'], 'Unknown command: client toString', 'help client'],
    [['client', '--jsno'], 'Unknown option: --jsno. Did you mean --json?', 'help client'],
    [
      ['--full-name', 'Bob', 'client', 'create'],
      'Unknown option: --full-name. The options of a command stand behind its name.',
      'help',
    ],
  ])('%j', async (argv, said, next) => {
    const error = await failing(argv)
    expect(told(error)).toBe(said)
    expect(error.detail.next).toEqual([next])
  })
})

describe('what is not ours', () => {
  class PostgresError extends Error {
    override readonly name = 'PostgresError'
    readonly code = '22P02'
  }

  test('a bug: one sentence, exit 1, and nothing the driver said, not even with --verbose', async () => {
    for (const argv of [[], ['--verbose'], ['--json', '--verbose']]) {
      const { app, out } = frameApp()
      expect(await explain(new PostgresError('secret value 42'), argv, app)).toBe(1)
      expect(out.stderr).toContain('This is a bug in epic-events')
      expect(out.stderr).not.toContain('secret value')
      expect(out.stdout).toBe('')
      expect(out.stderr.includes('command.test.ts')).toBe(argv.includes('--verbose'))
    }
  })

  test('--json gives one JSON document', async () => {
    const { app, out } = frameApp()
    await explain(new TypeError('x is undefined'), ['--json'], app)
    expect(JSON.parse(out.stderr).error.code).toBe('internal')
  })

  test('a reader that has gone is no error', async () => {
    const { app, out } = frameApp()
    expect(await explain(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }), [], app)).toBe(0)
    expect(out.stderr).toBe('')
  })
})
