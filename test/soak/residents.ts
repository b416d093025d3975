/**
 * Four people's scripts at once on one embedded folder, with the compiled program, while processes are killed at random: commands and the
 * resident process. What each was told must be so, under that person's name, and nothing may be left when all is over.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openEmbedded } from '../../src/db/embedded/open.ts'
import { residentOf } from '../../src/db/embedded/resident-record.ts'
import { stopResident } from '../../src/db/embedded/stop-resident.ts'
import { Exit } from '../../src/errors.ts'
import { catalog } from '../../src/i18n/catalog.ts'
import { builtBinary } from '../support/build.ts'
import { seeded } from '../support/power-cut.ts'
import { program } from '../support/program.ts'
import { teamPassword } from '../support/team.ts'

export interface Residents {
  readonly figures: Readonly<Record<string, number>>
  readonly wrong: readonly string[]
}

const { refusal } = catalog('en', 'UTC')
const people = ['anne', 'boris', 'chloe', 'dina'] as const
const uid = process.geteuid?.()
/** No command may take longer. */
const hangMs = 10_000

/** What a person was told. */
interface Told {
  /** Clients that were created, by id: the last name that was confirmed, and the last that was asked for. */
  readonly clients: Map<number, { confirmed: number; asked: number }>
  /** Names of clients that were created according to a message without an id, and of those that were not. */
  readonly created: Set<string>
  readonly refused: Set<string>
}

const nameOf = (person: string, client: number, edition: number) => `${person} ${client} edition ${edition}`

/** @param seconds how long it goes on */
export async function residents(o: { seconds: number; seed: number }): Promise<Residents> {
  const random = seeded(o.seed)
  const machine = await program({ EPIC_EVENTS_RESIDENT: '5' })
  const binary = await builtBinary()
  const folder = join(machine.home, '.local/share/epic-events')
  const wrong: string[] = []
  const counts = {
    commands: 0,
    'told 0': 0,
    'told 7': 0,
    'commands killed': 0,
    'residents killed': 0,
    'residents seen': 0,
  }
  const slowest = { ms: 0, residentMegabytes: 0 }
  const running = new Set<Bun.Subprocess>()
  const seen = new Set<number>()

  const run = async (person: string, args: readonly string[], stdin?: string) => {
    const since = performance.now()
    const child = Bun.spawn([binary, ...args, '--lang', 'en'], {
      cwd: machine.home,
      env: {
        ...{ PATH: Bun.env['PATH'] ?? '', HOME: machine.home, LANG: 'C.UTF-8', TMPDIR: machine.home },
        ...{ EPIC_EVENTS_RESIDENT: '5', TEMP_FILE_PATH: join(machine.home, `${person}.json`) },
      },
      stdin: stdin === undefined ? 'ignore' : new Blob([stdin]),
      stdout: 'pipe',
      stderr: 'pipe',
    })
    running.add(child)
    const [stdout, stderr, code] = await Promise.all([
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
      child.exited,
    ])
    running.delete(child)
    const ms = performance.now() - since
    slowest.ms = Math.max(slowest.ms, ms)
    counts.commands += 1
    if (code === Exit.ok) counts['told 0'] += 1
    if (code === Exit.unavailable) counts['told 7'] += 1
    const said = `${person}: ${args.join(' ')}: ${code} after ${Math.round(ms)} ms: ${stderr.trim()}`
    if (ms > hangMs) wrong.push(`hangs: ${said}`)
    // 137: it was killed.
    if (![Exit.ok, Exit.unavailable, 137].includes(code)) wrong.push(`neither 0 nor 7: ${said}`)
    return { code, stdout, stderr, said }
  }
  const must = async (person: string, args: readonly string[]) => {
    const { code, said } = await run(person, [...args, '--password-stdin'], `${teamPassword}\n`)
    if (code !== Exit.ok) throw new Error(said)
  }

  try {
    await must('boss', ['manager-create', '-u', 'the.boss', '-n', 'The Boss', '-e', 'boss@agency.example'])
    await must('boss', ['login', '-u', 'the.boss'])
    for (const one of people) {
      const who = ['-u', `${one}.x`, '-n', one, '-e', `${one}@agency.example`]
      await must('boss', ['user', 'create', ...who, '-r', 'commercial'])
      await must(one, ['login', '-u', `${one}.x`])
    }

    const until = performance.now() + o.seconds * 1000
    const isOver = () => performance.now() > until
    const script = async (person: string): Promise<Told> => {
      const told: Told = { clients: new Map(), created: new Set(), refused: new Set() }
      for (let turn = 0; !isOver(); turn++) {
        const who = await run(person, ['whoami', '--json'])
        if (who.code === Exit.ok && JSON.parse(who.stdout).username !== `${person}.x`)
          wrong.push(`another identity: ${who.said} ${who.stdout}`)

        const name = nameOf(person, turn, 0)
        const email = `${person}${turn}@x.example`
        const made = await run(person, ['client', 'create', '-n', name, '-e', email, '--json'])
        if (made.code === Exit.ok) told.clients.set(JSON.parse(made.stdout).id, { confirmed: 0, asked: 0 })
        else if (made.stderr.includes(refusal.applied)) told.created.add(name)
        else if (made.stderr.includes(refusal.notApplied)) told.refused.add(name)

        const [id] = [...told.clients.keys()].slice(-1 - Math.floor(random() * 5))
        const client = id === undefined ? undefined : told.clients.get(id)
        if (!client) continue
        client.asked += 1
        const next = nameOf(person, 0, client.asked)
        const changed = await run(person, ['client', 'update', `${id}`, '-n', next, '--json'])
        if (changed.code === Exit.ok || changed.stderr.includes(refusal.applied)) client.confirmed = client.asked

        const list = await run(person, ['client', 'list', '--only-mine', '--limit', '0', '--json'])
        if (list.code !== Exit.ok) continue
        const mine: { id: number; full_name: string }[] = JSON.parse(list.stdout)
        wrong.push(
          ...mine
            .filter(({ full_name }) => !full_name.startsWith(`${person} `))
            .map(({ full_name }) => `${person} is shown ${full_name} as one of theirs`),
        )
        const ids = new Set(mine.map((row) => row.id))
        wrong.push(
          ...[...told.clients.keys()].filter((at) => !ids.has(at)).map((at) => `${person} misses client ${at}`),
        )
      }
      return told
    }
    const killer = async () => {
      while (!isOver()) {
        await Bun.sleep(1_000 + random() * 4_000)
        const resident = residentOf(folder)?.pid
        if (resident !== undefined) {
          seen.add(resident)
          slowest.residentMegabytes = Math.max(slowest.residentMegabytes, megabytesOf(resident))
        }
        const victims = [...running]
        const at = Math.floor(random() * (victims.length + 2))
        const victim = victims[at]
        if (victim) {
          victim.kill('SIGKILL')
          counts['commands killed'] += 1
        } else if (resident !== undefined && kill(resident)) counts['residents killed'] += 1
      }
    }
    const [told] = await Promise.all([Promise.all(people.map(script)), killer()])

    // What the last one that was killed has left is removed by the next one.
    const last = await run('anne', ['whoami', '--json'])
    if (last.code !== Exit.ok) wrong.push(`nobody is killed any more, and yet: ${last.said}`)
    await stopResident(folder, { uid })
    wrong.push(...(await leftovers(folder)))
    wrong.push(...(await contradictions(folder, told)))
    const created = told.map(({ clients }) => clients.size).reduce((sum, n) => sum + n, 0)
    counts['residents seen'] = seen.size
    const figures = { ...counts, 'clients created': created, 'slowest, ms': Math.round(slowest.ms) }
    return { figures: { ...figures, 'resident, MB at most': slowest.residentMegabytes }, wrong }
  } finally {
    await stopResident(folder, { uid }).catch(() => {})
    machine.remove()
  }
}

function kill(pid: number): boolean {
  try {
    process.kill(pid, 'SIGKILL')
    return true
  } catch {
    return false // It had ended by itself.
  }
}

/** What is in memory of a process; 0 where the system does not say. */
function megabytesOf(pid: number): number {
  try {
    const found = /^VmRSS:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return Math.round(Number(found?.[1] ?? 0) / 1024)
  } catch {
    return 0
  }
}

/** Processes that still have to do with the folder, and files in it that should be gone. */
async function leftovers(folder: string): Promise<string[]> {
  // What was killed is there until the system has buried it.
  for (let waited = 0; processesOf(folder).length > 0 && waited < 5_000; waited += 100) await Bun.sleep(100)
  const files = readdirSync(folder).filter((name) => !/^(database|lock|secret_key|pgcrypto-\w+\.tar\.gz)$/.test(name))
  return [...processesOf(folder), ...files.map((name) => `${name} is left in the folder`)]
}

function processesOf(folder: string): string[] {
  if (!existsSync('/proc')) return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
        return command.includes(folder) ? [`process ${pid} is left: ${command}`] : []
      } catch {
        return []
      }
    })
}

/** Compares what people were told with the database. */
async function contradictions(folder: string, told: readonly Told[]): Promise<string[]> {
  const database = await openEmbedded(folder, { crypto: false, uid })
  try {
    const sql = database.sql({})
    const clients = await sql<{ id: number; name: string; salesperson: string }[]>`
      select client.id, client.full_name as name, person.full_name as salesperson
      from epic_events.client join epic_events.users person on person.id = client.commercial_id`
    const entries = await sql<{ id: number; author: string; action: string }[]>`
      select row_id::integer as id, user_name as author, action from epic_events.audit_log where table_name = 'client'`
    const wrong: string[] = []
    const names = new Map(clients.map(({ id, name }) => [id, name]))
    const all = new Set(names.values())
    for (const [at, { clients: theirs, created, refused }] of told.entries()) {
      const person = people[at] ?? ''
      for (const [id, { confirmed, asked }] of theirs) {
        const edition = Number(/edition (\d+)$/.exec(names.get(id) ?? '')?.[1] ?? -1)
        if (edition < confirmed || edition > asked)
          wrong.push(`client ${id} of ${person}: edition ${edition}, confirmed ${confirmed}, asked ${asked}`)
      }
      wrong.push(...[...created].filter((name) => !all.has(name)).map((name) => `told to be saved and is not: ${name}`))
      wrong.push(...[...refused].filter((name) => all.has(name)).map((name) => `told not to be saved and is: ${name}`))
    }
    for (const { id, name, salesperson } of clients) {
      const authors = entries.filter((entry) => entry.id === id)
      const others = [salesperson, ...authors.map(({ author }) => author)].filter((who) => !name.startsWith(`${who} `))
      if (others.length > 0) wrong.push(`client ${id}, ${name}: written as ${others.join(', ')}`)
      if (authors.filter(({ action }) => action === 'insert').length !== 1)
        wrong.push(`client ${id}: created ${authors.length} times according to the audit log`)
    }
    return wrong
  } finally {
    await database.close()
  }
}
