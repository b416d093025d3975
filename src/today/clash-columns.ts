/** The columns of the clashes of `today`: an event, and the one that its support has at the same time. */
import { columnsOf } from '../field/attribute.ts'
import type { Column } from '../field/column.ts'

export const clashColumns: readonly Column[] = columnsOf('today', {
  id: { kind: 'id' },
  start_date: { kind: 'date', upcoming: { end: 'end_date', needs: 'support_contact_id' } },
  end_date: { kind: 'date', dropPriority: 3 },
  title: { kind: 'text', comfortable: 12 },
  support_contact_id: { kind: 'reference', nameKey: 'support_contact_name', label: (t) => t.today.label.support },
  other_id: { kind: 'id', label: (t) => t.today.label.other },
  other_title: { kind: 'text', comfortable: 12, label: (t) => t.today.label.other_title },
  other_start_date: { kind: 'date', dropPriority: 1, label: (t) => t.today.label.start_date },
  other_end_date: { kind: 'date', dropPriority: 2, label: (t) => t.today.label.end_date },
})
