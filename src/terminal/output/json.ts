/** `--json`: one document, which is an array for a list and an object for one record (docs/TERMINAL.md §2). */

import type { Message } from '../../errors.ts'
import type { Row } from '../../field/column.ts'
import type { Catalog } from '../../i18n/catalog.ts'
import { programName } from '../../program.ts'
import { jsonText } from '../../text/json-text.ts'
import type { Stream } from '../streams.ts'
import { type DataFormat, type Datum, data, datum } from './data.ts'

const indentation = (out: Stream) => (out.isTerminal ? 2 : undefined)

function objectOf(columns: readonly Datum[], row: Row, t: Catalog): Record<string, unknown> {
  const object: Record<string, unknown> = {}
  for (const column of columns) object[column.key] = datum(column, row, t)
  return object
}

export const json: DataFormat = {
  /**
   * Writes `[`, one record a line, `]`. If the rows break off with an error the array stays open, so that no program takes half a list for
   * a whole one.
   */
  async list(answer, rows, { out, t }) {
    const columns = data(answer.columns)
    const indent = indentation(out)
    let started = false
    for await (const batch of rows) {
      if (batch.length === 0) continue
      const texts = batch.map((row) => {
        const text = jsonText(objectOf(columns, row, t), indent)
        return indent === undefined ? text : text.replace(/^/gm, '  ')
      })
      await out.write((started ? ',\n' : '[\n') + texts.join(',\n'))
      started = true
    }
    await out.write(started ? '\n]\n' : '[]\n')
  },

  /** Writes one object. The parts are further keys, which hold arrays of objects. */
  async record({ columns, row, parts = [] }, { out, t }) {
    const arrays = parts.map((part): [string, unknown] => {
      const keys = data(part.columns)
      return [part.key, part.rows.map((each) => objectOf(keys, each, t))]
    })
    const whole = { ...objectOf(data(columns), row, t), ...Object.fromEntries(arrays) }
    await out.write(`${jsonText(whole, indentation(out))}\n`)
    return parts
  },

  /**
   * `{"error":{"code":…,"constraint":…,"permission":…,"message":…,"next":[…],"fields":{…}}}`. `next` holds whole commands, as they can be run.
   * `constraint` is there when a rule of the database refused, `candidates` where a name was given that could mean these records,
   * `permission` and `ask` when a permission is lacking.
   */
  error({ code, userMessage, detail: { constraint, candidates, denied, ask, next = [], fields = {}, more = [] } }, t) {
    const message = (sentence: Message) => sentence(t)
    return jsonText({
      error: {
        code,
        ...(constraint === undefined ? {} : { constraint }),
        ...(candidates === undefined
          ? {}
          : { candidates: candidates.map(({ id, name, hint }) => ({ id, name, hint: message(hint) })) }),
        ...(denied === undefined ? {} : { permission: denied.permission }),
        message: message(userMessage),
        next: next.map((command) => `${programName} ${command}`),
        fields: Object.fromEntries(Object.entries(fields).map(([column, sentence]) => [column, message(sentence)])),
        ...(ask === undefined ? {} : { ask }),
        ...(more.length === 0 ? {} : { more: more.map(message) }),
      },
    })
  },
}
