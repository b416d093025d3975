/** The steps of `demo`: the main job in a few commands. Everybody can type each of them, and each can be repeated. */
import type { Catalog } from '../i18n/catalog.ts'
import { scenario } from './demo-load.ts'
import { dayOf } from './demo-rows.ts'
import { people } from './sample/people.ts'

/** One step: a command and what it shows. */
export interface Step {
  /** What happens, in one sentence. */
  readonly title: string
  /** The command line, without the program's name. */
  readonly argv: readonly string[]
}

/** Days from today after which the new event takes place, on the first Saturday. */
const ahead = 60
/** As ISO 8601 counts: Monday is 1. */
const saturday = 6

/** The steps, dated around now. @param now milliseconds since the epoch */
export function steps(now: number, t: Catalog): readonly Step[] {
  const { timeZone } = t.format
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDate()
  const wedding = dayOf(today.add({ days: ahead }), saturday)
  const { step } = t.demo
  const { client, commercial, contract, event, shownClient } = scenario
  // The username is hers alone, even if somebody else is called Lucie by now.
  const support = people.find(({ id }) => id === scenario.support)?.username ?? `${scenario.support}`
  return [
    { title: step.who, argv: ['whoami'] },
    { title: step.find, argv: ['find', 'casey'] },
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
    { title: step.unassigned, argv: ['event', 'list', '--unassigned', '--since', 'today', '--until', '+3m'] },
    { title: step.assign, argv: ['event', 'assign_support', `${event}`, support] },
    { title: step.today, argv: ['today'] },
  ]
}

/** A day as `dd/mm/yyyy`, the form that options take. */
function written({ day, month, year }: Temporal.PlainDate): string {
  return `${String(day).padStart(2, '0')}/${String(month).padStart(2, '0')}/${year}`
}
