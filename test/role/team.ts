/** An agency of its own for each file of tests of roles, because all people of an agency share its roles. */
import { type Agency, openAgency, type Person, type Ran } from '../support/agency.ts'

export interface RoleTeam {
  readonly agency: Agency
  /** A manager, who may do everything with roles. */
  readonly boss: Person
  /** A commercial. */
  readonly alice: Person
  /** Creates a role with a name of its own and these permissions. @returns its name */
  role(...permissions: string[]): Promise<string>
  asBoss(...argv: string[]): Promise<Ran>
  /** What the database holds, in its order. */
  permissionsOf(name: string): Promise<unknown>
}

export async function roleTeam(): Promise<RoleTeam> {
  const agency = await openAgency()
  const boss = await agency.person('management', { fullName: 'Martine Chef' })
  let made = 0
  return {
    agency,
    boss,
    alice: await agency.person('commercial', { fullName: 'Alice Vente' }),
    async role(...permissions) {
      made += 1
      const name = `trainee ${made}`
      await agency.json(['role', 'create', '-n', name], { as: boss })
      if (permissions.length > 0) await agency.json(['role', 'grant', name, ...permissions], { as: boss })
      return name
    },
    asBoss: (...argv) => agency.run(argv, { as: boss }),
    async permissionsOf(name) {
      const [row] = await agency.owner(
        (sql) => sql`select to_json(permissions) as permissions from epic_events.role where name = ${name}`,
      )
      return row?.['permissions']
    },
  }
}

/** The message and the next commands of an error in JSON. */
export const errorOf = (stderr: string): { message: string; next: string[] } => JSON.parse(stderr).error
