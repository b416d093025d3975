/**
 * Many tills at once on a few contracts: they pay, give back, cancel, change totals and what remains, replace schedules and take their last
 * operation back, by SQL as psql would, each a process of its own. Meanwhile tills are killed, and their backends ended. After each round
 * everything must add up.
 */
import { join } from 'node:path'
import { unsettled } from '../support/money.ts'
import { openGround } from '../trust/ground.ts'

interface Tilled {
  readonly figures: Readonly<Record<string, unknown>>
  readonly wrong: readonly string[]
}

/** How many contracts the tills share: few, so that they meet. */
const contracts = 6

/** @param o.seconds for how long, in all rounds · @param o.tills how many at once · @param o.tell is told of each round */
export async function tills(o: {
  seed: number
  seconds: number
  tills: number
  rounds: number
  tell?: (line: string) => void
}): Promise<Tilled> {
  const ground = await openGround()
  const wrong: string[] = []
  const counted = { payments: 0, killed: 0, ended: 0 }
  const count = async () => (await ground.owner`select from epic_events.payment`).length
  try {
    const { id: commercial } = await ground.person('commercial')
    await ground.owner.unsafe(`
      insert into epic_events.role (name) values ('everything');
      insert into epic_events.role_permission (role_id, permission_id)
        select r.id, p.id from epic_events.role r, epic_events.permission p where r.name = 'everything' and p.name !~ ':.*:';
      insert into epic_events.client (full_name, email, commercial_id) values ('Client', 'client@x.example', ${commercial});
      insert into epic_events.contract (client_id, total_amount, is_signed) select 1, 1000, true from generate_series(1, ${contracts})`)
    const people = await Promise.all(Array.from({ length: o.tills }, () => ground.person('everything')))
    let begun = 0

    for (let round = 0; round < o.rounds && wrong.length === 0; round++) {
      const until = Date.now() + (o.seconds * 1000) / o.rounds
      let over = false
      const running = new Set<Bun.Subprocess>()
      // Whoever is killed is replaced, until the round is over.
      const seats = people.map(async ({ id, secret }) => {
        while (!over) {
          const args = [ground.database.url(), secret, id, o.seed * 1000 + ++begun, contracts].map(String)
          const till = Bun.spawn([process.execPath, join(import.meta.dir, 'till.ts'), ...args], {
            stdio: ['ignore', 'pipe', 'ignore'],
          })
          running.add(till)
          const said = await new Response(till.stdout).text()
          await till.exited
          running.delete(till)
          if (said) wrong.push(`seed ${o.seed}: ${said}`)
        }
      })
      const before = await count()
      // On a busy machine a round takes as long as it takes until something was paid.
      for (let n = 1; Date.now() < until || (await count()) === before; n++) {
        await Bun.sleep(250)
        if (n % 4 === 0)
          counted.ended += (
            await ground.owner`select pg_terminate_backend(pid) from pg_stat_activity
              where application_name = 'till' and datname = current_database() and state <> 'idle' order by random() limit 1`
          ).length
        const [victim] = n % 10 === 9 ? running : []
        if (!victim) continue
        victim.kill(9)
        counted.killed += 1
      }
      over = true
      for (const till of running) till.kill('SIGTERM')
      await Promise.all(seats)
      // The backends of those that were killed may still be at it.
      const busy = () =>
        ground.owner`select from pg_stat_activity where application_name = 'till' and datname = current_database()`
      for (let n = 0; n < 200 && (await busy()).length > 0; n++) await Bun.sleep(50)
      const off = await ground.owner.unsafe(unsettled)
      if (off.length > 0) wrong.push(`seed ${o.seed}, round ${round}: payments do not add up: ${JSON.stringify(off)}`)
      counted.payments = await count()
      o.tell?.(`round ${round + 1} of ${o.rounds}: ${JSON.stringify(counted)}`)
    }
  } finally {
    await ground.close()
  }
  return { figures: { seed: o.seed, tills: o.tills, ...counted }, wrong }
}
