/** Where a login goes: the database, and the settings file that names it. Compared with the last login of this session file. */
import type { App } from '../app.ts'
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
export async function loginTarget(app: App): Promise<{ now: LoginTarget; before: LoginTarget | undefined }> {
  const now = { file: app.config.file(), server: (await app.database()).name }
  return { now, before: parse(readNote(await location(app))) }
}

/** Remembers where a login went. That this fails costs a repeated note and nothing else. */
export async function rememberTarget(app: App): Promise<void> {
  const target: LoginTarget = { file: app.config.file(), server: (await app.database()).name }
  writeNote(await location(app), JSON.stringify(target))
}

const location = async (app: App) => (await app.sessionContext()).location

function parse(text: string | undefined): LoginTarget | undefined {
  try {
    const { file, server } = JSON.parse(text ?? '') as Record<string, unknown>
    if (typeof server !== 'string') return undefined
    return { file: typeof file === 'string' ? file : undefined, server }
  } catch {
    return undefined
  }
}
