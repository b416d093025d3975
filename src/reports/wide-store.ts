/** What tells of a contract and of its events together. */
import { sql } from 'drizzle-orm'
import { canSql } from '../access/predicates.ts'
import { trustedSql } from '../db/statement.ts'

/** Whether the caller may read in `contract_wide` if a contract has an event. For everybody else the view is empty, and the events are asked. */
export const seesWide = sql`(${trustedSql(canSql(['client:list', 'client:view']))}
  and ${trustedSql(canSql(['company:list', 'company:view']))} and ${trustedSql(canSql(['event:list', 'event:view']))})`
