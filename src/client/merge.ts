import { command } from '../command/command.ts'
import { requireTwo, type Sides, showMerge, whatMoves } from '../command/merging.ts'
import type { Column } from '../field/column.ts'
import { type ClientCard, cardColumns, idField } from './client.ts'
import type { Pair } from './merge-store.ts'
import * as merges from './merge-store.ts'
import * as store from './store.ts'

/** What a program also gets: which client is gone, and how many records have moved. */
const mergedColumns: readonly Column[] = [
  ...cardColumns,
  { key: 'merged_id', kind: 'count', label: (t) => t.merge.label.merged_id, audience: 'program' },
  { key: 'moved_contracts', kind: 'count', label: (t) => t.merge.label.moved_contracts, audience: 'program' },
  { key: 'moved_interactions', kind: 'count', label: (t) => t.merge.label.moved_interactions, audience: 'program' },
]

/** What of a client is shown that a merge fills or loses. */
const shown = cardColumns.filter(
  ({ key }) => !['id', 'created_at', 'updated_at', 'version', 'contract_count', 'commercial_id'].includes(key),
)

export default command({
  path: ['client', 'merge'],
  access: 'client:merge',
  positionals: {
    keep: {
      field: { ...idField, column: 'keep_id', help: (t) => t.merge.help.keep },
      placeholder: 'KEEP',
      pick: { question: (t) => t.merge.which.keep, choices: store.choicesFor('merge') },
    },
    dropped: {
      field: { ...idField, column: 'dropped_id', help: (t) => t.merge.help.dropped },
      placeholder: 'DROP',
      pick: { question: (t) => t.merge.which.dropped, choices: store.choicesFor('merge') },
    },
  },
  versioned: true,
  async confirm(call, { keep, dropped }) {
    requireTwo('client', keep, dropped)
    const pair = await call.app.connect((connection) => merges.pair(connection, keep, dropped))
    const sides = sidesOf(pair)
    requireTwo('client', sides.keep.id, sides.dropped.id)
    const { keep: kept, dropped: gone, moving } = pair
    await showMerge(call, sides, { moving, columns: shown, keep: kept, dropped: gone, becomes: merged(pair) })
    await sayWhoseTheyBecome(call, pair)
    return {
      question: (t) => t.merge.confirm({ noun: t.noun.client, ...sides }),
      version: kept.version,
      args: { keep: kept.id, dropped: gone.id },
    }
  },
  async run(call, { args: { keep, dropped }, ifVersion }) {
    requireTwo('client', keep, dropped)
    const { pair, client, moved } = await call.app.connect(
      async (connection) => {
        const pair = await merges.pair(connection, keep, dropped)
        requireTwo('client', pair.keep.id, pair.dropped.id)
        return { pair, ...(await merges.merge(connection, pair, ifVersion)) }
      },
      { writes: true },
    )
    const what = whatMoves(moved, call.t)
    await call.out.success((t) => t.merge.done({ noun: t.noun.client, what, ...sidesOf(pair) }))
    if (call.globals.yes) await sayWhoseTheyBecome(call, pair)
    await call.out.record({
      title: (t) => t.client.card({ id: client.id, name: client.full_name }),
      columns: mergedColumns,
      row: {
        ...client,
        merged_id: pair.dropped.id,
        moved_contracts: moved.contracts,
        moved_interactions: moved.interactions,
      },
    })
  },
})

const sidesOf = ({ keep, dropped }: Pick<Pair, 'keep' | 'dropped'>): Sides => ({
  keep: { id: keep.id, name: keep.full_name },
  dropped: { id: dropped.id, name: dropped.full_name },
})

/** The client that stays as it will be, by the same rule as the database's (`merge_rows`). */
function merged({ keep, dropped }: Pair): ClientCard {
  const last = [keep.last_contact_date, dropped.last_contact_date].flatMap((at) => at ?? [])
  const filledCompany = keep.company_id === null
  return {
    ...keep,
    phone: keep.phone ?? dropped.phone,
    company_id: filledCompany ? dropped.company_id : keep.company_id,
    company_name: filledCompany ? dropped.company_name : keep.company_name,
    first_contact_date: earlier(keep.first_contact_date, dropped.first_contact_date),
    last_contact_date: last.reduce<string | null>((a, b) => (a === null || earlier(a, b) === a ? b : a), null),
    next_contact_date: keep.next_contact_date ?? dropped.next_contact_date,
  }
}

const earlier = (one: string, other: string) => (Date.parse(other) < Date.parse(one) ? other : one)

/** Contracts follow their client to its salesperson, which nobody expects of a merge. */
async function sayWhoseTheyBecome(
  { out }: Parameters<typeof showMerge>[0],
  { keep, dropped, moving }: Pair,
): Promise<void> {
  if (keep.commercial_id === dropped.commercial_id || moving.contracts === 0) return
  await out.warning((t) =>
    t.merge.handsOver({ contracts: moving.contracts, from: dropped.commercial_name, to: keep.commercial_name }),
  )
}
