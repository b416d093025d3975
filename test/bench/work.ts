/** What colleagues do all day, as the statements that the program sends for it: the stores write them, nothing here does. */
import type { SQL } from 'drizzle-orm'
import * as clientCards from '../../src/client/card-store.ts'
import * as clientLists from '../../src/client/list-store.ts'
import * as clients from '../../src/client/store.ts'
import * as contractCards from '../../src/contract/card-store.ts'
import * as contractLists from '../../src/contract/list-store.ts'
import * as contracts from '../../src/contract/store.ts'
import { connectionOf } from '../../src/db/connection/connection-of.ts'
import type { Connection } from '../../src/db/connection.ts'
import * as eventLists from '../../src/event/list-store.ts'
import * as events from '../../src/event/store.ts'
import { today } from '../../src/today/store.ts'

/** A colleague, and ids of records that they work on. */
export interface Worker {
  readonly role: 'management' | 'commercial' | 'support'
  readonly secret: string
  readonly clients: readonly number[]
  readonly contracts: readonly number[]
  readonly events: readonly number[]
  /** Colleagues of support, whom a manager gives events to. */
  readonly helpers: readonly number[]
}

/** A command as it reaches the database. */
export interface Command {
  readonly kind: 'list' | 'view' | 'today' | 'write'
  readonly text: string
  readonly values: readonly unknown[]
}

const any = <T>(of: readonly T[]): T => {
  const one = of[Math.floor(Math.random() * of.length)]
  if (one === undefined) throw new Error('somebody has nothing to work on')
  return one
}
const page = { limit: 50, after: 0, count: false, desc: false }
const digits = () => String(Math.floor(Math.random() * 1e8)).padStart(8, '0')
let made = 0

type Send = (connection: Connection, who: Worker) => Promise<unknown>

const lists: Record<Worker['role'], readonly Send[]> = {
  management: [
    (at) => clientLists.page(at, { ...page, filters: {} }),
    (at) => contractLists.page(at, { ...page, sort: 'due', desc: true, filters: { unpaid: [true] } }),
    (at) => eventLists.page(at, { ...page, filters: { unassigned: [true] } }),
    (at, who) => eventLists.page(at, { ...page, filters: { support: [any(who.helpers)], upcoming: [true] } }),
  ],
  commercial: [
    (at) => clientLists.page(at, { ...page, filters: {} }),
    (at) => clientLists.page(at, { ...page, sort: 'name', filters: { onlyMine: [true] } }),
    (at, who) => contractLists.page(at, { ...page, filters: { client: [any(who.clients)] } }),
    (at) => contractLists.page(at, { ...page, filters: { onlyMine: [true], unpaid: [true] } }),
  ],
  support: [
    (at) => eventLists.page(at, { ...page, filters: { onlyMine: [true], upcoming: [true] } }),
    (at) => eventLists.page(at, { ...page, sort: 'start', filters: { onlyMine: [true] } }),
    (at) => clientLists.page(at, { ...page, filters: {} }),
  ],
}

const views: readonly Send[] = [
  (at, who) => clientCards.view(at, any(who.clients), { kinds: ['contracts', 'events'], most: 21 }),
  (at, who) =>
    contractCards.view(at, any(who.contracts), { kinds: ['events', 'schedule', 'payments'], most: 21 }, '2026-06-12'),
  (at, who) => events.view(at, any(who.events)),
]

const writes: Record<Worker['role'], readonly Send[]> = {
  management: [
    (at, who) => events.assignSupport(at, any(who.events), any(who.helpers)),
    (at, who) => contracts.update(at, any(who.contracts), { total_amount: `9${digits()}.00` }),
  ],
  commercial: [
    (at, who) => clients.update(at, any(who.clients), { phone: `+336${digits()}` }),
    (at) => {
      made += 1
      return clients.create(at, { fullName: `Nouveau Client ${made}`, email: `n${made}.${Date.now()}@agency.example` })
    },
    (at, who) => contracts.create(at, { clientId: any(who.clients), totalAmount: `${made++}.50` }),
  ],
  support: [(at, who) => events.update(at, any(who.events), { participant_count: Math.floor(Math.random() * 500) })],
}

/** What the store would send first. A command of these sends nothing else, unless it is refused. */
async function sent(send: Send, who: Worker): Promise<Pick<Command, 'text' | 'values'>> {
  return new Promise((resolve, reject) => {
    const listening = {
      unsafe(text: string, values: readonly unknown[]) {
        resolve({ text, values })
        return new Promise(() => {}) // It is answered elsewhere.
      },
    }
    const connection = connectionOf(listening as never)
    send({ ...connection, query: <R>(statement: SQL) => connection.query<R>(statement) }, who).catch(reject)
  })
}

/** The next command of somebody: of a hundred 45 lists, 25 cards, 10 times `today`, 20 that write. */
export async function next(who: Worker): Promise<Command> {
  const dice = Math.random() * 100
  const kind = dice < 45 ? 'list' : dice < 70 ? 'view' : dice < 80 ? 'today' : 'write'
  const send: Send =
    kind === 'today'
      ? (at) => today(at, new Date().toISOString(), new Date().toISOString().slice(0, 10))
      : any({ list: lists[who.role], view: views, write: writes[who.role] }[kind])
  return { kind, ...(await sent(send, who)) }
}
