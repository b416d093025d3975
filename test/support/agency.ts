/**
 * An agency on a real database, and its people at their terminals: commands run in process, as if typed, each with a session of its own.
 *
 * @example
 * const agency = await openAgency('server')
 * const alice = await agency.person('commercial')
 * const { code, stdout } = await agency.run(['client', 'list', '--json'], { as: alice })
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type postgres from 'postgres'
import type { App } from '../../src/app.ts'
import { type Database, server } from '../../src/db/connection/connect.ts'
import { parseDatabaseUrl } from '../../src/db/connection/url.ts'
import { Exit } from '../../src/errors.ts'
import { run } from '../../src/run.ts'
import { newSecret, sha256 } from '../../src/secret.ts'
import { hash } from '../../src/session/password.ts'
import { sign } from '../../src/session/token.ts'
import { nameInstallation } from '../../src/setup/store.ts'
import type { Io, Stream } from '../../src/terminal/streams.ts'
import { makeApp } from '../../src/wiring.ts'
import { embeddedHome } from './embedded.ts'
import { keepingConnections } from './kept.ts'
import { migratedTemplate } from './migrated.ts'
import { expectSettled } from './money.ts'
import { freshDatabase } from './postgres.ts'
import { type Answers, type Scripted, scripted } from './prompter.ts'

export const secretKey = 'a-test-key-of-more-than-thirty-two-bytes-0123456789'
export const password = 'Sesame-2026'
/** `password` hashed once: bcrypt of cost 12 takes a quarter of a second. */
const passwordHash = hash(password)

/** Friday 12 June 2026, 10:00 in Paris: the clock of every test. */
export const today = Date.parse('2026-06-12T08:00:00Z')
const paris = 'Europe/Paris'

export interface Person {
  readonly id: number
  readonly username: string
  readonly fullName: string
  /** The session secret, for those who come with psql. */
  readonly secret: string
  /** A session file that holds their tokens. */
  readonly sessionFile: string
}

export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  /** The questions that were asked. */
  readonly asked: Scripted['asked']
  /** Of a rehearsed command: did it change any record? */
  readonly wrote?: boolean
}

export interface RunOptions {
  readonly as?: Person
  readonly answers?: Answers
  readonly lang?: 'en' | 'fr'
  readonly stdin?: string
  /** A person at a terminal of this width; without it a script. */
  readonly terminal?: number
  readonly env?: Readonly<Record<string, string>>
  /** Milliseconds since the epoch. */
  readonly now?: number
  /** What the command writes is rolled back when it has answered. */
  readonly rehearsed?: true
  /** A rule of money has been taken out of the database, so what always holds does not. */
  readonly unsettled?: true
}

export interface Agency {
  readonly kind: 'server' | 'embedded'
  readonly home: Database
  /** The owner's URL; undefined on the embedded database. */
  readonly url: string | undefined
  /** Runs statements as the owner, to whom no policy applies. */
  readonly owner: <T>(work: (sql: postgres.Sql) => Promise<T>) => Promise<T>
  /** Somebody with this role (its name), signed in. */
  person(role: string, o?: { fullName?: string; active?: boolean }): Promise<Person>
  run(argv: readonly string[], o?: RunOptions): Promise<Ran>
  /** As `run`, and the JSON it printed; throws with stderr where the code is not 0. */
  json<T = Record<string, unknown>>(argv: readonly string[], o?: RunOptions): Promise<T>
  /** A connection with the role that the policies apply to and with this person's secret, as psql would have it. */
  as<T>(person: Person | undefined, work: (sql: postgres.Sql) => Promise<T>): Promise<T>
  app(o?: RunOptions): { app: App; out: Memory; err: Memory; prompt: Scripted; wrote: () => boolean }
  close(): Promise<void>
}

/**
 * A new, empty agency: roles and permissions, nobody yet.
 *
 * @param o.connects `anew`: each command has a connection of its own, as the program has. Default: they take turns on a few (kept.ts)
 */
export async function openAgency(
  kind: 'server' | 'embedded' = 'server',
  o: { connects?: 'anew' } = {},
): Promise<Agency> {
  const folder = mkdtempSync(join(tmpdir(), 'epic-events-test-'))
  const database = kind === 'server' ? await freshDatabase({ template: await migratedTemplate() }) : undefined
  const at = database && server(parseDatabaseUrl(database.url()), { pooler: false, now: () => performance.now() })
  const home = at ? (o.connects === 'anew' ? at : keepingConnections(at)) : await embeddedHome()
  const owner: Agency['owner'] = (work) => home.use({}, work, { crypto: true, longRunning: true })
  await owner(nameInstallation)
  const held = holding(home)
  let people = 0

  const app: Agency['app'] = (o = {}) => {
    const terminal = o.terminal !== undefined
    const [out, err] = [memory(terminal, o.terminal), memory(terminal, o.terminal)]
    const prompt = scripted(o.answers)
    const rehearsed = rehearsing(home, database ? held.connected : owner)
    const io: Io = {
      stdin: {
        isTerminal: terminal && o.stdin === undefined,
        text: async () => o.stdin ?? '',
        bytes: async () => new TextEncoder().encode(o.stdin ?? ''),
      },
      stdout: out,
      stderr: err,
    }
    const env = {
      EPIC_EVENTS_TZ: paris,
      EPIC_EVENTS_LANG: o.lang ?? 'en',
      LANG: 'C.UTF-8',
      NO_COLOR: '1',
      SECRET_KEY: secretKey,
      TEMP_FILE_PATH: o.as?.sessionFile ?? join(folder, 'nobody.json'),
      ...(database ? { DATABASE_URL: database.url() } : {}),
      ...o.env,
    }
    const made = makeApp({
      io,
      env,
      cwd: folder,
      home: folder,
      tmpDir: folder,
      uid: process.getuid?.(),
      platform: process.platform,
      clock: { now: () => o.now ?? Date.now() },
      prompt,
      envFile: undefined,
      onWait() {},
      run,
      // A test that gives a DATABASE_URL of its own connects by it.
      ...(o.env?.['DATABASE_URL'] ? {} : { databases: { default: o.rehearsed ? rehearsed.home : home } }),
    })
    return { app: made, out, err, prompt, wrote: () => rehearsed.wrote }
  }

  const agency: Agency = {
    kind,
    home,
    url: database?.url(),
    owner,
    app,
    async person(role, o = {}) {
      const fullName = o.fullName ?? `${role} ${++people}`
      const username = `person${++people}.${role.replaceAll(/[^a-z0-9]/g, '')}`
      const secret = newSecret()
      const [made] = await owner(
        async (sql) => sql<{ id: number; session: string; role: string }[]>`
        with person as (
            insert into epic_events.users (username, full_name, email, password_hash, role_id, is_active)
            select ${username}, ${fullName}, ${`${username}@agency.example`}, ${await passwordHash}, id,
              ${o.active ?? true}
            from epic_events.role where name = ${role} returning id, password_hash),
          opened as (
            insert into epic_events.session (user_id, ends_at, password_seen)
            select id, now() + interval '20 hours', sha256(convert_to(password_hash, 'UTF8')) from person returning id),
          secret as (
            insert into epic_events.session_secret (hash, session_id, kind, expires_at)
            select ${sha256(secret)}, id, 'a', now() + interval '20 hours' from opened)
        select person.id, opened.id as session, ${role} as role from person, opened`,
      )
      if (!made) throw new Error(`there is no role ${role}`)
      const sessionFile = join(folder, `${username}.json`)
      const accessToken = await sign({
        kid: 'v1',
        key: secretKey,
        userId: made.id,
        role,
        sessionId: made.session,
        secret,
        now: Math.floor(Date.now() / 1000),
        lifetimeSeconds: 72_000,
      })
      const tokens = {
        access_token: accessToken,
        refresh_token: newSecret(),
        refresh_expires_at: '2099-01-01T00:00:00Z',
      }
      writeFileSync(sessionFile, JSON.stringify(tokens), { mode: 0o600 })
      return { id: made.id, username, fullName, secret, sessionFile }
    },
    async run(argv, o = {}) {
      const { app: made, out, err, prompt, wrote } = app(o)
      const code = await run(argv, made)
      await made.close()
      prompt.done()
      const answered = code === Exit.ok || code === Exit.refused
      if (movesMoney(argv) && answered && !o.rehearsed && !o.unsettled && !o.env?.['DATABASE_URL'])
        await owner(expectSettled)
      return { code, stdout: out.text(), stderr: err.text(), asked: prompt.asked, wrote: wrote() }
    },
    async json(argv, o) {
      const { code, stdout, stderr } = await agency.run([...argv, '--json'], o)
      if (code !== Exit.ok) throw new Error(`${argv.join(' ')}: exit ${code}: ${stderr}`)
      return JSON.parse(stdout)
    },
    as: (person, work) =>
      home.use({ ...(person ? { 'epic_events.session': person.secret } : {}), role: 'epic_events_app' }, work),
    async close() {
      await held.close()
      await home.close()
      await database?.drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return agency
}

/** May this command change what is paid, what remains or what is due? After each that does, what always holds of money is asked of the database. */
const movesMoney = ([noun, verb = '']: readonly string[]) =>
  noun === 'undo' ||
  (noun === 'contract' && !/^(list|view|payments)$/.test(verb)) ||
  /^(import|merge|erase)$/.test(verb)

type Connected = (work: (sql: postgres.Sql) => Promise<unknown>) => Promise<unknown>

/** One connection of the owner to a server, opened by the first call, because opening one takes longer than a command. */
function holding(home: Database): { connected: Connected; close: () => Promise<void> } {
  const closed = Promise.withResolvers<void>()
  let opened: Promise<postgres.Sql> | undefined
  let ended: Promise<unknown> = Promise.resolve()
  const open = () =>
    new Promise<postgres.Sql>((resolve, reject) => {
      const hold = (sql: postgres.Sql) => {
        resolve(sql)
        return closed.promise
      }
      ended = home.use({}, hold, { crypto: true }).catch(reject)
    })
  return {
    async connected(work) {
      opened ??= open()
      return work(await opened)
    },
    async close() {
      closed.resolve()
      await ended
    },
  }
}

class Rehearsed extends Error {}

/**
 * A database whose every connection is one transaction that is rolled back. `wrote` says whether one of them wrote to the log.
 *
 * @param connected lends a connection of the owner
 */
function rehearsing(home: Database, connected: Connected): { readonly home: Database; readonly wrote: boolean } {
  const rehearsal = { home, wrote: false }
  const logged = async (connection: postgres.TransactionSql) => {
    const [row] = await connection<{ count: string }[]>`select count(*) as count from epic_events.audit_log`
    return Number(row?.count)
  }
  rehearsal.home = {
    ...home,
    async use<T>(...[{ role, ...settings }, work]: Parameters<typeof home.use<T>>): Promise<T> {
      const kept: { answer?: T; error?: unknown } = {}
      const rehearse = (sql: postgres.Sql) =>
        sql.begin(async (connection) => {
          const before = await logged(connection)
          // The parameters of the connection become parameters of the transaction, as behind a pooler.
          const given = JSON.stringify(settings)
          await connection`select set_config(key, value, true) from json_each_text(${given}::text::json)`
          if (role !== undefined) await connection.unsafe(`set local role ${role}`)
          // Only the failed statement is undone, as if each were a transaction of its own.
          const unsafe: postgres.Sql['unsafe'] = (text, values) =>
            connection.savepoint((inner) => inner.unsafe(text, values)) as never
          try {
            const { savepoint } = connection
            kept.answer = await work({ unsafe, savepoint } as unknown as postgres.Sql)
          } catch (error) {
            kept.error = error
          }
          await connection`set local role none`
          rehearsal.wrote ||= (await logged(connection)) > before
          throw new Rehearsed()
        })
      await connected(rehearse).catch((error: unknown) => {
        if (!(error instanceof Rehearsed)) throw error
      })
      if ('error' in kept) throw kept.error
      return kept.answer as T
    },
  }
  return rehearsal
}

export interface Memory extends Stream {
  text(): string
}

/** A stream that remembers. */
export function memory(isTerminal: boolean, columns = 80): Memory {
  const written: string[] = []
  return {
    isTerminal,
    columns: () => columns,
    async write(text) {
      written.push(text)
    },
    closed: false,
    text: () => written.join(''),
  }
}
