/** Every question of every command, answered by script, in both languages. */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import type { Lang } from '../../src/i18n/languages.ts'
import type { Person } from '../support/agency.ts'
import { type Answer, esc, shiftTab } from '../support/prompter.ts'
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
    answers: (lang) => [
      `new.${lang}.a`,
      `Zoë Ñ ${lang}`,
      `zoe@${lang}.example`,
      '06 12 34',
      undefined,
      'support',
      'weak',
      fresh,
      fresh,
    ],
  },
  { typed: 'find', as: 'commercial', answers: () => ['casey'] },
  { typed: 'user view', as: 'manager', answers: () => ['boquet'] },
  { typed: 'user update', as: 'manager', answers: () => ['hastroff', ...enter(6)] },
  { typed: 'user update-password', as: 'manager', answers: () => ['karim', fresh, 'Autre-2026', fresh, fresh] },
  {
    ...{ typed: 'user hand-over', as: 'manager' },
    answers: (lang) => [...(lang === 'en' ? ['antoine', 'mai'] : ['mai', 'antoine']), true],
  },
  { typed: 'user delete', as: 'manager', answers: (lang) => [`zoe n ${lang}`, false], ...no },
  { typed: 'role create', as: 'manager', answers: (lang) => [`équipe ${lang}`, undefined] },
  { typed: 'role view', as: 'manager', answers: () => ['support'] },
  { typed: 'role update', as: 'manager', answers: (lang) => [`equipe ${lang}`, `Équipe ${lang}`] },
  {
    typed: 'role grant',
    as: 'manager',
    answers: (lang) => [`equipe ${lang}`, 'client:view, client:list'],
  },
  { typed: 'role revoke', as: 'manager', answers: (lang) => [`equipe ${lang}`, 'client:list'] },
  { typed: 'role delete', as: 'manager', answers: (lang) => [`equipe ${lang}`, true] },
  {
    ...{ typed: 'company create', as: 'commercial' },
    answers: (lang) => [`Société ${lang}`, '12/14 rue Haute', 'FR41303265045', 'fr 40 303 265 045'],
  },
  { typed: 'company view', as: 'support', answers: () => ['startup'] },
  { typed: 'company update', as: 'manager', answers: () => ['startup', ...enter(3)] },
  { typed: 'company merge', as: 'manager', answers: () => ['startup', 'bouzin', false], ...no },
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
  { typed: 'client export', as: 'manager', answers: () => [esc], ...no },
  { typed: 'client merge', as: 'manager', answers: () => ['casey', 'camille', false], ...no },
  { typed: 'client delete', as: 'commercial', answers: (lang) => [`anne oeuvre ${lang}`, false], ...no },
  {
    ...{ typed: 'contract create', as: 'manager' },
    answers: () => ['casey', '1,200', '1 200,50', undefined, true, false],
  },
  { typed: 'contract view', as: 'support', answers: () => ['camille'] },
  { typed: 'contract clone', as: 'manager', answers: () => [esc], ...no },
  { typed: 'contract statement', as: 'support', answers: () => ['camille'] },
  { typed: 'contract update', as: 'manager', answers: () => ['camille', ...enter(5)] },
  { typed: 'contract pay', as: 'commercial', answers: (lang) => ['camille', '0', lang === 'en' ? '12,50' : '12,75'] },
  { typed: 'contract payments', as: 'support', answers: () => ['camille'] },
  {
    ...{ typed: 'contract cancel-payment', as: 'manager', ...no },
    answers: (lang) => [lang === 'en' ? 'camille' : '12,75', 'Saisi deux fois', false],
  },
  { typed: 'contract schedule', as: 'manager', answers: () => ['camille', 'half', '30%@signature rest@2027-03-01'] },
  // What was paid for the first contract keeps it.
  { typed: 'contract delete --with-events', as: 'manager', answers: () => ['kerguelen', false], ...no },
  {
    ...{ typed: 'event create', as: 'commercial' },
    answers: () => [
      ...['camille', 'Fête', '1 rue du Pont', '12/07/2026 19:00', '12/07/2026', '-3', '30'],
      'Première ligne\nseconde',
    ],
  },
  { typed: 'client note', as: 'commercial', answers: () => ['lou bouzin', 'Line one\nline two'] },
  { typed: 'client contacted', as: 'commercial', answers: () => ['lou bouzin'] },
  { typed: 'client erase', as: 'manager', answers: () => ['sans-retour', 'Asked for it', false], ...no },
  { typed: 'event view', as: 'commercial', answers: () => ['ouick wedding'] },
  { typed: 'event update', as: 'support', answers: () => ['ouick wedding', ...enter(6)] },
  { typed: 'event note', as: 'support', answers: () => ['ouick wedding', 'Ligne une'] },
  { typed: 'event assign_support', as: 'manager', answers: () => ['congres', 'lucie'] },
  { typed: 'event clone', as: 'commercial', answers: () => ['john ouick', '11/09/2027', undefined, esc], ...no },
  { typed: 'event sheet', as: 'support', answers: () => [esc], ...no },
  { typed: 'event delete', as: 'manager', answers: () => ['congres', esc], ...no },
  { typed: 'undo', as: 'manager', answers: () => [false], ...no },
  { typed: 'session revoke', as: 'commercial', answers: (lang) => [`laptop ${lang}`] },
]

/** What an import asks is the file. What it asks of a file that is there, test/client/import.test.ts shows. */
const imports = (['user', 'company', 'client', 'contract', 'event'] as const).map(
  (noun): Session => ({
    ...{ typed: `${noun} import`, as: noun === 'client' ? 'commercial' : 'manager', code: Exit.usage },
    answers: () => ['', '/no/such/file.csv'],
  }),
)
const all = [...sessions, ...imports]

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
  test.each(all.map((session) => [session.typed, session] as const))('%s', async (typed, session) => {
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
      required.length + Object.values(positionals).filter(({ optional }) => !optional).length > 0 || confirm || current,
  )
  expect(asking.map(({ path }) => path.join(' ')).sort()).toEqual(
    all.map(({ typed }) => typed.replace(/ --.*/, '')).sort(),
  )
})

test('every positional that is a record → has a list to choose from', async () => {
  for (const { path, positionals = {} } of await everyCommand()) {
    // Neither the words of a search, nor a file, nor the text of a note, an amount or a part of a schedule is a record.
    if (path[0] === 'find' || path[1] === 'import') continue
    const records = Object.entries(positionals).filter(
      ([name, { optional, field }]) => !optional && !['lines', 'amount'].includes(field.kind) && name !== 'parts',
    )
    for (const [name, { pick }] of records) expect(pick, `${path.join(' ')} ${name}`).toBeDefined()
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

  test.each([
    // Of another commercial, and assigned to another support colleague.
    ['commercial', 'client update', "select id from epic_events.client where commercial_id <> 5 and full_name <> 'x'"],
    ['commercial', 'client delete', 'select id from epic_events.client where commercial_id <> 5'],
    ['commercial', 'contract pay', 'select id from epic_events.contract where commercial_id <> 5'],
    ['commercial', 'contract schedule', 'select id from epic_events.contract where commercial_id <> 5'],
    ['commercial', 'contract update', 'select id from epic_events.contract where commercial_id <> 5'],
    ['support', 'event update', 'select id from epic_events.event where support_contact_id <> 12'],
  ] as const)('%s, %s of a record that is not theirs → 5 before the first question', async (as, typed, select) => {
    const [record] = await sample.agency.owner((sql) => sql.unsafe<{ id: number }[]>(`${select} order by id limit 1`))
    const { code, asked, stderr } = await sample.run([...typed.split(' '), String(record?.id)], {
      ...who(as),
      terminal: 80,
    })
    expect({ code, asked }).toEqual({ code: Exit.forbidden, asked: [] })
    expect(stderr).toContain('records that are yours')
  })

  const unsigned = 'select id from epic_events.contract where not is_signed and commercial_id = 5'
  const colleagues = 'select id from epic_events.client where commercial_id <> 5'
  const taken = 'select email as id from epic_events.client'
  test.each([
    ['manager', 'user create -u ada.l -r suport', undefined, Exit.notFound, 'Did you mean support?'],
    ['manager', 'user create -u kate.hastroff', undefined, Exit.refused, 'kate.hastroff'],
    ['manager', 'user create -e', 'select email as id from epic_events.users', Exit.refused, 'already'],
    ['commercial', 'client create -c 999', undefined, Exit.refused, 'Company 999'],
    ['commercial', 'client create -e', taken, Exit.refused, 'already'],
    ['manager', 'contract create --client-id 999', undefined, Exit.notFound, 'Client 999'],
    ['commercial', 'event create --contract-id 999', undefined, Exit.notFound, 'Contract 999'],
    ['commercial', 'event create --contract-id', unsigned, Exit.refused, 'is not signed'],
    ['manager', 'event assign_support 999', undefined, Exit.notFound, 'Event 999'],
    ['commercial', 'client update', colleagues, Exit.forbidden, 'client:update'],
  ] as const)('%s, %s → what was given is judged before the first question', async (as, typed, select, code, said) => {
    const [given] = select ? await sample.agency.owner((sql) => sql.unsafe<{ id: string }[]>(`${select} limit 1`)) : []
    const typedAll = [...typed.split(' '), ...(given ? [String(given.id)] : [])]
    const { asked, stderr, ...ran } = await sample.run(typedAll, { ...who(as), terminal: 80 })
    expect({ code: ran.code, asked, stderr }).toEqual({ code, asked: [], stderr: expect.stringContaining(said) })
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

describe('the way back', () => {
  test('Shift-Tab → the question before, with its answer; on the first question nothing happens', async () => {
    const answers: readonly Answer[] = [
      ...([shiftTab, 'camille', 'Bal', shiftTab, shiftTab, 'arcy', 'Bal masqué', 'Rue', '12/07/2026'] as const),
      ...([shiftTab, undefined, '12/07/2026 10:00', '13/07/2026', shiftTab, undefined, undefined, esc] as const),
    ]
    const { code, asked, stderr } = await sample.run(['event', 'create'], { ...who('manager'), terminal: 80, answers })
    expect(code).toBe(Exit.cancelled)
    expect(stderr).toContain('Nothing was saved')
    expect(asked.map(({ message, initial }) => [message, initial ?? null])).toMatchSnapshot()
  })

  test('from the form back to the record: another record is another form, the same one keeps what was typed', async () => {
    const { code, asked, stdout } = await sample.run(['company', 'update', '--json'], {
      ...who('manager'),
      terminal: 80,
      answers: ['startup', shiftTab, 'bouzin', shiftTab, undefined, 'Lou Bouzin & Cie', undefined, undefined],
    })
    expect(code).toBe(Exit.ok)
    expect(asked.map(({ initial }) => initial)).toEqual([
      ...[undefined, 'Cool Startup LLC', 1, 'Lou Bouzin Conseil', 3, 'Lou Bouzin Conseil'],
      ...['Le Bourg, 37250 Mufflins', 'FR50031415920'],
    ])
    expect(JSON.parse(stdout)).toMatchObject({ id: 3, name: 'Lou Bouzin & Cie' })
  })

  test('from several permissions → the role before is asked for again, and nothing marked is kept', async () => {
    const { code, asked, stderr } = await sample.run(['role', 'grant'], {
      ...who('manager'),
      terminal: 80,
      answers: ['support', shiftTab, 'commercial', esc],
    })
    expect(code).toBe(Exit.cancelled)
    expect(stderr).toContain('Nothing was saved')
    expect(asked.map(({ kind, message }) => [kind, message])).toEqual([
      ['choose', 'Which role?'],
      ['several', 'Which permissions?'],
      ['choose', 'Which role?'],
      ['several', 'Which permissions?'],
    ])
  })
})

describe('a new record from within a list', () => {
  const made = async (name: string) => {
    const [company] = await sample.agency.owner(
      (sql) => sql<{ id: number }[]>`select id from epic_events.company where name = ${name}`,
    )
    return company?.id
  }

  test('a new company for a new client: only its name is asked for, and it is what was searched for', async () => {
    const answers: readonly Answer[] = [
      ...(['Ada', 'ada@acme.example', undefined] as const),
      ...(['+ Acme', shiftTab, '+ new company…', 'ACME', undefined, undefined] as const),
    ]
    const o = { ...who('commercial'), terminal: 80, answers }
    const { code, asked, stdout, stderr } = await sample.run(['client', 'create', '--json'], o)
    expect({ code, stderr }).toMatchObject({ code: Exit.ok })
    const id = await made('ACME')
    expect(JSON.parse(stdout)).toMatchObject({ company_id: id, company_name: 'ACME' })
    expect(stderr).toContain(`Company ${id} created.`)
    expect(stderr).toContain(`--company-id ${id}`)
    expect(asked.filter(({ message }) => message === 'Name').map(({ initial }) => initial)).toEqual(['Acme', undefined])
    expect(await made('Acme')).toBeUndefined()
  })

  test('who cancels afterwards is told that it stays; it is in the list meanwhile', async () => {
    const { code, asked, stderr } = await sample.run(['client', 'update', '1', '--lang', 'fr'], {
      ...who('commercial'),
      terminal: 80,
      answers: [undefined, undefined, undefined, '+ Zénith', undefined, shiftTab, esc],
    })
    const id = await made('Zénith')
    expect(code).toBe(Exit.cancelled)
    expect(asked.at(-1)).toMatchObject({ message: 'Entreprise', initial: id })
    expect(asked.at(-1)?.choices).toContain(`Zénith #${id}`)
    expect(stderr).toContain(`Annulé. Ce qui a été créé avant est conservé\u00a0:\n  Entreprise ${id} créée.`)
    expect(stderr).not.toContain("Rien n'a été enregistré")
  })

  test('who cancels before it is made is told that nothing was', async () => {
    const { code, stderr } = await sample.run(['client', 'create'], {
      ...who('commercial'),
      terminal: 80,
      answers: ['Ada', 'ada2@acme.example', undefined, '+ Never', esc],
    })
    expect({ code, made: await made('Never') }).toEqual({ code: Exit.cancelled, made: undefined })
    expect(stderr).toContain('Nothing was saved')
  })

  test('who may not make one is not offered it; a new client is offered to those who may make both', async () => {
    const offered = async (typed: string, as: Who, answers: Answer[]) =>
      (await sample.run(typed.split(' '), { ...who(as), terminal: 80, answers })).asked.at(-1)?.choices?.at(-1)
    expect(await offered('client create', 'commercial', ['A', 'a@b.example', undefined, esc])).toBe('+ new company…')
    expect(await offered('contract create', 'manager', [esc])).not.toContain('+ new client')
    await sample.agency.owner(
      (sql) => sql`update epic_events.role set permissions = permissions || '{client:create}' where id = 1`,
    )
    expect(await offered('contract create', 'manager', [esc])).toBe('+ new client…')
  })
})

test('who may change only their own account → 5 before the first question about another one', async () => {
  await sample.agency.owner(
    (sql) => sql`update epic_events.role set permissions = permissions || '{user:view,user:update:own}' where id = 3`,
  )
  const form = (id: number, answers: Answer[]) =>
    sample.run(['user', 'update', String(id)], { ...who('support'), terminal: 80, answers })
  expect(await form(5, [])).toMatchObject({ code: Exit.forbidden, asked: [] })
  expect(await form(12, [esc])).toMatchObject({ code: Exit.cancelled })
})

test('while a question waits → no connection is open', async () => {
  const { manager, agency } = sample
  const kinds = new Set<string>()
  const open: number[] = []
  for (const [typed, answers] of [
    ['event assign_support', ['congres', 'lucie']],
    ['company create', ['Waiting Room Ltd', undefined, undefined]],
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
        chooseSeveral: prompt.chooseSeveral,
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
