/** The session of this machine: read from its file, verified by its token, and renewed when only the access token has expired. */

import { clockSetBack, expired, readVerified, type SessionContext } from './context.ts'
import { readSession } from './file.ts'
import { type Claims, verify } from './token.ts'

/**
 * The claims of the current session. Renews the tokens if the access token has expired. A forged or incomplete token is refused at once,
 * and the refresh token is not used (docs/TRUST.md §2).
 *
 * @throws Unauthenticated no session, one that is over, or a clock that was set back · Unavailable the file cannot be trusted
 */
export async function current(context: SessionContext): Promise<Claims> {
  const { verdict, session } = await readVerified(context)
  if (verdict.state === 'valid') return verdict.claims
  if (verdict.state === 'forged') throw expired()
  if (verdict.state === 'early') throw clockSetBack(verdict.claims.iat, context.now())
  // Needed once in half an hour only, so its lock and its SQL are loaded here.
  const { renew } = await import('./renew.ts')
  return renew(context, session)
}

/**
 * The secret of the session in the file, whatever its age.
 *
 * @returns undefined when there is no file, or the program did not make its token
 * @throws Unavailable the file cannot be trusted
 */
export async function previous(context: SessionContext): Promise<string | undefined> {
  const session = readSession(context.location)
  if (session === undefined || session === 'damaged') return undefined
  const verdict = await verify(session.accessToken, context.keys, Math.floor(context.now() / 1000))
  return verdict.state === 'forged' ? undefined : verdict.claims.jti
}
