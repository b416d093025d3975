/** Dials before it is known who comes: TCP alone takes a round trip, in which the session file is verified and more is loaded. */
import type { BrokerOf } from '../broker/borrow.ts'
import { brokersIn, isSocket, socketOf } from '../broker/place.ts'
import { keyFor } from '../broker/wanted.ts'
import { turn } from '../turn.ts'
import { fixedSettings, sessionParameters } from './settings.ts'
import { type Dialling, type StartOptions, startDialling } from './start.ts'
import type { ServerTarget } from './url.ts'

/**
 * Dials a server that is far away. It hears nothing yet.
 *
 * @returns undefined where a session may be borrowed instead
 */
export async function dialAhead(
  target: ServerTarget,
  o: StartOptions & { readonly pooler: boolean; readonly broker?: BrokerOf | undefined },
): Promise<Dialling | undefined> {
  if (o.broker && !o.pooler && hasBroker(target, o.broker)) return undefined
  await import('./dial.ts')
  const dialling = startDialling(target, o)
  // What was begun leaves the process, or looks up a name, while more modules are loaded.
  await turn()
  return dialling
}

/** Whether there seems to be a broker with sessions for any command. Which one of them asks does not matter to it. */
function hasBroker(target: ServerTarget, { build, ownFolder, uid }: BrokerOf): boolean {
  const key = keyFor(target, { ...fixedSettings, ...sessionParameters({ secret: undefined }) }, build)
  return key !== undefined && isSocket(socketOf(brokersIn(ownFolder), key), uid)
}
