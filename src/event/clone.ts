import type { Call } from '../app.ts'
import { command } from '../command/command.ts'
import * as contracts from '../contract/store.ts'
import { fieldsOf } from '../field/attribute.ts'
import { day } from '../field/date.ts'
import { movedAlong, withTimesOf } from '../field/kept-time.ts'
import type { Catalog } from '../i18n/catalog.ts'
import * as clones from './clone-store.ts'
import { cardColumns, type EventCard, fields, idField, strict } from './event.ts'
import * as store from './store.ts'
import { warnOfClashes } from './warn.ts'

const { on } = fieldsOf('event', { on: { kind: 'date', placeholder: 'DAY', schema: day } })
const asBefore = (t: Catalog) => t.event.asBefore

export default command({
  path: ['event', 'clone'],
  access: 'event:create',
  positionals: {
    id: {
      field: idField,
      placeholder: 'ID',
      pick: { question: (t) => t.ask.which.event, choices: store.choicesFor('view'), presorted: true },
    },
  },
  fields: {
    on,
    contractId: { ...fields.contractId, default: asBefore },
    title: { ...fields.title, default: asBefore },
  },
  required: ['on'],
  switches: { withSupport: { option: 'with-support', help: (t) => t.event.help.withSupport }, strict },
  choices: { contractId: contracts.forNewEvent },
  judges: { contractId: store.judgeContract },
  async run(call, { args: { id }, values: { on, ...own }, flags }) {
    const { was, made } = await call.app.connect(
      async (connection) => {
        const was = await clones.source(connection, id)
        return { was, made: await clones.clone(connection, was, { ...datesOn(on, was, call.t), ...own, ...flags }) }
      },
      { writes: true },
    )
    const { id: of, title, client_name: client, contract_id: contract } = made
    await call.out.success((t) => t.event.cloned({ id: of, title, from: was.id, client, contract }))
    await sayWhatWasCopied(call, was, made)
    await warnOfClashes(call, made)
    await call.out.record({ title: (t) => t.event.card({ id: of, title }), columns: cardColumns, row: made })
  },
})

/** The hours of an event on another day, by the clocks of the reader, and as many days later for its end. */
function datesOn(on: string, { start_date: start, end_date: end }: EventCard, t: Catalog) {
  const startDate = withTimesOf({ start_date: on }, { start_date: 'start' }, { start_date: start }, t).start_date
  return { startDate, endDate: movedAlong(startDate, { start, end }, t) ?? end }
}

async function sayWhatWasCopied({ out, t }: Call, was: EventCard, made: EventCard): Promise<void> {
  const clock = (instant: string) => t.format.date(instant).slice(-5)
  const [before, now] = [was.start_date, made.start_date].map(clock)
  const parts = {
    contract_id: made.contract_id === was.contract_id,
    title: made.title === was.title,
    full_address: true,
    start_date: before === now,
    participant_count: true,
    ...(was.notes === null ? {} : { notes: true }),
    ...(was.support_contact_id === null ? {} : { support_contact_id: made.support_contact_id !== null }),
  }
  const named = (copied: boolean, words: Catalog) =>
    words.format.listing(
      Object.entries(parts).flatMap(([key, kept]) =>
        kept === copied ? [words.event.copied[key as keyof Catalog['event']['copied']]] : [],
      ),
    )
  await out.note((words) => words.event.copiedLine({ copied: named(true, words), not: named(false, words) }))
  if (before !== now && now !== undefined) await out.warning((words) => words.event.skippedHour({ before, now }))
}
