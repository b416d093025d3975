import type { Call } from '../app.ts'
import { command } from '../command/command.ts'
import type { Catalog } from '../i18n/catalog.ts'
import * as clones from './clone-store.ts'
import { type Contract, cardColumns, fields, idField } from './contract.ts'
import * as store from './store.ts'

export default command({
  path: ['contract', 'clone'],
  access: 'contract:create',
  positionals: {
    id: {
      field: idField,
      placeholder: 'ID',
      pick: { question: (t) => t.ask.which.contract, choices: store.choicesFor('view') },
    },
  },
  fields: { totalAmount: { ...fields.totalAmount, default: (t) => t.papers.asBefore } },
  async run(call, { args: { id }, values: { totalAmount } }) {
    const { was, made } = await call.app.connect(
      async (connection) => {
        const was = await clones.source(connection, id)
        return { was, made: await clones.clone(connection, was, totalAmount) }
      },
      { writes: true },
    )
    const of = { id: made.id, client: made.client_name }
    await call.out.success((t) => t.papers.cloned({ ...of, from: was.id }))
    await sayWhatWasCopied(call, was, made)
    await call.out.record({ title: (t) => t.contract.card(of), columns: cardColumns, row: made })
  },
})

/** A schedule is not copied: its parts were counted from a signature and from events that the new contract does not have. */
async function sayWhatWasCopied({ out }: Call, was: clones.Model, made: Contract): Promise<void> {
  const parts = {
    client_id: true,
    total_amount: made.total_amount === was.total_amount,
    ...(was.is_signed ? { is_signed: false } : {}),
    ...(was.remaining_amount === was.total_amount ? {} : { payments: false }),
    ...(was.instalment_count === 0 ? {} : { schedule: false }),
    ...(was.event_count === 0 ? {} : { events: false }),
  }
  const named = (copied: boolean, { format, papers }: Catalog) =>
    format.listing(
      Object.entries(parts).flatMap(([key, kept]) =>
        kept === copied ? [papers.copied[key as keyof Catalog['papers']['copied']]] : [],
      ),
    )
  await out.note((words) => words.event.copiedLine({ copied: named(true, words), not: named(false, words) }))
}
