/** The commands that are measured, each with the query by which psql, past the policies, shows or changes the same. */
import type { Home, OnServer } from './installation.ts'
import type { Runner } from './race.ts'

const shown = `c.id, c.full_name, c.email, c.phone, k.name as company, c.first_contact_date, c.last_contact_date, p.full_name as commercial`
const joined = `epic_events.client c left join epic_events.company k on k.id = c.company_id left join epic_events.users p on p.id = c.commercial_id`

/** A command, and psql's part of it. */
export interface Compared {
  readonly command: string
  readonly ours: Runner
  /** The same by psql. @param o as for `OnServer.query` */
  theirs(name: string, o?: Parameters<OnServer['query']>[2]): Runner
  /** The greatest ratio to the real psql on a local server that is good. */
  readonly goal: number
}

/** @param on the server that psql speaks to · @param given beside the environment of the home */
export function compared(at: Home, on: OnServer, given: Readonly<Record<string, string>> = {}): Compared[] {
  const env = { ...at.env, ...given }
  const [ourTurn, theirTurn] = [supports(), supports()]
  const run = (...args: string[]): Runner => ({ name: args.join(' '), command: [at.binary, ...args], env })
  return [
    {
      command: '`client list`',
      ours: run('client', 'list'),
      theirs: (name, o) => on.query(name, `select ${shown} from ${joined} order by c.id limit 50`, o),
      goal: 2,
    },
    {
      command: '`client view`',
      ours: run('client', 'view', '8'),
      theirs: (name, o) =>
        on.query(
          name,
          `select ${shown}, c.created_at, c.updated_at, c.version,
            (select count(*) from epic_events.contract n where n.client_id = c.id) as contracts from ${joined} where c.id = 8`,
          o,
        ),
      goal: 2.2,
    },
    {
      command: '`event assign_support`',
      ours: {
        name: 'event assign_support',
        command: () => [at.binary, 'event', 'assign_support', '8', ourTurn()],
        env,
      },
      theirs: (name, o) =>
        on.query(
          name,
          () =>
            `update epic_events.event e set support_contact_id = ${theirTurn()} where e.id = 16
              returning e.id, e.title, (select p.full_name from epic_events.users p where p.id = e.support_contact_id) as support`,
          o,
        ),
      goal: 2.2,
    },
  ]
}

/** Two support colleagues in turns, so that each run changes something. */
function supports(): () => string {
  let turn = 0
  return () => (turn++ % 2 === 0 ? '3' : '5')
}
