/** An app for the frame alone: streams in memory, answers by script, a session with the permissions a test names, and no database. */
import { runCommand } from 'citty'
import type { CurrentUser } from '../../src/access/can.ts'
import type { Code } from '../../src/access/catalogue.ts'
import type { App } from '../../src/app.ts'
import { commandLine } from '../../src/command/command-line.ts'
import { group } from '../../src/command/group.ts'
import type { AnyInput, Leaf } from '../../src/command/spec.ts'
import { loadConfig } from '../../src/config.ts'
import type { Connection } from '../../src/db/connection.ts'
import { AppError, Unauthenticated } from '../../src/errors.ts'
import { catalog } from '../../src/i18n/catalog.ts'
import { reporter } from '../../src/report.ts'
import { readGlobalOptions } from '../../src/terminal/globals.ts'
import { silent } from '../../src/terminal/progress.ts'
import type { Stream } from '../../src/terminal/streams.ts'
import { type Answers, type Scripted, scripted } from '../support/prompter.ts'

export interface Situation {
  /** A terminal at both ends; without it nothing is asked. */
  readonly person?: boolean
  readonly answers?: Answers
  readonly stdin?: string
  readonly env?: Readonly<Record<string, string>>
  /** Undefined: nobody is signed in. */
  readonly permissions?: readonly Code[]
  readonly columns?: number
}

export interface FrameApp {
  readonly app: App
  readonly out: { readonly stdout: string; readonly stderr: string }
  readonly prompt: Scripted
  /** What happened, in order: `connect`, `facts`, `disconnect`. */
  readonly events: string[]
}

const unreachable = () => Promise.reject(new Error('the frame has no business here'))
/** The frame hands it on and never queries it. */
const connection: Connection = { query: unreachable, transaction: unreachable }

export function frameApp(o: Situation = {}): FrameApp {
  const events: string[] = []
  const out = { stdout: '', stderr: '' }
  const stream = (name: keyof typeof out): Stream => ({
    isTerminal: o.person ?? false,
    columns: () => o.columns ?? 80,
    closed: false,
    async write(text) {
      out[name] += text
    },
  })
  const prompt = scripted(o.answers ?? [])
  const env = o.env ?? {}
  const { permissions } = o
  const app: App = {
    io: {
      stdin: {
        isTerminal: (o.person ?? false) && o.stdin === undefined,
        text: async () => o.stdin ?? '',
        bytes: async () => new Uint8Array(),
      },
      stdout: stream('stdout'),
      stderr: stream('stderr'),
    },
    clock: { now: () => Date.UTC(2026, 10, 23) },
    config: loadConfig({
      env: { EPIC_EVENTS_TZ: 'Europe/Paris', ...env },
      cwd: '/nowhere',
      home: undefined,
      uid: 1000,
      platform: 'linux',
      machineFile: '/nowhere/.env',
    }),
    env,
    requireDecodedEnvironment() {},
    uid: 1000,
    prompt,
    progress: silent,
    report: reporter(() => undefined, '1.0.0'),
    runs() {},
    async anticipate() {},
    async turn() {},
    whileWaiting() {},
    whenSignedOut() {},
    database: unreachable,
    adminDatabase: unreachable,
    sessionContext: unreachable,
    session: unreachable,
    asOwner: unreachable,
    resolve: unreachable,
    async connect(work) {
      if (!permissions) throw new Unauthenticated((t) => t.refusal.login)
      events.push('connect')
      try {
        return await work(connection)
      } finally {
        events.push('disconnect')
      }
    },
    async currentUser() {
      events.push('facts')
      return { ...anybody, permissions: permissions ?? [] }
    },
    browse: unreachable,
    letGo: async () => true,
    run: unreachable,
    close: async () => {},
  }
  return { app, out, prompt, events }
}

const anybody: CurrentUser = {
  user_id: 5,
  username: 'bill.boquet',
  full_name: 'Bill Boquet',
  role_id: 2,
  role: 'commercial',
  permissions: [],
  session_ends_at: null,
  schema_version: 1,
  oldest_binary: 1,
  anybody: true,
  must_change: null,
}

export const english = catalog('en', 'Europe/Paris')

/** Calls a verb as the program does. @returns the error it ended with */
export async function call(leaf: Leaf, args: readonly string[], app: App): Promise<AppError | undefined> {
  try {
    const line = { ...commandLine(args, readGlobalOptions(args), app), t: english }
    await runCommand(leaf, { rawArgs: [], data: { app, line, args } })
    return undefined
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}

/** The sentence, and the lines below it, of an error in English. */
export function told(error: AppError | undefined): string {
  if (!error) return ''
  return [error.userMessage, ...(error.detail.more ?? [])].map((say) => say(english)).join('\n')
}

/** What `fields` of the JSON error holds. */
export function fieldsOf(error: AppError | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(error?.detail.fields ?? {}).map(([column, message]) => [column, message(english)]),
  )
}

/** A root with the given leaves under `client`, as the program has it. */
export function rootWith(verbs: Readonly<Record<string, Leaf>>) {
  const client = group({
    path: ['client'],
    verbs: Object.fromEntries(Object.entries(verbs).map(([name, leaf]) => [name, async () => leaf])),
  })
  return group({ path: [], verbs: { client: async () => client } })
}

/** Remembers what `run` was given. */
export function recorder(): { readonly inputs: AnyInput[]; run(call: unknown, input: AnyInput): Promise<void> } {
  const inputs: AnyInput[] = []
  return { inputs, run: async (_, input) => void inputs.push(input) }
}
