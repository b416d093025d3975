/** The session of this machine: read from its file, judged by its token, renewed by itself when only its half hour is over. */

import { expired, readVerified, type SessionContext } from './context.ts'
import { readSession } from './file.ts'
import { type Claims, verify } from './token.ts'

/**
 * The claims of the present session, after renewing the tokens if need be. A forged or incomplete token is refused at once and the
 * refresh token is not touched (docs/TRUST.md §2).
 *
 * @throws Unauthenticated no session, or one that is over · Unavailable the file cannot be trusted
 */
export async function current(context: SessionContext): Promise<Claims> {
  const { verdict, session } = await readVerified(context)
  if (verdict.state === 'valid') return verdict.claims
  if (verdict.state === 'forged') throw expired()
  // Once in half an hour: its lock and its SQL are not loaded before.
  const { renew } = await import('./renew.ts')
  return renew(context, session)
}

/** The secret of the session that the file holds, whatever its age; undefined when it holds none that we made. */
export async function previous(context: SessionContext): Promise<string | undefined> {
  const session = readSession(context.location)
  if (session === undefined || session === 'damaged') return undefined
  const verdict = await verify(session.accessToken, context.keys, Math.floor(context.now() / 1000))
  return verdict.state === 'forged' ? undefined : verdict.claims.jti
}
