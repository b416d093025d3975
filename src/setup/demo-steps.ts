/** The main job in a few commands, each one as anybody may type it, and each one repeatable. */
import type { Catalog } from '../i18n/catalog.ts'
import { scenario } from './demo-load.ts'
import { dayOf } from './demo-rows.ts'

export interface Step {
  /** What happens, in one sentence. */
  readonly title: string
  /** Without the program's name. */
  readonly argv: readonly string[]
}

/** How far ahead the new event lies, in days: the first Saturday from there. */
const ahead = 60
const saturday = 6

/** @param now milliseconds since the epoch */
export function steps(now: number, t: Catalog): readonly Step[] {
  const { timeZone } = t.format
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDate()
  const wedding = dayOf(today.add({ days: ahead }), saturday)
  const { step } = t.demo
  const { client, commercial, contract, event, shownClient, support } = scenario
  return [
    { title: step.who, argv: ['whoami'] },
    { title: step.client, argv: ['client', 'view', `${shownClient}`] },
    {
      title: step.contract,
      argv: [
        ...['contract', 'create', '--client-id', `${client}`, '--commercial-id', `${commercial}`],
        ...['--total-amount', '1200', '--remaining-amount', '200', '--is-signed', 'true'],
      ],
    },
    {
      title: step.event,
      argv: [
        ...['event', 'create', '--contract-id', `${contract}`, '--title', 'Mariage de Camille et Hugo'],
        ...['--full-address', '53 Rue du Château, 41120 Candé-sur-Beuvron'],
        ...['--start-date', `${written(wedding)} 13:00`, '--end-date', `${written(wedding.add({ days: 1 }))} 02:00`],
        ...['--participant-count', '75'],
      ],
    },
    { title: step.unassigned, argv: ['event', 'list', '--unassigned'] },
    { title: step.assign, argv: ['event', 'assign_support', `${event}`, `${support}`] },
    { title: step.today, argv: ['today'] },
  ]
}

function written({ day, month, year }: Temporal.PlainDate): string {
  return `${String(day).padStart(2, '0')}/${String(month).padStart(2, '0')}/${year}`
}
