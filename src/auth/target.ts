/** Where a login goes: the database, and the settings file that names it. Compared with the last login of this session file. */
import type { App, Call } from '../app.ts'
import { readNote, writeNote } from '../session/file.ts'

/** Neither of the two is a secret. */
export interface LoginTarget {
  /** The settings file; undefined: there is none. */
  readonly file: string | undefined
  /** `db.example:5432/epic_events_db`, or the folder of the embedded database. */
  readonly server: string
}

/**
 * Where this login goes, and where the last one went.
 *
 * @returns `before` is undefined if nothing is known of a last one
 * @throws Unavailable the settings are wrong
 */
async function loginTarget(app: App): Promise<{ now: LoginTarget; before: LoginTarget | undefined }> {
  const now = { file: app.config.file(), server: (await app.database()).name }
  return { now, before: (await lastLogin(app))?.target }
}

/**
 * Says where a login goes, before the password is asked for and sent: a settings file in the current folder may lead to somebody else's
 * server.
 *
 * @throws Unavailable the settings are wrong
 */
export async function announceTarget({ app, out }: Call): Promise<void> {
  const { now, before } = await loginTarget(app)
  if (before === undefined) await out.forPerson(() => out.note((t) => t.auth.target(now)))
  else if (before.server !== now.server || before.file !== now.file)
    await out.warning((t) => t.auth.otherTarget({ ...now, before }))
}

/** Who logged in with this session file last, also if that session is over; undefined if nothing is known. */
export const lastUsername = async (app: App): Promise<string | undefined> => (await lastLogin(app))?.username

/** Remembers where a login went, and whose it was. That this fails costs a repeated note or question and nothing else. */
export async function rememberLogin(app: App, username: string): Promise<void> {
  const target: LoginTarget = { file: app.config.file(), server: (await app.database()).name }
  writeNote(await location(app), JSON.stringify({ ...target, username }))
}

const location = async (app: App) => (await app.sessionContext()).location

const lastLogin = async (app: App) => parse(readNote(await location(app)))

function parse(text: string | undefined): { target: LoginTarget; username: string | undefined } | undefined {
  try {
    const { file, server, username } = JSON.parse(text ?? '') as Record<string, unknown>
    if (typeof server !== 'string') return undefined
    const target = { file: typeof file === 'string' ? file : undefined, server }
    return { target, username: typeof username === 'string' ? username : undefined }
  } catch {
    return undefined
  }
}
