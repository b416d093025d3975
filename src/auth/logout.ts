import { command } from '../command/command.ts'
import { AppError, Unavailable } from '../errors.ts'
import { columnsOf } from '../field/attribute.ts'
import { previous } from '../session/current.ts'
import { readSession, removeSession } from '../session/file.ts'
import * as store from '../session/store.ts'

/** The error itself if it is one of ours. @throws any other error, which is a bug */
const failure = (error: unknown): AppError => {
  if (error instanceof AppError) return error
  throw error
}

const columns = columnsOf('auth', { signed_out: { kind: 'yes-no', label: (t) => t.auth.signedOut } })

export default command({
  path: ['logout'],
  access: 'public',
  dateless: 'always',
  async run({ app, out }) {
    const context = await app.sessionContext()
    const answer = (ended: boolean) => out.data({ columns, row: { signed_out: ended } })
    if (readSession(context.location) === undefined) {
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
