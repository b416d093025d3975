import { holds } from '../access/can.ts'
import { COMMERCIAL, SUPPORT } from '../access/catalogue.ts'
import { command } from '../cli/command.ts'
import type { Tx } from '../db/tx.ts'
import { mustHold, plainly } from '../db/verdict.ts'
import { Refused } from '../errors.ts'
import * as duties from './duties-store.ts'
import { noSuch } from './store.ts'
import { type HandOver, handOverColumns, idField } from './user.ts'

export default command({
  path: ['user', 'hand-over'],
  access: ['client:assign_commercial', 'event:assign_support'],
  positionals: {
    from: {
      field: { ...idField, column: 'from_id', help: (t) => t.user.help.from },
      placeholder: 'FROM',
      pick: { question: (t) => t.ask.which.from, choices: duties.givers },
    },
    to: {
      field: { ...idField, column: 'to_id', help: (t) => t.user.help.to },
      placeholder: 'TO',
      pick: { question: (t) => t.ask.which.to, choices: duties.takers },
    },
  },
  async run({ app, out }, { args: { from, to } }) {
    const moved = await app.transact((tx) => handOver(tx, from, to), { writes: true })
    const { clients, contracts, events, from_name, to_name } = moved
    if (clients + events === 0) await out.note((t) => t.user.nothingToHandOver({ name: from_name }))
    else {
      await out.done((t) => {
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

/** What is handed over follows from the role of who gives; who has neither of the two roles any more gives what the taker can take. */
async function handOver(tx: Tx, from: number, to: number): Promise<HandOver> {
  const { facts, giver, taker } = await duties.sides(tx, from, to)
  // Permission is judged before anything is said of the two.
  if (!holds(facts, 'event', 'assign_support')) mustHold(facts, plainly('client:assign_commercial'))
  if (!giver || !taker) throw noSuch(giver ? to : from)
  const kind = kindOf(giver, taker)
  if (kind) mustHold(facts, plainly(kind === 'clients' ? 'client:assign_commercial' : 'event:assign_support'))

  const people = { name: giver.full_name, role: giver.role, toName: taker.full_name, toRole: taker.role }
  if (from === to) throw new Refused((t) => t.user.samePerson({ id: from }), { next: ['user list'] })
  if (!kind) throw new Refused((t) => t.user.noKind(people), { next: ['user list -C -S'] })
  const next = [kind === 'clients' ? 'user list --commercial' : 'user list --support']
  if (taker.role_id !== (kind === 'clients' ? COMMERCIAL : SUPPORT)) {
    throw new Refused((t) => t.user.otherKind(people), { next })
  }
  if (taker.is_active === false) {
    throw new Refused((t) => t.user.takerInactive({ id: to, name: taker.full_name }), { next })
  }
  mustHave(giver, kind)
  const moved = await (kind === 'clients' ? duties.handClients : duties.handEvents)(tx, from, to)
  return { from_id: from, from_name: giver.full_name, to_id: to, to_name: taker.full_name, ...moved }
}

/** @throws Refused there is nothing that the taker could take, but something that somebody of the other role could: nothing to do would be untrue */
function mustHave(giver: duties.Side, kind: 'clients' | 'events'): void {
  const { id, full_name: name, clients, events } = giver
  if (kind === 'events' && events === 0 && clients > 0) {
    const next = [`user hand-over ${id}`, 'user list --commercial']
    throw new Refused((t) => t.user.stillHasClients({ name, count: clients }), { next })
  }
  if (kind === 'clients' && clients === 0 && events > 0) {
    const next = [`user hand-over ${id}`, 'user list --support']
    throw new Refused((t) => t.user.stillHasEvents({ name, count: events }), { next })
  }
}

function kindOf(giver: duties.Side, taker: duties.Side): 'clients' | 'events' | undefined {
  // Somebody who changed roles still has what they had before.
  if (taker.role_id === COMMERCIAL && giver.clients > 0) return 'clients'
  if (taker.role_id === SUPPORT && giver.events > 0) return 'events'
  const roles = [giver.role_id, taker.role_id]
  if (roles.includes(COMMERCIAL) && giver.role_id !== SUPPORT) return 'clients'
  return roles.includes(SUPPORT) ? 'events' : undefined
}
