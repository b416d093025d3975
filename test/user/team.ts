/** An agency of its own for each file of tests of users, because they change roles and deactivate managers. */
import { type Agency, openAgency, type Person } from '../support/agency.ts'

export interface UserTeam {
  readonly agency: Agency
  /** A manager. */
  readonly boss: Person
  /** A commercial. */
  readonly alice: Person
  /** Creates a role with these permissions, and a person who has it. */
  somebody(role: string, permissions: readonly string[]): Promise<Person>
}

export async function userTeam(): Promise<UserTeam> {
  const agency = await openAgency()
  const boss = await agency.person('management', { fullName: 'Martine Chef' })
  return {
    agency,
    boss,
    alice: await agency.person('commercial', { fullName: 'Alice Vente' }),
    async somebody(role, permissions) {
      await agency.json(['role', 'create', '-n', role], { as: boss })
      await agency.json(['role', 'grant', role, ...permissions], { as: boss })
      return agency.person(role, { fullName: `Holder of ${role}` })
    },
  }
}

/** The id of a person, as it is typed. */
export const id = (person: Person) => String(person.id)

let deals = 0

/**
 * Writes a client of a commercial, with a signed contract and one event for each of `days`, which somebody may support.
 *
 * @param days how many days from now each event starts
 */
export async function deal(
  agency: Agency,
  owner: Person,
  support: Person | undefined,
  ...days: number[]
): Promise<{ client: number; events: number[] }> {
  deals += 1
  const email = `kevin${deals}@startup.io`
  return agency.owner(async (sql) => {
    const [written] = await sql<{ id: number }[]>`
      insert into epic_events.client (full_name, email, commercial_id)
      values ('Kevin', ${email}, ${owner.id}) returning id`
    const client = written?.id ?? 0
    const [contract] = await sql<{ id: number }[]>`
      insert into epic_events.contract (client_id, total_amount, remaining_amount, is_signed)
      values (${client}, 100, 0, true) returning id`
    const events: number[] = []
    for (const day of days) {
      const [event] = await sql<{ id: number }[]>`
        insert into epic_events.event (contract_id, title, full_address, start_date, end_date, support_contact_id)
        values (${contract?.id ?? 0}, ${`Gala ${day}`}, 'Paris', now() + make_interval(days => ${day}),
          now() + make_interval(days => ${day}, hours => 2), ${support?.id ?? null}) returning id`
      if (event) events.push(event.id)
    }
    return { client, events }
  })
}
