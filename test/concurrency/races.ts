/**
 * Two people change one record at the same moment. Each race is a round: it is set up, both commands run at once, and the result is
 * checked. It returns what was wrong. test/concurrency runs a few rounds of each race, `bun run soak` many.
 */
import { Exit } from '../../src/errors.ts'
import type { Agency, Person, Ran } from '../support/agency.ts'

/** Where the races are run: one agency for all rounds. */
export interface Track {
  readonly agency: Agency
  readonly manager: Person
  readonly otherManager: Person
  readonly anna: Person
  readonly bill: Person
  readonly sam: Person
  readonly sue: Person
}

export async function track(agency: Agency): Promise<Track> {
  const [manager, otherManager] = [await agency.person('management'), await agency.person('management')]
  const [anna, bill] = [await agency.person('commercial'), await agency.person('commercial')]
  const [sam, sue] = [await agency.person('support'), await agency.person('support')]
  await agency.owner((sql) => sql`insert into epic_events.role (name) values ('raced')`)
  return { agency, manager, otherManager, anna, bill, sam, sue }
}

type Race = (track: Track, round: number) => Promise<readonly string[]>
type Record_ = Readonly<{ [key: string]: unknown; id: number; version: number }>

const json = <T = Record_>({ agency }: Track, argv: readonly string[], as: Person) => agency.json<T>(argv, { as })

const both = ({ agency }: Track, one: readonly [string[], Person], other: readonly [string[], Person]) =>
  Promise.all([one, other].map(([argv, as]) => agency.run([...argv, '--json'], { as }))) as Promise<[Ran, Ran]>

const codes = (runs: readonly Ran[]) => runs.map(({ code }) => code).sort((a, b) => a - b)
/** Did the two end with these codes, the lower one first? */
const ended = (runs: readonly Ran[], ...expected: readonly number[]) => Bun.deepEquals(codes(runs), expected)

/** One has won (0), the other was refused (6) with the present value of these columns and both versions. */
function oneWon(runs: readonly [Ran, Ran], differing: readonly string[]): { wrong: string[]; won: 0 | 1 } {
  const won = runs[0].code === Exit.ok ? 0 : 1
  const lost = runs[1 - won] as Ran
  const wrong: string[] = []
  if (!ended(runs, Exit.ok, Exit.refused)) wrong.push(`exit ${codes(runs)}: ${runs.map(({ stderr }) => stderr.trim())}`)
  else {
    const { error } = JSON.parse(lost.stderr) as {
      error: { code: string; fields: Record<string, string>; next: string[] }
    }
    if (error.code !== 'refused' || lost.stdout !== '') wrong.push(`refused with ${error.code} and ${lost.stdout}`)
    if (String(Object.keys(error.fields).sort()) !== String([...differing].sort()))
      wrong.push(`told of ${Object.keys(error.fields)}`)
    if (error.next.length === 0) wrong.push('no next command')
  }
  return { wrong, won }
}

const same = (what: string, found: unknown, expected: unknown) =>
  Bun.deepEquals(found, expected) ? [] : [`${what} is ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`]

async function client(on: Track, of: Person): Promise<Record_> {
  return json(on, ['client', 'create', '-n', 'Raced', '-e', `${crypto.randomUUID()}@client.example`], of)
}
async function contract(on: Track, of: Person, ...more: string[]): Promise<Record_> {
  const { id } = await client(on, of)
  return json(on, ['contract', 'create', '--client-id', `${id}`, '--total-amount', '1000', ...more], of)
}
const eventOf = (contractId: number) => [
  'event',
  'create',
  '-c',
  `${contractId}`,
  '-t',
  'Raced',
  '-a',
  'Lyon',
  '-s',
  '01/07/2096',
  '-e',
  '02/07/2096',
]

/** A client is handed over while its commercial changes it. */
const handOver: Race = async (on) => {
  const { id } = await contract(on, on.anna)
  const made = await json(on, ['contract', 'view', `${id}`], on.anna)
  const [clientId, version] = [String(made['client_id']), '1']
  const argv = ['client', 'update', clientId, '--if-version', version]
  const runs = await both(
    on,
    [[...argv, '--commercial-id', `${on.bill.id}`], on.manager],
    [[...argv, '--full-name', 'Changed'], on.anna],
  )
  const after = await json(on, ['client', 'view', clientId], on.manager)
  const carried = await json(on, ['contract', 'view', `${id}`], on.manager)
  const agrees = same('the contract’s commercial', carried['commercial_id'], after['commercial_id'])
  // Anna may come too late in two ways: the client is not hers any more (5), or it has changed in the meantime (6).
  if (ended(runs, Exit.ok, Exit.forbidden))
    return [...same('the loser of 5', runs[1].code, Exit.forbidden), ...same('version', after.version, 2), ...agrees]
  const { wrong, won } = oneWon(runs, [['full_name'], ['commercial_id']][runs[0].code === Exit.ok ? 0 : 1] ?? [])
  return [
    ...wrong,
    ...agrees,
    ...same('version', after.version, 2),
    ...same(
      'client',
      [after['commercial_id'], after['full_name']],
      won === 0 ? [on.bill.id, 'Raced'] : [on.anna.id, 'Changed'],
    ),
  ]
}

/** Two payments at once: no cent is lost, because the second one is refused with what remains by now. */
const payments: Race = async (on, round) => {
  const { id, version } = await contract(on, on.anna)
  const pay = (remaining: string) => [
    'contract',
    'update',
    `${id}`,
    '--remaining-amount',
    remaining,
    '--if-version',
    `${version}`,
  ]
  const amounts = [`${900 - round}.10`, `${400 - round}.55`] as const
  const runs = await both(on, [pay(amounts[0]), on.manager], [pay(amounts[1]), on.anna])
  const { wrong, won } = oneWon(runs, ['remaining_amount'])
  const after = await json(on, ['contract', 'view', `${id}`], on.anna)
  const lost = runs[1 - won] as Ran
  const hears = lost.stderr.includes(amounts[won]) ? [] : [`the loser does not hear ${amounts[won]}: ${lost.stderr}`]
  return [
    ...wrong,
    ...hears,
    ...same('remaining', after['remaining_amount'], amounts[won]),
    ...same('version', after.version, 2),
  ]
}

/** Total and remaining changed at once without a version: whatever the order, 0 ≤ remaining ≤ total. */
const sums: Race = async (on) => {
  const { id } = await contract(on, on.anna)
  const runs = await both(
    on,
    [['contract', 'update', `${id}`, '--total-amount', '300', '--remaining-amount', '300'], on.manager],
    [['contract', 'update', `${id}`, '--remaining-amount', '800'], on.anna],
  )
  const after = await json(on, ['contract', 'view', `${id}`], on.anna)
  const [total, remaining] = [Number(after['total_amount']), Number(after['remaining_amount'])]
  const outcome = [...codes(runs), total, remaining]
  // 800 first and then 300 of 300, or 300 first and 800 refused.
  return [
    [Exit.ok, Exit.ok, 300, 300],
    [Exit.ok, Exit.refused, 300, 300],
  ].some((one) => Bun.deepEquals(one, outcome))
    ? []
    : [`sums ended ${outcome}: ${runs.map(({ stderr }) => stderr)}`]
}

/** An event is given to two people. */
const assignment: Race = async (on) => {
  const { id: contractId } = await contract(on, on.anna, '--is-signed')
  const { id, version } = await json(on, eventOf(contractId), on.anna)
  const give = (to: Person) => ['event', 'assign_support', `${id}`, `${to.id}`, '--if-version', `${version}`]
  const runs = await both(on, [give(on.sam), on.manager], [give(on.sue), on.otherManager])
  const { wrong, won } = oneWon(runs, ['support_contact_id'])
  const after = await json(on, ['event', 'view', `${id}`], on.manager)
  return [
    ...wrong,
    ...same('support', after['support_contact_id'], [on.sam.id, on.sue.id][won]),
    ...same('version', after.version, 2),
  ]
}

/** Somebody is made an event's support while they are deactivated: an event never stays with a deactivated user unnoticed. */
const deactivation: Race = async (on) => {
  const leaver = await on.agency.person('support')
  const { id: contractId } = await contract(on, on.anna, '--is-signed')
  const { id } = await json(on, eventOf(contractId), on.anna)
  const [given, left] = await both(
    on,
    [['event', 'assign_support', `${id}`, `${leaver.id}`], on.manager],
    [['user', 'update', `${leaver.id}`, '--is-active', 'false'], on.otherManager],
  )
  const out = await on.agency.run(['event', 'list'], { as: leaver })
  const wrong = [
    ...same('the leaver’s next command', out.code, Exit.unauthenticated),
    ...same('deactivation', left.code, Exit.ok),
  ]
  if (given.code === Exit.refused) return wrong
  if (given.code !== Exit.ok) return [...wrong, `assignment ended ${given.code}: ${given.stderr}`]
  // The assignment came first: whoever deactivates the user is told about the event.
  const warned = left.stderr.includes('Raced') ? [] : [`nobody is told of the event: ${left.stderr}`]
  const after = await json(on, ['event', 'view', `${id}`], on.manager)
  return [...wrong, ...warned, ...same('support', after['support_contact_id'], leaver.id)]
}

/** A contract is unsigned while an event is made of it. */
const unsigning: Race = async (on) => {
  const { id } = await contract(on, on.anna, '--is-signed')
  const runs = await both(
    on,
    [['contract', 'update', `${id}`, '--is-signed', 'false'], on.manager],
    [eventOf(id), on.anna],
  )
  const after = await json(on, ['contract', 'view', `${id}`], on.anna)
  const [signed, events] = [after['is_signed'], after['event_count']]
  const sound = (signed === true && events === 1) || (signed === false && events === 0)
  return [
    ...same('exits', codes(runs), [Exit.ok, Exit.refused]),
    ...(sound ? [] : [`signed ${signed} with ${events} events`]),
  ]
}

/** The only two managers deactivate each other. */
const managers: Race = async ({ agency, manager, otherManager }) => {
  const out = (who: Person) => ['user', 'update', `${who.id}`, '--is-active', 'false']
  await agency.owner(
    (sql) =>
      sql`update epic_events.users set is_active = (id in (${manager.id}, ${otherManager.id})) where role_id = 1`,
  )
  const runs = await Promise.all([
    agency.run(out(otherManager), { as: manager }),
    agency.run(out(manager), { as: otherManager }),
  ])
  const rows = await agency.owner(
    (sql) => sql<{ id: number }[]>`select id from epic_events.users where role_id = 1 and is_active`,
  )
  // The second manager is already deactivated (4), or is the last one by then (6).
  const fine =
    runs.some(({ code }) => code === Exit.ok) &&
    runs.some(({ code }) => code === Exit.unauthenticated || code === Exit.refused)
  // Both managers are activated again for the next round.
  await agency.owner(async (sql) => {
    await sql`update epic_events.users set is_active = true where id in (${manager.id}, ${otherManager.id})`
    await sql`delete from epic_events.ended where user_id in (${manager.id}, ${otherManager.id})`
  })
  return [
    ...same('active managers', rows.length, 1),
    ...(fine ? [] : [`exits ${codes(runs)}: ${runs.map(({ stderr }) => stderr)}`]),
  ]
}

/** Two grants, then a grant and a revocation, on one role: the mirror loses none. */
const grants: Race = async (on) => {
  const { agency, manager, otherManager } = on
  const mirror = () =>
    agency.owner(
      (sql) => sql<{ mirrored: string[]; held: string[] }[]>`
        select to_json(role.permissions) as mirrored,
          to_json(array(
            select permission.name
            from epic_events.role_permission granted
            join epic_events.permission on permission.id = granted.permission_id
            where granted.role_id = role.id
            order by permission.name collate "C")) as held
        from epic_events.role where role.name = 'raced'`,
    )
  const step = async (one: string[], other: string[], expected: string[]) => {
    const runs = await both(on, [['role', ...one], manager], [['role', ...other], otherManager])
    const [row] = await mirror()
    return [
      ...same('exits', codes(runs), [Exit.ok, Exit.ok]),
      ...same('granted', row?.held, expected),
      ...same('mirror', row?.mirrored, expected),
    ]
  }
  return [
    ...(await step(['grant', 'raced', 'client:view'], ['grant', 'raced', 'event:view'], ['client:view', 'event:view'])),
    ...(await step(['revoke', 'raced', 'client:view'], ['grant', 'raced', 'user:view'], ['event:view', 'user:view'])),
    ...(await step(['revoke', 'raced', 'event:view'], ['revoke', 'raced', 'user:view'], [])),
  ]
}

/** One revokes viewing while another grants writing: never writing without viewing. */
const blindness: Race = async (on) => {
  await json(on, ['role', 'grant', 'raced', 'company:view'], on.manager)
  const runs = await both(
    on,
    [['role', 'revoke', 'raced', 'company:view'], on.manager],
    [['role', 'grant', 'raced', 'company:update'], on.otherManager],
  )
  const { permissions } = await json<{ permissions: string[] }>(on, ['role', 'view', 'raced'], on.manager)
  if (permissions.length > 0) await json(on, ['role', 'revoke', 'raced', ...permissions], on.manager)
  const possible = ['company:update,company:view', ''].includes(String(permissions))
  return ended(runs, Exit.ok, Exit.refused) && possible ? [] : [`blind: ${codes(runs)} ${permissions}`]
}

/** One deletes what another changes. */
const deletion: Race = async (on) => {
  const { id, version } = await client(on, on.anna)
  const at = ['--if-version', `${version}`]
  const runs = await both(
    on,
    [['client', 'delete', `${id}`, '--yes', ...at], on.anna],
    [['client', 'update', `${id}`, '--full-name', 'Kept', ...at], on.anna],
  )
  const after = await on.agency.run(['client', 'view', `${id}`, '--json'], { as: on.anna })
  const [removed, changed] = runs.map(({ code }) => code)
  const outcome = [removed, changed, after.code === Exit.ok ? JSON.parse(after.stdout).full_name : after.code]
  const possible = [
    [Exit.refused, Exit.ok, 'Kept'],
    [Exit.ok, Exit.notFound, Exit.notFound],
    [Exit.ok, Exit.refused, Exit.notFound],
  ]
  return possible.some((one) => Bun.deepEquals(one, outcome)) ? [] : [`delete, update, then: ${outcome}`]
}

export const races: Readonly<Record<string, Race>> = {
  'a client handed over and changed': handOver,
  'two payments': payments,
  'total and remaining': sums,
  'one event, two supports': assignment,
  'assigned and deactivated': deactivation,
  'unsigned under a new event': unsigning,
  'two managers, each other': managers,
  'two grants on one role': grants,
  'writing granted, viewing revoked': blindness,
  'deleted and changed': deletion,
}
