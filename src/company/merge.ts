import { command } from '../command/command.ts'
import { requireTwo, type Sides, showMerge, whatMoves } from '../command/merging.ts'
import type { Column } from '../field/column.ts'
import { cardColumns, idField } from './company.ts'
import type { Pair } from './merge-store.ts'
import * as merges from './merge-store.ts'
import * as store from './store.ts'

/** What a program also gets: which company is gone, and how many clients have moved. */
const mergedColumns: readonly Column[] = [
  ...cardColumns,
  { key: 'merged_id', kind: 'count', label: (t) => t.merge.label.merged_id, audience: 'program' },
  { key: 'moved_clients', kind: 'count', label: (t) => t.merge.label.moved_clients, audience: 'program' },
]

/** What of a company is shown that a merge fills or loses. */
const shown = cardColumns.filter(({ key }) => ['name', 'billing_address', 'vat_number'].includes(key))

export default command({
  path: ['company', 'merge'],
  access: 'company:merge',
  positionals: {
    keep: {
      field: { ...idField, column: 'keep_id', help: (t) => t.merge.help.keepCompany },
      placeholder: 'KEEP',
      pick: { question: (t) => t.merge.which.keepCompany, choices: store.choicesFor('merge') },
    },
    dropped: {
      field: { ...idField, column: 'dropped_id', help: (t) => t.merge.help.droppedCompany },
      placeholder: 'DROP',
      pick: { question: (t) => t.merge.which.droppedCompany, choices: store.choicesFor('merge') },
    },
  },
  versioned: true,
  async confirm(call, { keep, dropped }) {
    requireTwo('company', keep, dropped)
    const pair = await call.app.connect((connection) => merges.pair(connection, keep, dropped))
    const sides = sidesOf(pair)
    requireTwo('company', sides.keep.id, sides.dropped.id)
    const moving = { clients: pair.dropped.client_count }
    await showMerge(call, sides, { moving, columns: shown, ...pair, becomes: merged(pair) })
    return {
      question: (t) => t.merge.confirm({ noun: t.noun.company, ...sides }),
      version: pair.keep.version,
      args: { keep: pair.keep.id, dropped: pair.dropped.id },
    }
  },
  async run(call, { args: { keep, dropped }, ifVersion }) {
    requireTwo('company', keep, dropped)
    const { pair, company, moved } = await call.app.connect(
      async (connection) => {
        const pair = await merges.pair(connection, keep, dropped)
        requireTwo('company', pair.keep.id, pair.dropped.id)
        return { pair, ...(await merges.merge(connection, pair, ifVersion)) }
      },
      { writes: true },
    )
    const what = whatMoves(moved, call.t)
    await call.out.success((t) => t.merge.done({ noun: t.noun.company, what, ...sidesOf(pair) }))
    await call.out.record({
      title: (t) => t.company.card({ id: company.id, name: company.name }),
      columns: mergedColumns,
      row: { ...company, merged_id: pair.dropped.id, moved_clients: moved.clients },
    })
  },
})

const sidesOf = ({ keep, dropped }: Pair): Sides => ({
  keep: { id: keep.id, name: keep.name },
  dropped: { id: dropped.id, name: dropped.name },
})

/** The company that stays as it will be, by the same rule as the database's (`merge_rows`). */
const merged = ({ keep, dropped }: Pair) => ({
  ...keep,
  billing_address: keep.billing_address ?? dropped.billing_address,
  vat_number: keep.vat_number ?? dropped.vat_number,
})
