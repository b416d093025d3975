/**
 * The sentences for the business rules of docs/PRODUCT.md §3. The database judges each rule alone and says in its error which rule it was (the
 * constraint's name) and about what (JSON in DETAIL, drizzle/0007_rules.sql). This table makes the sentence from the two.
 */
import { type AppError, type Message, Refused } from '../errors.ts'
import { quoted } from '../text/shell.ts'

/** What the error of a rule holds: ids, counts, amounts as decimal strings, dates as RFC 3339, names of roles. */
export type RuleDetail = Readonly<Record<string, unknown>>

/** Full names of colleagues by id. A name is absent when nobody has the id, or when the connection could not be asked. */
export type Names = ReadonlyMap<number, string>

interface Rule {
  /** The error, or undefined when the detail lacks something: then PostgreSQL itself raised it, and only its name is known. */
  readonly explain: (detail: RuleDetail, names: Names) => AppError | undefined
  /** Ids of the colleagues whom the sentence names. */
  readonly people: (detail: RuleDetail) => readonly number[]
}

/** @param keys what the sentence needs of the detail */
function rule<D extends object>(
  keys: readonly (keyof D & string)[],
  explain: (detail: D, names: Names) => AppError,
  people: (detail: D) => readonly number[] = () => [],
): Rule {
  const isComplete = (detail: RuleDetail) => keys.every((key) => key in detail)
  return {
    explain: (detail, names) => (isComplete(detail) ? explain(detail as D, names) : undefined),
    people: (detail) => (isComplete(detail) ? people(detail as D) : []),
  }
}

const refused = (message: Message, ...next: readonly string[]) => new Refused(message, { next })

/** A refusal that one column of the record is the reason for. */
const refusedField = (column: string, message: Message, ...next: readonly string[]) =>
  new Refused(message, { fields: { [column]: message }, next })

/** By the name of the constraint. Sentences about values that only the command knows stand in the stores. */
const rules: Readonly<Record<string, Rule>> = {
  contract_client_commercial: rule<{ client: number; commercial: number; wanted: number }>(
    ['client', 'commercial', 'wanted'],
    ({ client, commercial, wanted }, names) =>
      refusedField(
        'commercial_id',
        (t) => t.contract.otherCommercial({ client, name: names.get(commercial) ?? null, commercial, wanted }),
        `client update ${client} --commercial-id ${wanted}`,
      ),
    ({ commercial }) => [commercial],
  ),

  contract_remaining_range: rule<{ contract: number | null; remaining: string; total: string }>(
    ['contract', 'remaining', 'total'],
    ({ contract, remaining, total }) =>
      refusedField(
        'remaining_amount',
        (t) => t.contract.remainsTooMuch({ remaining: t.format.amount(remaining), total: t.format.amount(total) }),
        contract === null
          ? 'help contract create'
          : `contract update ${contract} --total-amount ${total} --remaining-amount ${total}`,
      ),
  ),

  event_contract_signed: rule<{ contract: number; signed: boolean }>(['contract', 'signed'], ({ contract, signed }) =>
    signed
      ? refused((t) => t.contract.staysSigned({ id: contract }), `contract view ${contract}`, 'event list')
      : refusedField(
          'contract_id',
          (t) => t.event.unsigned({ contract }),
          `contract update ${contract} --is-signed true`,
        ),
  ),

  event_dates_order: rule<{ start: string; end: string }>(['start', 'end'], ({ start, end }) =>
    refusedField('end_date', (t) => t.event.endsTooSoon({ start: t.format.date(start), end: t.format.date(end) })),
  ),

  event_support_active: rule<{ support: number }>(
    ['support'],
    ({ support }, names) =>
      refusedField(
        'support_contact_id',
        (t) => t.event.notSupport({ support, name: names.get(support) ?? null }),
        'user list --support',
      ),
    ({ support }) => [support],
  ),

  client_commercial_active: rule<{ commercial: number }>(['commercial'], ({ commercial: id }) =>
    refused((t) => t.client.notCommercial({ id }), 'user list --commercial'),
  ),

  contract_client_fk: rule<{ client: number }>(['client'], ({ client: id }) =>
    refused((t) => t.client.hasContracts({ id }), 'contract list', `client view ${id}`),
  ),

  contract_has_events: rule<{ contract: number; events: number }>(['contract', 'events'], ({ contract: id, events }) =>
    refused((t) => t.contract.hasEvents({ id, events }), `contract delete ${id} --with-events`, 'event list'),
  ),

  users_last_manager: rule<{ user: number }>(['user'], ({ user: id }) =>
    refused((t) => t.user.lastManager({ id }), 'user create --role management'),
  ),

  users_not_oneself: rule([], () => refused((t) => t.user.notOneself, 'user list --management')),

  users_owns_records: rule<{ user: number; clients: number; contracts: number; events: number }>(
    ['user', 'clients', 'contracts', 'events'],
    ({ user: id, clients, contracts, events }) =>
      refused(
        ({ user, format }) => {
          const owned = [
            clients > 0 ? user.clients({ count: clients }) : '',
            contracts > 0 ? user.contracts({ count: contracts }) : '',
            events > 0 ? user.events({ count: events }) : '',
          ]
          return user.owns({ id, what: format.listing(owned.filter(Boolean)) })
        },
        `user hand-over ${id}`,
        `user update ${id} --is-active false`,
      ),
  ),

  role_default_fixed: rule<{ role: string }>(['role'], ({ role: name }) =>
    refused((t) => t.role.default({ name }), 'role list'),
  ),

  role_management_keeps_assign: rule([], () => refused((t) => t.role.keepsAssign, 'role view management')),

  users_role_fk: rule<{ role: string; count: number; holders: readonly number[] }>(
    ['role', 'count', 'holders'],
    ({ role: name, count, holders }, names) => {
      const more: Message[] = holders.map((id) => (t) => t.role.holder({ id, name: names.get(id) ?? t.noun.user }))
      if (count > holders.length) more.push((t) => t.role.moreHolders({ count: count - holders.length }))
      return new Refused((t) => t.role.inUse({ name, count }), {
        more,
        next: [`role view ${quoted(name)}`, ...holders.slice(0, 1).map((id) => `user update ${id}`)],
      })
    },
    ({ holders }) => holders,
  ),
}

/**
 * The error for a rule that was broken, as far as the detail suffices for its sentence.
 *
 * @param constraint the name of the rule's constraint
 * @returns undefined for a constraint that is no rule, or when PostgreSQL's own check or foreign key refused, which gives no detail
 */
export const explained = (constraint: string, detail: RuleDetail, names: Names): AppError | undefined =>
  rules[constraint]?.explain(detail, names)

/** Ids of the colleagues whom the rule's sentence names. */
export const peopleOf = (constraint: string, detail: RuleDetail): readonly number[] =>
  rules[constraint]?.people(detail) ?? []

/** Says with an error which constraint it comes from; a program reads it in the JSON. */
export const withConstraint = (error: AppError, constraint: string): AppError =>
  Object.assign(error, { detail: { ...error.detail, constraint } })

/**
 * The refusal that the database would answer, for a command that need not ask a question first. It is a courtesy and decides nothing: the
 * database judges the write all the same.
 *
 * @param detail everything that the rule's sentence needs
 */
export function expectedRefusal(constraint: string, detail: RuleDetail, names: Names = new Map()): AppError {
  const error = explained(constraint, detail, names)
  if (!error) throw new Error(`the sentence of ${constraint} needs more than ${Object.keys(detail).join(', ')}`)
  return withConstraint(error, constraint)
}
