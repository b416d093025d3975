import type { CommandHelp } from '../../help.ts'

/** Events, and the support colleague who runs each of them. */
export const event = {
  'event create': {
    summary: 'Create an event under a signed contract',
    description: 'A commercial creates events for their own clients. Management may name the support at once.',
    examples: [
      { say: 'Be asked for everything', run: 'event create' },
      {
        say: 'All at once',
        run: "event create --contract-id 1 -t 'Mariage de Camille et Hugo' -a '53 Rue du Château, 41120 Candé-sur-Beuvron' -s '04/06/2027 13:00' -e '05/06/2027 02:00' --participant-count 75",
      },
    ],
    notes: ['A start without a time is 00:00, an end without one 23:59.'],
    next: ['event assign_support', 'event list --unassigned'],
  },
  'event list': {
    summary: 'List the events',
    description: 'All of them; with --only-mine those of your clients, or those you support.',
    examples: [
      { say: 'The first 50', run: 'event list' },
      { say: 'Those without support', run: 'event list --unassigned' },
      { say: 'Mine, for another program', run: 'event list --only-mine --json' },
    ],
    next: ['event view 7'],
  },
  'event view': {
    summary: 'Show an event',
    examples: [
      { say: 'Event 7', run: 'event view 7' },
      { say: 'With all that was changed', run: 'event view 7 --history' },
    ],
    next: ['event update 7'],
  },
  'event update': {
    summary: 'Change an event',
    description:
      "Without options it opens a form with today's values. Support changes the events assigned to them: title, place, dates, participants and notes.",
    examples: [
      { say: 'In a form', run: 'event update 7' },
      { say: 'More guests', run: 'event update 7 --participant-count 120' },
      { say: 'Only if nobody changed it meanwhile', run: "event update 7 -n 'DJ at 9 PM' --if-version 1" },
    ],
    next: ['event view 7'],
  },
  'event delete': {
    summary: 'Delete an event',
    examples: [
      { say: 'Be asked first', run: 'event delete 7' },
      { say: 'In a script', run: 'event delete 7 --yes' },
    ],
    next: ['event list'],
  },
  'event assign_support': {
    summary: 'Assign a support colleague to an event',
    description: 'The person must be active and have the role support. Written assign-support too.',
    examples: [{ say: 'Event 7 to user 23', run: 'event assign_support 7 23' }],
    next: ['event list --unassigned', 'user list --support'],
  },
} satisfies Record<string, CommandHelp>
