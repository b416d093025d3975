/**
 * The clients whose personal data was erased, so that it can be erased again where an older backup was restored. It holds no personal value.
 * Nobody reads it but functions of the owner, which judge by themselves.
 */

import { integer, text } from 'drizzle-orm/pg-core'
import { epicEvents, instant, length, trimmed } from './columns.ts'

export const erasure = epicEvents
  .table(
    'erasure',
    {
      clientId: integer('client_id').primaryKey(),
      at: instant('at').notNull().defaultNow(),
      userId: integer('user_id'),
      reason: text('reason').notNull(),
    },
    () => [length('erasure_reason_length', 'reason', 256), trimmed('erasure_reason_trimmed', 'reason')],
  )
  .enableRLS()
