/** The SQL of a contract that is made like another. */
import { sql } from 'drizzle-orm'
import { predicate } from '../access/predicates.ts'
import type { Connection } from '../db/connection.ts'
import { idIn, idOf, referencesOf } from '../db/reference.ts'
import { read, trustedSql, write } from '../db/statement.ts'
import type { Reference } from '../field/reference.ts'
import type { ContractCard } from './contract.ts'
import { card, newOf, outdated, view } from './store.ts'

const k = sql.raw('k')
const d = sql.raw('d')

/** A contract that is to be copied, with the number of its instalments. */
export type Model = ContractCard & { readonly instalment_count: number }

/** The contract that is to be copied, for somebody who may create contracts. @throws NotFound · Ambiguous · Forbidden */
export async function source(connection: Connection, by: Reference): Promise<Model> {
  const { rows } = await read<Model>(
    connection,
    'contract:create',
    sql`select ${card(k)}, (select count(*)::integer from epic_events_api.instalment i where i.contract_id = k.id) as instalment_count
      from epic_events_api.contract k
      where k.id = ${idOf('contract', by)} and ${trustedSql(predicate('contract', ['view'], 'k'))}`,
  )
  // Whether it is absent or may not be viewed, the reading of one contract says.
  return rows[0] ?? { ...(await view(connection, by)), instalment_count: 0 }
}

/**
 * Creates an unsigned contract for the client of another, of which all remains to be paid. Its total is copied by the statement, from the
 * version that was read.
 *
 * @param was as it was read
 * @param total in the place of the other's
 * @throws as `create` · Refused the contract changed meanwhile
 */
export async function clone(connection: Connection, was: Model, total: string | undefined): Promise<ContractCard> {
  const references = referencesOf({ client_id: was.client_id }, { client_id: 'client' })
  const { after } = await write<ContractCard>(connection, {
    ...newOf(was.client_id, references),
    write: (may) => sql`
      insert into epic_events_api.contract (client_id, total_amount)
      select ${idIn(references, 'client_id')}, coalesce(${total ?? null}::numeric, k.total_amount)
      from epic_events_api.contract k
      where k.id = ${was.id} and k.version = ${was.version} and ${may}
      returning *`,
    returning: card(d),
  })
  if (!after) throw await outdated(connection, was)
  return after
}
