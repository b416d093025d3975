import type { Call } from '../app.ts'
import { command } from '../command/command.ts'
import { type AppError, Refused, Usage } from '../errors.ts'
import { shifted } from '../field/day-words.ts'
import type { Reference } from '../field/reference.ts'
import type { SharePart } from '../field/share.ts'
import { ledgerColumns, partField } from '../payment/payment.ts'
import { columns } from '../related/related.ts'
import { centsOf, decimalOf } from '../text/cents.ts'
import { allot } from './allot.ts'
import { idField } from './contract.ts'
import type { NewInstalment, Scheduled } from './schedule-store.ts'
import * as schedules from './schedule-store.ts'
import * as store from './store.ts'

/** How often a schedule is reckoned anew because the contract was changed at the same moment. */
const mostTimes = 3

export default command({
  path: ['contract', 'schedule'],
  access: 'contract:update',
  positionals: {
    id: {
      field: idField,
      placeholder: 'ID',
      judge: schedules.judgeContract,
      pick: { question: (t) => t.ask.which.contract, choices: store.choicesFor('update') },
    },
    parts: { field: partField, placeholder: 'PART', many: true },
  },
  switches: { clear: { option: 'clear', help: (t) => t.payment.help.clear, insteadOf: 'parts' } },
  versioned: true,
  async run(call, { args: { id, parts = [] }, ifVersion }) {
    if (parts.filter(({ share }) => share === 'rest').length > 1)
      throw new Usage((t) => t.payment.part.twoRests, { next: ['help contract schedule'] })
    await announce(call, await replaced(call, id, parts, ifVersion))
  },
})

interface Replaced {
  readonly before: Scheduled
  readonly after: Scheduled
}

/** Writes the schedule. It is reckoned again where the total was changed behind our back. @throws as `schedules.replace` */
async function replaced(
  { app, t }: Call,
  by: Reference,
  parts: readonly SharePart[],
  ifVersion: number | undefined,
): Promise<Replaced> {
  return app.connect(
    async (connection) => {
      for (let time = 1; ; time++) {
        const before = await schedules.scheduled(connection, by, t.format.today())
        const instalments = instalmentsOf(before, parts, t)
        try {
          if (!isSame(before, instalments) || (ifVersion ?? before.version) !== before.version)
            await schedules.replace(connection, before.id, instalments, ifVersion)
          return { before, after: await schedules.scheduled(connection, before.id, t.format.today()) }
        } catch (error) {
          const refused = error instanceof Refused && error.detail.constraint === 'instalment_total'
          if (!refused || sumOf(instalments) !== centsOf(before.total_amount) || time === mostTimes) throw error
        }
      }
    },
    { writes: true },
  )
}

/** Whether they are the total, the database judges. @throws Refused a day that cannot be reckoned, a part of nothing */
function instalmentsOf(contract: Scheduled, parts: readonly SharePart[], t: Call['t']): NewInstalment[] {
  const total = centsOf(contract.total_amount)
  const cents = allot(
    total,
    parts.map(({ share }) => share),
  )
  return parts.map((part, at) => {
    const due = cents[at] ?? 0n
    if (due <= 0n) throw tooLittle(contract, part, total - due)
    const label = 'day' in part.when ? null : part.typed.replace(/^.*@/, '')
    return { due_on: dayOf(contract, part, t), label, amount: decimalOf(due) }
  })
}

const sumOf = (instalments: readonly NewInstalment[]) =>
  instalments.reduce((sum, { amount }) => sum + centsOf(amount), 0n)

function tooLittle({ total_amount: total }: Scheduled, { share, typed }: SharePart, others: bigint): AppError {
  return new Refused(
    (t) =>
      share === 'rest'
        ? t.payment.part.noRest({ others: t.format.amount(decimalOf(others)), total: t.format.amount(total) })
        : t.payment.part.nothing({ part: typed, total: t.format.amount(total) }),
    { next: ['help contract schedule'] },
  )
}

/** The day on which a part is due, by the reader's calendar. @throws Refused */
function dayOf(contract: Scheduled, { when, typed }: SharePart, t: Call['t']): string {
  if ('day' in when) return when.day
  const { from, shift } = when
  const part = typed.replace(/^.*@/, '')
  const at = from === 'signature' ? contract.signed_at : contract.first_event
  const local = at === null ? undefined : t.format.localOf(at)
  if (!local) {
    const of = { contract: contract.id, part }
    throw from === 'signature'
      ? new Refused((t) => t.payment.part.unsigned(of), { next: [`contract update ${contract.id} --is-signed true`] })
      : new Refused((t) => t.payment.part.noEvent(of), { next: [`event create --contract-id ${contract.id}`] })
  }
  try {
    const day = shifted(local, shift, shift.sign).toPlainDate().toString()
    if (/^\d{4}-/.test(day)) return day
  } catch (error) {
    // Temporal has no day that far away.
    if (!(error instanceof RangeError)) throw error
  }
  throw new Refused((t) => t.payment.part.tooFar({ part }))
}

/** Whether a contract has just these instalments. */
function isSame({ schedule }: Scheduled, instalments: readonly NewInstalment[]): boolean {
  const byDay = instalments.toSorted((a, b) => (a.due_on < b.due_on ? -1 : Number(a.due_on > b.due_on)))
  const texts = (of: readonly NewInstalment[]) =>
    of.map(({ due_on, label, amount }) => [due_on, label, amount].join(' '))
  return texts(schedule).join('\n') === texts(byDay).join('\n')
}

async function announce({ out }: Call, { before, after }: Replaced): Promise<void> {
  const { id: contract, client_name: client, schedule } = after
  const of = { contract, client }
  if (isSame(before, schedule))
    await out.note((t) => (schedule.length === 0 ? t.payment.noSchedule(of) : t.payment.sameSchedule(of)))
  else {
    await out.success((t) =>
      schedule.length === 0 ? t.payment.unscheduled(of) : t.payment.scheduled({ ...of, count: schedule.length }),
    )
    if (before.schedule.length > 0)
      await out.note((t) =>
        t.payment.replaced({
          instalments: before.schedule
            .map(({ due_on: day, amount }) =>
              t.payment.instalment({ day: t.format.date(day), amount: t.format.amount(amount) }),
            )
            .join(' · '),
        }),
      )
  }
  await out.record({
    title: (t) => t.contract.card({ id: contract, client }),
    columns: ledgerColumns,
    row: after,
    parts: [{ key: 'schedule', title: (t) => t.payment.schedule, columns: columns.schedule, rows: schedule }],
    isParts: true,
  })
}
