import { hasPermission } from '../access/can.ts'
import { COMMERCIAL, SUPPORT } from '../access/catalogue.ts'
import { command } from '../command/command.ts'
import { mostNamed } from '../command/touched.ts'
import type { Connection } from '../db/connection.ts'
import { inAnyScope, requirePermission } from '../db/judgement.ts'
import { Refused } from '../errors.ts'
import type { Reference } from '../field/reference.ts'
import type { Catalog } from '../i18n/catalog.ts'
import * as assignments from './assignments-store.ts'
import { nameDuties } from './duties.ts'
import { noSuch } from './store.ts'
import { type HandOver, handOverColumns, idField } from './user.ts'

export default command({
  path: ['user', 'hand-over'],
  access: ['client:assign_commercial', 'event:assign_support'],
  dateless: 'always',
  positionals: {
    from: {
      field: { ...idField, column: 'from_id', help: (t) => t.user.help.from },
      placeholder: 'FROM',
      pick: { question: (t) => t.ask.which.from, choices: assignments.sources },
    },
    to: {
      field: { ...idField, column: 'to_id', help: (t) => t.user.help.to },
      placeholder: 'TO',
      pick: { question: (t) => t.ask.which.to, choices: assignments.targets },
    },
  },
  async confirm({ app, out }, { from, to }) {
    const { source, target, moving } = await app.connect(async (connection) => {
      const { kind, notTaker, ...people } = await agree(connection, from, to)
      // Do not ask for confirmation if it would be refused anyway.
      const refusal = notTaker()
      if (refusal) throw refusal
      const duties = await assignments.of(connection, people.source.id, mostNamed)
      const others =
        kind === 'clients' ? { coming: 0, some_events: [] } : { clients: 0, some_clients: [], contracts: 0 }
      return { ...people, moving: { ...duties, ...others } }
    })
    if (moving.clients + moving.coming === 0) return undefined
    await nameDuties({ out }, moving)
    const people = { from: source.full_name, to: target.full_name }
    return {
      question: (t) => t.user.confirmHandOver({ what: whatMoves(t, { ...moving, events: moving.coming }), ...people }),
    }
  },
  async run({ app, out }, { args: { from, to } }) {
    const moved = await app.connect((connection) => handOver(connection, from, to), { writes: true })
    const { clients, events, from_name, to_name } = moved
    if (clients + events === 0) await out.note((t) => t.user.nothingToHandOver({ name: from_name }))
    else await out.success((t) => t.user.handedOver({ what: whatMoves(t, moved), from: from_name, to: to_name }))
    await out.record({
      title: (t) => t.user.handOver({ from: from_name, to: to_name }),
      columns: handOverColumns,
      row: moved,
    })
  },
})

/** `3 clients and 4 contracts` */
function whatMoves(t: Catalog, { clients, contracts, events }: assignments.Moved): string {
  const what = events > 0 ? [t.user.comingEvents({ count: events })] : [t.user.clients({ count: clients })]
  if (contracts > 0) what.push(t.user.contracts({ count: contracts }))
  return t.format.listing(what)
}

/** Does it. The database decides whether the target can take over. */
async function handOver(connection: Connection, from: Reference, to: Reference): Promise<HandOver> {
  const { source, target, kind, notTaker } = await agree(connection, from, to)
  const hand = kind === 'clients' ? assignments.handClients : assignments.handEvents
  const moved = await hand(connection, source.id, target.id, notTaker)
  return { from_id: source.id, from_name: source.full_name, to_id: target.id, to_name: target.full_name, ...moved }
}

/**
 * Who hands over what to whom. The role of the source decides it. A source that has neither of the two roles any more gives what the target
 * can take.
 */
async function agree(connection: Connection, from: Reference, to: Reference) {
  const { currentUser, source, target } = await assignments.parties(connection, from, to)
  // The permission is checked before anything about the two users is said.
  if (!hasPermission(currentUser, 'event', 'assign_support'))
    requirePermission(currentUser, inAnyScope('client:assign_commercial'))
  if (!source) throw await noSuch(connection, from, 'from_id')
  if (!target) throw await noSuch(connection, to, 'to_id')
  const kind = kindOf(source, target)
  if (kind)
    requirePermission(currentUser, inAnyScope(kind === 'clients' ? 'client:assign_commercial' : 'event:assign_support'))

  const people = { name: source.full_name, role: source.role, toName: target.full_name, toRole: target.role }
  if (source.id === target.id) throw new Refused((t) => t.user.samePerson({ id: source.id }), { next: ['user list'] })
  if (!kind) throw new Refused((t) => t.user.noKind(people), { next: ['user list -C -S'] })
  requireSomethingToTake(source, kind)
  const next = [kind === 'clients' ? 'user list --commercial' : 'user list --support']
  const notTaker = () => {
    if (target.role_id !== (kind === 'clients' ? COMMERCIAL : SUPPORT)) {
      return new Refused((t) => t.user.otherKind(people), { next })
    }
    if (target.is_active !== false) return undefined
    return new Refused((t) => t.user.takerInactive({ id: target.id, name: target.full_name }), { next })
  }
  return { source, target, kind, notTaker }
}

/**
 * Refuses a target that can take nothing while somebody of the other role could take something. "Nothing to hand over" would be wrong.
 *
 * @throws Refused
 */
function requireSomethingToTake(source: assignments.Party, kind: 'clients' | 'events'): void {
  const { id, full_name: name, clients, events } = source
  if (kind === 'events' && events === 0 && clients > 0) {
    const next = [`user hand-over ${id}`, 'user list --commercial']
    throw new Refused((t) => t.user.stillHasClients({ name, count: clients }), { next })
  }
  if (kind === 'clients' && clients === 0 && events > 0) {
    const next = [`user hand-over ${id}`, 'user list --support']
    throw new Refused((t) => t.user.stillHasEvents({ name, count: events }), { next })
  }
}

function kindOf(source: assignments.Party, target: assignments.Party): 'clients' | 'events' | undefined {
  // A user who changed roles still has the clients or events of the earlier role.
  if (target.role_id === COMMERCIAL && source.clients > 0) return 'clients'
  if (target.role_id === SUPPORT && source.events > 0) return 'events'
  const roles = [source.role_id, target.role_id]
  if (roles.includes(COMMERCIAL) && source.role_id !== SUPPORT) return 'clients'
  return roles.includes(SUPPORT) ? 'events' : undefined
}
