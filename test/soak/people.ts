/**
 * People whose scripts run at once, with the compiled program, while what serves them is killed: what each of them was told must be so, once and
 * under that person's name.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type postgres from 'postgres'
import { Exit } from '../../src/errors.ts'
import { catalog } from '../../src/i18n/catalog.ts'
import { builtBinary } from '../support/build.ts'
import { teamPassword } from '../support/team.ts'

const { refusal } = catalog('en', 'UTC')
export const people = ['anne', 'boris', 'chloe', 'dina'] as const

/** What a person was told. */
interface Told {
  /** Clients that were created, by id: the last name that was confirmed, and the last that was asked for. */
  readonly clients: Map<number, { confirmed: number; asked: number }>
  /** Names of clients and companies that were created according to a message, and of those that were not. */
  readonly created: Set<string>
  readonly refused: Set<string>
}

export interface Crowd {
  /** What did not hold. */
  readonly wrong: string[]
  /** The commands that run now. */
  readonly running: Set<Bun.Subprocess>
  figures(): Readonly<Record<string, number>>
  isOver(): boolean
  /** Runs a command of a person to its end. */
  run(person: string, args: readonly string[], o?: { stdin?: string; env?: Env }): Promise<Ran>
  /** Runs what asks for a password. @throws Error it failed */
  must(person: string, args: readonly string[]): Promise<void>
  /** A person's commands, until it is over. */
  script(person: string): Promise<Told>
}

type Env = Readonly<Record<string, string>>

interface Ran {
  readonly code: number
  readonly stdout: string
  readonly said: string
}

const nameOf = (person: string, client: number, edition: number) => `${person} ${client} edition ${edition}`

/**
 * @param o.env of a person's commands, beside what everybody's have
 * @param o.seconds from now on
 * @param o.hangMs no command may take longer
 */
export async function crowd(o: {
  home: string
  env: (person: string) => Env
  seconds: number
  hangMs: number
  random: () => number
}): Promise<Crowd> {
  const binary = await builtBinary()
  const wrong: string[] = []
  const running = new Set<Bun.Subprocess>()
  const counts = { commands: 0, 'told 0': 0, 'told 7': 0, 'clients created': 0, 'slowest, ms': 0 }
  let until = 0
  const isOver = () => performance.now() > until

  const run = async (person: string, args: readonly string[], more: { stdin?: string; env?: Env } = {}) => {
    const since = performance.now()
    const child = Bun.spawn([binary, ...args, '--lang', 'en'], {
      cwd: o.home,
      env: {
        ...{ PATH: Bun.env['PATH'] ?? '', HOME: o.home, LANG: 'C.UTF-8', TMPDIR: o.home },
        ...{ TEMP_FILE_PATH: join(o.home, `${person}.json`), ...o.env(person), ...more.env },
      },
      stdin: more.stdin === undefined ? 'ignore' : new Blob([more.stdin]),
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
    counts['slowest, ms'] = Math.max(counts['slowest, ms'], Math.round(ms))
    counts.commands += 1
    if (code === Exit.ok) counts['told 0'] += 1
    if (code === Exit.unavailable) counts['told 7'] += 1
    const said = `${person}: ${args.join(' ')}: ${code} after ${Math.round(ms)} ms: ${stderr.trim()}`
    if (ms > o.hangMs) wrong.push(`hangs: ${said}`)
    // 137: it was killed.
    if (![Exit.ok, Exit.unavailable, 137].includes(code)) wrong.push(`neither 0 nor 7: ${said}`)
    return { code, stdout, said }
  }
  const must: Crowd['must'] = async (person, args) => {
    const { code, said } = await run(person, [...args, '--password-stdin'], { stdin: `${teamPassword}\n` })
    if (code !== Exit.ok) throw new Error(said)
  }
  const script: Crowd['script'] = async (person) => {
    const told: Told = { clients: new Map(), created: new Set(), refused: new Set() }
    const note = (name: string, { code, said }: Ran) => {
      if (code === Exit.ok || said.includes(refusal.applied)) told.created.add(name)
      else if (said.includes(refusal.notApplied)) told.refused.add(name)
    }
    until ||= performance.now() + o.seconds * 1000
    for (let turn = 0; !isOver(); turn++) {
      const who = await run(person, ['whoami', '--json'])
      if (who.code === Exit.ok && JSON.parse(who.stdout).username !== `${person}.x`)
        wrong.push(`another identity: ${who.said} ${who.stdout}`)

      // Nothing but the program hinders a company from being there twice.
      const company = `${person} company ${turn}`
      note(company, await run(person, ['company', 'create', '-n', company]))

      const name = nameOf(person, turn, 0)
      const email = `${person}${turn}@x.example`
      const made = await run(person, ['client', 'create', '-n', name, '-e', email, '--json'])
      if (made.code !== Exit.ok) note(name, made)
      else {
        told.clients.set(JSON.parse(made.stdout).id, { confirmed: 0, asked: 0 })
        counts['clients created'] += 1
      }

      const [id] = [...told.clients.keys()].slice(-1 - Math.floor(o.random() * 5))
      const client = id === undefined ? undefined : told.clients.get(id)
      if (!client) continue
      client.asked += 1
      const next = nameOf(person, 0, client.asked)
      const changed = await run(person, ['client', 'update', `${id}`, '-n', next, '--json'])
      if (changed.code === Exit.ok || changed.said.includes(refusal.applied)) client.confirmed = client.asked

      const list = await run(person, ['client', 'list', '--only-mine', '--limit', '0', '--json'])
      if (list.code !== Exit.ok) continue
      const mine: { id: number; full_name: string }[] = JSON.parse(list.stdout)
      wrong.push(
        ...mine
          .filter(({ full_name }) => !full_name.startsWith(`${person} `))
          .map(({ full_name }) => `${person} is shown ${full_name} as one of theirs`),
      )
      const ids = new Set(mine.map((row) => row.id))
      wrong.push(...[...told.clients.keys()].filter((at) => !ids.has(at)).map((at) => `${person} misses client ${at}`))
    }
    return told
  }
  return { wrong, running, isOver, run, must, script, figures: () => counts }
}

export function kill(pid: number): boolean {
  try {
    process.kill(pid, 'SIGKILL')
    return true
  } catch {
    return false // It had ended by itself.
  }
}

/** What is in memory of a process; 0 where the system does not say. */
export function megabytesOf(pid: number): number {
  try {
    const found = /^VmRSS:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return Math.round(Number(found?.[1] ?? 0) / 1024)
  } catch {
    return 0
  }
}

/** The processes that name a folder in their arguments. */
export function processesOf(folder: string): { readonly pid: number; readonly command: string }[] {
  if (!existsSync('/proc')) return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
        return command.includes(folder) ? [{ pid: Number(pid), command }] : []
      } catch {
        return []
      }
    })
}

/** Waits for the end of the processes of a folder: what was killed is there until the system has buried it. @returns those that are left */
export async function processesLeft(folder: string): Promise<string[]> {
  for (let waited = 0; processesOf(folder).length > 0 && waited < 5_000; waited += 100) await Bun.sleep(100)
  return processesOf(folder).map(({ pid, command }) => `process ${pid} is left: ${command}`)
}

/** Compares what people were told with the database. @param sql of the schema's owner */
export async function contradictions(sql: postgres.Sql, told: readonly Told[]): Promise<string[]> {
  const clients = await sql<{ id: number; name: string; salesperson: string }[]>`
    select client.id, client.full_name as name, person.full_name as salesperson
    from epic_events.client join epic_events.users person on person.id = client.commercial_id`
  const entries = await sql<{ id: number; table: string; author: string; action: string }[]>`
    select row_id::integer as id, table_name as "table", user_name as author, action from epic_events.audit_log`
  const companies = await sql<{ id: number; name: string }[]>`select id, name from epic_events.company`
  const wrong: string[] = []
  const names = new Map(clients.map(({ id, name }) => [id, name]))
  const all = new Set([...names.values(), ...companies.map(({ name }) => name)])
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
  const times = Map.groupBy(companies, ({ name }) => name)
  for (const [name, { length }] of times) if (length > 1) wrong.push(`${name} is there ${length} times`)
  const written = [
    ...clients.map(({ id, name, salesperson }) => ({ table: 'client', id, name, by: [salesperson] })),
    ...companies.map(({ id, name }) => ({ table: 'company', id, name, by: [] })),
  ]
  for (const { table, id, name, by } of written) {
    const of = entries.filter((entry) => entry.table === table && entry.id === id)
    const others = [...by, ...of.map(({ author }) => author)].filter((who) => !name.startsWith(`${who} `))
    if (others.length > 0) wrong.push(`${table} ${id}, ${name}: written as ${others.join(', ')}`)
    const inserted = of.filter(({ action }) => action === 'insert').length
    if (inserted !== 1) wrong.push(`${table} ${id}: created ${inserted} times according to the audit log`)
  }
  return wrong
}
