/** What somebody logs in with, and who is logged in, as `login` and `whoami` answer it. */
import { columnsOf, fieldsOf } from '../field/attribute.ts'
import { parser } from '../field/parser.ts'
import { normalUsername } from '../field/username.ts'

export const credentials = fieldsOf('auth', {
  // The rules for new names do not apply: a wrong name and a wrong password get the same answer.
  username: { kind: 'text', short: 'u', schema: (t) => parser(t, normalUsername) },
  password: { kind: 'secret', confirm: false, schema: (t) => parser(t, (typed) => typed) },
})

export const identity = columnsOf('auth', {
  id: { kind: 'id' },
  username: { kind: 'text' },
  full_name: { kind: 'text' },
  role_id: { kind: 'reference', nameKey: 'role_name', label: (t) => t.auth.label.role },
  session_expires_at: { kind: 'date' },
})
