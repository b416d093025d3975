/** A session as people see it: where somebody is logged in. Its tokens and its file are in src/session/. */
import { columnsOf, fieldsOf } from '../field/attribute.ts'
import type { Column } from '../field/column.ts'
import { referenceTo } from '../field/reference.ts'

/** As the database answers it: a session that is open, the caller's own or one that they may end. */
export type OpenSession = {
  readonly id: number
  readonly user_id: number
  readonly user_name: string
  /** The name that the computer gave itself at login; null for sessions of older programs. */
  readonly device: string | null
  readonly created_at: string
  /** When its tokens were last renewed, which happens once in the lifetime of an access token at most. */
  readonly last_used_at: string
  readonly ends_at: string
  /** `true`: the session in which the list was asked for. */
  readonly current: boolean
}

export const fields = fieldsOf('session', {
  user: { ...referenceTo('user'), column: 'user_id', short: 'u' },
})

export const columns = columnsOf('session', {
  id: { kind: 'id' },
  user_id: { kind: 'reference' },
  device: { kind: 'text' },
  created_at: { kind: 'date', dropPriority: 1 },
  last_used_at: { kind: 'date' },
  ends_at: { kind: 'date', dropPriority: 2 },
  current: { kind: 'text', shown: ({ current }, t) => (current === true ? t.session.thisOne : '') },
})

/** For a person who sees nobody's sessions but their own. */
export const ownColumns = columns.map(
  (column): Column => (column.key === 'user_id' ? { ...column, audience: 'program' } : column),
)
