/** Who is signed in, as `login` and `whoami` answer it. */
import { columnsOf } from '../field/attribute.ts'

export const identity = columnsOf('auth', {
  id: { kind: 'id' },
  username: { kind: 'text' },
  full_name: { kind: 'text' },
  role_id: { kind: 'reference', nameKey: 'role_name', label: (t) => t.auth.label.role },
  session_expires_at: { kind: 'date' },
})
