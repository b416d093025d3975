/** A role: its fields and its columns. Plain data. */
import { safeParse } from 'valibot'
import { type Code, codes } from '../access/catalogue.ts'
import type { Column } from '../field/column.ts'
import { field } from '../field/field.ts'
import { id } from '../field/id.ts'
import { InvalidValue, parser } from '../field/parser.ts'
import { text } from '../field/text.ts'
import { excerpt } from '../text/excerpt.ts'
import { nearest } from '../text/nearest.ts'

/** As the database answers it. */
export type Role = {
  readonly id: number
  readonly name: string
  readonly permissions: readonly Code[]
  readonly permission_count: number
  /** All who hold it, those who have left too. */
  readonly people_count: number
  readonly created_at: string
  readonly updated_at: string
  readonly version: number
}

/** A role as people name it: its name, or its id. No name is a number, so the two cannot be confused. */
export type Ref = string | number

const nameLength = 32

/** `ROLE`, and `user create --role`. */
export const refField = field({
  kind: 'reference',
  option: 'role',
  aliases: ['role-id'],
  short: 'r',
  column: 'role_id',
  label: (t) => t.noun.role,
  help: (t) => t.role.help.role,
  schema: (t) =>
    parser(t, (typed): Ref | InvalidValue => {
      const number = /^\s*\d+\s*$/.test(typed)
      const result = number ? safeParse(id(t), typed) : safeParse(text(t, { max: nameLength }), typed)
      return result.success ? result.output : new InvalidValue(result.issues[0].message)
    }),
})

export const fields = {
  name: field({
    kind: 'text',
    option: 'name',
    short: 'n',
    column: 'name',
    label: (t) => t.role.label.name,
    help: (t) => t.role.help.name,
    schema: (t) =>
      parser(t, (typed): string | InvalidValue => {
        if (/^\s*\d+\s*$/.test(typed)) return new InvalidValue(t.role.nameIsNumber({ received: excerpt(typed.trim()) }))
        const result = safeParse(text(t, { max: nameLength }), typed)
        return result.success ? result.output : new InvalidValue(result.issues[0].message)
      }),
  }),
}

/** `PERMISSION…` of `role grant` and `role revoke`. */
export const codeField = field({
  kind: 'text',
  option: 'permission',
  column: 'permission',
  label: (t) => t.role.label.code,
  help: (t) => t.role.help.permission,
  schema: (t) =>
    parser(t, (typed): Code | InvalidValue => {
      const word = typed.trim().toLowerCase()
      const found = codes.find((code) => code === word)
      return (
        found ?? new InvalidValue(t.role.unknownCode({ received: excerpt(typed.trim()), near: nearest(word, codes) }))
      )
    }),
})

export const columns: readonly Column[] = [
  { key: 'id', kind: 'id', label: (t) => t.role.label.id },
  { key: 'name', kind: 'text', label: (t) => t.role.label.name },
  { key: 'permissions', kind: 'words', label: (t) => t.role.label.permissions, cardOnly: true },
  { key: 'permission_count', kind: 'count', label: (t) => t.role.label.permission_count },
  { key: 'people_count', kind: 'count', label: (t) => t.role.label.people_count },
  { key: 'created_at', kind: 'date', label: (t) => t.output.createdAt, cardOnly: true },
  { key: 'updated_at', kind: 'date', label: (t) => t.output.updatedAt, cardOnly: true },
  { key: 'version', kind: 'count', label: (t) => t.output.version, cardOnly: true },
]

/** Somebody who holds the role. */
export type Holder = { readonly id: number; readonly full_name: string; readonly is_active: boolean | null }

export const holderColumns: readonly Column[] = [
  { key: 'id', kind: 'id', label: (t) => t.role.label.id },
  { key: 'full_name', kind: 'text', label: (t) => t.role.label.full_name },
  {
    key: 'is_active',
    kind: 'yes-no',
    label: (t) => t.role.label.is_active,
    states: { yes: (t) => t.role.active, no: (t) => t.role.inactive },
  },
]

/** A permission of the catalogue; `allows` is put in by the verb, in the reader's language. */
export type PermissionRow = { readonly id: number; readonly code: string; readonly roles: readonly string[] }

export const permissionColumns: readonly Column[] = [
  { key: 'code', kind: 'text', label: (t) => t.role.label.code, noTruncate: true },
  { key: 'allows', kind: 'text', label: (t) => t.role.label.allows },
  { key: 'roles', kind: 'words', label: (t) => t.role.label.roles },
]
