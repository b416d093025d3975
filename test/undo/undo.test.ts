/** `undo` as it is typed: what comes back, what it asks, what it refuses and how it names an operation. */
import { beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import { type ClientTeam, clientTeam } from '../client/team.ts'
import type { Person } from '../support/agency.ts'

setDefaultTimeout(90_000)

type Row = Readonly<Record<string, unknown>>
interface Listed {
  readonly operation: string
  readonly at: string
  readonly command: string
  readonly changes: number
}

describe.each(['server', 'embedded'] as const)('%s', (kind) => {
  let team: ClientTeam
  let serial = 0
  beforeAll(async () => {
    team = await clientTeam(kind)
  })
  const run = (argv: readonly string[], as: Person) => team.agency.run(argv, { as })
  const json = <T = Row>(argv: readonly string[], as: Person) => team.agency.json<T>(argv, { as })
  const done = async (argv: readonly string[], as: Person) => {
    const { code, stderr } = await run(argv, as)
    expect([argv, code, stderr]).toEqual([argv, Exit.ok, expect.any(String)])
  }
  const list = (as: Person) => json<Listed[]>(['undo', '--list'], as)
  const made = async (argv: readonly string[], as: Person) => String((await json<{ id: number }>(argv, as)).id)
  const client = (as: Person) =>
    made(['client', 'create', '-n', `Client ${++serial}`, '-e', `undo${kind}${serial}@x.example`], as)
  /** A signed contract of a client, and its event. */
  const gala = async (of: string, total: string, as: Person) => {
    const contract = await made(
      ['contract', 'create', '--client', of, '--total-amount', total, '--is-signed', 'true'],
      as,
    )
    const dates = ['--start-date', '2027-05-01 10:00', '--end-date', '2027-05-02 10:00']
    const event = await made(
      ['event', 'create', '--contract', contract, '--title', 'Gala', '--full-address', 'Here', ...dates],
      as,
    )
    return { contract, event }
  }
  /** What a program reads of a record, but for what counts its changes. */
  const seen = async (noun: string, id: string, as: Person) => {
    const { version, updated_at, ...row } = await json([noun, 'view', id], as)
    return row
  }

  test('an operation on two kinds of records is one sentence, with the spaces of its language', async () => {
    const { bill, agency } = team
    const stdin = `full_name,email,company\nA,parts${kind}@x.example,Parts ${kind}\n`
    await agency.run(['client', 'import', '-', '--create-companies', '--yes'], { as: bill, stdin })
    const { stdout } = await agency.run(['undo', '--list'], { as: bill, lang: 'fr', terminal: 300 })
    expect(stdout).toMatch(/[^\u00a0 ]\u00a0; création\u00a0:/)
  })

  test('every kind of change: undone all is as before, undone again as after it', async () => {
    const { bill, ann, kate, manager, agency } = team
    const company = await made(['company', 'create', '--name', `Company ${kind}`], manager)
    const id = await client(bill)
    await done(['client', 'update', id, '--company', company], bill)
    const { contract, event } = await gala(id, '100', bill)
    await agency.as(
      bill,
      (sql) =>
        sql`insert into epic_events_api.interaction (client_id, event_id, text) values (${id}, ${event}, 'About it')`,
    )
    const everything = async () => {
      const [row] = await agency.owner(
        (sql) => sql<{ state: string }[]>`
          select jsonb_build_array(
            (select to_jsonb(c) - 'version' - 'updated_at' from epic_events.client c where id = ${id}),
            (select to_jsonb(k) - 'version' - 'updated_at' from epic_events.contract k where id = ${contract}),
            (select to_jsonb(e) - 'version' - 'updated_at' from epic_events.event e where id = ${event}),
            (select to_jsonb(f) - 'version' - 'updated_at' from epic_events.company f where id = ${company}),
            (select jsonb_agg(to_jsonb(i)) from epic_events.interaction i where client_id = ${id} and cancelled_at is null))::text as state`,
      )
      return row?.state ?? ''
    }
    const cards = async () => [
      await seen('client', id, manager),
      await seen('contract', contract, manager),
      await seen('event', event, manager),
    ]
    const asJson = await cards()
    const commands: readonly (readonly [Person, ...string[]])[] = [
      [bill, 'client', 'update', id, '--full-name', 'Another', '--phone', '+33 6 12 34 56 78'],
      [manager, 'client', 'update', id, '--commercial-id', String(ann.id)],
      [manager, 'contract', 'update', contract, '--total-amount', '250.50', '--remaining-amount', '10'],
      [manager, 'event', 'assign_support', event, String(kate.id)],
      [manager, 'event', 'update', event, '--notes', 'Two lines'],
      [manager, 'event', 'delete', event, '--yes'],
      [manager, 'contract', 'delete', contract, '--with-events', '--yes'],
      [manager, 'company', 'delete', company, '--yes'],
      [manager, 'user', 'hand-over', String(bill.id), String(ann.id), '--yes'],
    ]
    // The database does the same on both; on the embedded one those that take other rows along are enough.
    for (const [who, ...argv] of kind === 'server' ? commands : commands.slice(-3)) {
      const before = await everything()
      await done(argv, who)
      const after = await everything()
      expect([argv, after === before]).toEqual([argv, false])
      await done(['undo', '--yes'], who)
      expect([argv, await everything()]).toEqual([argv, before])
      await done(['undo', '--yes'], who)
      expect([argv, await everything()]).toEqual([argv, after])
      await done(['undo', '--yes'], who)
      expect([argv, await everything()]).toEqual([argv, before])
    }
    expect(await cards()).toEqual(asJson)
  })

  test('a deleted client comes back with its id, and the notes of others; a note that is undone is hidden, and the dates as before', async () => {
    const { bill, kate, agency } = team
    const id = await client(bill)
    const before = await seen('client', id, bill)
    const noted = (who: Person) =>
      agency.as(who, async (sql) => {
        await sql`select set_config('epic_events.operation', ${`note-${kind}-${++serial}`}, false)`
        await sql`insert into epic_events_api.interaction (client_id, text, next_on) values (${id}, 'Called', '2027-01-02')`
      })
    await noted(bill)
    await agency.owner((sql) => sql`update epic_events.interaction set user_id = ${kate.id} where client_id = ${id}`)
    const notes = () =>
      agency.owner(async (sql) => [...(await sql`select * from epic_events.interaction where client_id = ${id}`)])
    const [all, card] = [await notes(), await seen('client', id, bill)]
    await done(['client', 'delete', id, '--yes'], bill)
    expect(await notes()).toEqual([])
    await done(['undo', '--yes'], bill)
    expect([await notes(), await seen('client', id, bill)]).toEqual([all, card])
    const [, , third] = await list(bill)
    expect(third?.command).toBeNull()
    await done(['undo', third?.operation ?? '', '--yes'], bill)
    expect(await seen('client', id, bill)).toEqual(before)
    expect((await notes()).map(({ cancelled_at }) => cancelled_at !== null)).toEqual([true])
  })

  test('--list: the latest first, operation, at, command and changes; a person reads a sentence in either language', async () => {
    const { bill, agency } = team
    const id = await client(bill)
    await done(['client', 'update', id, '--phone', '+33 6 00 00 00 01', '--email', `list${kind}@x.example`], bill)
    const [latest, second] = await list(bill)
    expect(Object.keys(latest ?? {})).toEqual(['operation', 'at', 'command', 'changes'])
    expect([latest?.command, latest?.changes, second?.command]).toEqual(['client update', 1, 'client create'])
    const { stdout } = await agency.run(['undo', '--list'], { as: bill, terminal: 120 })
    expect(stdout).toContain(`Changed client ${id}, Client ${serial} (Email, Phone)`)
    expect(stdout).toContain(latest?.operation.slice(0, 8) ?? 'none')
    expect(stdout).not.toContain(latest?.operation ?? 'none')
    const french = await agency.run(['undo', '--list'], { as: bill, terminal: 120, lang: 'fr' })
    expect(french.stdout).toContain(`Modification\u00a0: client ${id}, Client ${serial} (E-mail, Téléphone)`)
    await agency.as(bill, async (sql) => {
      for (let i = 0; i < 21; i++) {
        await sql`select set_config('epic_events.operation', ${`many-${kind}-${i}`}, false)`
        await sql`update epic_events_api.client set phone = ${`+3360000${1000 + i}`} where id = ${id}`
      }
    })
    expect(await list(bill)).toHaveLength(20)
  })

  test('a person sees old → new and is asked; No changes nothing; a script needs --yes; --dry-run changes nothing', async () => {
    const { bill, agency } = team
    const id = await client(bill)
    const first = await seen('client', id, bill)
    await done(['client', 'update', id, '--full-name', 'Changed'], bill)
    const changed = await seen('client', id, bill)
    const no = await agency.run(['undo'], { as: bill, terminal: 80, answers: [false] as never })
    expect([no.code, no.stderr.includes(`Full name: Changed → ${first['full_name']}`)]).toEqual([Exit.cancelled, true])
    const script = await run(['undo'], bill)
    expect([script.code, script.stderr.includes('--yes')]).toEqual([Exit.usage, true])
    const dry = await run(['undo', '--dry-run', '--json'], bill)
    expect(JSON.parse(dry.stdout)).toMatchObject({ command: 'client update', changes: 1, undone_by: null })
    expect(await seen('client', id, bill)).toEqual(changed)
    const yes = await agency.run(['undo'], { as: bill, terminal: 80, answers: [true] as never })
    expect([yes.code, await seen('client', id, bill)]).toEqual([Exit.ok, first])
  })

  test('a person reads times, kinds and people as everywhere, and whether a note went or came', async () => {
    const { bill, kate, manager, agency } = team
    const id = await client(bill)
    await done(['client', 'note', id, 'Called', '--kind', 'call', '--on', '12/06/2026 14:45', '--next', 'none'], bill)
    const french = (argv: readonly string[], as: Person) => agency.run(argv, { as, terminal: 120, lang: 'fr' })
    const dry = await french(['undo', '--dry-run'], bill)
    expect(dry.stderr).toMatch(/Annulée\u00a0: — → \d\d\/\d\d\/\d{4} \d\d:\d\d$/m)
    const log = (await french(['audit', 'list', '--table', 'note', '--limit', '1'], manager)).stdout.replace(
      /[\s│]+/g,
      ' ',
    )
    for (const value of ['12/06/2026 14:45', 'Type : appel', 'Plus de rappel : oui']) expect(log).toContain(value)
    await done(['undo', '--yes'], bill)
    await done(['undo', '--yes'], bill)
    const { stdout } = await agency.run(['undo', '--list'], { as: bill, terminal: 120 })
    expect(
      stdout.match(/(?:Took back|Brought back|Created) note \d+, Client \d+/g)?.map((line) => line.slice(0, 7)),
    ).toEqual(['Brought', 'Took ba', 'Created'])
    const { event } = await gala(id, '9', bill)
    await done(['event', 'assign_support', event, String(kate.id)], manager)
    const { stderr } = await run(['undo', '--dry-run'], manager)
    expect(stderr).toContain(`Support: ${kate.fullName} (${kate.id}) → —`)
  })

  test('what one has undone already → 6 that says so, and the undo that brings it back', async () => {
    const { bill } = team
    const id = await client(bill)
    await done(['client', 'update', id, '--full-name', 'Undone', '--phone', '+33 6 00 00 00 08'], bill)
    const [{ operation } = { operation: '' }] = await list(bill)
    await done(['undo', '--yes'], bill)
    const [{ operation: by } = { operation: '' }] = await list(bill)
    const again = await run(['undo', operation, '--dry-run'], bill)
    expect([again.code, again.stderr.includes('have undone this already')]).toEqual([Exit.refused, true])
    expect(again.stderr).toContain(`undo ${by}`)
    await done(['undo', by, '--yes'], bill)
    expect((await seen('client', id, bill))['full_name']).toBe('Undone')
  })

  test('what is refused: changed since (6, who and what), not yours (3), lacking by now (5), rights and people (6), unknown (3)', async () => {
    const { bill, ann, manager, agency } = team
    const id = await client(bill)
    await done(['client', 'update', id, '--full-name', 'One', '--phone', '+33 6 00 00 00 09'], bill)
    const [{ operation } = { operation: '' }] = await list(bill)
    await done(['client', 'update', id, '--email', `other${kind}@x.example`], bill)
    const other = await list(bill)
    await done(['client', 'update', id, '--full-name', 'Two'], bill)
    const refused = await run(['undo', operation.slice(0, 8), '--yes', '--json'], bill)
    expect(refused.code).toBe(Exit.refused)
    expect(refused.stderr).toContain('undo_changed')
    const told = await run(['undo', operation, '--yes'], bill)
    expect(told.stderr).toContain(`client ${id}: Full name was changed by Bill Boquet (${bill.id})`)
    expect(told.stderr).not.toContain('Phone')
    // Another field: undone, although the version is another one by now.
    await done(['undo', other[0]?.operation ?? '', '--yes'], bill)
    expect((await seen('client', id, bill))['full_name']).toBe('Two')
    expect((await run(['undo', operation, '--yes'], ann)).code).toBe(Exit.notFound)
    expect((await run(['undo', 'feedbeef', '--yes'], bill)).code).toBe(Exit.notFound)
    expect((await run(['undo', 'feed', '--yes'], bill)).stderr).toContain('at least 8 characters')
    const listOf = await run(['undo', 'feedbeef', '--list'], bill)
    expect([listOf.code, listOf.stderr.includes('OPERATION')]).toEqual([Exit.usage, false])
    expect(listOf.stderr).toContain('undo feedbeef --dry-run')
    const missing = await run(['undo', (await list(bill))[0]?.operation ?? '', '--yes'], manager)
    expect([missing.code, missing.stderr.includes('client:update')]).toEqual([Exit.forbidden, true])
    // Whose latest operation is beyond them is told which it is, and finds the others.
    const company = await made(['company', 'create', '--name', `Beyond ${kind}`], bill)
    for (const argv of [
      ['undo', '--yes'],
      ['undo', '--dry-run'],
    ]) {
      const beyond = await run(argv, bill)
      expect([argv, beyond.code, beyond.stderr]).toEqual([
        argv,
        Exit.forbidden,
        expect.stringContaining(`This was to be undone: created company ${company}, Beyond ${kind}.`),
      ])
      expect(beyond.stderr).toContain('company:delete')
      expect(beyond.stderr).toContain('undo --list')
    }
    const listed = (await agency.run(['undo', '--list'], { as: bill, terminal: 160 })).stdout.split('\n')
    expect(listed.find((line) => line.includes('Beyond'))).toContain(`Beyond ${kind} (undoing it needs company:delete)`)
    expect(listed.filter((line) => line.includes('Changed') && line.includes('needs'))).toEqual([])
    await done(['undo', (await list(bill))[1]?.operation ?? '', '--dry-run'], bill)
    const nobody = await agency.person('commercial')
    expect((await run(['undo', '--yes'], nobody)).code).toBe(Exit.refused)
    expect((await run(['undo', '--list'], nobody)).stderr).toContain('not changed anything')
    await done(['user', 'update', String(nobody.id), '--full-name', 'Somebody Else'], manager)
    await done(['undo', '--yes'], manager)
    await done(['user', 'update', String(nobody.id), '--is-active', 'false'], manager)
    const people = await run(['undo', '--yes'], manager)
    expect([people.code, people.stderr]).toEqual([Exit.refused, expect.stringContaining('cannot be undone')])
  })

  test("ids that several have: one's own; by its beginning all are named; audit list says whose", async () => {
    const { bill, manager, agency } = team
    const shared = `shared-${kind}-${Date.now()}`
    const as = (who: Person, operation: string, name: string) =>
      agency.as(who, async (sql) => {
        await sql`select set_config('epic_events.operation', ${operation}, false)`
        await sql`insert into epic_events_api.company (name) values (${name})`
      })
    await as(manager, shared, `Mine ${kind}`)
    await as(bill, shared, `His ${kind}`)
    const companies = async () =>
      (await json<{ name: string }[]>(['company', 'list', '--limit', '0'], manager)).map(({ name }) => name)
    await done(['undo', shared, '--yes'], manager)
    expect(await companies()).toContain(`His ${kind}`)
    expect(await companies()).not.toContain(`Mine ${kind}`)
    const several = await run(['undo', shared.slice(0, -1), '--yes'], manager)
    expect([several.code, several.stderr.includes(`undo ${bill.id}:${shared}`)]).toEqual([Exit.refused, true])
    const [entry] = await json<{ operation: string; command: string | null }[]>(
      ['audit', 'list', '--user', String(bill.id), '--limit', '1'],
      manager,
    )
    expect(entry).toMatchObject({ operation: shared, command: null })
    await done(['undo', `${bill.id}:${shared}`, '--yes'], manager)
    expect(await companies()).not.toContain(`His ${kind}`)
  })
})
