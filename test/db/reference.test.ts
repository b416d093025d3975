/** Names in the place of ids: which record a name means, for whom, and what is said when it means none or several. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import { type Agency, openAgency, type Person, type RunOptions } from '../support/agency.ts'

setDefaultTimeout(90_000)

/** Clients, and what people type for them. An all-digit name is an id, so that record is found by its address alone. */
const hardNames: readonly (readonly [name: string, ...typed: string[]])[] = [
  ['Élodie Müller-Lefèvre', 'elodie', 'E\u0301lodie', 'ÉLODIE', 'lefèvre élodie', 'muller', 'elodie muller-lefevre'],
  ['Zoe\u0308 De\u0301compose\u0301e', 'zoë', 'Zoë Décomposée', 'decomposee'],
  ['Œuvre Cœur', 'œuvre', 'oeuvre', 'coeur'],
  ['Łukasz Weiß', 'lukasz', 'weiss', 'WEISS'],
  ["Aurore D'Artagnan", "d'artagnan", 'd’artagnan', 'aurore d’artagnan'],
  ['Jean-Noël Petit', 'jean-noel', 'jean‐noël petit'],
  ['محمد العربي', 'محمد', 'العربي'],
  ['山田 太郎', '山田', '山田 太郎'],
  ['007 Production', '007', '007 production'],
  ['+Plus Agence', '+plus', '+PLUS AGENCE'],
  ['1234567', 'client7@hard.example'],
  // The whole name wins over names that only begin with it.
  ['Anne', 'anne', 'ANNE'],
  ['Anne Annette', 'annette', 'anne annette'],
  ['Phone Only', '06 12 34 56 78', '0612345678', '+33612345678', '+33 6 12 34 56 78', '06.12.34.56.78'],
  ['Mixed Case', 'MIXED@Client.EXAMPLE', 'mixed@client.example'],
]

describe.each(['server', 'embedded'] as const)('names (%s)', (kind) => {
  let agency: Agency
  let julie: Person
  let bernard: Person
  let kate: Person
  const ids = new Map<string, number>()
  const make = async (argv: readonly string[], as: Person) => (await agency.json<{ id: number }>(argv, { as })).id
  const client = (name: string, email: string, ...more: string[]) =>
    make(['client', 'create', '-n', name, '-e', email, ...more], bernard)
  const run = (argv: readonly string[], as: Person, o: RunOptions = {}) => agency.run(argv, { as, ...o })
  const failure = async (argv: readonly string[], as: Person) => {
    const { code, stderr } = await run([...argv, '--json'], as)
    return { exit: code, ...JSON.parse(stderr).error }
  }

  beforeAll(async () => {
    agency = await openAgency(kind)
    julie = await agency.person('management', { fullName: 'Julie Perrin' })
    bernard = await agency.person('commercial', { fullName: 'Bernard Petit' })
    kate = await agency.person('support', { fullName: 'Kate Hastroff' })
    for (const [at, [name]] of hardNames.entries()) {
      const phone = name === 'Phone Only' ? ['-p', '06 12 34 56 78'] : []
      const email =
        name === 'Mixed Case'
          ? 'mixed@client.example'
          : name === '1234567'
            ? 'client7@hard.example'
            : `c${at}@hard.example`
      ids.set(name, await client(name, email, ...phone))
    }
  }, 90_000)
  afterAll(() => agency.close())

  test.each(hardNames)('%s', async (name, ...typed) => {
    const found = await Promise.all(
      typed.map(async (each) => (await agency.json<{ id: number }>(['client', 'view', each], { as: bernard })).id),
    )
    expect(found).toEqual(typed.map(() => ids.get(name) ?? 0))
  })

  test('digits are an id, whatever records are called; half an address and half a number mean nobody', async () => {
    expect((await failure(['client', 'view', '1234567'], bernard)).code).toBe('not_found')
    expect((await failure(['client', 'view', 'mixed@client'], bernard)).code).toBe('not_found')
    expect((await failure(['client', 'view', '06 12 34'], bernard)).code).toBe('not_found')
    for (const typed of ['0', '#0', '99999999999', '', '  ', 'a\u0007b'])
      expect((await run(['client', 'view', typed], bernard)).code, typed).toBe(Exit.usage)
  })

  test('two of one name → the candidates, with what tells them apart; nobody → the nearest names', async () => {
    const company = await make(['company', 'create', '-n', 'Cool Startup LLC'], bernard)
    const first = await client('Twin Casey', 'twin1@hard.example', '--company', 'cool')
    const second = await client('Twin Casey', 'twin2@hard.example')
    const several = await failure(['client', 'view', 'twin casey'], bernard)
    expect(several).toMatchObject({ exit: Exit.notFound, code: 'ambiguous' })
    expect(several.candidates).toEqual([
      { id: first, name: 'Twin Casey', hint: 'Cool Startup LLC' },
      { id: second, name: 'Twin Casey', hint: 'twin2@hard.example' },
    ])
    expect(several.next).toEqual(["epic-events client list --search 'twin casey'"])
    const { stderr } = await run(['client', 'view', 'twin casey'], bernard)
    expect(stderr).toContain(`  ${first}  Twin Casey  Cool Startup LLC\n`)

    const french = await run(['client', 'view', 'twin casey'], bernard, { lang: 'fr' })
    expect(french.stderr).toStartWith(
      '✗ Plusieurs clients correspondent à «\u00a0twin casey\u00a0»\u00a0: précisez le numéro.\n',
    )

    const none = await failure(['client', 'view', 'elodei muller-lefevre'], bernard)
    expect(none).toMatchObject({ exit: Exit.notFound, code: 'not_found' })
    expect(none.message).toBe(
      'Client "elodei muller-lefevre" not found, or you don\'t have access to it. Did you mean Élodie Müller-Lefèvre?',
    )
    expect((await failure(['company', 'view', 'cool startip'], bernard)).message).toContain('Cool Startup LLC')
    expect((await failure(['client', 'update', 'mixed case', '--company', 'nowhere'], bernard)).fields).toEqual({
      company_id: 'Company "nowhere" not found, or you don\'t have access to it.',
    })
    expect(company).toBeGreaterThan(0)
  })

  test('several contracts of one client → their totals and when they were drawn up, as a person reads them', async () => {
    const owner = await client('Two Contracts', 'two@hard.example')
    for (const total of ['1200', '300'])
      await make(['contract', 'create', '--client-id', `${owner}`, '--total-amount', total], bernard)
    const { candidates } = await failure(['contract', 'view', 'two contracts'], bernard)
    const hint = expect.stringMatching(/^€(1,200|300)\.00 · \d\d\/\d\d\/\d{4} \d\d:\d\d$/)
    expect(candidates).toEqual([
      { id: expect.any(Number), name: 'Two Contracts', hint },
      { id: expect.any(Number), name: 'Two Contracts', hint },
    ])
  })

  test('more than ten of one name → ten lines, and that there are more', async () => {
    for (let at = 0; at < 12; at++) await client('Crowd Member', `crowd${at}@hard.example`)
    const { stderr } = await run(['client', 'view', 'crowd'], bernard)
    expect(stderr.split('\n').filter((line) => line.includes('Crowd Member'))).toHaveLength(10)
    expect(stderr).toContain('… and more')
    expect((await failure(['client', 'view', 'crowd'], bernard)).candidates).toHaveLength(12)
  })

  test('every verb takes names, and says whom it took', async () => {
    const company = await make(['company', 'create', '-n', 'Verb Limited'], bernard)
    const victor = await client('Victor Verb', 'victor@verb.example')
    const says = async (argv: readonly string[], as: Person, sentence: string) => {
      const { code, stderr } = await run(argv, as)
      expect(code, stderr).toBe(Exit.ok)
      expect(stderr).toContain(sentence)
    }
    await says(
      ['client', 'update', 'victor verb', '--company', 'verb'],
      bernard,
      `Client ${victor} (Victor Verb) updated.`,
    )
    expect(await agency.json(['client', 'view', 'victor'], { as: bernard })).toMatchObject({ company_id: company })
    const contract = await make(
      ['contract', 'create', '--client', 'victor', '--commercial', 'bernard', '--total-amount', '100', '--is-signed'],
      bernard,
    )
    await says(
      ['contract', 'update', 'victor', '--remaining-amount', '50'],
      bernard,
      `Contract ${contract} (Victor Verb) updated.`,
    )
    expect(await agency.json(['contract', 'view', 'victor verb'], { as: julie })).toMatchObject({
      remaining_amount: '50.00',
    })
    const dates = ['-s', '12/06/2027', '-e', '13/06/2027']
    const event = await make(
      ['event', 'create', '--contract', 'victor', '-t', 'Gala des verbes', '-a', 'Lyon', ...dates],
      bernard,
    )
    await says(
      ['event', 'assign_support', 'gala des', 'kate'],
      julie,
      `Event ${event} “Gala des verbes” is assigned to Kate Hastroff (${kate.id}).`,
    )
    await says(
      ['event', 'update', 'gala des verbes', '--participant-count', '12'],
      kate,
      `Event ${event} “Gala des verbes” updated.`,
    )
    await says(
      ['event', 'update', 'gala', '--support', 'kate'],
      julie,
      `Event ${event} “Gala des verbes” already has these values.`,
    )
    expect(await agency.json(['event', 'view', 'gala'], { as: kate })).toMatchObject({ support_contact_id: kate.id })

    // The old spellings take names too, and the new ones ids.
    await agency.json(['client', 'update', String(victor), '--company-id', 'verb'], { as: bernard })
    await agency.json(['client', 'update', String(victor), '--commercial', String(bernard.id)], { as: julie })
    await agency.json(['event', 'update', 'gala', '--contract-id', 'victor', '--support-contact-id', 'kate'], {
      as: julie,
    })

    const person = await agency.person('commercial', { fullName: 'Nora Nouvelle' })
    await says(
      ['user', 'update', 'nora', '--role-id', 'commercial', '-n', 'Nora Neuve'],
      julie,
      `User ${person.id} (Nora Neuve) updated.`,
    )
    expect(await agency.json(['user', 'view', person.username.toUpperCase()], { as: julie })).toMatchObject({
      id: person.id,
    })
    await says(['client', 'update', 'victor', '--commercial', 'nora'], julie, `Client ${victor} (Victor Verb) updated.`)
    await says(
      ['user', 'hand-over', 'nora neuve', 'bernard petit', '--yes'],
      julie,
      'Handed over from Nora Neuve to Bernard Petit: 1 client and 1 contract.',
    )
    expect((await run(['session', 'list', '--user', 'nora'], julie)).code).toBe(Exit.ok)
    await agency.json(['company', 'update', 'verb limited', '-n', 'Verb Unlimited'], { as: julie })
    await says(['role', 'view', 'comm'], julie, '')
    await says(['event', 'delete', 'gala des verbes', '--yes'], julie, `Event ${event} “Gala des verbes” deleted.`)
    await says(['contract', 'delete', 'victor verb', '--yes'], julie, `Contract ${contract} (Victor Verb) deleted.`)
    await says(['client', 'delete', 'victor verb', '--yes'], bernard, `Client ${victor} (Victor Verb) deleted.`)
    await says(['user', 'delete', 'nora neuve', '--yes'], julie, `User ${person.id} (Nora Neuve) deleted.`)
  })

  test('--if-version counts for a name as for an id', async () => {
    const id = await client('Vera Version', 'vera@version.example')
    expect((await run(['client', 'update', 'vera', '-p', '0612345670', '--if-version', '1'], bernard)).code).toBe(
      Exit.ok,
    )
    const late = await failure(
      ['client', 'update', 'vera', '-n', 'Vera V', '--company', 'cool', '--if-version', '1'],
      bernard,
    )
    expect(late).toMatchObject({ exit: Exit.refused, next: [`epic-events client view ${id}`] })
    expect(Object.keys(late.fields)).toEqual(['full_name', 'company_id'])
  })

  test('what cannot be undone takes a whole name in a script; what is missing is said before a name is looked up', async () => {
    const id = await client('Jeanne Unique', 'jeanne@unique.example')
    const part = await failure(['client', 'delete', 'jeanne', '--yes'], bernard)
    expect(part).toMatchObject({ exit: Exit.notFound, candidates: [{ id, name: 'Jeanne Unique' }] })
    expect(await agency.json(['client', 'view', String(id)], { as: bernard })).toMatchObject({ id })
    expect((await run(['client', 'delete', 'no such client'], bernard)).code).toBe(Exit.usage)
    await client('Jeanne Unique', 'jeanne2@unique.example')
    expect(await failure(['client', 'delete', 'jeanne unique', '--yes'], bernard)).toMatchObject({ code: 'ambiguous' })
    expect(await failure(['user', 'hand-over', 'bern', 'julie perrin', '--yes'], julie)).toMatchObject({
      exit: Exit.notFound,
      candidates: [{ id: bernard.id, name: 'Bernard Petit', hint: 'commercial' }],
    })
    const gone = await run(['client', 'delete', 'JEANNE@unique.example', '--yes'], bernard)
    expect([gone.code, gone.stderr]).toEqual([Exit.ok, `✓ Client ${id} (Jeanne Unique) deleted.\n`])
  })

  test('somebody who has left is still found by name', async () => {
    const left = await agency.person('commercial', { fullName: 'Paul Parti', active: false })
    expect(await agency.json(['user', 'view', 'paul parti'], { as: julie })).toMatchObject({
      id: left.id,
      is_active: false,
    })
  })

  test('a record that one may not see is as one that is not there, and so are its colleagues’ usernames and addresses', async () => {
    const other = await agency.person('commercial', { fullName: 'Olga Ohne' })
    await agency.json(['role', 'create', '-n', 'narrow'], { as: julie })
    await agency.json(['role', 'grant', 'narrow', 'client:list:own', 'client:view:own', 'client:update:own'], {
      as: julie,
    })
    const narrow = await agency.person('narrow', { fullName: 'Nina Narrow' })
    await agency.json(['client', 'create', '-n', 'Secret Sibyl', '-e', 'sibyl@secret.example', '-p', '0699887766'], {
      as: other,
    })
    const answers = async (typed: string) => {
      const { code, stdout, stderr } = await run(['client', 'view', typed], narrow)
      return { code, stdout, stderr: stderr.replaceAll(typed, 'X') }
    }
    const absent = await answers('nobody at all')
    expect(absent.code).toBe(Exit.notFound)
    for (const typed of ['secret sibyl', 'sibyl', 'secret sibil', 'sibyl@secret.example', '06 99 88 77 66'])
      expect(await answers(typed)).toEqual(absent)

    // As the program, and as psql.
    expect((await run(['user', 'hand-over', other.username, 'kate hastroff', '--yes'], kate)).code).toBe(Exit.forbidden)
    for (const [typed, found] of [
      ['Olga Ohne', [other.id]],
      [other.username, []],
      [`${other.username}@agency.example`, []],
    ] as const) {
      const rows = await agency.as(
        kate,
        (sql) => sql`select r.id from epic_events.referred('user', ${typed}, false, 2) r(id)`,
      )
      expect(
        rows.map(({ id }) => id),
        typed,
      ).toEqual([...found])
    }
    const seen = await agency.as(
      narrow,
      (sql) => sql`select r.id from epic_events.referred('client', 'secret sibyl', false, 2) r(id)`,
    )
    expect(seen).toHaveLength(0)
    const nobody = await agency.as(
      undefined,
      (sql) => sql`select r.id from epic_events.referred('user', 'Olga Ohne', false, 2) r(id)`,
    )
    expect(nobody).toHaveLength(0)
  })

  test('nobody who is logged in → 4, and no permission → 5, before a name is looked up', async () => {
    expect((await agency.run(['client', 'view', 'no such name'])).code).toBe(Exit.unauthenticated)
    expect((await run(['event', 'delete', 'no such name', '--yes'], kate)).code).toBe(Exit.forbidden)
    expect((await run(['session', 'list', '--user', 'no such name'], kate)).code).toBe(Exit.forbidden)
  })

  test('a person at a terminal chooses from the list, and the command goes on with the id', async () => {
    const first = await client('Dora Double', 'dora1@double.example')
    const second = await client('Dora Double', 'dora2@double.example')
    const viewed = await run(['client', 'view', 'dora double'], bernard, {
      terminal: 80,
      answers: { 'Which client?': `#${second}` },
    })
    expect([viewed.code, viewed.asked[0]?.choices?.includes(`Dora Double #${first}`)]).toEqual([Exit.ok, true])
    expect(viewed.stderr).toContain(`client view ${second}\n`)
    expect(viewed.stdout).toContain(`Client ${second} · Dora Double`)

    // Before the other questions, so that nobody answers in vain.
    const made = await run(['contract', 'create', '--client', 'dora double'], bernard, {
      terminal: 80,
      answers: [`#${first}`, '1200', undefined, undefined, undefined],
    })
    expect([made.code, made.asked[0]?.message]).toEqual([Exit.ok, 'Client'])
    expect(made.stderr).toContain(`contract create --client-id ${first} --total-amount 1200.00`)

    // The confirmation shows whom a part of a name means.
    const deleted = await run(['client', 'delete', 'mixed'], bernard, { terminal: 80, answers: [true] })
    expect(deleted.asked[0]?.message).toBe(`Delete client ${ids.get('Mixed Case')} (Mixed Case)?`)
    expect(deleted.code).toBe(Exit.ok)

    // A form is filled in with the record that the name means.
    const form = await run(['company', 'update', 'cool'], julie, {
      terminal: 80,
      answers: { Name: 'Cool Startup SAS', 'Billing address': undefined, 'VAT number': undefined },
    })
    expect([form.code, form.asked[0]?.initial]).toEqual([Exit.ok, 'Cool Startup LLC'])
    const handed = await run(['user', 'hand-over', 'bern', 'olga ohne'], julie, {
      terminal: 80,
      answers: [true],
    })
    expect(handed.asked.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^Hand over .* from Bernard Petit to Olga Ohne\?$/),
    ])
    expect(handed.code).toBe(Exit.ok)
  })
})
