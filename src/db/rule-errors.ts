/**
 * The sentences for the business rules of docs/PRODUCT.md §3. The database judges each rule alone and says in its error which rule it was (the
 * constraint's name) and about what (JSON in DETAIL, drizzle/0007_rules.sql). This table makes the sentence from the two.
 */
import { type AppError, type Message, Refused } from '../errors.ts'
import { quoted } from '../text/shell.ts'
import { changedSince, changesIn } from './changed-since.ts'
import type { Connection } from './connection.ts'
import { type Known, lookUp, mostNamed, nothingKnown, type Wanted } from './in-the-way.ts'
import { moneyRules } from './money-rules.ts'
import { type Rule, type RuleDetail, refused, refusedField, rule } from './rule.ts'

/** `event 7, Gala` for each record that stands in the way, and whether there are more. */
export function named(noun: 'contract' | 'event', { records }: Pick<Known, 'records'>): Message[] {
  const lines = records.slice(0, mostNamed).map(
    ({ id, name }): Message =>
      (t) =>
        t.refusal.record({ noun: t.noun[noun], id, name }),
  )
  return records.length > mostNamed ? [...lines, (t) => t.refusal.andMore] : lines
}

/** By the name of the constraint. Sentences about values that only the command knows stand in the stores. */
const rules: Readonly<Record<string, Rule>> = {
  ...moneyRules,

  contract_client_commercial: rule<{ client: number; commercial: number; wanted: number }>(
    ['client', 'commercial', 'wanted'],
    ({ client, commercial, wanted }, { people }) =>
      refusedField(
        'commercial_id',
        (t) => t.contract.otherCommercial({ client, name: people.get(commercial) ?? null, commercial, wanted }),
        `client update ${client} --commercial-id ${wanted}`,
      ),
    ({ commercial }) => ({ people: [commercial] }),
  ),

  event_contract_signed: rule<{ contract: number; signed: boolean }>(
    ['contract', 'signed'],
    ({ contract, signed }, known) =>
      signed
        ? new Refused((t) => t.contract.staysSigned({ id: contract }), {
            more: named('event', known),
            next: [`event list --contract ${contract}`],
          })
        : refusedField(
            'contract_id',
            (t) => t.event.unsigned({ contract }),
            `contract update ${contract} --is-signed true`,
          ),
    ({ contract, signed }) => (signed ? { records: { by: 'eventsOfContract', key: contract } } : {}),
  ),

  event_dates_order: rule<{ start: string; end: string }>(['start', 'end'], ({ start, end }) =>
    refusedField('end_date', (t) => t.event.endsTooSoon({ start: t.format.date(start), end: t.format.date(end) })),
  ),

  event_support_active: rule<{ support: number }>(
    ['support'],
    ({ support }, { people }) =>
      refusedField(
        'support_contact_id',
        (t) => t.event.notSupport({ support, name: people.get(support) ?? null }),
        'user list --support',
      ),
    ({ support }) => ({ people: [support] }),
  ),

  event_support_free: rule<{ support: number; clashes: number; events: readonly number[] }>(
    ['support', 'clashes', 'events'],
    ({ support, clashes, events }, { people, records }) => {
      const message: Message = (t) => t.event.notFree({ clashes, support, name: people.get(support) ?? null })
      const unnamed = clashes - Math.max(events.length, records.length)
      const hidden: Message[] = unnamed > 0 ? [(t) => t.event.hiddenClashes({ count: unnamed })] : []
      return new Refused(message, {
        fields: { support_contact_id: message },
        more: [...named('event', { records }), ...hidden],
        next: [`event list --support ${support}`],
      })
    },
    ({ support, events }) => ({
      people: [support],
      ...(events.length > 0 ? { records: { by: 'events' as const, key: events.join(',') } } : {}),
    }),
  ),

  client_commercial_active: rule<{ commercial: number }>(
    ['commercial'],
    ({ commercial: id }, { people }) =>
      refused((t) => t.client.notCommercial({ id, name: people.get(id) ?? null }), 'user list --commercial'),
    ({ commercial }) => ({ people: [commercial] }),
  ),

  contract_client_fk: rule<{ client: number }>(
    ['client'],
    ({ client: id }, known) =>
      new Refused((t) => t.client.hasContracts({ id }), {
        more: named('contract', known),
        next: [`contract list --client ${id}`],
      }),
    ({ client }) => ({ records: { by: 'contractsOfClient', key: client } }),
  ),

  erase_money_due: rule<{ client: number; contracts: number; remaining: string }>(
    ['client', 'contracts', 'remaining'],
    ({ client: id, contracts, remaining }, known) =>
      new Refused((t) => t.privacy.moneyDue({ id, contracts, remaining: t.format.amount(remaining) }), {
        more: named('contract', known),
        next: [`contract list --client ${id} --unpaid`],
      }),
    ({ client }) => ({ records: { by: 'dueContractsOfClient', key: client } }),
  ),
  erase_event_coming: rule<{ client: number; events: number }>(
    ['client', 'events'],
    ({ client: id, events }, known) =>
      new Refused((t) => t.privacy.eventComing({ id, events }), {
        more: named('event', known),
        next: [`event list --client ${id} --upcoming`],
      }),
    ({ client }) => ({ records: { by: 'comingEventsOfClient', key: client } }),
  ),

  contract_has_events: rule<{ contract: number; events: number }>(
    ['contract', 'events'],
    ({ contract: id, events }, known) =>
      new Refused((t) => t.contract.hasEvents({ id, events }), {
        more: named('event', known),
        next: [`contract delete ${id} --with-events`, `event list --contract ${id}`],
      }),
    ({ contract }) => ({ records: { by: 'eventsOfContract', key: contract } }),
  ),

  users_last_manager: rule<{ user: number }>(
    ['user'],
    ({ user: id }, { people }) =>
      refused((t) => t.user.lastManager({ id, name: people.get(id) ?? null }), 'user create --role management'),
    ({ user }) => ({ people: [user] }),
  ),

  users_not_oneself: rule([], () => refused((t) => t.user.notOneself, 'user list --management')),

  users_owns_records: rule<{ user: number; clients: number; contracts: number; events: number }>(
    ['user', 'clients', 'contracts', 'events'],
    ({ user: id, clients, contracts, events }, { people }) =>
      refused(
        ({ user, format }) => {
          const owned = [
            clients > 0 ? user.clients({ count: clients }) : '',
            contracts > 0 ? user.contracts({ count: contracts }) : '',
            events > 0 ? user.events({ count: events }) : '',
          ]
          return user.owns({ id, name: people.get(id) ?? null, what: format.listing(owned.filter(Boolean)) })
        },
        `user hand-over ${id}`,
        `user update ${id} --is-active false`,
        ...(clients > 0 ? [`client list --commercial ${id}`] : []),
        ...(events > 0 ? [`event list --support ${id}`] : []),
      ),
    ({ user }) => ({ people: [user] }),
  ),

  undo_changed: {
    explain: (detail, { people }) => {
      const entries = changesIn(detail)
      const [first] = entries
      if (!first) return undefined
      const { undo } = first
      const undone = undo !== undefined && entries.every((entry) => entry.undo === undo)
      return new Refused((t) => (undone ? t.undo.already : t.constraint.undo_changed), {
        more: entries.map((entry) => (t) => changedSince(entry, people, t)),
        next: undone ? [`undo ${quoted(undo)}`, 'undo --list'] : ['undo --list'],
      })
    },
    wants: (detail) => ({ people: changesIn(detail).flatMap(({ by }) => by ?? []) }),
  },
  undo_nothing: rule([], () => refused((t) => t.constraint.undo_nothing, 'undo --list')),
  undo_roles: rule([], () => refused((t) => t.constraint.undo_roles, 'undo --list')),
  undo_people: rule([], () => refused((t) => t.constraint.undo_people, 'undo --list')),
  undo_old: rule([], () => refused((t) => t.constraint.undo_old, 'undo --list')),
  undo_erased: rule([], () => refused((t) => t.constraint.undo_erased, 'undo --list')),
  undo_other: rule([], () => refused((t) => t.constraint.undo_other, 'undo --list')),

  role_default_fixed: rule<{ role: string }>(['role'], ({ role: name }) =>
    refused((t) => t.role.default({ name }), `role view ${quoted(name)}`),
  ),

  role_management_keeps_assign: rule([], () => refused((t) => t.role.keepsAssign, 'role view management')),

  users_role_fk: rule<{ role: string; count: number; holders: readonly number[] }>(
    ['role', 'count', 'holders'],
    ({ role: name, count, holders }, { people }) => {
      const more: Message[] = holders.map((id) => (t) => t.role.holder({ id, name: people.get(id) ?? t.noun.user }))
      if (count > holders.length) more.push((t) => t.role.moreHolders({ count: count - holders.length }))
      return new Refused((t) => t.role.inUse({ name, count }), {
        more,
        next: [`user list --role ${quoted(name)}`, ...holders.slice(0, 1).map((id) => `user update ${id}`)],
      })
    },
    ({ holders }) => ({ people: holders }),
  ),
}

/**
 * The error for a rule that was broken, as far as the detail suffices for its sentence.
 *
 * @param constraint the name of the rule's constraint
 * @returns undefined for a constraint that is no rule, or when PostgreSQL's own check or foreign key refused, which gives no detail
 */
export const explained = (constraint: string, detail: RuleDetail, known: Known): AppError | undefined =>
  rules[constraint]?.explain(detail, known)

/** The colleagues and the records that the rule's sentence names. */
export const wantedBy = (constraint: string, detail: RuleDetail): Wanted => rules[constraint]?.wants(detail) ?? {}

/** Says with an error which constraint it comes from; a program reads it in the JSON. */
export const withConstraint = (error: AppError, constraint: string): AppError =>
  Object.assign(error, { detail: { ...error.detail, constraint } })

/**
 * The refusal that the database would answer, for a command that need not ask a question first. It is a courtesy and decides nothing: the
 * database judges the write all the same.
 *
 * @param detail everything that the rule's sentence needs
 */
export function expectedRefusal(constraint: string, detail: RuleDetail, known: Known = nothingKnown): AppError {
  const error = explained(constraint, detail, known)
  if (!error) throw new Error(`the sentence of ${constraint} needs more than ${Object.keys(detail).join(', ')}`)
  return withConstraint(error, constraint)
}

/** The same, which names the records in the way. */
export const lookedUpRefusal = async (
  connection: Connection,
  constraint: string,
  detail: RuleDetail,
): Promise<AppError> => expectedRefusal(constraint, detail, await lookUp(connection, wantedBy(constraint, detail)))
