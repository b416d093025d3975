/** What a role may do with the tables and views at all, tried as that role, whatever the policies say of the rows. */

import type postgres from 'postgres'
import { keyViews } from '../../src/access/views.ts'
import { isDatabaseError } from '../../src/db/constraint-errors.ts'
import { undone } from './verdicts.ts'

const person = ['full_name', 'email']
const columns = {
  users: ['username', ...person, 'phone', 'role_id', 'is_active'],
  role: ['name'],
  company: ['name', 'billing_address', 'vat_number'],
  client: [...person, 'phone', 'company_id', 'first_contact_date', 'last_contact_date', 'commercial_id'],
  contract: ['client_id', 'commercial_id', 'total_amount', 'remaining_amount', 'is_signed'],
  event: [
    ...['contract_id', 'title', 'full_address', 'support_contact_id', 'start_date', 'end_date'],
    ...['participant_count', 'notes'],
  ],
  // A note is never edited, and whose it is nobody says.
  interaction: ['client_id', 'event_id', 'at', 'kind', 'text', 'next_on', 'no_next'],
  payment: ['contract_id', 'amount', 'paid_on', 'method', 'reference', 'kind'],
  instalment: ['contract_id', 'label', 'due_on', 'amount'],
}
const insert = (table: keyof typeof columns) => columns[table].map((column) => `insert ${column}`)
const update = (table: keyof typeof columns) => columns[table].map((column) => `update ${column}`)
const write = (table: keyof typeof columns) => ['select', ...insert(table), ...update(table), 'delete', 'lock']

/**
 * Everything that people may do, view by view; they have no right on any table. Nobody locks users, roles or permissions, because a lock
 * could prevent that somebody's rights are taken away.
 */
export const peopleMay: Readonly<Record<string, readonly string[]>> = {
  users: ['select', ...update('users')],
  role: ['select', ...insert('role'), ...update('role')],
  role_permission: ['select', 'insert role_id', 'insert permission_id'],
  company: write('company'),
  client: write('client'),
  contract: write('contract'),
  event: write('event'),
  interaction: ['select', ...insert('interaction')],
  // A payment is never edited: whoever cancels it says why, and the database when.
  payment: ['select', ...insert('payment'), 'update cancelled_why'],
  // A schedule is replaced as a whole.
  instalment: ['select', ...insert('instalment'), 'delete', 'lock'],
  audit_log: ['select'],
  permission: ['select'],
  meta: ['select'],
  colleague: ['select'],
  ...Object.fromEntries(Object.keys(keyViews).map((name) => [name, ['select']])),
}

/** Tables on which the owner of the views has no right at all. */
export const outOfReach = ['ended', 'login_attempt', 'refresh_attempt', 'session', 'session_secret']

/** The relations of a schema with their columns. */
export async function relations(
  sql: postgres.Sql | postgres.TransactionSql,
  schema: string,
): Promise<{ name: string; columns: string[] }[]> {
  const rows = await sql<{ name: string; columns: string }[]>`
    select c.relname as name, json_agg(a.attname order by a.attnum)::text as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = ${schema}::regnamespace and c.relkind in ('r', 'v') and a.attnum > 0 and not a.attisdropped
    group by c.relname order by c.relname`
  return rows.map((row) => ({ name: row.name, columns: JSON.parse(row.columns) }))
}

/** What this role may do with a relation: each statement is planned, or a lock taken, and undone. */
export async function rightsOf(
  sql: postgres.TransactionSql,
  role: string,
  schema: string,
  relation: { readonly name: string; readonly columns: readonly string[] },
): Promise<string[]> {
  const name = `${schema}.${relation.name}`
  const attempts: Record<string, string> = {
    select: `explain select * from ${name}`,
    delete: `explain delete from ${name} where false`,
    lock: `lock table ${name} in access exclusive mode`,
  }
  for (const column of relation.columns) {
    attempts[`select ${column}`] = `explain select ${column} from ${name}`
    attempts[`insert ${column}`] = `explain insert into ${name} (${column}) values (default)`
    attempts[`update ${column}`] = `explain update ${name} set ${column} = default where false`
  }
  const may: string[] = []
  await undone(sql, async (inner) => {
    await inner.unsafe(`set local role ${role}`)
    for (const [right, text] of Object.entries(attempts)) if (await allowed(inner, text)) may.push(right)
  })
  // Whoever reads the whole reads each column.
  return (may.includes('select') ? may.filter((right) => !right.startsWith('select ')) : may).sort()
}

async function allowed(sql: postgres.TransactionSql, text: string): Promise<boolean> {
  try {
    await sql.savepoint((inner) => inner.unsafe(text))
    return true
  } catch (error) {
    if (!isDatabaseError(error)) throw error
    // Nobody writes a view of several tables, nor a column that PostgreSQL generates.
    if (['42501', '55000', '428C9'].includes(error.code)) return false
    throw error
  }
}
