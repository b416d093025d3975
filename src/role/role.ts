/** A role: its fields and its columns, as plain data. */
import { safeParse } from 'valibot'
import { type Code, codes } from '../access/catalogue.ts'
import { columnsOf, fieldsOf, filtersOf, keptColumns } from '../field/attribute.ts'
import { isWrittenAsId } from '../field/id.ts'
import { InvalidValue, parser } from '../field/parser.ts'
import { referenceTo } from '../field/reference.ts'
import { text } from '../field/text.ts'
import { words } from '../field/words.ts'
import { excerpt } from '../text/excerpt.ts'
import { nearest } from '../text/nearest.ts'

/** As the database answers it. */
export type Role = {
  readonly id: number
  readonly name: string
  readonly permissions: readonly Code[]
  readonly permission_count: number
  /** Everybody who holds it, including those who have left. */
  readonly people_count: number
  readonly created_at: string
  readonly updated_at: string
  readonly version: number
}

const nameLength = 32

/** The argument `ROLE`. */
export const { role: refField } = fieldsOf('role', {
  role: { ...referenceTo('role'), column: 'role_id', label: (t) => t.noun.role },
})

/** The option of `role create` that copies the permissions of a role. */
export const { like: likeField } = fieldsOf('role', {
  like: { ...referenceTo('role'), column: 'permissions', label: (t) => t.role.label.like },
})

export const fields = fieldsOf('role', {
  name: {
    kind: 'text',
    short: 'n',
    schema: (t) =>
      parser(t, (typed): string | InvalidValue => {
        if (isWrittenAsId(typed)) return new InvalidValue(t.role.nameIsNumber({ received: excerpt(typed.trim()) }))
        const result = safeParse(text(t, { max: nameLength }), typed)
        return result.success ? result.output : new InvalidValue(result.issues[0].message)
      }),
  },
})

/** The arguments `PERMISSION…` of `role grant` and `role revoke`. */
export const { permission: codeField } = fieldsOf('role', {
  permission: {
    kind: 'text',
    label: (t) => t.role.label.code,
    schema: (t) =>
      parser(t, (typed): Code | InvalidValue => {
        const word = typed.trim().toLowerCase()
        const found = codes.find((code) => code === word)
        return (
          found ?? new InvalidValue(t.role.unknownCode({ received: excerpt(typed.trim()), near: nearest(word, codes) }))
        )
      }),
  },
})

/** What narrows the list of roles. */
export const filters = filtersOf('role', { search: { kind: 'words', schema: words } })

export const sorts = ['id', 'name'] as const

export const columns = columnsOf('role', {
  id: { kind: 'id' },
  name: { kind: 'text' },
  permissions: { kind: 'words', cardOnly: true },
  permission_count: { kind: 'count' },
  people_count: { kind: 'count' },
  ...keptColumns,
})

/** Somebody who holds the role. */
export type Holder = { readonly id: number; readonly full_name: string; readonly is_active: boolean | null }

export const holderColumns = columnsOf('role', {
  id: { kind: 'id' },
  full_name: { kind: 'text' },
  is_active: { kind: 'yes-no', states: { yes: (t) => t.role.active, no: (t) => t.role.inactive } },
})

/** A permission of the catalogue. The verb adds `allows`, in the reader's language. */
export type PermissionRow = { readonly id: number; readonly code: string; readonly roles: readonly string[] }

export const permissionColumns = columnsOf('role', {
  code: { kind: 'text', noTruncate: true },
  allows: { kind: 'text', wraps: true, comfortable: 14 },
  roles: { kind: 'words', wraps: true, comfortable: 11 },
})
