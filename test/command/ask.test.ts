import { describe, expect, test } from 'bun:test'
import { command } from '../../src/command/command.ts'
import { Cancelled, Forbidden, NotFound, Unauthenticated } from '../../src/errors.ts'
import { esc } from '../support/prompter.ts'
import { create, fields, idField } from './client-commands.ts'
import { call, fieldsOf, frameApp, recorder, type Situation, told } from './frame-app.ts'

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
      async current(_, { id }) {
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
    expect(told(error)).toBe('Nothing to change. Give at least one of: --full-name, --email, --phone, --company-id')
  })

  test('no option with a person: a form with the values of today, and what it showed', async () => {
    const { inputs, prompt, events } = await update(['8'], {
      person: true,
      permissions: ['client:update:own'],
      answers: { Name: 'Kevin C. Casey', Email: 'kevin@startup.io', Phone: undefined, Company: undefined },
    })
    expect(prompt.asked.map(({ initial }) => initial)).toContain('Kevin Casey')
    expect(inputs).toMatchObject([
      { args: { id: 8 }, values: { fullName: 'Kevin C. Casey' }, expected: { version: 4 } },
    ])
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
    expect(told((await remove(['8'])).error)).toBe("Can't ask for confirmation here: add --yes.")
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

describe('a record to be chosen', () => {
  const offering = (choices: readonly number[]) =>
    command({
      path: ['client', 'view'],
      access: 'client:view',
      positionals: {
        id: {
          field: idField,
          placeholder: 'ID',
          pick: {
            question: (t) => t.ask.which.client,
            choices: async () => choices.map((value) => ({ value, label: `Client ${value}` })),
          },
        },
      },
      run: async () => {},
    })
  const asked = async (choices: readonly number[], answers: Situation['answers']) => {
    const frame = frameApp({ person: true, permissions: ['client:view'], ...(answers ? { answers } : {}) })
    const error = await call(offering(choices), [], frame.app)
    return { error, asked: frame.prompt.asked, events: frame.events, stderr: frame.out.stderr }
  }

  test('comes from a list, fetched before the question; the command is told', async () => {
    const { error, asked: questions, events, stderr } = await asked([7, 8], [8])
    expect(error).toBeUndefined()
    expect(questions).toMatchObject([{ kind: 'choose', message: 'Which client?', choices: ['Client 7', 'Client 8'] }])
    expect(events).toEqual(['connect', 'facts', 'disconnect'])
    expect(stderr).toContain('epic-events client view 8')
  })

  test('is typed by its id where a list would be too long to search', async () => {
    const many = Array.from({ length: 10_001 }, (_, at) => at + 1)
    const { error, asked: questions } = await asked(many, ['x', '9000'])
    expect(error).toBeUndefined()
    expect(questions).toMatchObject([
      { kind: 'text', refused: expect.stringContaining('x') },
      { kind: 'text', message: 'Which client?' },
    ])
  })

  test('is refused in a sentence where there is none', async () => {
    const { error, asked: questions } = await asked([], [])
    expect(told(error)).toBe('Which client? There is nothing to choose from.')
    expect(questions).toEqual([])
  })
})
