/** `--verbose`: where the time goes, on stderr. Never a value, a token or a password. */
import type { Stream } from '../app.ts'
import type { Tx } from '../db/tx.ts'
import type { Say } from '../errors.ts'
import type { Catalog } from '../i18n/catalog.ts'
import type { Progress } from './progress.ts'

export interface Trace {
  tell(say: Say): Promise<void>
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
    async tell(say) {
      loading ??= load()
      const logger = await loading
      logger.debug(say(t()))
    },
  }
}

/** A connection whose statements are timed, and said to be slow when they are. */
export function observed(tx: Tx, o: { readonly progress: Progress; readonly trace: Trace | undefined }): Tx {
  return {
    async query<R>(statement: Parameters<Tx['query']>[0]): Promise<R[]> {
      const task = o.progress.begin((t) => t.output.asking)
      const since = performance.now()
      try {
        const rows = await tx.query<R>(statement)
        const ms = Math.round(performance.now() - since)
        await o.trace?.tell((t) => t.output.answered({ ms: t.format.count(ms), rows: rows.length }))
        return rows
      } finally {
        task.end()
      }
    },
  }
}
