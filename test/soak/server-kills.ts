/**
 * kill -9 in the middle of writes, on a PostgreSQL server: of the server, of the backends that serve, of the clients. The compiled program
 * writes at three terminals; afterwards the database must be what the terminals were told.
 */
import { Exit } from '../../src/errors.ts'
import { catalog } from '../../src/i18n/catalog.ts'
import { type Mortal, mortalServer } from '../support/cluster.ts'
import { type Team, team, teamPassword } from '../support/team.ts'

export interface Kills {
  /** Creations that a terminal was told of, by exit code 0 or by "was applied". */
  readonly acknowledged: number
  /** Those of them that are not there. */
  readonly missing: readonly string[]
  /** Records without their audit entry or with two, and hand-overs of some of the records. */
  readonly half: readonly string[]
  /** Records that are there though a terminal was told that they are not, and answers that were neither. */
  readonly misinformed: readonly string[]
  readonly killed: Readonly<Record<'client' | 'server' | 'backends', number>>
}

const clients = 40
const name = 'epic_events_db'
const { refusal } = catalog('en', 'UTC')

/** @param rounds every second one kills the clients, the others by turns the whole server and its backends; a second each */
export async function killInTheMiddleOfWrites(rounds: number): Promise<Kills> {
  const server = await mortalServer()
  try {
    await server.run('postgres', `create database ${name}`)
    const boss = await team({ DATABASE_URL: server.url(name) })
    try {
      return await kills(server, boss, rounds)
    } finally {
      boss.machine.remove()
    }
  } finally {
    await server.stop()
  }
}

async function kills(server: Mortal, boss: Team, rounds: number): Promise<Kills> {
  const [anne, marc] = [await commercial(boss, 'anne'), await commercial(boss, 'marc')]
  const phone = '+33612345678'
  await server.run(
    name,
    `insert into epic_events.client (full_name, email, phone, commercial_id)
      select 'Client ' || n, 'client' || n || '@x.example', '${phone}', ${anne} from generate_series(1, ${clients}) n`,
  )
  const answers = { applied: new Set<string>(), refused: new Set<string>(), strange: [] as string[] }
  const half = new Set<string>()
  const killed = { client: 0, server: 0, backends: 0 }
  let from = anne

  for (let round = 0; round < rounds; round++) {
    const victim = round % 2 === 0 ? 'client' : round % 4 === 1 ? 'server' : 'backends'
    const running = new Set<Bun.Subprocess>()
    let over = false
    const creator = async (terminal: string) => {
      for (let i = 0; !over; i++) {
        const company = `company ${round}-${terminal}-${i}`
        const { code, stderr } = await command(boss, running, ['company', 'create', '-n', company])
        if (code === Exit.ok || stderr.includes(refusal.applied)) answers.applied.add(company)
        else if (notDone(stderr)) answers.refused.add(company)
        else if (code !== 137 && !stderr.includes(refusal.unknownApplied))
          answers.strange.push(`${company}: ${code} ${stderr}`)
      }
    }
    const handOver = async () => {
      while (!over) {
        const to = from === anne ? marc : anne
        const { code } = await command(boss, running, ['user', 'hand-over', `${from}`, `${to}`, '--yes'])
        if (code === Exit.ok) from = to
      }
    }
    const terminals = [creator('a'), creator('b'), handOver()]
    const enough = answers.applied.size + 4
    for (let waited = 0; answers.applied.size < enough && waited < 15_000; waited += 5) await Bun.sleep(5)
    await Bun.sleep((round * 37) % 90)
    killed[victim] += 1
    if (victim === 'client') {
      over = true
      for (const child of running) child.kill('SIGKILL')
    } else if (victim === 'server') {
      await server.kill()
    } else {
      // One backend that dies so makes the server end all others and recover.
      await killOneBackend(server)
    }
    over = true
    await Promise.all(terminals)
    if (victim === 'server') await server.start()
    const state = await settled(server)
    for (const at of state.half) half.add(`round ${round}: ${at}`)
    from = state.commercial ?? from
  }

  const there = new Set(
    (await server.run(name, 'select name from epic_events.company')).map((row) => String(row['name'])),
  )
  return {
    acknowledged: answers.applied.size,
    missing: [...answers.applied].filter((company) => !there.has(company)),
    half: [...half],
    misinformed: [...[...answers.refused].filter((company) => there.has(company)), ...answers.strange],
    killed,
  }
}

/** Does the message say that nothing was written, so that the command can be repeated? */
function notDone(stderr: string): boolean {
  return (
    [refusal.notApplied, refusal.shutDown, refusal.tooSlow].some((sentence) => stderr.includes(sentence)) ||
    /Nothing was sent|Cannot connect to|is starting up or shutting down|closed the connection before the login/.test(
      stderr,
    )
  )
}

async function commercial(boss: Team, username: string): Promise<number> {
  const args = [
    'user',
    'create',
    '-u',
    `${username}.c`,
    '-n',
    username,
    '-e',
    `${username}@x.example`,
    '-r',
    'commercial',
  ]
  const { id } = await boss.json<{ id: number }>([...args, '--password-stdin'], { stdin: teamPassword })
  return id
}

async function command(
  boss: Team,
  running: Set<Bun.Subprocess>,
  args: readonly string[],
): Promise<{ code: number; stderr: string }> {
  const child = await boss.start([...args, '--lang', 'en'])
  running.add(child)
  const stderr = await new Response(child.stderr).text()
  const code = await child.exited
  running.delete(child)
  return { code, stderr }
}

async function killOneBackend(server: Mortal): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const [row] = await server.run(
      'postgres',
      `select pid from pg_stat_activity where application_name = 'epic-events' limit 1`,
    )
    if (!row) continue
    try {
      process.kill(Number(row['pid']), 'SIGKILL')
      return
    } catch {} // it had ended by itself
  }
  throw new Error('no backend was found to kill')
}

/** Finds contradictions once no backend works any more: a statement may go on after its client has died. */
async function settled(server: Mortal): Promise<{ half: string[]; commercial: number | undefined }> {
  const deadline = performance.now() + 20_000
  for (;;) {
    try {
      const [busy] = await server.run(
        'postgres',
        `select count(*)::integer as n from pg_stat_activity where application_name = 'epic-events'`,
      )
      if (busy?.['n'] === 0) break
    } catch (error) {
      if (performance.now() > deadline) throw error // it recovers
    }
    if (performance.now() > deadline) throw new Error('a backend works on')
    await Bun.sleep(20)
  }
  const unlogged = await server.run(
    name,
    `select company.name, count(entry.id)::integer as entries
      from epic_events.company
      left join epic_events.audit_log entry on entry.table_name = 'company' and entry.row_id = company.id
      group by company.id, company.name having count(entry.id) <> 1`,
  )
  const holders = await server.run(name, 'select distinct commercial_id as id from epic_events.client')
  const split = holders.length === 1 ? [] : [`the clients have ${holders.length} commercials`]
  return {
    half: [...unlogged.map((row) => `${row['name']} has ${row['entries']} audit entries`), ...split],
    commercial: holders.length === 1 ? Number(holders[0]?.['id']) : undefined,
  }
}
