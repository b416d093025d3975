import { command } from '../cli/command.ts'
import type { Column } from '../cli/output/column.ts'
import { AppError, Unavailable } from '../errors.ts'
import { previous } from './current.ts'
import { readSession, removeSession } from './session.ts'
import * as store from './store.ts'

const failure = (error: unknown): AppError => {
  if (error instanceof AppError) return error
  throw error
}

const columns: readonly Column[] = [{ key: 'signed_out', kind: 'yes-no', label: (t) => t.auth.signedOut }]

export default command({
  path: ['logout'],
  access: 'public',
  async run({ app, out, globals }) {
    const keeper = await app.keeper()
    const answer = async (ended: boolean) => {
      if (globals.format !== 'table') await out.record({ title: () => '', columns, row: { signed_out: ended } })
    }
    if (readSession(keeper.place) === undefined) {
      await answer(false)
      return out.note((t) => t.auth.notSignedIn)
    }
    const secret = await previous(keeper)
    // The row first: a session whose file is gone could not be ended any more.
    const failed = secret && (await app.transact((tx) => store.logout(tx), { secret }).then(() => undefined, failure))
    removeSession(keeper.place)
    if (failed) throw new Unavailable((t) => t.auth.onlyFileRemoved({ reason: failed.say(t) }), { cause: failed })
    await answer(true)
    await out.done((t) => t.auth.signedOut)
  },
})
