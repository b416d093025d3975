/** The cells of people, roles and the log. */
import { type Cell, type Draft, held, readingCells, scanned, withVerdicts } from './cell.ts'
import type { Ground, Someone } from './ground.ts'
import type { Verdict } from './oracle.ts'

/** A bcrypt hash of a password that no user has. */
const someHash = `$2b$12$${'a'.repeat(53)}`

const passwordSql = (id: number) =>
  `select 1 from epic_events.change_password(${id}, '${someHash}') c where c.status = 'ok'`

/** People: oneself, and a colleague. */
export function team(ground: Ground, who: Someone): Cell[] {
  const cells: Cell[] = []
  const add = (draft: Draft) => cells.push(withVerdicts(who, draft))
  for (const [row, id] of [
    ['own', who.person.id],
    ['colleague', ground.colleague],
  ] as const) {
    const seen = { resource: 'user', row } as const
    cells.push(...readingCells(who, 'user', 'users', row, id))
    cells.push(held(who, 'user', 'users', row, id, ['user:update', 'role:assign']))
    add({
      name: 'user:update',
      table: 'users',
      row,
      needs: [{ permission: 'user:update', on: row }],
      seen,
      argv: ['user', 'update', `${id}`, '--full-name', 'Other'],
      sql: `update epic_events_api.users set full_name = 'Other' where id = ${id}`,
    })
    // Every person of the matrix owns records, so a rule refuses to delete them.
    add({
      name: 'user:delete',
      table: 'users',
      row,
      needs: [{ permission: 'user:delete', on: row }],
      seen,
      argv: ['user', 'delete', `${id}`, '--yes'],
      sql: `select 1 where epic_events.delete_user(${id})`,
      direct: `delete from epic_events.users where id = ${id}`,
      ...(row === 'own' ? { ruled: true } : {}),
    })
    add({
      name: 'user.role_id',
      table: 'users',
      row,
      needs: [{ permission: 'role:assign', on: 'everywhere' }],
      seen,
      argv: ['user', 'update', `${id}`, '--role', '3'],
      sql: `update epic_events_api.users set role_id = 3 where id = ${id}`,
    })
    const leaving = withVerdicts(who, {
      name: 'user.is_active',
      table: 'users',
      row,
      needs: [{ permission: 'user:update', on: 'everywhere' }],
      seen,
      argv: ['user', 'update', `${id}`, '--is-active', 'false'],
      sql: `update epic_events_api.users set is_active = false where id = ${id}`,
    })
    // A rule, not a permission, keeps users from deactivating themselves.
    const atOnce = { ...leaving, name: 'user.is_active at once', sql: `select 1 from epic_events.deactivate(${id})` }
    for (const cell of [leaving, atOnce]) cells.push(row === 'own' ? { ...cell, ruled: true } : cell)
  }
  // A manager's role allows more than any other here: without role:assign nobody may change a manager.
  const governing = (cell: Cell): Cell => {
    if (who.codes.includes('role:assign')) return cell
    return { ...cell, program: cell.program === 'yes' ? 'no' : cell.program, database: 'no' }
  }
  const boss = { table: 'users', row: 'colleague' } as const
  const seenBoss = { ...boss, seen: { resource: 'user', row: 'colleague' } } as const
  const drafts: Draft[] = [
    {
      ...seenBoss,
      name: 'user:update a manager',
      needs: [{ permission: 'user:update', on: 'colleague' }],
      argv: ['user', 'update', `${ground.manager}`, '--email', 'other@agency.example'],
      sql: `update epic_events_api.users set email = 'other@agency.example' where id = ${ground.manager}`,
    },
    {
      ...seenBoss,
      name: 'user:delete a manager',
      needs: [{ permission: 'user:delete', on: 'colleague' }],
      argv: ['user', 'delete', `${ground.manager}`, '--yes'],
      sql: `select 1 where epic_events.delete_user(${ground.manager})`,
      direct: `delete from epic_events.users where id = ${ground.manager}`,
    },
    {
      ...boss,
      name: 'user.is_active of a manager at once',
      needs: [{ permission: 'user:update', on: 'everywhere' }],
      sql: `select 1 from epic_events.deactivate(${ground.manager})`,
    },
    {
      ...boss,
      name: 'user.password of a manager',
      needs: [{ permission: 'user:update', on: 'everywhere' }],
      sql: passwordSql(ground.manager),
    },
    {
      ...boss,
      name: 'user:create a manager',
      needs: [{ permission: 'user:create', on: 'new' }],
      sql: `select 1 from epic_events.create_user('somebody.new', 'New', 'new@agency.example', '${someHash}', 1)`,
      direct: `insert into epic_events.users (username, full_name, email, password_hash, role_id)
        values ('somebody.new', 'New', 'new@agency.example', '${someHash}', 1)`,
    },
  ]
  cells.push(...drafts.map((draft) => governing(withVerdicts(who, draft))))
  add({
    ...boss,
    name: 'user.password',
    needs: [{ permission: 'user:update', on: 'everywhere' }],
    sql: passwordSql(ground.colleague),
  })
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
    sql: `select 1 from epic_events_api.colleague c,
      epic_events.create_user('somebody.new', 'New', 'new@agency.example', '${someHash}', c.role_id)
      where c.id = ${ground.colleague}`,
    direct: `insert into epic_events.users (username, full_name, email, password_hash, role_id)
      select 'somebody.new', 'New', 'new@agency.example', '${someHash}', role_id
      from epic_events_api.colleague where id = ${ground.colleague}`,
  })
  return cells
}

/** Permissions on roles and on the log have no scopes. */
export function rolesAndLog({ spareRole }: Ground, who: Someone): Cell[] {
  const { codes } = who
  const row = 'colleague'
  const seen = { resource: 'role', row } as const
  const common = { table: 'role', row, seen } as const
  const need = (permission: string) => [{ permission, on: row }] as const
  const inSql = `(select id from epic_events_api.role where name = '${spareRole}')`
  const drafts: Draft[] = [
    {
      ...common,
      name: 'role:update',
      needs: need('role:update'),
      argv: ['role', 'update', spareRole, '-n', 'renamed'],
      sql: `update epic_events_api.role set name = 'renamed' where name = '${spareRole}'`,
    },
    {
      ...common,
      name: 'role:delete',
      needs: need('role:delete'),
      argv: ['role', 'delete', spareRole, '--yes'],
      sql: `select 1 where epic_events.delete_role(${inSql})`,
      direct: `delete from epic_events.role where name = '${spareRole}'`,
    },
    {
      ...common,
      table: 'role_permission',
      name: 'role:assign',
      needs: need('role:assign'),
      argv: ['role', 'grant', spareRole, 'client:view'],
      sql: `insert into epic_events_api.role_permission
        select ${inSql}, id from epic_events_api.permission where name = 'client:view'`,
    },
    {
      ...common,
      table: 'role_permission',
      name: 'role:assign revoked',
      needs: need('role:assign'),
      argv: ['role', 'revoke', spareRole, 'company:list'],
      sql: `select * from epic_events.revoke_permissions(${inSql}, array['company:list'])`,
      direct: `delete from epic_events.role_permission x using epic_events_api.permission p
        where p.id = x.permission_id and p.name = 'company:list' and x.role_id = ${inSql}`,
    },
  ]
  const list = codes.includes('role:list')
  const view = codes.includes('role:view')
  const log = codes.includes('audit:list')
  const database: Verdict = list || view ? 'yes' : 'no'
  const readSql = `select id from epic_events_api.role where name = '${spareRole}'`
  const createArgv = ['role', 'create', '-n', 'fresh']
  return [
    scanned(who, 'role', 'role', row),
    scanned(who, 'role', 'role_permission', row),
    scanned(who, 'audit', 'audit_log', row),
    ...drafts.map((draft) => withVerdicts(who, draft)),
    withVerdicts(who, {
      name: 'role:create',
      table: 'role',
      row,
      needs: need('role:create'),
      argv: createArgv,
      sql: `insert into epic_events_api.role (name) values ('fresh')`,
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
      sql: 'select role_id as id from epic_events_api.role_permission limit 1',
      program: list ? 'yes' : 'no',
      database,
    },
    {
      name: 'audit:list',
      table: 'audit_log',
      row,
      argv: ['audit', 'list', '--limit', '1'],
      sql: 'select id from epic_events_api.audit_log limit 1',
      program: log ? 'yes' : 'no',
      database: log ? 'yes' : 'no',
    },
  ]
}
