/** `--verbose`: where the time goes, on stderr. Never a value, a token or a password. */

import type { Message } from '../errors.ts'
import type { Catalog } from '../i18n/catalog.ts'
import type { Observation, Observer } from '../observation.ts'
import type { Stream } from './streams.ts'

/**
 * An observer that writes one line for each observation that is worth one. consola, which writes them, is loaded with the first line.
 *
 * @param t called when a line is written: the settings are not read before
 * @returns an observer whose promise settles once the line was handed to the stream
 */
export function trace(stderr: Stream, t: () => Catalog): Observer {
  let loading: Promise<{ debug(text: string): void }> | undefined
  const load = async () => {
    const { createConsola } = await import('consola/basic')
    // consola writes some levels to stdout; both of its streams are redirected to stderr.
    const stream = { write: (text: string) => void stderr.write(text) } as unknown as NodeJS.WriteStream
    return createConsola({
      ...{ level: 4, stdout: stream, stderr: stream },
      formatOptions: { colors: false, date: false, compact: true },
    })
  }
  return async (observation) => {
    const message = messageOf(observation)
    if (!message) return
    loading ??= load()
    const logger = await loading
    logger.debug(message(t()))
  }
}

/** The line for an observation; undefined for those that only progress listens to. */
function messageOf(observation: Observation): Message | undefined {
  switch (observation.event) {
    case 'database':
      return (t) => t.output.database({ kind: observation.kind, name: observation.name })
    case 'connected':
      return (t) => t.output.connected({ ms: t.format.count(observation.ms) })
    case 'answered':
      return (t) => t.output.answered({ ms: t.format.count(observation.ms), rows: observation.rows })
    default:
      return undefined
  }
}
