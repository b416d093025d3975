/** The sample agency in the database: recognising it, loading it, and resetting it so that the steps of `demo` can run again. All as the owner. */
import type postgres from 'postgres'
import { inTransaction } from '../db/connection/connect.ts'
import { digest, hash } from '../session/password.ts'
import type { SampleRows } from './demo-rows.ts'
import { people, sampleDomain, samplePassword } from './sample/people.ts'

/** The ids that the README and the steps name. */
export const scenario = {
  manager: 1,
  commercial: 5,
  support: 23,
  client: 10,
  shownClient: 8,
  contract: 1,
  event: 7,
} as const

export type DatabaseState = 'empty' | 'sample' | 'other'

/** Which database this is. The sample agency is known by its manager's e-mail address, which nobody can own (RFC 2606). */
export async function databaseState(sql: postgres.Sql): Promise<DatabaseState> {
  const username = people[0]?.username ?? ''
  const [row] = await sql<{ state: DatabaseState }[]>`
    select case
      when exists (select from epic_events.users u where u.id = ${scenario.manager} and u.username = ${username}
        and u.email = ${`${username}@${sampleDomain}`}) then 'sample'
      when exists (select from epic_events.users) or exists (select from epic_events.company) then 'other'
      else 'empty' end as state`
  return row?.state ?? 'other'
}

/**
 * Fills an empty database, in one transaction. Texts travel as bound JSON, with one statement for each table.
 *
 * @param sql a connection as the owner of the schema
 * @param passwordHash bcrypt (session/password.ts), the same for everybody
 */
export async function load(sql: postgres.Sql, rows: SampleRows, passwordHash: string): Promise<void> {
  await inTransaction(sql, async (connection) => {
    await insert(connection, rows, passwordHash)
    const leavers = people.filter(({ left }) => left).map(({ id }) => id)
    // Only now: nobody who has left can be given a client or an event.
    await connection`update epic_events.users set is_active = false where id in ${connection(leavers)}`
    await connection`select setval(pg_get_serial_sequence('epic_events.' || name, 'id'), last) from (values
      ('users', ${rows.users.length}::bigint), ('company', ${rows.company.length}), ('client', ${rows.client.length}),
      ('contract', ${rows.contract.length}), ('event', ${rows.event.length}), ('instalment', ${rows.instalment.length}),
      ('interaction', ${rows.interaction.length})) as counted(name, last)`
  })
}

/**
 * Makes the steps possible again, whatever was tried meanwhile: the people and records that they need are put back where they are
 * missing, and event 7 loses its support. Nothing else is changed.
 *
 * @param sql a connection as the owner of the schema
 */
export async function resetScenario(sql: postgres.Sql, rows: SampleRows): Promise<void> {
  const { users, company, client, contract, event } = scenarioRows(rows)
  await inTransaction(sql, async (connection) => {
    const passwordHash = await printedHash(connection)
    await connection`update epic_events.users u set is_active = true, role_id = x.role_id, username = x.username
      from ${bound(connection, 'users', users)}
      where u.id = x.id and (not u.is_active or u.role_id <> x.role_id or u.username <> x.username)`
    await insert(connection, { users, company }, passwordHash)
    await connection`update epic_events.client c set commercial_id = x.commercial_id from ${bound(connection, 'client', client)}
      where c.id = x.id and c.id = ${scenario.client} and c.commercial_id <> x.commercial_id`
    await connection`update epic_events.contract k set is_signed = true from ${bound(connection, 'contract', contract)}
      where k.id = x.id and not k.is_signed`
    await insert(connection, { client, contract, event }, passwordHash)
    await connection`update epic_events.event e set support_contact_id = null where e.id = ${scenario.event} and e.support_contact_id is not null`
  })
}

/** The manager's password hash. It is replaced first if the password that `demo` prints no longer opens the account. */
async function printedHash(sql: postgres.Sql): Promise<string> {
  const [manager] = await sql<
    { password_hash: string }[]
  >`select password_hash from epic_events.users where id = ${scenario.manager}`
  const current = manager?.password_hash ?? ''
  if (await Bun.password.verify(digest(samplePassword), current)) return current
  const passwordHash = await hash(samplePassword)
  await sql`update epic_events.users set password_hash = ${passwordHash} where id = ${scenario.manager}`
  return passwordHash
}

/** The few rows that the steps name, and the rows that these refer to. */
function scenarioRows(rows: SampleRows): Omit<SampleRows, 'payment' | 'instalment' | 'interaction'> {
  const event = rows.event.filter(({ id }) => id === scenario.event)
  const contractIds = [scenario.contract, ...event.map((one) => one.contract_id)]
  const contract = rows.contract.filter(({ id }) => contractIds.includes(id))
  const clientIds = [scenario.shownClient, scenario.client, ...contract.map((one) => one.client_id)]
  const client = rows.client.filter(({ id }) => clientIds.includes(id))
  const companyIds = client.map((one) => one.company_id)
  const userIds: number[] = [scenario.manager, scenario.support, ...client.map((one) => one.commercial_id)]
  return {
    users: rows.users.filter(({ id }) => userIds.includes(id)),
    company: rows.company.filter(({ id }) => companyIds.includes(id)),
    ...{ client, contract, event },
  }
}

/** Rows as a table `x` of a statement. They are bound as text, because the driver would encode a string for jsonb as a JSON string. */
function bound(sql: postgres.Sql, table: keyof SampleRows, rows: readonly object[]) {
  return sql`jsonb_populate_recordset(null::epic_events.${sql(table)}, ${JSON.stringify(rows)}::text::jsonb) x`
}

/** Inserts the rows whose ids are free. The commercial of a contract and of an event follows from the client. */
async function insert(sql: postgres.Sql, rows: Partial<SampleRows>, passwordHash: string): Promise<void> {
  const { users, company, client, contract, payment, instalment, event, interaction } = rows
  // Rows whose id is taken are left out first, because the triggers judge a row before PostgreSQL finds the conflict.
  const fresh = (table: keyof SampleRows) =>
    sql`where x.id not in (select id from epic_events.${sql(table)}) on conflict do nothing`
  if (users) {
    await sql`insert into epic_events.users (id, username, full_name, email, phone, password_hash, role_id, last_login, created_at, updated_at)
      select x.id, x.username, x.full_name, x.email, x.phone, ${passwordHash}, x.role_id, x.last_login, x.created_at, x.created_at
      from ${bound(sql, 'users', users)} ${fresh('users')}`
  }
  if (company) {
    await sql`insert into epic_events.company (id, name, billing_address, vat_number, created_at, updated_at)
      select x.id, x.name, x.billing_address, x.vat_number, x.created_at, x.created_at from ${bound(sql, 'company', company)} ${fresh('company')}`
  }
  if (client) {
    await sql`insert into epic_events.client (id, full_name, email, phone, company_id, first_contact_date, last_contact_date, next_contact_date, commercial_id,
        created_at, updated_at)
      select x.id, x.full_name, x.email, x.phone, x.company_id, x.first_contact_date, x.last_contact_date, x.next_contact_date, x.commercial_id, x.created_at, x.created_at
      from ${bound(sql, 'client', client)} ${fresh('client')}`
  }
  if (contract) {
    // What was paid of them follows, on the days when it was paid.
    await sql`select set_config('epic_events.undoing', 'on', true), set_config('epic_events.refill', 'on', true)`
    await sql`insert into epic_events.contract (id, client_id, total_amount, remaining_amount, is_signed, signed_at, created_at, updated_at)
      select x.id, x.client_id, x.total_amount, x.remaining_amount, x.is_signed, x.signed_at, x.created_at, x.created_at
      from ${bound(sql, 'contract', contract)} ${fresh('contract')}`
    if (payment) {
      await sql`insert into epic_events.payment (id, contract_id, amount, paid_on, method, reference, kind, user_id, created_at, cancelled_at, cancelled_why)
        select x.id, x.contract_id, x.amount, x.paid_on, x.method, x.reference, x.kind, x.user_id, x.created_at, x.cancelled_at, x.cancelled_why
        from ${bound(sql, 'payment', payment)} order by x.id`
      await sql`select setval(pg_get_serial_sequence('epic_events.payment', 'id'), ${payment.length}::bigint)`
    }
    await sql`insert into epic_events.payment (contract_id, amount, paid_on, method, kind, created_at)
      select k.id, k.total_amount - k.remaining_amount, k.created_at::date, 'other', 'opening', k.created_at
      from epic_events.contract k where k.total_amount <> k.remaining_amount
        and not exists (select from epic_events.payment p where p.contract_id = k.id) order by k.id`
    await sql`select set_config('epic_events.undoing', '', true), set_config('epic_events.refill', '', true)`
  }
  if (instalment) {
    await sql`insert into epic_events.instalment (id, contract_id, label, due_on, amount)
      select x.id, x.contract_id, x.label, x.due_on, x.amount from ${bound(sql, 'instalment', instalment)} order by x.id`
  }
  if (event) {
    await sql`insert into epic_events.event (id, contract_id, title, full_address, support_contact_id, start_date, end_date, participant_count, notes, created_at, updated_at)
      select x.id, x.contract_id, x.title, x.full_address, x.support_contact_id, x.start_date, x.end_date, x.participant_count, x.notes, x.created_at, x.created_at
      from ${bound(sql, 'event', event)} ${fresh('event')}`
  }
  if (interaction) {
    // The clients come with their dates, so the notes do not set them.
    await sql`select set_config('epic_events.refill', 'on', true)`
    await sql`insert into epic_events.interaction (id, client_id, event_id, at, kind, text, next_on, user_id)
      select x.id, x.client_id, x.event_id, x.at, x.kind, x.text, x.next_on, x.user_id
      from ${bound(sql, 'interaction', interaction)} ${fresh('interaction')}`
    await sql`select set_config('epic_events.refill', '', true)`
  }
}
