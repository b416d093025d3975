/** An agency in which every role of the matrix has a row of every kind. */
import { codes as allCodes, defaultRoles } from '../../src/access/catalogue.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'
import { type Situation, situations } from './oracle.ts'

const scoped = (scope: string) => allCodes.filter((code) => code.endsWith(`:${scope}`))

/** The roles down the table, and what they allow. */
export const roles: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(Object.values(defaultRoles).map(({ name, permissions }) => [name, permissions])),
  // Every permission that can have a scope, with one scope each.
  own: scoped('own'),
  assigned: ['user:list', ...scoped('assigned')],
  // Several scopes in one resource; list and view with different scopes; users without role:assign.
  mixed: [
    ...['user:list', 'user:view', 'user:update', 'user:delete:own'],
    ...['role:view', 'company:list:own', 'company:view:assigned', 'company:update:assigned', 'company:delete:assigned'],
    ...[
      'client:list',
      'client:view:own',
      'client:create:own',
      'client:update:own',
      'client:assign_commercial:own',
      'client:delete:own',
    ],
    ...['contract:list:assigned', 'contract:view', 'contract:create:own', 'contract:update', 'contract:delete:own'],
    ...['event:list', ...scoped('own_client').filter((code) => code !== 'event:list:own_client')],
    ...['event:view:assigned', 'event:assign_support:assigned'],
    ...['interaction:list:own', 'interaction:view:assigned', 'interaction:create:assigned'],
    ...['payment:list:own', 'payment:view:assigned', 'payment:create:assigned', 'payment:cancel:assigned'],
  ],
  // It may write every record, but assign neither clients, nor events, nor roles.
  editor: [
    ...['client', 'event', 'user'].flatMap((resource) =>
      ['list', 'view', 'create', 'update', 'delete'].map((action) => `${resource}:${action}`),
    ),
    'contract:view',
  ],
  // It sees every deal and takes nothing that it does not have a part in.
  taker: [
    ...['company:view', 'client:view', 'contract:view', 'event:view', 'contract:update:assigned', 'contract:delete'],
    ...['event:create', 'event:update', 'event:assign_support:assigned', 'event:delete:assigned'],
    ...['interaction:view', 'interaction:create', 'payment:view', 'payment:create', 'payment:cancel:assigned'],
  ],
  // It may assign roles, clients and events, and change nothing else of them. It sees neither companies nor contracts.
  assigner: [
    ...['role:view', 'role:assign', 'user:list'],
    ...['client:view', 'client:assign_commercial', 'event:view', 'event:assign_support'],
  ],
  empty: [],
}

/** One deal from its company to its event. */
export interface Deal {
  readonly company: number
  readonly client: number
  /** A client of the same commercial without contracts; the deal's own where there can be no such one. */
  readonly bareClient: number
  /** A second client of the same situation, to whom the contract can move. */
  readonly otherClient: number
  readonly contract: number
  /** A second, signed contract of the same client. */
  readonly otherContract: number
  readonly event: number
  /** A note about that event, and so about the client. */
  readonly note: number
  /** A signed contract of the same situation, of which a part is paid, with its payment and the one instalment of its schedule. */
  readonly paid: { readonly contract: number; readonly payment: number; readonly instalment: number }
}

export interface Someone {
  readonly person: Person
  readonly role: string
  readonly codes: readonly string[]
  readonly deals: Readonly<Record<Situation, Deal>>
}

export interface Ground {
  readonly agency: Agency
  readonly people: readonly Someone[]
  /** A colleague without records, of a role that allows nothing. */
  readonly colleague: number
  /** One of two managers, who own nothing. */
  readonly manager: number
  /** An active commercial and an active support, to whom things can be given. */
  readonly commercial: number
  readonly support: number
  /** A role that nobody holds; it allows `company:view` and `company:list`. */
  readonly spareRole: string
  close(): Promise<void>
}

export async function openGround(kind: 'server' | 'embedded'): Promise<Ground> {
  const agency = await openAgency(kind)
  const custom = Object.keys(roles).filter((name) => !Object.values(defaultRoles).some((role) => role.name === name))
  await agency.owner(async (sql) => {
    for (const name of [...custom, 'spare', 'powerless'])
      await sql`insert into epic_events.role (name) values (${name})`
    for (const name of [...custom, 'spare']) {
      const granted = roles[name] ?? ['company:list', 'company:view']
      await sql`
        insert into epic_events.role_permission
        select role.id, permission.id from epic_events.role, epic_events.permission
        where role.name = ${name}
          and permission.name in (select json_array_elements_text(${JSON.stringify(granted)}::text::json))`
    }
  })
  const [manager] = [await agency.person('management'), await agency.person('management')] // so that neither is the last one
  const [anna, commercial] = [await agency.person('commercial'), await agency.person('commercial')]
  const [sam, support] = [await agency.person('support'), await agency.person('support')]
  const colleague = await agency.person('powerless')

  const deal = (of: Person, supporter: Person | undefined, bare: boolean): Promise<Deal> =>
    agency.owner(async (sql) => {
      const next = async (rows: Promise<readonly { id: number }[]>) => (await rows)[0]?.id ?? 0
      const client = (company: number) => {
        const email = `${crypto.randomUUID()}@client.example`
        return next(sql`insert into epic_events.client (full_name, email, company_id, commercial_id)
          values ('Client', ${email}, ${company}, ${of.id}) returning id`)
      }
      const contract = (of: number) =>
        next(
          sql`insert into epic_events.contract (client_id, total_amount, is_signed)
            values (${of}, 100, true) returning id`,
        )
      const company = await next(sql`insert into epic_events.company (name) values ('Company') returning id`)
      const one = await client(company)
      const [first, second] = [await contract(one), await contract(one)]
      const supported = (contract: number) =>
        next(sql`
          insert into epic_events.event
            (contract_id, title, full_address, start_date, end_date, support_contact_id)
          values (${contract}, 'Event', 'Lyon', now(), now() + interval '1 day', ${supporter?.id ?? null})
          returning id`)
      const event = await supported(first)
      const note = await next(sql`insert into epic_events.interaction (client_id, event_id, text)
        values (${one}, ${event}, 'Note') returning id`)
      const paid = await contract(one)
      await supported(paid)
      const payment = await next(
        sql`insert into epic_events.payment (contract_id, amount) values (${paid}, 10) returning id`,
      )
      const instalment = await next(sql`insert into epic_events.instalment (contract_id, due_on, amount)
        values (${paid}, '2026-07-01', 100) returning id`)
      const two = await client(company)
      if (!bare) await supported(await contract(two))
      return {
        company,
        client: one,
        bareClient: bare ? two : one,
        otherClient: two,
        contract: first,
        otherContract: second,
        event,
        note,
        paid: { contract: paid, payment, instalment },
      }
    })
  const become = (person: Person, role: string) =>
    agency.owner(
      (sql) =>
        sql`
          update epic_events.users set role_id = (select id from epic_events.role where name = ${role})
          where id = ${person.id}`,
    )

  const people: Someone[] = []
  for (const [role, codes] of Object.entries(roles)) {
    // Clients go to commercials and events to supports only. Users who change roles keep what they have.
    const person = await agency.person('commercial')
    const deals: Record<Situation, Deal> = {
      own: await deal(person, sam, true),
      colleague: await deal(anna, sam, true),
      unassigned: await deal(anna, undefined, true),
      assigned: await become(person, 'support').then(() => deal(anna, person, false)),
    }
    await become(person, role)
    people.push({ person, role, codes, deals })
  }
  return {
    agency,
    people,
    colleague: colleague.id,
    manager: manager.id,
    commercial: commercial.id,
    support: support.id,
    spareRole: 'spare',
    close: () => agency.close(),
  }
}

export { situations }
