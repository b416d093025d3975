/** The sample agency on an embedded database, its people signed in, on a Friday in June whatever day the tests are run. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isLeaf, type Node } from '../../src/command/group.ts'
import type { AnySpec } from '../../src/command/spec.ts'
import { root } from '../../src/run.ts'
import { newSecret, sha256 } from '../../src/secret.ts'
import { hash } from '../../src/session/password.ts'
import { sign } from '../../src/session/token.ts'
import { load } from '../../src/setup/demo-load.ts'
import { sampleRows } from '../../src/setup/demo-rows.ts'
import { people } from '../../src/setup/sample/people.ts'
import { type Agency, openAgency, type Person, type Ran, type RunOptions, secretKey, today } from '../support/agency.ts'
import { scratchFolder } from '../support/embedded.ts'

export const samplePassword = 'Epic-Events-2026'

export interface Sample {
  readonly agency: Agency
  /** Manon, management. */
  readonly manager: Person
  /** Bill Boquet, commercial (5). */
  readonly commercial: Person
  /** Kate Hastroff, support (12). */
  readonly support: Person
  /** Runs a command on that Friday. */
  run(argv: readonly string[], o?: RunOptions): Promise<Ran>
}

export async function openSample(): Promise<Sample> {
  const agency = await openAgency('embedded')
  await agency.owner(async (sql) => load(sql, sampleRows(today, 'Europe/Paris'), await hash(samplePassword)))
  const folder = scratchFolder('epic-sample-')
  const signedIn = async (id: number): Promise<Person> => {
    const { name: fullName = '', username = '' } = people.find((one) => one.id === id) ?? {}
    const secret = newSecret()
    const [made] = await agency.owner(
      (sql) => sql<{ session: string; role: string }[]>`
        with opened as (
            insert into epic_events.session (user_id, ends_at)
            values (${id}, now() + interval '20 hours') returning id),
          secret as (
            insert into epic_events.session_secret (hash, session_id, kind, expires_at)
            select ${sha256(secret)}, id, 'a', now() + interval '20 hours' from opened)
        select opened.id as session, role.name as role
        from opened, epic_events.users person
        join epic_events.role on role.id = person.role_id
        where person.id = ${id}`,
    )
    if (!made) throw new Error(`there is no user ${id}`)
    const { session: sessionId, role } = made
    const issued = { kid: 'v1', key: secretKey, userId: id, role, sessionId, secret, now: today / 1000 }
    const tokens = {
      access_token: await sign({ ...issued, lifetimeSeconds: 100 * 365 * 86_400 }),
      refresh_token: newSecret(),
      refresh_expires_at: '2099-01-01T00:00:00Z',
    }
    const sessionFile = join(folder, `${id}.json`)
    writeFileSync(sessionFile, JSON.stringify(tokens), { mode: 0o600 })
    return { id, username, fullName, secret, sessionFile }
  }
  const [manager, commercial, support] = [await signedIn(1), await signedIn(5), await signedIn(12)]
  return {
    ...{ agency, manager, commercial, support },
    run: (argv, o = {}) => agency.run(argv, { now: today, ...o }),
  }
}

/** Every command, from the tree itself. */
export async function everyCommand(): Promise<AnySpec[]> {
  const leaves = async (node: Node): Promise<AnySpec[]> => {
    if (isLeaf(node)) return [node.spec]
    const below: AnySpec[] = []
    for (const load of Object.values(node.verbs)) {
      const loaded = await load()
      below.push(
        ...(await leaves(
          'default' in loaded && typeof loaded.default === 'object' ? (loaded.default as Node) : (loaded as Node),
        )),
      )
    }
    return below
  }
  return leaves(root)
}

/** Replaces the dates that the clock of the database sets by a fixed one of the same width, since tests cannot stop that clock. */
export function still(text: string): string {
  const here = Temporal.Now.plainDateISO('Europe/Paris')
  const days = [here, here.subtract({ days: 1 })].map((day) => day.toString().split('-').reverse().join('/'))
  return text
    .replace(new RegExp(`(${days.join('|')}) \\d\\d:\\d\\d`, 'g'), '01/01/2026 00:00')
    .replace(/\/\S*epic-data-\w+/g, '/the/folder')
}

/** The lines that break a frame: every frame must be closed, and each of its lines as wide as its first. */
export function crooked(text: string): string[] {
  const wrong: string[] = []
  let open: number | undefined
  for (const line of text.split('\n')) {
    const wide = Bun.stringWidth(line)
    if (/^[╭+]/.test(line) && open === undefined) open = wide
    if (open === undefined) continue
    if (wide !== open || !/[╮│┤╯|+]$/.test(line)) wrong.push(line)
    if (/^[╰]/.test(line)) open = undefined
  }
  return open === undefined ? wrong : [...wrong, 'a frame stays open']
}
