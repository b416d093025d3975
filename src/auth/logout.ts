import type { Call } from '../app.ts'
import { command } from '../command/command.ts'
import { AppError, PasswordChangeRequired, Unauthenticated, Unavailable } from '../errors.ts'
import { columnsOf } from '../field/attribute.ts'
import type { SessionContext } from '../session/context.ts'
import { previous } from '../session/current.ts'
import { readSession, removeSession } from '../session/file.ts'
import * as store from '../session/store.ts'

/** The error itself if it is one of ours. @throws any other error, which is a bug */
const failure = (error: unknown): AppError => {
  if (error instanceof AppError) return error
  throw error
}

const columns = columnsOf('auth', { signed_out: { kind: 'yes-no', label: (t) => t.auth.signedOut } })
const columnsOfAll = [...columns, ...columnsOf('auth', { session_count: { kind: 'count' } })]

export default command({
  path: ['logout'],
  access: 'public',
  dateless: 'always',
  switches: { all: { option: 'all', help: (t) => t.auth.help.all } },
  async run(call, { flags }) {
    const { app, out } = call
    const context = await app.sessionContext()
    const session = readSession(context.location)
    if (flags.all) return everywhere(call, context, session !== undefined)
    const answer = (ended: boolean) => out.data({ columns, row: { signed_out: ended } })
    if (session === undefined) {
      await answer(false)
      return out.note((t) => t.auth.notSignedIn)
    }
    const secret = await previous(context)
    // End the session in the database first: without the file it could not be ended any more.
    const failed =
      secret && (await app.connect((connection) => store.logout(connection), { secret }).then(() => undefined, failure))
    removeSession(context.location)
    if (failed)
      throw new Unavailable((t) => t.auth.onlyFileRemoved({ reason: failed.userMessage(t) }), { cause: failed })
    await answer(true)
    await out.success((t) => t.auth.signedOut)
  },
})

/**
 * Ends all sessions of this person. The file goes whatever happens, because nobody who logs out everywhere wants to stay logged in here.
 *
 * @param here whether this machine has a session file
 * @throws Unauthenticated no session, or one that is over: the database does not know whose sessions to end · Unavailable no database
 */
async function everywhere({ app, out }: Call, { location }: SessionContext, here: boolean): Promise<void> {
  const ended = await app.connect((connection) => store.logoutEverywhere(connection)).catch(failure)
  removeSession(location)
  if (ended instanceof Unauthenticated && !(ended instanceof PasswordChangeRequired) && here) {
    throw new Unauthenticated((t) => t.auth.allNeedsSession, { next: ['login', 'logout --all'], cause: ended })
  }
  if (ended instanceof Unavailable)
    throw new Unavailable((t) => t.auth.onlyFileOfAll({ reason: ended.userMessage(t) }), { cause: ended })
  if (ended instanceof AppError) throw ended
  await out.data({ columns: columnsOfAll, row: { signed_out: true, session_count: ended } })
  await out.success((t) => t.auth.signedOutEverywhere({ count: ended }))
}
