/** An agency of its own with a few changes to read in its log. */
import { type Agency, openAgency, type Person } from '../support/agency.ts'

export interface Entry {
  readonly id: number
  readonly at: string
  readonly user_id: number | null
  readonly table_name: string
  readonly row_id: number
  readonly action: string
  readonly old_values: Record<string, unknown> | null
  readonly new_values: Record<string, unknown> | null
}

export interface Changes {
  readonly agency: Agency
  /** A manager, who may read the log. */
  readonly boss: Person
  /** A commercial, who may not. */
  readonly alice: Person
  /** The id of a client whom Alice has created and renamed. */
  readonly client: number
  list(...argv: string[]): Promise<Entry[]>
  /** What the log has about that client, the oldest change first. */
  about(...argv: string[]): Promise<Entry[]>
}

export async function someChanges(): Promise<Changes> {
  const agency = await openAgency()
  const boss = await agency.person('management', { fullName: 'Martine Chef' })
  const alice = await agency.person('commercial', { fullName: 'Alice Vente' })
  const { id: client } = await agency.json<{ id: number }>(
    ['client', 'create', '-n', 'Kevin Casey', '-e', 'kevin@startup.io', '-f', '01/06/2026'],
    { as: alice },
  )
  const update = ['client', 'update', String(client)]
  await agency.json([...update, '-n', 'Kévin Casey', '-l', '12/06/2026 14:00'], { as: alice })
  await agency.owner(
    (sql) => sql`
      insert into epic_events.contract (client_id, total_amount, remaining_amount) values (${client}, 1200.5, 10.1)`,
  )
  const list = (...argv: string[]) => agency.json<Entry[]>(['audit', 'list', ...argv], { as: boss })
  return {
    ...{ agency, boss, alice, client, list },
    about: (...argv) => list('--oldest', '--table', 'client', '--id', String(client), ...argv),
  }
}
