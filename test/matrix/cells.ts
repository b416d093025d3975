/** The cells of a person: the deals here, people, roles and the log in team-cells.ts. */
import { type Cell, type Draft, held, readingCells, scanned, withVerdicts } from './cell.ts'
import type { Ground, Someone } from './ground.ts'
import { money } from './money-cells.ts'
import { byProgram, holds, may, type Needed, type Situation, sees, situations } from './oracle.ts'
import { rolesAndLog, team } from './team-cells.ts'

/** Resources that have all four kinds of rows, and what a cell needs of each. */
const kinds = {
  company: {
    table: 'company',
    id: (o: Someone, row: Situation) => o.deals[row].company,
    change: ['--name', 'Other'],
    set: `name = 'Other'`,
  },
  client: {
    table: 'client',
    id: (o: Someone, row: Situation) => o.deals[row].client,
    change: ['--full-name', 'Other'],
    set: `full_name = 'Other'`,
  },
  contract: {
    table: 'contract',
    id: (o: Someone, row: Situation) => o.deals[row].contract,
    change: ['--remaining-amount', '7'],
    set: 'remaining_amount = 7',
  },
  event: {
    table: 'event',
    id: (o: Someone, row: Situation) => o.deals[row].event,
    change: ['--title', 'Other'],
    set: `title = 'Other'`,
  },
} as const

/** A person's row of the matrix. */
export function cellsOf(ground: Ground, who: Someone): Cell[] {
  return [...deals(ground, who), ...notes(who), ...money(who), ...team(ground, who), ...rolesAndLog(ground, who)]
}

function deals(ground: Ground, who: Someone): Cell[] {
  const { commercial, support } = ground
  const on = (permission: string, row: Situation): Needed => ({ permission, on: row })
  const cells: Cell[] = []
  const add = (draft: Draft) => cells.push(withVerdicts(who, draft))
  for (const row of situations) {
    const { client, bareClient, otherClient, contract, otherContract, event } = who.deals[row]
    for (const [resource, { table, id: idOf, change, set }] of Object.entries(kinds)) {
      const id = idOf(who, row)
      const seen = { resource, row }
      cells.push(...readingCells(who, resource, table, row, id))
      const opening = [`${resource}:update`, `${resource}:assign_commercial`, `${resource}:assign_support`]
      cells.push(held(who, resource, table, row, id, opening))
      const update = `${resource}:update`
      add({
        name: update,
        table,
        row,
        needs: [on(update, row)],
        seen,
        argv: [resource, 'update', `${id}`, ...change],
        sql: `update epic_events_api.${table} set ${set} where id = ${id}`,
      })
      const deletable = resource === 'client' ? bareClient : id
      add({
        name: `${resource}:delete`,
        table,
        row,
        // A contract goes with its events, so each of them must be one's to delete.
        needs: [on(`${resource}:delete`, row), ...(resource === 'contract' ? [on('event:delete', row)] : [])],
        seen,
        argv: [resource, 'delete', `${deletable}`, '--yes', ...(resource === 'contract' ? ['--with-events'] : [])],
        sql: `delete from epic_events_api.${table} where id = ${deletable}`,
        ...(resource === 'client' && deletable === client ? { ruled: true } : {}),
      })
    }
    add({
      name: 'client:assign_commercial',
      table: 'client',
      row,
      needs: [on('client:assign_commercial', row)],
      seen: { resource: 'client', row },
      argv: ['client', 'update', `${client}`, '--commercial-id', `${commercial}`],
      sql: `update epic_events_api.client set commercial_id = ${commercial} where id = ${client}`,
    })
    add({
      name: 'client.company_id',
      table: 'client',
      row,
      needs: [on('client:update', row)],
      seen: { resource: 'client', row },
      argv: ['client', 'update', `${client}`, '--company-id', ''],
      sql: `update epic_events_api.client set company_id = null where id = ${client}`,
    })
    // Functions judge these by themselves. An export makes files, so it is asked for the log alone; money is due to what is erased.
    add({
      name: 'client:export',
      table: 'client',
      row,
      needs: [on('client:export', row)],
      seen: { resource: 'client', row },
      sql: `select id from epic_events.client_changes(${client})`,
    })
    add({
      name: 'client:erase',
      table: 'client',
      row,
      needs: [on('client:erase', row)],
      seen: { resource: 'client', row },
      argv: ['client', 'erase', `${client}`, '--reason', 'Asked', '--yes'],
      ruled: true,
      sql: `select x from epic_events.erase_client(${client}, 'Asked') x where x is not null`,
    })
    const otherCompany: Situation = row === 'own' ? 'colleague' : 'own'
    add({
      name: 'client:merge',
      table: 'client',
      row,
      needs: [on('client:merge', row)],
      seen: { resource: 'client', row },
      argv: ['client', 'merge', `${client}`, `${otherClient}`, '--yes'],
      sql: mergeSql('client', client, otherClient),
    })
    cells.push(companyMerge(who, row, otherCompany))
    add({
      name: 'client.company_id another',
      table: 'client',
      row,
      needs: [on('client:update', row)],
      seen: { resource: 'client', row },
      target: { resource: 'company', row: otherCompany },
      opening: ['client:update', 'client:assign_commercial'],
      argv: ['client', 'update', `${client}`, '--company-id', `${who.deals[otherCompany].company}`],
      pointed: true,
      sql: `update epic_events_api.client set company_id = ${who.deals[otherCompany].company} where id = ${client}`,
    })
    add({
      name: 'client:create in a company',
      table: 'client',
      row,
      needs: [on('client:create', 'own')],
      target: { resource: 'company', row },
      argv: ['client', 'create', '-n', 'New', '-e', 'new@client.example', '--company-id', `${who.deals[row].company}`],
      pointed: true,
      sql: `insert into epic_events_api.client (full_name, email, company_id)
        values ('New', 'new@client.example', ${who.deals[row].company})`,
    })
    add({
      name: 'contract:delete without events',
      table: 'contract',
      row,
      needs: [on('contract:delete', row === 'own' ? row : 'colleague')],
      seen: { resource: 'contract', row: row === 'own' ? row : 'colleague' },
      argv: ['contract', 'delete', `${otherContract}`, '--yes'],
      sql: `delete from epic_events_api.contract where id = ${otherContract}`,
    })
    // A contract comes into the scope of its client, so it moves only to clients on whom one may change contracts already.
    const moved: readonly (readonly [string, Situation, number])[] = [
      ['contract.client_id', row, otherClient],
      ['contract.client_id elsewhere', 'colleague', who.deals.colleague.client],
    ]
    for (const [name, to, target] of row === 'colleague' ? moved.slice(0, 1) : moved) {
      add({
        name,
        table: 'contract',
        row,
        needs: [on('contract:update', row)],
        seen: { resource: 'contract', row },
        target: { resource: 'client', row: to, needs: 'contract:update' },
        opening: ['contract:update'],
        argv: ['contract', 'update', `${contract}`, '--client-id', `${target}`],
        sql: `update epic_events_api.contract set client_id = ${target} where id = ${contract}`,
      })
    }
    add({
      name: 'event:assign_support',
      table: 'event',
      row,
      needs: [on('event:assign_support', row)],
      seen: { resource: 'event', row },
      argv: ['event', 'assign_support', `${event}`, `${support}`],
      sql: `update epic_events_api.event set support_contact_id = ${support} where id = ${event}`,
    })
    // A new record is at once in the scope of its client's commercial, and in the scope of no support.
    const made = row === 'own' ? row : 'colleague'
    const contractNeeds = [on('contract:create', made)]
    add({
      name: 'contract:create',
      table: 'contract',
      row,
      needs: contractNeeds,
      seen: { resource: 'client', row },
      target: { resource: 'client', row },
      argv: ['contract', 'create', '--client-id', `${client}`, '--total-amount', '5'],
      sql: contractSql(client),
    })
    const eventArgv = [
      'event',
      'create',
      '-c',
      `${contract}`,
      '-t',
      'New',
      '-a',
      'Paris',
      '-s',
      '01/07/2026',
      '-e',
      '02/07/2026',
    ]
    const eventNeeds = [on('event:create', made)]
    add({
      name: 'event:create',
      table: 'event',
      row,
      needs: eventNeeds,
      seen: { resource: 'contract', row },
      target: { resource: 'contract', row },
      argv: eventArgv,
      sql: eventSql(contract, 'null'),
    })
    add({
      name: 'event.support_contact_id',
      table: 'event',
      row,
      needs: [...eventNeeds, on('event:assign_support', made)],
      seen: { resource: 'contract', row },
      target: { resource: 'contract', row },
      argv: [...eventArgv, '--support-contact-id', `${support}`],
      sql: eventSql(contract, `${support}`),
    })
    // Whoever names themselves must have an event of that contract already. A rule refuses them then: none of them is an active support.
    add({
      name: 'event.support_contact_id oneself',
      table: 'event',
      row,
      needs: [on('event:create', row), on('event:assign_support', row)],
      seen: { resource: 'contract', row },
      target: { resource: 'contract', row },
      argv: [...eventArgv, '--support-contact-id', `${who.person.id}`],
      ruled: true,
      sql: eventSql(contract, `${who.person.id}`),
    })
    add({
      name: 'event.contract_id',
      table: 'event',
      row,
      needs: [{ permission: 'event:update', on: 'everywhere' }],
      seen: { resource: 'event', row },
      target: { resource: 'contract', row: row === 'own' ? row : 'colleague' },
      opening: ['event:update', 'event:assign_support'],
      argv: ['event', 'update', `${event}`, '--contract-id', `${otherContract}`],
      sql: `update epic_events_api.event set contract_id = ${otherContract} where id = ${event}`,
    })
  }
  add({
    name: 'client:create',
    table: 'client',
    row: 'own',
    needs: [on('client:create', 'own')],
    argv: ['client', 'create', '-n', 'New', '-e', 'new@client.example'],
    sql: `insert into epic_events_api.client (full_name, email) values ('New', 'new@client.example')`,
  })
  // The client is created for a colleague at once, which no command does.
  add({
    name: 'client.commercial_id',
    table: 'client',
    row: 'colleague',
    needs: [on('client:create', 'colleague'), on('client:assign_commercial', 'colleague')],
    sql: `insert into epic_events_api.client (full_name, email, commercial_id)
      values ('New', 'new@client.example', ${commercial})`,
  })
  add({
    name: 'company:create',
    table: 'company',
    row: 'own',
    needs: [{ permission: 'company:create', on: 'new' }],
    argv: ['company', 'create', '--name', 'New'],
    sql: `insert into epic_events_api.company (name) values ('New')`,
  })
  return cells
}

/** A company merges with one of another situation: both must be seen, and both be one's to merge. */
function companyMerge({ codes, deals }: Someone, keep: Situation, dropped: Situation): Cell {
  const [one, other] = [deals[keep].company, deals[dropped].company]
  const judged = [keep, dropped].flatMap((row): ('hidden' | 'no')[] => [
    ...(sees(codes, 'company', row) ? [] : ['hidden' as const]),
    ...(may(codes, 'company:merge', row) ? [] : ['no' as const]),
  ])
  const [refused] = holds(codes, 'company:merge') ? judged : ['no' as const]
  return {
    ...{ name: 'company:merge', table: 'company', row: keep, sql: mergeSql('company', one, other) },
    argv: ['company', 'merge', `${one}`, `${other}`, '--yes'],
    program: refused ?? 'yes',
    database: refused ? 'no' : 'yes',
  }
}

const mergeSql = (table: 'client' | 'company', keep: number, dropped: number) =>
  `select epic_events.merge_records('${table}', k.id, d.id) from epic_events_api.${table} k, epic_events_api.${table} d
    where k.id = ${keep} and d.id = ${dropped}`

/** Notes are read below the card of their client and of their event, and written about one of these. */
function notes(who: Someone): Cell[] {
  const { codes } = who
  return situations.flatMap((row): Cell[] => {
    const { client, event, note } = who.deals[row]
    const seen = sees(codes, 'interaction', row)
    const reading = { table: 'interaction', row, listed: note, database: seen ? 'yes' : 'no' } as const
    const below = (noun: 'client' | 'event') => {
      const card = byProgram(codes, [{ permission: `${noun}:view`, on: row }], { resource: noun, row })
      return card === 'yes' && !seen ? 'absent' : card
    }
    const creating = (noun: 'client' | 'event', id: number, columns: string, values: string): Cell =>
      withVerdicts(who, {
        name: noun === 'client' ? 'interaction:create' : 'interaction:create event',
        table: 'interaction',
        row,
        needs: [{ permission: 'interaction:create', on: row }],
        seen: { resource: noun, row },
        target: { resource: noun, row, needs: 'interaction:create' },
        argv: [noun, 'note', `${id}`, 'Note'],
        sql: `insert into epic_events_api.interaction (${columns}, text) values (${values}, 'Note')`,
      })
    return [
      ...(row === 'own' ? [scanned(who, 'interaction', 'interaction', row)] : []),
      {
        ...reading,
        name: 'interaction:list',
        argv: ['client', 'view', `${client}`, '--with', 'interactions'],
        sql: `select id from epic_events_api.interaction where client_id = ${client}`,
        program: below('client'),
      },
      {
        ...reading,
        name: 'interaction:view',
        argv: ['event', 'view', `${event}`, '--with', 'interactions'],
        sql: `select id from epic_events_api.interaction where id = ${note}`,
        program: below('event'),
      },
      creating('client', client, 'client_id', `${client}`),
      creating('event', event, 'client_id, event_id', `${client}, ${event}`),
    ]
  })
}

const contractSql = (client: number) =>
  `insert into epic_events_api.contract (client_id, total_amount) values (${client}, 5)`
const eventSql = (contract: number, support: string) => `insert into epic_events_api.event
  (contract_id, title, full_address, start_date, end_date, support_contact_id)
  values (${contract}, 'New', 'Paris', now(), now() + interval '1 h', ${support})`
