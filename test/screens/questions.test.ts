/** Every question of every command, answered by script, in both languages. */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import type { Lang } from '../../src/i18n/languages.ts'
import type { Person } from '../support/agency.ts'
import { type Answer, esc } from '../support/prompter.ts'
import { everyCommand, openSample, type Sample, samplePassword, still } from './sample.ts'

setDefaultTimeout(60_000)

type Who = 'manager' | 'commercial' | 'support' | 'nobody'

interface Session {
  readonly typed: string
  readonly as: Who
  /** In the order of the questions; undefined is Enter alone. */
  readonly answers: (lang: Lang) => readonly Answer[]
  readonly code?: number
}

const no = { code: Exit.cancelled } as const
const enter = (times: number): Answer[] => Array.from({ length: times }, () => undefined)
const fresh = 'Nouveau-2026'

/** One session for each command that asks. Each language creates its own records. */
const sessions: readonly Session[] = [
  { typed: 'login', as: 'nobody', answers: () => ['kate.hastroff', samplePassword] },
  {
    ...{ typed: 'manager-create', as: 'nobody' },
    answers: (lang) => [`chief.${lang}`, `Chef ${lang}`, `chef@${lang}.example`, fresh, fresh],
  },
  {
    ...{ typed: 'user create', as: 'manager' },
    answers: (lang) => [`new.${lang}.a`, `Zoë Ñ ${lang}`, `zoe@${lang}.example`, 'support', 'weak', fresh, fresh],
  },
  { typed: 'find', as: 'commercial', answers: () => ['casey'] },
  { typed: 'user view', as: 'manager', answers: () => ['boquet'] },
  { typed: 'user update', as: 'manager', answers: () => ['hastroff', ...enter(5)] },
  { typed: 'user update-password', as: 'manager', answers: () => ['karim', fresh, 'Autre-2026', fresh, fresh] },
  {
    ...{ typed: 'user hand-over', as: 'manager' },
    answers: (lang) => (lang === 'en' ? ['antoine', 'mai'] : ['mai', 'antoine']),
  },
  { typed: 'user delete', as: 'manager', answers: (lang) => [`zoe n ${lang}`, false], ...no },
  { typed: 'role create', as: 'manager', answers: (lang) => [`équipe ${lang}`] },
  { typed: 'role view', as: 'manager', answers: () => ['support'] },
  { typed: 'role update', as: 'manager', answers: (lang) => [`equipe ${lang}`, `Équipe ${lang}`] },
  {
    typed: 'role grant',
    as: 'manager',
    answers: (lang) => [`equipe ${lang}`, 'client:view', 'client:list', undefined],
  },
  { typed: 'role revoke', as: 'manager', answers: (lang) => [`equipe ${lang}`, 'client:list', undefined] },
  { typed: 'role delete', as: 'manager', answers: (lang) => [`equipe ${lang}`, true] },
  { typed: 'company create', as: 'commercial', answers: (lang) => [`Société ${lang}`] },
  { typed: 'company view', as: 'support', answers: () => ['startup'] },
  { typed: 'company update', as: 'manager', answers: () => ['startup', undefined] },
  { typed: 'company delete', as: 'manager', answers: (lang) => [`societe ${lang}`, true] },
  {
    ...{ typed: 'client create', as: 'commercial' },
    answers: (lang) => [
      ...[`Anne d'Œuvre ${lang}`, 'no address', `anne@${lang}.example`, '12', '06 12 34 56 78', 'startup'],
      ...['31/02/2026', '12/06/2026', undefined],
    ],
  },
  { typed: 'client view', as: 'support', answers: () => ['casey'] },
  { typed: 'client update', as: 'commercial', answers: () => ['casey', ...enter(6)] },
  { typed: 'client delete', as: 'commercial', answers: (lang) => [`anne oeuvre ${lang}`, false], ...no },
  {
    ...{ typed: 'contract create', as: 'manager' },
    answers: () => ['casey', '1,200', '1 200,50', undefined, true, false],
  },
  { typed: 'contract view', as: 'support', answers: () => ['camille'] },
  { typed: 'contract update', as: 'manager', answers: () => ['camille', ...enter(5)] },
  { typed: 'contract delete --with-events', as: 'manager', answers: () => ['camille', false], ...no },
  {
    ...{ typed: 'event create', as: 'commercial' },
    answers: () => [
      ...['camille', 'Fête', '1 rue du Pont', '12/07/2026 19:00', '12/07/2026', '-3', '30'],
      'Première ligne\nseconde',
    ],
  },
  { typed: 'event view', as: 'commercial', answers: () => ['ouick wedding'] },
  { typed: 'event update', as: 'support', answers: () => ['ouick wedding', ...enter(6)] },
  { typed: 'event assign_support', as: 'manager', answers: () => ['congres', 'lucie'] },
  { typed: 'event delete', as: 'manager', answers: () => ['congres', esc], ...no },
  { typed: 'session revoke', as: 'commercial', answers: (lang) => [`laptop ${lang}`] },
]

let sample: Sample
beforeAll(async () => {
  sample = await openSample()
  await sample.agency.owner(
    (sql) => sql`
      insert into epic_events.session (user_id, ends_at, device)
      select 5, now() + interval '20 hours', device from unnest(array['laptop en', 'laptop fr']) device`,
  )
})
afterAll(() => sample.agency.close())

const who = (as: Who): { as?: Person } => (as === 'nobody' ? {} : { as: sample[as] })

describe.each(['en', 'fr'] as const)('%s', (lang) => {
  test.each(sessions.map((session) => [session.typed, session] as const))('%s', async (typed, session) => {
    const { code, asked, stdout, stderr } = await sample.run(typed.split(' '), {
      ...who(session.as),
      ...{ lang, terminal: 80, answers: session.answers(lang) },
    })
    expect({ code, stderr }).toMatchObject({ code: session.code ?? Exit.ok })
    const questions = asked.map(({ choices, answer, initial, ...question }) => ({
      ...question,
      ...(initial === undefined ? {} : { initial: still(String(initial)) }),
      ...(choices ? { choices: `${choices.length}: ${choices.slice(0, 2).map(still).join(' / ')}` } : {}),
    }))
    expect(questions).toMatchSnapshot()
    expect(still(stderr)).toMatchSnapshot()
    // A secret is never shown, neither while it is typed nor afterwards.
    expect(stdout + stderr).not.toContain(fresh)
  })
})

test('every command that can ask → is in the list above', async () => {
  const asking = (await everyCommand()).filter(
    ({ required = [], positionals = {}, confirm, current }) =>
      required.length + Object.keys(positionals).length > 0 || confirm || current,
  )
  expect(asking.map(({ path }) => path.join(' ')).sort()).toEqual(
    sessions.map(({ typed }) => typed.replace(/ --.*/, '')).sort(),
  )
})

test('every positional that is a record → has a list to choose from', async () => {
  for (const { path, positionals = {} } of await everyCommand()) {
    // The words of a search are no record.
    // The words of a search are no record.
    if (path[0] === 'find') continue
    for (const [name, { pick }] of Object.entries(positionals)) expect(pick, `${path.join(' ')} ${name}`).toBeDefined()
  }
})

describe('before the first question', () => {
  test.each([
    ['support', 'client create', 'client:create'],
    ['support', 'event assign_support', 'event:assign_support'],
    ['commercial', 'user view', 'user:view'],
    ['commercial', 'company update', 'company:update'],
  ] as const)('%s, %s → 5 before the first question', async (as, typed, permission) => {
    const { code, asked, stderr } = await sample.run(typed.split(' '), { ...who(as), terminal: 80 })
    expect(code).toBe(Exit.forbidden)
    expect(asked).toEqual([])
    expect(stderr).toContain(permission)
  })

  test('invalid options → 2 before the first question', async () => {
    const { code, asked, stderr } = await sample.run(['client', 'create', '--email', 'x', '--phone', 'y'], {
      ...who('commercial'),
      terminal: 80,
    })
    expect(code).toBe(Exit.usage)
    expect(asked).toEqual([])
    expect(stderr).toContain('--phone')
  })

  test('a list without entries → 6, not an empty question', async () => {
    const { code, asked, stderr } = await sample.run(['role', 'delete'], { ...who('manager'), terminal: 80 })
    expect({ code, asked }).toEqual({ code: Exit.refused, asked: [] })
    expect(stderr).toContain('Which role? There is nothing to choose from.')
  })
})

describe('lists hold only what this person may use', () => {
  const choices = async (typed: string, as: Who, at = 0) => {
    const answers: Answer[] = at === 0 ? [esc] : ['congres', esc]
    const { asked } = await sample.run(typed.split(' '), { ...who(as), terminal: 80, answers })
    return asked[at]?.choices ?? []
  }

  test('a commercial → views all clients, updates and deletes their own', async () => {
    const [seen, own] = [await choices('client view', 'commercial'), await choices('client update', 'commercial')]
    expect(seen.length).toBeGreaterThan(own.length)
    expect(await choices('client delete', 'commercial')).toEqual(own)
    expect(own.join()).toContain('Kevin Casey')
  })

  test('a support → updates the events they are assigned to', async () => {
    const own = await choices('event update', 'support')
    expect(own.length).toBeGreaterThan(0)
    expect(own.every((event) => event.endsWith('Kate Hastroff'))).toBe(true)
    expect((await choices('event view', 'support')).length).toBeGreaterThan(own.length)
  })

  test('a new event → the signed contracts of one’s own clients; a support → the active ones', async () => {
    const mine = await choices('event create', 'commercial')
    expect(mine.length).toBeGreaterThan(0)
    expect(mine.length).toBeLessThan((await choices('event create', 'manager')).length)
    expect((await choices('event assign_support', 'manager', 1)).join()).toContain('Lucie Bernard')
  })
})

test('while a question waits → no connection is open', async () => {
  const { manager, agency } = sample
  const kinds = new Set<string>()
  const open: number[] = []
  for (const [typed, answers] of [
    ['event assign_support', ['congres', 'lucie']],
    ['company create', ['Waiting Room Ltd']],
    ['company delete', ['waiting room', true]],
    ['user update-password 23', ['Sesame-2026', 'Sesame-2026']],
    ['event update 7', [esc]],
  ] as const) {
    const { app, prompt } = agency.app({ as: manager, terminal: 80, answers: [...answers] })
    let connected = 0
    const counting =
      (connect: typeof app.connect): typeof app.connect =>
      async (...given) => {
        connected++
        return connect(...given).finally(() => connected--)
      }
    const watching =
      <Q, A>(kind: string, ask: (question: Q) => Promise<A>) =>
      (question: Q) => {
        kinds.add(kind)
        open.push(connected)
        return ask(question)
      }
    const watched = {
      ...app,
      connect: counting(app.connect),
      prompt: {
        text: watching('text', prompt.text),
        secret: watching('secret', prompt.secret),
        choose: watching('choose', prompt.choose) as typeof prompt.choose,
        confirm: watching('confirm', prompt.confirm),
      },
    }
    const { run } = await import('../../src/run.ts')
    expect({ typed, code: await run(typed.split(' '), watched) }).toEqual({
      typed,
      code: answers[0] === esc ? Exit.cancelled : Exit.ok,
    })
  }
  expect([...kinds].sort()).toEqual(['choose', 'confirm', 'secret', 'text'])
  expect(open.every((connections) => connections === 0)).toBe(true)
})
