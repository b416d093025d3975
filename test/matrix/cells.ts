/** The cells of the matrix: each permission on each kind of row, as a command and as a plain statement, and what it needs. */
import type { Ground, Someone } from './ground.ts'
import { byProgram, bySql, may, type Needed, type Situation, sees, situations, type Verdict } from './oracle.ts'

export interface Cell {
  /** A permission of the catalogue, or a column that opens with another than the table's (`event.contract_id`). */
  readonly name: string
  readonly table: string
  readonly row: Situation
  readonly argv: readonly string[]
  readonly stdin?: string
  /** A list: allowed where this id is in it. */
  readonly listed?: number
  readonly sql: string
  /** `true`: beyond the permission a rule refuses (exit 6, SQLSTATE 23…), which says that the permission was there. */
  readonly ruled?: true
  /** Verdicts of the catalogue. */
  readonly program: Verdict
  readonly database: Verdict
}

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
  return [...deals(ground, who), ...team(ground, who), ...rolesAndLog(ground, who)]
}

type Draft = Omit<Cell, 'program' | 'database'> & {
  needs: readonly Needed[]
  seen?: { resource: string; row: Situation }
}

const judged = ({ codes }: Someone, { needs, seen, ...cell }: Draft): Cell => ({
  ...cell,
  program: byProgram(codes, needs, seen),
  database: bySql(codes, needs, seen),
})

/** Reading: the program tells list and view apart, SQL knows their union. */
function reading(
  who: Someone,
  resource: string,
  table: string,
  row: Situation,
  id: number,
  all: readonly string[] = [],
): Cell[] {
  const { codes } = who
  const seen = sees(codes, resource, row)
  const common = {
    table,
    row,
    sql: `select id from epic_events.${table} where id = ${id}`,
    database: seen ? 'yes' : 'no',
  } as const
  const list = may(codes, `${resource}:list`, row)
  const listing = codes.some((code) => code.startsWith(`${resource}:list`))
  const viewing = codes.some((code) => code.startsWith(`${resource}:view`))
  return [
    {
      ...common,
      name: `${resource}:list`,
      argv: [resource, 'list', '--limit', '0', ...all],
      listed: id,
      program: !listing ? 'no' : list ? 'yes' : 'absent',
    },
    {
      ...common,
      name: `${resource}:view`,
      argv: [resource, 'view', String(id)],
      program: !viewing ? 'no' : may(codes, `${resource}:view`, row) ? 'yes' : seen ? 'no' : 'hidden',
    },
  ]
}

function deals(ground: Ground, who: Someone): Cell[] {
  const { commercial, support } = ground
  const on = (permission: string, row: Situation): Needed => ({ permission, on: row })
  const cells: Cell[] = []
  const add = (draft: Draft) => cells.push(judged(who, draft))
  for (const row of situations) {
    const { client, bareClient, contract, otherContract, event } = who.deals[row]
    for (const [resource, { table, id: idOf, change, set }] of Object.entries(kinds)) {
      const id = idOf(who, row)
      const seen = { resource, row }
      cells.push(...reading(who, resource, table, row, id))
      const update = `${resource}:update`
      add({
        name: update,
        table,
        row,
        needs: [on(update, row)],
        seen,
        argv: [resource, 'update', `${id}`, ...change],
        sql: `update epic_events.${table} set ${set} where id = ${id}`,
      })
      const gone = resource === 'client' ? bareClient : id
      add({
        name: `${resource}:delete`,
        table,
        row,
        needs: [on(`${resource}:delete`, row)],
        seen,
        argv: [resource, 'delete', `${gone}`, '--yes', ...(resource === 'contract' ? ['--with-events'] : [])],
        sql: `delete from epic_events.${table} where id = ${gone}`,
        ...(resource === 'client' && gone === client ? { ruled: true } : {}),
      })
    }
    add({
      name: 'client:assign_commercial',
      table: 'client',
      row,
      needs: [on('client:assign_commercial', row)],
      seen: { resource: 'client', row },
      argv: ['client', 'update', `${client}`, '--commercial-id', `${commercial}`],
      sql: `update epic_events.client set commercial_id = ${commercial} where id = ${client}`,
    })
    add({
      name: 'event:assign_support',
      table: 'event',
      row,
      needs: [on('event:assign_support', row)],
      seen: { resource: 'event', row },
      argv: ['event', 'assign_support', `${event}`, `${support}`],
      sql: `update epic_events.event set support_contact_id = ${support} where id = ${event}`,
    })
    // What is made is in the scope of its client's commercial at once, and in nobody's support's.
    const made = row === 'own' ? row : 'colleague'
    const contractNeeds = [on('contract:create', made)]
    add({
      name: 'contract:create',
      table: 'contract',
      row,
      needs: contractNeeds,
      seen: { resource: 'client', row },
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
      argv: eventArgv,
      sql: eventSql(contract, 'null'),
    })
    add({
      name: 'event.support_contact_id',
      table: 'event',
      row,
      needs: [...eventNeeds, on('event:assign_support', made)],
      seen: { resource: 'contract', row },
      argv: [...eventArgv, '--support-contact-id', `${support}`],
      sql: eventSql(contract, `${support}`),
    })
    add({
      name: 'event.contract_id',
      table: 'event',
      row,
      needs: [{ permission: 'event:update', on: 'everywhere' }],
      seen: { resource: 'event', row },
      argv: ['event', 'update', `${event}`, '--contract-id', `${otherContract}`],
      sql: `update epic_events.event set contract_id = ${otherContract} where id = ${event}`,
    })
  }
  add({
    name: 'client:create',
    table: 'client',
    row: 'own',
    needs: [on('client:create', 'own')],
    argv: ['client', 'create', '-n', 'New', '-e', 'new@client.example'],
    sql: `insert into epic_events.client (full_name, email) values ('New', 'new@client.example')`,
  })
  add({
    name: 'company:create',
    table: 'company',
    row: 'own',
    needs: [{ permission: 'company:create', on: 'new' }],
    argv: ['company', 'create', '--name', 'New'],
    sql: `insert into epic_events.company (name) values ('New')`,
  })
  return cells
}

const contractSql = (client: number) =>
  `insert into epic_events.contract (client_id, total_amount) values (${client}, 5)`
const eventSql = (contract: number, support: string) => `insert into epic_events.event
  (contract_id, title, full_address, start_date, end_date, support_contact_id) values (${contract}, 'New', 'Paris', now(), now() + interval '1 h', ${support})`

/** A bcrypt hash of nobody's password. */
const someHash = `$2b$12$${'a'.repeat(53)}`

function team(ground: Ground, who: Someone): Cell[] {
  const cells: Cell[] = []
  const add = (draft: Draft) => cells.push(judged(who, draft))
  for (const [row, id] of [
    ['own', who.person.id],
    ['colleague', ground.colleague],
  ] as const) {
    const seen = { resource: 'user', row } as const
    cells.push(...reading(who, 'user', 'users', row, id))
    add({
      name: 'user:update',
      table: 'users',
      row,
      needs: [{ permission: 'user:update', on: row }],
      seen,
      argv: ['user', 'update', `${id}`, '--full-name', 'Other'],
      sql: `update epic_events.users set full_name = 'Other' where id = ${id}`,
    })
    // Everyone of the matrix owns records, so that only the rule about those keeps them.
    add({
      name: 'user:delete',
      table: 'users',
      row,
      needs: [{ permission: 'user:delete', on: row }],
      seen,
      argv: ['user', 'delete', `${id}`, '--yes'],
      sql: `delete from epic_events.users where id = ${id}`,
      ...(row === 'own' ? { ruled: true } : {}),
    })
    add({
      name: 'user.role_id',
      table: 'users',
      row,
      needs: [{ permission: 'role:assign', on: 'everywhere' }],
      seen,
      argv: ['user', 'update', `${id}`, '--role', '3'],
      sql: `update epic_events.users set role_id = 3 where id = ${id}`,
    })
    const leaving = judged(who, {
      name: 'user.is_active',
      table: 'users',
      row,
      needs: [{ permission: 'user:update', on: 'everywhere' }],
      seen,
      argv: ['user', 'update', `${id}`, '--is-active', 'false'],
      sql: `update epic_events.users set is_active = false where id = ${id}`,
    })
    // Nobody puts themselves out: a change is signed once it is made. The program has a sentence for it (6).
    cells.push(row === 'own' ? { ...leaving, ruled: true, database: 'no' } : leaving)
  }
  add({
    name: 'user:create',
    table: 'users',
    row: 'colleague',
    needs: [{ permission: 'user:create', on: 'new' }],
    argv: [
      'user',
      'create',
      '-u',
      'somebody.new',
      '-n',
      'New',
      '-e',
      'new@agency.example',
      '-r',
      'powerless',
      '--password-stdin',
    ],
    stdin: 'Sesame-2026\n',
    sql: `insert into epic_events.users (username, full_name, email, password_hash, role_id)
      select 'somebody.new', 'New', 'new@agency.example', '${someHash}', c.role_id from epic_events.colleague c where c.id = ${ground.colleague}`,
  })
  return cells
}

function rolesAndLog({ spareRole }: Ground, who: Someone): Cell[] {
  const { codes } = who
  const row = 'colleague'
  const seen = { resource: 'role', row } as const
  const common = { table: 'role', row, seen } as const
  const need = (permission: string) => [{ permission, on: row }] as const
  const inSql = `(select id from epic_events.role where name = '${spareRole}')`
  const drafts: Draft[] = [
    {
      ...common,
      name: 'role:update',
      needs: need('role:update'),
      argv: ['role', 'update', spareRole, '-n', 'renamed'],
      sql: `update epic_events.role set name = 'renamed' where name = '${spareRole}'`,
    },
    {
      ...common,
      name: 'role:delete',
      needs: need('role:delete'),
      argv: ['role', 'delete', spareRole, '--yes'],
      sql: `delete from epic_events.role where name = '${spareRole}'`,
    },
    {
      ...common,
      table: 'role_permission',
      name: 'role:assign',
      needs: need('role:assign'),
      argv: ['role', 'grant', spareRole, 'client:view'],
      sql: `insert into epic_events.role_permission select ${inSql}, id from epic_events.permission where name = 'client:view'`,
    },
  ]
  const list = codes.includes('role:list')
  const view = codes.includes('role:view')
  const log = codes.includes('audit:list')
  const database: Verdict = list || view ? 'yes' : 'no'
  const readSql = `select id from epic_events.role where name = '${spareRole}'`
  const createArgv = ['role', 'create', '-n', 'fresh']
  return [
    ...drafts.map((draft) => judged(who, draft)),
    judged(who, {
      name: 'role:create',
      table: 'role',
      row,
      needs: need('role:create'),
      argv: createArgv,
      sql: `insert into epic_events.role (name) values ('fresh')`,
    }),
    {
      name: 'role:list',
      table: 'role',
      row,
      argv: ['role', 'list'],
      sql: readSql,
      program: list ? 'yes' : 'no',
      database,
    },
    {
      name: 'role:view',
      table: 'role',
      row,
      argv: ['role', 'view', spareRole],
      sql: readSql,
      program: view ? 'yes' : 'no',
      database,
    },
    {
      name: 'role:permissions',
      table: 'role_permission',
      row,
      argv: ['role', 'permissions'],
      sql: 'select role_id as id from epic_events.role_permission limit 1',
      program: list ? 'yes' : 'no',
      database,
    },
    {
      name: 'audit:list',
      table: 'audit_log',
      row,
      argv: ['audit', 'list', '--limit', '1'],
      sql: 'select id from epic_events.audit_log limit 1',
      program: log ? 'yes' : 'no',
      database: log ? 'yes' : 'no',
    },
  ]
}
