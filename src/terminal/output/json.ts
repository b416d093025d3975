/** `--json`: one document, an array for a list, an object for one record (terminal.md §2). */

import type { Row } from '../../field/column.ts'
import type { Catalog } from '../../i18n/catalog.ts'
import { jsonText } from '../../text/json-text.ts'
import type { Stream } from '../streams.ts'
import { data, dataObject } from './data.ts'
import type { ListAnswer, RecordAnswer } from './output.ts'

const indentation = (out: Stream) => (out.isTerminal ? 2 : undefined)

/**
 * Writes a list as it comes: `[`, one record a line, `]`. Where the rows break off with an error the array stays open, so that
 * half a list is never taken for a whole one.
 */
export async function writeJsonList(
  answer: Pick<ListAnswer, 'columns'>,
  rows: AsyncIterable<readonly Row[]>,
  t: Catalog,
  out: Stream,
): Promise<void> {
  const columns = data(answer.columns)
  const indent = indentation(out)
  let started = false
  for await (const batch of rows) {
    if (batch.length === 0) continue
    const texts = batch.map((row) => {
      const text = jsonText(dataObject(columns, row, t), indent)
      return indent === undefined ? text : text.replace(/^/gm, '  ')
    })
    await out.write((started ? ',\n' : '[\n') + texts.join(',\n'))
    started = true
  }
  await out.write(started ? '\n]\n' : '[]\n')
}

/** Writes one record; its parts are further keys, arrays of objects. */
export async function writeJsonRecord(answer: RecordAnswer, t: Catalog, out: Stream): Promise<void> {
  const parts = (answer.parts ?? []).map((part): [string, unknown] => {
    const columns = data(part.columns)
    return [part.key, part.rows.map((row) => dataObject(columns, row, t))]
  })
  const whole = { ...dataObject(data(answer.columns), answer.row, t), ...Object.fromEntries(parts) }
  await out.write(`${jsonText(whole, indentation(out))}\n`)
}
