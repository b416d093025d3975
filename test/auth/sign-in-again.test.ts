/**
 * A session that is over while somebody is at the terminal: the password is asked for and the command goes on, with everything that was
 * typed. Elsewhere it failed after the question (kanidm/kanidm#2984), had to be typed again (ChronoAIProject/NyxID#801), or asked a script
 * (stackitcloud/stackit-cli#1084).
 */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { Client } from '../../src/client/client.ts'
import { Exit } from '../../src/errors.ts'
import { type Agency, openAgency, type Person, password } from '../support/agency.ts'
import { esc } from '../support/prompter.ts'

setDefaultTimeout(60_000)

describe.each(['server', 'embedded'] as const)('a command without a session, at a terminal (%s)', (kind) => {
  /** For what does not depend on the kind of database, because each password costs a third of a second of bcrypt. */
  const once = test.skipIf(kind === 'embedded')
  let agency: Agency
  let bill: Person
  beforeAll(async () => {
    agency = await openAgency(kind)
  })
  afterAll(() => agency.close())

  /** A new colleague who has logged in once, so that the name is known. */
  const known = async (): Promise<Person> => {
    bill = await agency.person('commercial')
    const login = ['login', '-u', bill.username, '--password-stdin']
    expect((await agency.run(login, { as: bill, stdin: password })).code).toBe(Exit.ok)
    return bill
  }
  const end = (person: Person) =>
    agency.owner(
      (sql) =>
        sql`update epic_events.session set revoked_at = now(), revoked_why = 'revoked' where user_id = ${person.id} and revoked_at is null`,
    )
  const question = (person: Person) => `Password of ${person.username}`

  test.each([
    ['ended in the database', end],
    ['over by its file', async (person: Person) => writeFileSync(person.sessionFile, '{}', { mode: 0o600 })],
    ['logged out', async (person: Person) => rmSync(person.sessionFile)],
  ])('%s → asks for the password alone, and answers', async (_, over) => {
    const person = await known()
    await over(person)
    for (const argv of [['client', 'list'], ['whoami']]) {
      const { code, stdout, stderr, asked } = await agency.run(argv, {
        as: person,
        terminal: 80,
        answers: argv[0] === 'client' ? { [question(person)]: password } : {},
      })
      expect({ code, stderr }).toMatchObject({ code: Exit.ok })
      if (argv[0] === 'client') expect(asked.map(({ kind }) => kind)).toEqual(['secret'])
      else expect(stdout).toContain(person.username)
    }
  })

  test('never logged in here → asks for the username too', async () => {
    const person = await agency.person('commercial')
    rmSync(person.sessionFile)
    const { code, stdout, stderr } = await agency.run(['whoami'], {
      as: person,
      terminal: 80,
      answers: { Username: person.username, [question(person)]: password },
    })
    expect(code).toBe(Exit.ok)
    expect(stdout).toContain(person.fullName)
    expect(stderr).toContain('Please login first.')
    expect(stderr).toContain('Logging in to ')
  })

  once('a script, --no-input, CI → 4 as ever, and nothing is asked', async () => {
    const person = await known()
    await end(person)
    for (const o of [{}, { terminal: 80, env: { CI: '1' } }] as const)
      expect((await agency.run(['client', 'list'], { as: person, ...o })).code).toBe(Exit.unauthenticated)
    const silent = await agency.run(['client', 'list', '--no-input'], { as: person, terminal: 80 })
    expect(silent).toMatchObject({ code: Exit.unauthenticated, asked: [] })
  })

  once('--json at a terminal → the question and its reason are on stderr, stdout is the document', async () => {
    const person = await known()
    await end(person)
    const answers = { [question(person)]: password }
    const { code, stdout, stderr } = await agency.run(['client', 'list', '--json'], {
      as: person,
      terminal: 80,
      answers,
    })
    expect(code).toBe(Exit.ok)
    expect(JSON.parse(stdout)).toEqual([])
    expect(stderr).toContain('Session missing or expired')
  })

  once('a slip → asked again; wrong three times → 4; Esc → 130', async () => {
    const person = await known()
    await end(person)
    const wrong = 'Not-the-one-2026'
    const tried = await agency.run(['whoami'], {
      as: person,
      terminal: 80,
      answers: { [question(person)]: [wrong, password] },
    })
    expect(tried).toMatchObject({ code: Exit.ok })
    expect(tried.stderr).toContain('Wrong username or password')
    const other = await known()
    await end(other)
    const refused = await agency.run(['whoami'], {
      as: other,
      terminal: 80,
      answers: { [question(other)]: [wrong, wrong, wrong] },
    })
    expect(refused.code).toBe(Exit.unauthenticated)
    const third = await known()
    await end(third)
    const escaped = await agency.run(['whoami'], { as: third, terminal: 80, answers: { [question(third)]: esc } })
    expect(escaped.code).toBe(Exit.cancelled)
  })

  test('ended while a form is filled in → nothing typed is lost, and the record is made once', async () => {
    const person = await known()
    const { app, prompt, err } = agency.app({
      as: person,
      terminal: 80,
      answers: {
        'Full name': 'Typed Once',
        Email: 'typed.once@client.example',
        Phone: undefined,
        Company: undefined,
        'First contact': undefined,
        'Last contact': undefined,
        [question(person)]: password,
      },
    })
    // The last question of the form is answered after somebody has ended the session.
    const ending = {
      ...app,
      prompt: {
        ...app.prompt,
        text: async (q: Parameters<typeof app.prompt.text>[0]) => {
          if (q.message === 'Last contact') await end(person)
          return app.prompt.text(q)
        },
      },
    }
    const { run } = await import('../../src/run.ts')
    const code = await run(['client', 'create'], ending)
    await app.close()
    prompt.done()
    expect({ code, err: err.text() }).toMatchObject({ code: Exit.ok })
    expect(prompt.asked.filter(({ message }) => message === 'Full name')).toHaveLength(1)
    const made = await agency.json<Client[]>(['client', 'list'], { as: person })
    expect(made.filter(({ email }) => email === 'typed.once@client.example')).toHaveLength(1)
  })

  once('a form of an update whose session ends → the change is saved at the version that was shown', async () => {
    const person = await known()
    const argv = ['client', 'create', '-n', 'Old Name', '-e', `old.${kind}@client.example`]
    const { id } = await agency.json<Client>(argv, { as: person })
    await end(person)
    const { code } = await agency.run(['client', 'update', String(id), '-n', 'New Name'], {
      as: person,
      terminal: 80,
      answers: { [question(person)]: password },
    })
    expect(code).toBe(Exit.ok)
    expect(await agency.json<Client>(['client', 'view', String(id)], { as: person })).toMatchObject({
      full_name: 'New Name',
      version: 2,
    })
  })

  once('the password is nowhere: not in the answer, not in the files', async () => {
    const person = await known()
    await end(person)
    const answers = { [question(person)]: password }
    const { stdout, stderr } = await agency.run(['whoami', '--verbose'], { as: person, terminal: 80, answers })
    expect(stdout + stderr + readFileSync(person.sessionFile, 'utf8')).not.toContain(password)
  })

  test('nobody exists yet → the first manager is to be created, and no password is asked for', async () => {
    const empty = await openAgency(kind)
    const { code, stderr, asked } = await empty.run(['client', 'list'], { terminal: 80 })
    await empty.close()
    expect({ code, asked }).toEqual({ code: Exit.unauthenticated, asked: [] })
    expect(stderr).toContain('manager-create')
  })
})
