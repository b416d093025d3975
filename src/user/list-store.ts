/** The SQL of the list of users. */
import { type SQL, sql } from 'drizzle-orm'
import { COMMERCIAL, MANAGEMENT, SUPPORT } from '../access/catalogue.ts'
import type { Connection } from '../db/connection.ts'
import { type ListPage, listOf } from '../db/list.ts'
import type { Wanted } from '../db/list-question.ts'
import { among, byId, type Listed } from '../db/narrowing.ts'
import type { FilterValues } from '../field/filter.ts'
import { record } from './store.ts'
import type { filters, User } from './user.ts'

type Filters = typeof filters

const list: Listed<Filters> = {
  resource: 'user',
  columns: record('x'),
  records: sql`epic_events_api.users`,
  keys: sql`epic_events_api.user_keys`,
  sorts: { id: byId, name: { key: sql`k.name_key`, type: 'text' } },
  // Somebody who has left is shown only when asked for.
  also: ({ inactive }) => [{ where: sql`k.is_active = ${inactive === undefined}` }],
  filters: {
    search: 'words',
    role: { refers: 'role', is: (ids, given) => sql`k.role_id${among([...ids, ...named(given)])}` },
    management: { rows: (_, { given }) => ofNamed(given) },
    salespeople: { rows: (_, { given }) => ofNamed(given) },
    supporters: { rows: (_, { given }) => ofNamed(given) },
    inactive: 'elsewhere',
  },
}

/** The roles that have a switch of their own, of those switches that were given. */
const named = ({ management, salespeople, supporters }: FilterValues<Filters>): number[] => [
  ...(management ? [MANAGEMENT] : []),
  ...(salespeople ? [COMMERCIAL] : []),
  ...(supporters ? [SUPPORT] : []),
]

/** With `--role`, that filter has these roles too: several roles are those of any of them. */
const ofNamed = (given: FilterValues<Filters>): SQL => (given.role ? sql`true` : sql`k.role_id${among(named(given))}`)

/** One page of users. @throws as `listOf` */
export const page = (connection: Connection, o: Wanted<Filters>): Promise<ListPage<User>> =>
  listOf<User, Filters>(connection, list, o)
