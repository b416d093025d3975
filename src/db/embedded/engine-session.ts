/**
 * The one session that an engine has. Each client begins with a session that looks new: nothing of the client before is left, and the
 * settings of its own start-up message are in force.
 */
import { type Message, splitMessages } from '../connection/protocol.ts'
import { bindAll, errorResponse, type ProtocolHandler, query, statusOf, sync } from './protocol.ts'

export interface EngineSession {
  /**
   * Begins the session of a client, after a reset where the one before left something.
   *
   * @param settings names and values
   * @returns the ErrorResponse for the client, if its settings were refused or the reset failed
   */
  begin(settings: readonly (readonly [name: string, value: string])[]): Promise<Buffer | undefined>
  /** Removes what the last client left. @returns the ErrorResponse for the next one, if that failed */
  reset(): Promise<Buffer | undefined>
}

const applyAll = 'select set_config(key, value, false) from json_each_text($1::json)'
/** The name of PGlite's superuser. */
const owner = 'postgres'
/**
 * What DISCARD ALL does, but for the plans: they belong to nobody, PostgreSQL itself makes a new one where the role or a policy asks for
 * it, and without them a list takes 7 ms more. The authorization is set by name, because this session had no start-up of its own, so it has
 * no default to go back to.
 */
const resets = [
  'rollback',
  `set session authorization ${owner}`,
  'reset role',
  'close all',
  'reset all',
  'deallocate all',
  'unlisten *',
  'select pg_catalog.pg_advisory_unlock_all()',
  'discard temp',
  'discard sequences',
]

/** @param handler an engine that has just been started, and that nobody has used */
export function engineSession(handler: ProtocolHandler): EngineSession {
  /** Whether a client may have left something. */
  let used = false

  /** Sends a message to the engine. @returns the messages of its answer */
  const ask = async (message: Uint8Array): Promise<Message[]> => {
    const answers: Buffer[] = []
    await handler.exchange(message, (answer) => answers.push(Buffer.from(answer)))
    return splitMessages(Buffer.concat(answers)).messages
  }

  /**
   * The wait for its Sync after an error, its transaction, its role, its settings, its prepared statements, cursors, locks and temporary
   * tables. Each message holds one statement, because several would be one transaction, of which nothing is left when one fails. The result
   * is verified, because what is left could be an identity.
   */
  const reset = async (): Promise<Buffer | undefined> => {
    if (!used) return undefined
    await ask(sync)
    for (const statement of resets) {
      const failed = (await ask(query(statement))).find(({ type }) => type === 'E')
      if (failed) return errorResponse('FATAL', 'XX000', `the session could not be reset: ${statement}`)
    }
    const answer = await ask(
      query(`select current_user = '${owner}' and session_user = '${owner}' and current_setting('role') = 'none'
        and coalesce(current_setting('epic_events.session', true), '') = ''`),
    )
    const row = answer.find(({ type }) => type === 'D')
    // A DataRow with one column of one byte: 't'.
    const clean = statusOf(answer) === 'I' && row?.body.toString('latin1') === '\0\x01\0\0\0\x01t'
    if (!clean) return errorResponse('FATAL', 'XX000', 'the session could not be reset')
    used = false
    return undefined
  }

  return {
    reset,
    async begin(settings) {
      const dirty = await reset()
      if (dirty) return dirty
      used = true
      if (settings.length === 0) return undefined
      // A bound value, so no statement's text holds a secret. `role` is last, because the role may not set all that the owner may.
      const sorted = settings.toSorted(([a], [b]) => Number(a === 'role') - Number(b === 'role'))
      const answer = await ask(bindAll(applyAll, [JSON.stringify(Object.fromEntries(sorted))]))
      return answer.find(({ type }) => type === 'E')?.bytes
    },
  }
}
