import { hasUnscopedPermission } from '../access/can.ts'
import { command } from '../command/command.ts'
import type { Column } from '../field/column.ts'
import * as store from './store.ts'

const id: Column = { key: 'id', kind: 'id', label: (t) => t.today.label.id }
const client: Column = { key: 'client_id', kind: 'reference', label: (t) => t.today.label.client_name }
const phone: Column = { key: 'client_phone', kind: 'phone', label: (t) => t.today.label.phone, dropPriority: 2 }
const start: Column = { key: 'start_date', kind: 'date', label: (t) => t.today.label.start_date, upcoming: true }
const end: Column = { key: 'end_date', kind: 'date', label: (t) => t.today.label.end_date, dropPriority: 3 }
const title: Column = { key: 'title', kind: 'text', label: (t) => t.today.label.title }
const place: Column = { key: 'full_address', kind: 'text', label: (t) => t.today.label.full_address, dropPriority: 1 }
const support: Column = {
  key: 'support_contact_id',
  kind: 'reference',
  nameKey: 'support_contact_name',
  label: (t) => t.today.label.support,
}
const commercial: Column = {
  key: 'commercial_id',
  kind: 'reference',
  label: (t) => t.today.label.commercial,
  dropPriority: 2,
}
const total: Column = { key: 'total_amount', kind: 'amount', label: (t) => t.today.label.total_amount, dropPriority: 1 }
const due: Column = { key: 'remaining_amount', kind: 'amount', label: (t) => t.today.label.remaining_amount }
const since: Column = { key: 'created_at', kind: 'date', label: (t) => t.today.label.created_at }
const name: Column = { key: 'full_name', kind: 'text', label: (t) => t.today.label.client_name }
const clientPhone: Column = { key: 'phone', kind: 'phone', label: (t) => t.today.label.phone }
const lastContact: Column = { key: 'last_contact_date', kind: 'date', label: (t) => t.today.label.last_contact_date }

/** The sections in the order they are read: what is nearest in time first. */
const sections = {
  unassigned_events: [id, start, title, client, place],
  assigned_events: [id, start, end, title, place, client, phone],
  own_events: [id, start, title, client, support],
  unsigned_contracts: [id, since, client, total, commercial],
  due_contracts: [id, client, due, total, commercial],
  silent_clients: [id, lastContact, name, clientPhone],
} as const satisfies Partial<Record<keyof store.Today, readonly Column[]>>

export default command({
  path: ['today'],
  access: 'signed-in',
  async run({ app, out, t }) {
    const now = new Date(app.clock.now()).toISOString()
    const { facts: currentUser, today } = await app.connect((connection) => store.today(connection, now))
    const all = hasUnscopedPermission(currentUser, 'contract', 'update')
    const parts = Object.entries(sections).flatMap(([key, columns]) => {
      const rows = today[key as keyof typeof sections]
      // Those of others are only told when they have waited (store.ts): whoever sees them must know that newer ones are left out.
      const named = key === 'unsigned_contracts' && all ? 'unsigned_contracts_all' : (key as keyof typeof sections)
      return rows === null
        ? []
        : [
            {
              key,
              title: (words: typeof t) => words.today.section[named],
              columns,
              rows: rows.slice(0, store.limit),
              more: rows.length > store.limit,
            },
          ]
    })
    await out.record({
      title: () => t.today.title({ date: t.format.longDate(now) }),
      columns: [
        { key: 'full_name', kind: 'text', label: (words) => words.today.label.who },
        { key: 'role', kind: 'text', label: (words) => words.today.label.role },
        ...(today.total_due === null
          ? []
          : [{ key: 'total_due', kind: 'amount', label: (words) => words.today.label.total_due } satisfies Column]),
      ],
      row: { full_name: currentUser.full_name, role: currentUser.role, total_due: today.total_due },
      parts,
      isParts: true,
    })
    if (parts.every(({ rows }) => rows.length === 0)) await out.success((words) => words.today.nothing)
  },
})
