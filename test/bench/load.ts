/** Fills a migrated database with many records, as an agency of that size would have them: for the measures of growth and the plans. */
import type postgres from 'postgres'

const firstNames =
  'Camille Léa Manon Chloé Emma Inès Jade Louise Alice Lina Élodie Zoé Anaïs Hugo Louis Jules Gabriel Arthur Adam Raphaël ' +
  'Lucas Maël Noah Paul Tom Ethan Kévin Bastien François René'
const lastNames =
  'Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefèbvre Leroy Roux David Bertrand ' +
  'Morel Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Müller Faure André Mercier Casey'

const filled = ['users', 'company', 'client', 'contract', 'event', 'payment', 'instalment'] as const

/**
 * Loads clients, twice as many contracts, three times as many payments and six tenths as many events, shared out among the people who are
 * there. Indexes and triggers are off meanwhile; the fill function writes what the triggers would have written.
 *
 * Of the clients a tenth has no contract, a third no company, a fifth no last contact. Of the contracts a quarter is unsigned, a third paid;
 * half of them have a schedule of two instalments, and payments that add up to what is paid. Of the payments one in a hundred is cancelled.
 * Of the events a tenth has no support, one in five hundred lasts longer than a week. One name in a million is `Zébulon`.
 *
 * @param sql the owner's connection
 * @param o.people how many more people there shall be, half of them salespeople and half support
 * @param o.sellers ids that also get clients · o.helpers ids that also get events
 */
export async function load(
  sql: postgres.Sql,
  { clients, people, sellers, helpers }: { clients: number; people: number; sellers: number[]; helpers: number[] },
): Promise<void> {
  const hash = `$2b$12$${'a'.repeat(53)}`
  await sql.begin(async (tx) => {
    const run = (statement: string) => tx.unsafe(statement)
    const indexes = await tx<{ name: string; definition: string }[]>`
      select indexname as name, indexdef as definition from pg_indexes
      where schemaname = 'epic_events' and tablename = any (string_to_array(${filled.join()}, ',')) and indexname not in (select conname from pg_constraint)`
    // Away rather than disabled: where a table has a trigger before updates, PostgreSQL makes its generated columns anew at each of them.
    const triggers = await tx<{ name: string; on: string; definition: string }[]>`
      select tgname as name, tgrelid::regclass::text as on, pg_get_triggerdef(oid) as definition from pg_trigger
      where not tgisinternal and tgrelid in (select ('epic_events.' || x)::regclass from unnest(string_to_array(${filled.join()}, ',')) x)`
    for (const { name } of indexes) await run(`drop index epic_events.${name}`)
    for (const { name, on } of triggers) await run(`drop trigger ${name} on ${on}`)
    await run(
      `set local session_replication_role = replica; set local work_mem = '256MB'; set local maintenance_work_mem = '512MB'`,
    )
    const [first, last] = [firstNames, lastNames].map(
      (names) => `(select row_number() over () - 1 as n, x as name from unnest(string_to_array('${names}', ' ')) x)`,
    )
    await run(`insert into epic_events.users (username, full_name, email, password_hash, role_id)
      select 'colleague.' || i, f.name || ' ' || l.name, 'colleague' || i || '@agency.example', '${hash}', 2 + i % 2
      from generate_series(1, ${people}) i join ${first} f on f.n = i % 30 join ${last} l on l.n = i / 7 % 31`)
    const among = (role: number, more: number[]) =>
      `(select row_number() over (order by id) - 1 as n, count(*) over () as all, id from epic_events.users
        where role_id = ${role} and username like 'colleague.%' or id = any ('{${more}}'))`
    await run(`insert into epic_events.company (name)
      select 'Société ' || l.name || ' ' || i from generate_series(1, ${clients / 5}) i join ${last} l on l.n = i % 31`)
    await run(`insert into epic_events.client (id, full_name, email, phone, company_id, first_contact_date, last_contact_date,
        next_contact_date, commercial_id)
      select i, case when i % 1000000 = 777 then 'Zébulon ' else f.name || ' ' || g.name || ' ' end || l.name || case when h % 3 > 0 then '-' || m.name else '' end,
        'client' || i || '@mail' || i % 97 || '.example', case when i % 4 > 0 then '+336' || lpad((i * 7919 % 100000000)::text, 8, '0') end,
        case when i % 3 > 0 then 1 + (i * 31) % ${clients / 5} end, timestamptz '2020-01-01' + i * 7919 % 50000 * interval '1 hour',
        case when i % 5 > 0 then timestamptz '2022-01-01' + i * 13 % 40000 * interval '1 hour' end,
        case when i % 7 = 0 then date '2026-01-01' + (i * 13 % 700)::integer end, s.id
      from generate_series(1::bigint, ${clients}) i cross join lateral (select hashint8(i)::bigint & 2147483647 as h) x
        join ${first} f on f.n = h % 30 join ${first} g on g.n = h / 930 % 30 join ${last} l on l.n = h / 30 % 31
        join ${last} m on m.n = h / 27900 % 31 join ${among(2, sellers)} s on s.n = i % s.all`)
    await run(`insert into epic_events.contract (id, client_id, commercial_id, total_amount, remaining_amount, is_signed, created_at, signed_at)
      select i, c.id, c.commercial_id, 500 + i * 7919 % 90000, case when i % 3 > 0 then (500 + i * 7919 % 90000) * (i % 4 + 1) / 5.0 else 0 end,
        i % 4 > 0, w.made, case when i % 4 > 0 then w.made + i % 20 * interval '1 day' end
      from generate_series(1::bigint, ${clients * 2}) i
        cross join lateral (select timestamptz '2021-01-01' + i * 7919 % 50000 * interval '1 hour' as made) w
        join epic_events.client c
        on c.id = 1 + i * 31 % ${clients} - case when (1 + i * 31 % ${clients}) % 10 = 0 then 1 else 0 end`)
    await run(`insert into epic_events.payment (contract_id, amount, paid_on, method, cancelled_at)
      select k.id, p.amount, least(k.created_at::date + 30 * p.n, date '2026-06-01'), 'transfer', p.gone
      from epic_events.contract k cross join lateral (select k.total_amount - k.remaining_amount as paid) w
        cross join lateral (values
          (1, case when k.id % 2 = 0 then round(w.paid / 2, 2) else w.paid end, null::timestamptz),
          (3, case when k.id % 2 = 0 then w.paid - round(w.paid / 2, 2) end, null),
          (2, case when k.id % 67 = 0 then w.paid end, k.created_at + interval '70 days')) p(n, amount, gone)
      where p.amount <> 0`)
    await run(`insert into epic_events.instalment (contract_id, due_on, amount)
      select k.id, k.created_at::date + d.after, d.amount
      from epic_events.contract k
        cross join lateral (values (30, k.total_amount * 0.3), (210, k.total_amount - k.total_amount * 0.3)) d(after, amount)
      where k.id % 4 in (1, 2)`)
    await run(`insert into epic_events.event
        (contract_id, commercial_id, title, full_address, support_contact_id, start_date, end_date, participant_count)
      select k.id, k.commercial_id, (array['Mariage', 'Gala', 'Séminaire', 'Assemblée générale', 'Anniversaire', 'Congrès'])[1 + k.id % 6]
          || ' ' || l.name, k.id % 200 || ' rue de la République, ' || (array['Paris', 'Lyon', 'Nantes', 'Lille', 'Candé'])[1 + k.id % 5],
        case when k.id % 10 <> 1 then h.id end, w.start, w.start + case when k.id % 500 = 1 then interval '12 days' else interval '6 hours' end,
        k.id * 37 % 500
      from epic_events.contract k join ${last} l on l.n = k.id % 31 join ${among(3, helpers)} h on h.n = k.id / 2 % h.all,
        lateral (select timestamptz '2022-01-01' + k.id * 13 % 60000 * interval '1 hour' as start) w
      where k.is_signed and k.id % 5 in (1, 3)`)
    await run('select epic_events.fill_kept()')
    for (const { definition } of indexes) await run(definition)
    for (const { definition } of triggers) await run(definition)
    for (const table of ['client', 'contract'])
      await run(`select setval(pg_get_serial_sequence('epic_events.${table}', 'id'), ${clients * 2})`)
  })
  await sql`vacuum (freeze, analyze)`
}

/**
 * Fills the log as if records had been made and changed one after the other since 2020: mostly by salespeople, one entry in a hundred is a
 * deletion, and what makes up an agency (roles, users, companies) was written at its beginning.
 *
 * @param entries how many there shall be
 */
export async function loadLog(sql: postgres.Sql, entries: number): Promise<void> {
  await sql.unsafe(`insert into epic_events.audit_log (at, user_id, user_name, table_name, row_id, action, old_values, new_values)
    select timestamptz '2020-01-01' + n * (interval '6 years' / ${entries}), u.id, u.full_name,
      case when n < ${entries} / 500 then (array['role', 'users', 'company'])[1 + n % 3]
        else (array['client', 'contract', 'contract', 'event'])[1 + n % 4] end,
      1 + n * 31 % (${entries} / 3), case when n % 100 = 0 then 'delete' when n % 3 = 0 then 'update' else 'insert' end,
      case when n % 3 = 0 then jsonb_build_object('phone', '+33600000000') end,
      jsonb_build_object('phone', '+336' || lpad((n % 100000000)::text, 8, '0'), 'full_name', 'Client ' || n)
    from generate_series(1, ${entries}) n join (
      select row_number() over (order by id) - 1 as at, count(*) over () as all, id, full_name from epic_events.users) u on u.at = n % u.all
    order by n`)
  await sql`vacuum (freeze, analyze) epic_events.audit_log`
}
