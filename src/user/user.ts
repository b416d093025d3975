/** A colleague: the fields and the columns. Plain data. */

import type { Column } from '../field/column.ts'
import { email } from '../field/email.ts'
import { field } from '../field/field.ts'
import { id } from '../field/id.ts'
import { parser } from '../field/parser.ts'
import { password } from '../field/password.ts'
import { text } from '../field/text.ts'
import { username } from '../field/username.ts'
import { yesNo } from '../field/yes-no.ts'
import { refField } from '../role/role.ts'

/** As the database answers it: JSON keys, RFC 3339 times. What needs `user:view` is null without it. */
export type User = {
  readonly id: number
  readonly username: string | null
  readonly full_name: string
  readonly email: string | null
  readonly role_id: number
  readonly role_name: string | null
  readonly is_active: boolean
  readonly last_login: string | null
  readonly created_at: string
  readonly updated_at: string
  readonly version: number
}

export const idField = field({
  kind: 'reference',
  option: 'id',
  column: 'id',
  label: (t) => t.user.label.id,
  help: (t) => t.user.help.id,
  schema: id,
})

export const fields = {
  username: field({
    kind: 'text',
    option: 'username',
    short: 'u',
    column: 'username',
    label: (t) => t.user.label.username,
    help: (t) => t.user.help.username,
    schema: username,
  }),
  fullName: field({
    kind: 'text',
    option: 'full-name',
    short: 'n',
    column: 'full_name',
    label: (t) => t.user.label.full_name,
    help: (t) => t.user.help.full_name,
    schema: (t) => text(t, { max: 128 }),
  }),
  email: field({
    kind: 'text',
    option: 'email',
    short: 'e',
    column: 'email',
    label: (t) => t.user.label.email,
    help: (t) => t.user.help.email,
    schema: (t) => email(t, { max: 255 }),
  }),
  role: field({ ...refField, label: (t) => t.user.label.role_id, help: (t) => t.user.help.role }),
  /** A new one: asked for twice, or read from standard input. */
  password: field({
    kind: 'secret',
    option: 'password',
    column: 'password',
    label: (t) => t.user.label.password,
    help: (t) => t.user.help.password,
    schema: password,
  }),
}

export const isActive = field({
  kind: 'yes-no',
  option: 'is-active',
  column: 'is_active',
  label: (t) => t.user.label.is_active,
  help: (t) => t.user.help.is_active,
  schema: yesNo,
})

/** To change one's own password. Not the rule for new ones: whatever was set before is right. */
export const currentPassword = field({
  kind: 'secret',
  once: true,
  option: 'present-password',
  column: 'present_password',
  label: (t) => t.user.label.present_password,
  help: (t) => t.user.help.present_password,
  schema: (t) => parser(t, (typed) => typed),
})

export const columns: readonly Column[] = [
  { key: 'id', kind: 'id', label: (t) => t.user.label.id },
  { key: 'username', kind: 'text', label: (t) => t.user.label.username, dropPriority: 2 },
  { key: 'full_name', kind: 'text', label: (t) => t.user.label.full_name },
  { key: 'email', kind: 'text', label: (t) => t.user.label.email, dropPriority: 3 },
  { key: 'role_id', kind: 'reference', label: (t) => t.user.label.role_id },
  {
    key: 'is_active',
    kind: 'yes-no',
    label: (t) => t.user.label.is_active,
    dropPriority: 1,
    states: { yes: (t) => t.user.active, no: (t) => t.user.inactive },
  },
  { key: 'last_login', kind: 'date', label: (t) => t.user.label.last_login, dropPriority: 4 },
  { key: 'created_at', kind: 'date', label: (t) => t.output.createdAt, cardOnly: true },
  { key: 'updated_at', kind: 'date', label: (t) => t.output.updatedAt, cardOnly: true },
  { key: 'version', kind: 'count', label: (t) => t.output.version, cardOnly: true },
]

/** What a hand-over moved. */
export type HandOver = {
  readonly from_id: number
  readonly from_name: string
  readonly to_id: number
  readonly to_name: string
  readonly clients: number
  /** Those of the clients, which go along. */
  readonly contracts: number
  readonly events: number
}

export const handOverColumns: readonly Column[] = [
  { key: 'from_id', kind: 'reference', label: (t) => t.user.label.from_id },
  { key: 'to_id', kind: 'reference', label: (t) => t.user.label.to_id },
  { key: 'clients', kind: 'count', label: (t) => t.user.label.clients },
  { key: 'contracts', kind: 'count', label: (t) => t.user.label.contracts },
  { key: 'events', kind: 'count', label: (t) => t.user.label.events },
]
