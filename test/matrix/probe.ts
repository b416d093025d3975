/**
 * Asks the program every cell of the matrix and prints what differs from the catalogue: on a database that checks too, and on one that
 * does not (row-level security off, no guards), where the program is alone. test/soak/mutants.ts runs it on programs with a check missing.
 *
 * @example bun test/matrix/probe.ts client event
 */
import type { Cell } from './cell.ts'
import { cellsOf } from './cells.ts'
import { type Ground, openGround } from './ground.ts'
import { byCommands } from './verdicts.ts'

const tables = process.argv.slice(2)

/**
 * Takes out of the database what the program checks too: policies, guards, the conditions of the views, and what functions refuse for lack
 * of a permission. Which record a key may point to stays: the program leaves that to the database.
 */
const unguarded = `do $$ declare t text; f text; begin
  foreach t in array array['users', 'role', 'role_permission', 'company', 'client', 'contract', 'event', 'interaction', 'payment', 'instalment', 'audit_log'] loop
    execute format('alter table epic_events.%I disable row level security', t);
    execute format('drop trigger if exists b_guard on epic_events.%I', t);
    execute format('create or replace view epic_events_api.%I as %s', t,
      regexp_replace(pg_get_viewdef(format('epic_events_api.%I', t)::regclass), '\\s+WHERE .*$', ''));
  end loop;
  for f in select pg_get_functiondef(p.oid) from pg_proc p
    where p.pronamespace = 'epic_events'::regnamespace
      and p.proname in ('create_user', 'delete_user', 'deactivate', 'delete_role', 'revoke_permissions', 'rule_delete_contract') loop
    execute regexp_replace(f, 'raise insufficient_privilege[^;]*;', 'null;', 'g');
  end loop; end $$`

/** Who governs a role, whether a company is seen, whether each event of a contract may go, and in which contract one has a part already. */
const leftToDatabase = ({ name, pointed }: Cell) => pointed || / (a manager|oneself)$|^contract:delete$/.test(name)

async function differences(ground: Ground, same: (answer: string, cell: Cell) => boolean): Promise<string[]> {
  const found: string[] = []
  for (const who of ground.people) {
    const ask = byCommands(ground, who)
    for (const cell of cellsOf(ground, who)) {
      if (!cell.argv || !tables.includes(cell.table)) continue
      const answer = await ask(cell)
      if (!same(answer, cell)) found.push(`${who.role}: ${cell.name} ${cell.row}: ${answer}, not ${cell.program}`)
      if (found.length >= 3) return found
    }
  }
  return found
}

const ground = await openGround('server')
let found: string[]
try {
  found = await differences(ground, (answer, cell) => answer === cell.program)
  if (found.length === 0) {
    await ground.agency.owner((sql) => sql.unsafe(unguarded))
    // The program alone allows the same, except for what it leaves to the database. It may answer no where the database
    // hides a row, but not to somebody who views a record.
    const alone = (answer: string, { name, program }: Cell) =>
      name.endsWith(':view') ? answer === program : (answer === 'yes') === (program === 'yes')
    found = await differences(ground, (answer, cell) => leftToDatabase(cell) || alone(answer, cell))
  }
} finally {
  await ground.close()
}
process.stdout.write(`${JSON.stringify(found)}\n`)
