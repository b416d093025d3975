/** The SQL of the paper about a contract. */
import { sql } from 'drizzle-orm'
import { permits, predicate } from '../access/predicates.ts'
import type { Connection } from '../db/connection.ts'
import { recordOf } from '../db/judgement.ts'
import { idOf } from '../db/reference.ts'
import { read, trustedSql } from '../db/statement.ts'
import { forbidden } from '../errors.ts'
import type { Reference } from '../field/reference.ts'
import type { Contract } from './contract.ts'
import { record, view } from './store.ts'

/** Money as decimal strings, days as `2026-06-12`. */
export interface Statement extends Contract {
  readonly signed_at: string | null
  readonly client_email: string | null
  readonly client_phone: string | null
  readonly company_name: string | null
  readonly company_vat_number: string | null
  readonly paid_amount: string
  readonly schedule: readonly Instalment[]
  /** What remains of the instalments up to the day of the statement. */
  readonly due_amount: string
  /** The first instalment after that day of which something remains. */
  readonly next: Instalment | null
  /** What remains of the contract beside all that its instalments ask for. */
  readonly unscheduled_amount: string
  /** The payments that are not cancelled. */
  readonly payments: readonly Payment[]
}

interface Instalment {
  readonly due_on: string
  readonly label: string | null
  readonly amount: string
  /** What remains of it: payments cover instalments in the order of their days. */
  readonly open: string
}

interface Payment {
  readonly paid_on: string
  readonly kind: 'payment' | 'refund' | 'opening' | 'adjustment'
  readonly method: 'transfer' | 'card' | 'cheque' | 'cash' | 'direct_debit' | 'other'
  readonly reference: string | null
  readonly amount: string
}

const k = sql.raw('k')

/**
 * A contract as its statement shows it, for somebody who may view it and its payments.
 *
 * @param day of the statement: `2026-06-12`
 * @throws NotFound · Ambiguous · Forbidden
 */
export async function statement(connection: Connection, by: Reference, day: string): Promise<Statement> {
  const { rows } = await read<Statement>(
    connection,
    'payment:view',
    sql`select ${record(k)}, k.signed_at, c.email as client_email, c.phone as client_phone, y.name as company_name,
        y.vat_number as company_vat_number, (k.total_amount - k.remaining_amount)::text as paid_amount,
        i.schedule, i.due_amount, i.next, i.unscheduled_amount, p.payments
      from (select k.*, k.id as contract_id from epic_events_api.contract k) k
      left join epic_events_api.client c on c.id = k.client_id
      left join epic_events_api.company y on y.id = c.company_id
      cross join lateral (
        select
          coalesce(json_agg(json_build_object('due_on', x.due_on, 'label', x.label, 'amount', x.amount::text,
            'open', x.open::text) order by x.due_on, x.id), '[]') as schedule,
          least(k.remaining_amount, coalesce(sum(x.open) filter (where x.due_on <= ${day}::date), 0))::text as due_amount,
          (json_agg(json_build_object('due_on', x.due_on, 'label', x.label, 'amount', x.amount::text,
            'open', x.open::text) order by x.due_on, x.id) filter (where x.due_on > ${day}::date and x.open > 0)) -> 0 as next,
          greatest(0, k.remaining_amount - coalesce(sum(x.open), 0))::numeric(12, 2)::text as unscheduled_amount
        from (
          select s.id, s.due_on, s.label, s.amount, greatest(0, least(s.amount,
            sum(s.amount) over (order by s.due_on, s.id) - (k.total_amount - k.remaining_amount)))::numeric(12, 2) as open
          from epic_events_api.instalment s where s.contract_id = k.id) x) i
      cross join lateral (
        select coalesce(json_agg(json_build_object('paid_on', m.paid_on, 'kind', m.kind, 'method', m.method,
          'reference', m.reference, 'amount', m.amount::text) order by m.paid_on, m.id), '[]') as payments
        from epic_events_api.payment m where m.contract_id = k.id and m.cancelled_at is null) p
      where k.id = ${idOf('contract', by)} and ${trustedSql(predicate('contract', ['view'], 'k'))}
        and ${trustedSql(permits({ permission: 'payment:view', scoped: true }, 'k'))}`,
  )
  const [found] = rows
  if (found) return found
  // Whether it is absent, or may not be viewed, the reading of one contract says. Otherwise it is its payments that may not be viewed.
  const contract = await view(connection, by)
  throw forbidden({ permission: 'payment:view', record: recordOf('contract:view', contract) }, { here: true })
}
