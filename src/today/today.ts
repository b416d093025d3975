import { hasUnscopedPermission } from '../access/can.ts'
import { command } from '../command/command.ts'
import { columnsByKey, columnsOf } from '../field/attribute.ts'
import type { Column } from '../field/column.ts'
import { shownLabel } from '../field/share.ts'
import { clashColumns } from './clash-columns.ts'
import type { Lines } from './series.ts'
import * as store from './store.ts'

const column = columnsByKey('today', {
  id: { kind: 'id' },
  start_date: { kind: 'date', upcoming: { end: 'end_date', needs: 'support_contact_id' } },
  end_date: { kind: 'date', dropPriority: 3 },
  title: { kind: 'text', comfortable: 12 },
  full_address: { kind: 'text', comfortable: 10, dropPriority: 1 },
  client_id: { kind: 'reference', comfortable: 12, label: (t) => t.today.label.client_name },
  client_phone: { kind: 'phone', label: (t) => t.today.label.phone, dropPriority: 2 },
  support_contact_id: { kind: 'reference', nameKey: 'support_contact_name', label: (t) => t.today.label.support },
  commercial_id: { kind: 'reference', label: (t) => t.today.label.commercial, dropPriority: 2 },
  total_amount: { kind: 'amount', dropPriority: 1 },
  remaining_amount: { kind: 'amount' },
  created_at: { kind: 'date' },
  contract_id: { kind: 'id' },
  due_on: { kind: 'date' },
  amount: { kind: 'amount' },
  label: { kind: 'text', dropPriority: 1, shown: ({ label }, t) => shownLabel(label, t) },
  full_name: { kind: 'text', label: (t) => t.today.label.client_name },
  phone: { kind: 'phone' },
  last_contact_date: { kind: 'date' },
  next_contact_date: { kind: 'date' },
})
const { id, title, start_date: start, client_id: client, full_address: place, total_amount: total } = column

const person = columnsOf('today', {
  full_name: { kind: 'text', label: (t) => t.today.label.who },
  role: { kind: 'text' },
})
const totalDue = columnsOf('today', { total_due: { kind: 'amount' } })

/** The sections in the order of the screen: what is nearest in time comes first. */
const sections = {
  running_events: [id, start, column.end_date, title, place, client, column.support_contact_id],
  clashes: clashColumns,
  unassigned_events: [id, start, title, client, place],
  assigned_events: [id, start, column.end_date, title, place, client, column.client_phone],
  own_events: [id, start, title, client, column.support_contact_id],
  overdue_instalments: [column.contract_id, column.due_on, client, column.amount, column.label],
  due_this_week: [column.contract_id, column.due_on, client, column.amount, column.label],
  unsigned_contracts: [id, column.created_at, client, total, column.commercial_id],
  due_contracts: [id, client, column.remaining_amount, total, column.commercial_id],
  callbacks: [id, column.next_contact_date, column.full_name, column.phone, column.last_contact_date],
  silent_clients: [id, column.last_contact_date, column.full_name, column.phone],
} as const satisfies Partial<Record<keyof store.Today, readonly Column[]>>

const noLines: Lines = { columns: [], row: {} }

/** Sections that are empty on most days. */
const unusual = ['running_events', 'clashes', 'overdue_instalments', 'due_this_week']

export default command({
  path: ['today'],
  access: 'signed-in',
  async run({ app, out, t }) {
    const now = new Date(app.clock.now()).toISOString()
    const {
      facts: currentUser,
      today,
      lines,
    } = await app.connect(async (connection) => {
      const found = await store.today(connection, now, t.format.today())
      const pictures = { lines: noLines }
      await out.forReader(async () => {
        const series = await import('./series.ts')
        if (series.seesSeries(found.facts)) pictures.lines = await series.lines(connection, t)
      })
      return { ...found, ...pictures }
    })
    const all = hasUnscopedPermission(currentUser, 'contract', 'update')
    const parts = Object.entries(sections).flatMap(([key, columns]) => {
      const rows = today[key as keyof typeof sections]
      // Other people's contracts are only listed after some days (store.ts). The title says so, because newer ones are missing.
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
              // A person is told of these where there are any.
              ...(rows.length === 0 && unusual.includes(key) ? { audience: 'program' as const } : {}),
            },
          ]
    })
    await out.record({
      title: () => t.today.title({ date: t.format.longDate(now) }),
      columns: [...person, ...(today.total_due === null ? [] : totalDue), ...lines.columns],
      row: { full_name: currentUser.full_name, role: currentUser.role, total_due: today.total_due, ...lines.row },
      parts,
      isParts: true,
    })
    if (parts.every(({ rows }) => rows.length === 0)) await out.success((words) => words.today.nothing)
  },
})
