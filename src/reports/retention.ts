import { command } from '../command/command.ts'
import { columnsOf, fieldsOf } from '../field/attribute.ts'
import { wholeNumber } from '../field/count.ts'
import { InvalidValue, parser } from '../field/parser.ts'
import { midnight } from '../field/week.ts'
import type { Catalog } from '../i18n/catalog.ts'
import { excerpt } from '../text/excerpt.ts'
import { silent } from './retention-store.ts'

/** How long somebody has been silent whose data need no longer be kept, as the French authority has it for prospects. */
const usualYears = 3
const mostYears = 100

const { years: yearsField } = fieldsOf('privacy', {
  years: {
    kind: 'count',
    default: () => String(usualYears),
    schema: (t) =>
      parser(t, (typed): number | InvalidValue => {
        const years = wholeNumber(typed.trim())
        if (years !== undefined && years >= 1 && years <= mostYears) return years
        return new InvalidValue(t.privacy.unknownYears({ received: excerpt(typed), most: mostYears }))
      }),
  },
})

const columns = columnsOf('privacy', {
  client_id: { kind: 'reference' },
  last_activity: { kind: 'date' },
  contract_count: { kind: 'count', dropPriority: 1 },
  event_count: { kind: 'count', dropPriority: 2 },
  note_count: { kind: 'count', dropPriority: 3 },
  erase: {
    kind: 'text',
    dropPriority: 4,
    audience: 'person',
    noTruncate: true,
    shown: ({ client_id: id }) => `client erase ${id}`,
  },
})

export default command({
  path: ['report', 'retention'],
  access: 'client:list',
  fields: { years: yearsField },
  async run({ app, out, t }, { values }) {
    const years = values.years ?? usualYears
    const since = midnight(t.format.now().toPlainDate().subtract({ years }), t)
    const { rows, everything } = await app.connect((connection) => silent(connection, since))
    const [first] = rows
    await out.list({
      title: (words: Catalog) => words.privacy.retention({ years }),
      applied: everything ? [] : [(words: Catalog) => words.list.applied.onlyMine()],
      columns,
      rows: batch(rows),
      limit: 0,
      empty: (words: Catalog) => words.privacy.noneSilent({ years }),
      ...(first ? { next: [`client export ${first.client_id}`, `client erase ${first.client_id}`] } : {}),
    })
  },
})

async function* batch<R>(rows: readonly R[]): AsyncGenerator<readonly R[]> {
  if (rows.length > 0) yield rows
}
