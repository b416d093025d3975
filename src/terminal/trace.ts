/** `--verbose`: where the time goes, on stderr. Never a value, a token or a password. */

import type { Message } from '../errors.ts'
import type { Catalog } from '../i18n/catalog.ts'
import type { Stream } from './streams.ts'

export interface Trace {
  debug(message: Message): Promise<void>
}

/** Diagnostics by consola, which is loaded with the first line. Its standard output is ours for errors too. */
export function trace(stderr: Stream, t: () => Catalog): Trace {
  let loading: Promise<{ debug(text: string): void }> | undefined
  const load = async () => {
    const { createConsola } = await import('consola/basic')
    const stream = { write: (text: string) => void stderr.write(text) } as unknown as NodeJS.WriteStream
    return createConsola({
      ...{ level: 4, stdout: stream, stderr: stream },
      formatOptions: { colors: false, date: false, compact: true },
    })
  }
  return {
    async debug(message) {
      loading ??= load()
      const logger = await loading
      logger.debug(message(t()))
    },
  }
}
