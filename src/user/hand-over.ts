import { hasPermission } from '../access/can.ts'
import { COMMERCIAL, SUPPORT } from '../access/catalogue.ts'
import { command } from '../command/command.ts'
import type { Connection } from '../db/connection.ts'
import { inAnyScope, requirePermission } from '../db/judgement.ts'
import { Refused } from '../errors.ts'
import type { Reference } from '../field/reference.ts'
import * as assignments from './assignments-store.ts'
import { noSuch } from './store.ts'
import { type HandOver, handOverColumns, idField } from './user.ts'

export default command({
  path: ['user', 'hand-over'],
  access: ['client:assign_commercial', 'event:assign_support'],
  dateless: 'always',
  exact: true,
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
  async run({ app, out }, { args: { from, to } }) {
    const moved = await app.connect((connection) => handOver(connection, from, to), { writes: true })
    const { clients, contracts, events, from_name, to_name } = moved
    if (clients + events === 0) await out.note((t) => t.user.nothingToHandOver({ name: from_name }))
    else {
      await out.success((t) => {
        const { user } = t
        const what = events > 0 ? [user.comingEvents({ count: events })] : [user.clients({ count: clients })]
        if (contracts > 0) what.push(user.contracts({ count: contracts }))
        return user.handedOver({ what: t.format.listing(what), from: from_name, to: to_name })
      })
    }
    await out.record({
      title: (t) => t.user.handOver({ from: from_name, to: to_name }),
      columns: handOverColumns,
      row: moved,
    })
  },
})

/** The role of the source decides what is handed over. A source that has neither of the two roles any more gives what the target can take. */
async function handOver(connection: Connection, from: Reference, to: Reference): Promise<HandOver> {
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
  // The database decides whether the target can take over. This is the error for its refusal.
  const next = [kind === 'clients' ? 'user list --commercial' : 'user list --support']
  const notTaker = () => {
    if (target.role_id !== (kind === 'clients' ? COMMERCIAL : SUPPORT)) {
      return new Refused((t) => t.user.otherKind(people), { next })
    }
    if (target.is_active !== false) return undefined
    return new Refused((t) => t.user.takerInactive({ id: target.id, name: target.full_name }), { next })
  }
  const moved = await (kind === 'clients' ? assignments.handClients : assignments.handEvents)(
    connection,
    source.id,
    target.id,
    notTaker,
  )
  return { from_id: source.id, from_name: source.full_name, to_id: target.id, to_name: target.full_name, ...moved }
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
