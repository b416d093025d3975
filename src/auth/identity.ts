/** The columns in which `login` and `whoami` show who is signed in. */
import type { Column } from '../field/column.ts'

export const identity: readonly Column[] = [
  { key: 'id', kind: 'id', label: (t) => t.auth.label.id },
  { key: 'username', kind: 'text', label: (t) => t.auth.label.username },
  { key: 'full_name', kind: 'text', label: (t) => t.auth.label.full_name },
  { key: 'role_id', kind: 'reference', nameKey: 'role_name', label: (t) => t.auth.label.role },
  { key: 'session_expires_at', kind: 'date', label: (t) => t.auth.label.session_expires_at },
]
