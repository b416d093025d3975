/** A user: the fields and the columns, as plain data. */

import { columnsOf, fieldsOf, filtersOf, keptColumns } from '../field/attribute.ts'
import { email } from '../field/email.ts'
import { parser } from '../field/parser.ts'
import { password } from '../field/password.ts'
import { phone } from '../field/phone.ts'
import { referenceTo } from '../field/reference.ts'
import { text } from '../field/text.ts'
import { username } from '../field/username.ts'
import { words } from '../field/words.ts'
import { yesNo } from '../field/yes-no.ts'

/** As the database answers it: JSON keys, RFC 3339 times. Without `user:view`, the values that need it are null. */
export type User = {
  readonly id: number
  readonly username: string | null
  readonly full_name: string
  readonly email: string | null
  readonly phone: string | null
  readonly role_id: number
  readonly role_name: string | null
  readonly is_active: boolean
  readonly last_login: string | null
  readonly created_at: string
  readonly updated_at: string
  readonly version: number
}

export const { id: idField } = fieldsOf('user', { id: referenceTo('user') })

export const fields = fieldsOf('user', {
  username: { kind: 'text', short: 'u', schema: username },
  fullName: { kind: 'text', short: 'n', schema: (t) => text(t, { max: 128 }) },
  email: { kind: 'text', short: 'e', schema: (t) => email(t, { max: 255 }) },
  phone: { kind: 'text', short: 'p', schema: phone, nullable: true, shown: (e164, t) => t.format.phone(e164) },
  role: { ...referenceTo('role'), column: 'role_id', aliases: ['role-id'], short: 'r' },
  /** A new password: it is asked for twice, or read from standard input. */
  password: { kind: 'secret', schema: password },
})

export const { isActive } = fieldsOf('user', { isActive: { kind: 'yes-no', schema: yesNo } })

/**
 * What a user who changes their own password must give first. The rules for new passwords do not apply to it: an older program may
 * have accepted it.
 */
export const { currentPassword } = fieldsOf('user', {
  currentPassword: {
    kind: 'secret',
    confirm: false,
    option: 'present-password',
    column: 'present_password',
    help: (t) => t.user.help.present_password,
    schema: (t) => parser(t, (typed) => typed),
  },
})

/** What narrows the list of users. Several roles are those of any of them. */
export const filters = filtersOf('user', {
  search: { kind: 'words', schema: words },
  role: { ...referenceTo('role'), many: true },
  management: { kind: 'switch', short: 'M' },
  salespeople: { kind: 'switch', option: 'commercial', column: 'commercial', short: 'C' },
  supporters: { kind: 'switch', option: 'support', column: 'support', short: 'S' },
  inactive: { kind: 'switch' },
})

export const sorts = ['id', 'name'] as const

export const columns = columnsOf('user', {
  id: { kind: 'id' },
  username: { kind: 'text', dropPriority: 2 },
  full_name: { kind: 'text' },
  email: { kind: 'text', dropPriority: 3 },
  phone: { kind: 'phone', cardOnly: true },
  role_id: { kind: 'reference' },
  is_active: { kind: 'yes-no', dropPriority: 1, states: { yes: (t) => t.user.active, no: (t) => t.user.inactive } },
  last_login: { kind: 'date', dropPriority: 4 },
  ...keptColumns,
})

/** The first password of a new user, where the program made it. Only the answer of `user create --generate-password` ever has it. */
export const firstPassword = columnsOf('user', { password: { kind: 'text', audience: 'program' } })

/** What a hand-over moved. */
export type HandOver = {
  readonly from_id: number
  readonly from_name: string
  readonly to_id: number
  readonly to_name: string
  readonly clients: number
  /** The contracts of these clients, which are handed over with them. */
  readonly contracts: number
  readonly events: number
}

export const handOverColumns = columnsOf('user', {
  from_id: { kind: 'reference' },
  to_id: { kind: 'reference' },
  clients: { kind: 'count' },
  contracts: { kind: 'count' },
  events: { kind: 'count' },
})
