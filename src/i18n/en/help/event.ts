import type { CommandHelp } from '../../command-help.ts'

/** Events, and the support colleagues they are assigned to. */
export const event = {
  'event create': {
    summary: 'Create an event for a signed contract',
    description:
      'Salespeople can create events for their own clients. Managers can assign the event to a support colleague at the same time.',
    examples: [
      { caption: 'Create an event interactively', run: 'event create' },
      {
        caption: 'Create an event with options',
        run: "event create --contract-id 1 -t 'Mariage de Camille et Hugo' -a '53 Rue du Château, 41120 Candé-sur-Beuvron' -s '04/06/2027 13:00' -e '05/06/2027 02:00' --participant-count 75",
      },
    ],
    notes: [
      'An event can end on a later day than it starts.',
      'If the support colleague has another event at the same time, you are warned. With --strict, the event is not created.',
    ],
    next: ['event assign_support', 'event list --unassigned'],
  },
  'event import': {
    summary: 'Import events from a spreadsheet',
    description:
      'Reads a CSV file or an Excel workbook. The contract of an event is given by its id or by its client. Where the file has ids, a row with the id of an event leaves that event as it is, unless --on-match says otherwise.',
    examples: [
      { caption: 'See what would be imported', run: 'event import events.csv --dry-run' },
      { caption: 'Update events from an edited export', run: 'event import events.csv --on-match update --yes' },
    ],
    notes: [
      'Either all rows are saved or none. When a row is rejected nothing is saved, unless --skip-errors is given.',
      'Columns are known by their names in English and French, by our JSON keys, and by the names that other programs give them. An empty cell never erases a value.',
    ],
    next: ['event list'],
  },
  'event list': {
    summary: 'List events',
    description: 'Lists all events. With --only-mine, lists events of your clients, or events assigned to you.',
    examples: [
      { caption: 'List the first 50 events', run: 'event list' },
      { caption: 'List the unassigned events', run: 'event list --unassigned' },
      { caption: 'List the events of next week, in the order of their start', run: "event list --on 'next week'" },
      { caption: 'List the events from June to August', run: 'event list --since 2027-06 --until 2027-08' },
      { caption: 'List the events of a client that are not over yet', run: 'event list --client brosse --upcoming' },
      { caption: 'Your events for another calendar', run: 'event list --only-mine --upcoming --limit 0 --format ics' },
      { caption: 'List your events as JSON', run: 'event list --only-mine --json' },
    ],
    next: ['event view 7', 'event calendar'],
  },
  'event calendar': {
    summary: 'Show events as a calendar',
    description:
      'Shows the weeks of a period with the number of events on each day, and the events below, in the order of their start. Programs get the events.',
    examples: [
      { caption: 'The present month', run: 'event calendar' },
      { caption: "A colleague's month", run: "event calendar 'next month' --support kate" },
      { caption: 'A quarter, month by month', run: 'event calendar 2027-q2' },
      { caption: 'A month to print', run: "event calendar 'next month' --format html > month.html" },
    ],
    next: ['event list --unassigned', 'event view 7'],
  },
  'event view': {
    summary: 'Show an event',
    examples: [
      { caption: 'Show event 7', run: 'event view 7' },
      { caption: 'For another calendar', run: 'event view 7 --format ics' },
      { caption: 'Show event 7, all its notes and its latest changes', run: 'event view 7 --history' },
    ],
    next: ['event update 7'],
  },
  'event clone': {
    summary: 'Create an event like another one, on another day',
    description:
      'Copies the contract, title, address, hours, participants and notes. The hours stay the same by the clock; the support colleague is copied only with --with-support.',
    examples: [
      { caption: 'The same event on another day', run: 'event clone 7 --on 17/06/2027' },
      { caption: 'The same support colleague too', run: 'event clone 7 --on 17/06/2027 --with-support' },
      { caption: 'For another contract', run: "event clone 7 --on 17/06/2027 -c 1 -t 'Second evening'" },
    ],
    next: ['event assign_support', 'event update 7'],
  },
  'event sheet': {
    summary: 'Print an event for those who work there',
    description:
      'Hours with the day of the week, place, participants, who to call, notes, and the amounts of the contract. Several events make one paper, each on a page of its own.',
    examples: [
      { caption: 'Read it here', run: 'event sheet 7' },
      {
        caption: 'As PDF, for those who are not to see amounts',
        run: 'event sheet 7 --without-amounts --output sheet.pdf',
      },
      { caption: 'Several events as one web page, in French', run: 'event sheet 3 7 --lang fr --output sheets.html' },
    ],
    notes: [
      'What you may not see is left out.',
      'Text that is read from right to left, and emoji, are only right in a web page (--format html). You are warned if a PDF cannot show something.',
    ],
    next: ['event list --upcoming', 'event view 7'],
  },
  'event update': {
    summary: 'Update an event',
    description:
      'Without options, opens a form with the current values. Support colleagues can update the title, address, dates, participants and notes of events assigned to them.',
    examples: [
      { caption: 'Update the event in a form', run: 'event update 7' },
      { caption: 'Set the number of participants', run: 'event update 7 --participant-count 120' },
      { caption: 'Move it to another day; the time stays, the end follows', run: "event update 7 -s 'next saturday'" },
      {
        caption: 'Only if nobody has changed it since version 1',
        run: 'event update 7 --participant-count 130 --if-version 1',
      },
      { caption: 'Replace the notes; event note adds to them', run: "event update 7 -n 'DJ at 9 PM' --replace-notes" },
    ],
    next: ['event view 7'],
  },
  'event delete': {
    summary: 'Delete an event',
    examples: [
      { caption: 'Delete event 7, after a confirmation', run: 'event delete 7' },
      { caption: 'Delete it from a script', run: 'event delete 7 --yes' },
    ],
    next: ['event list'],
  },
  'event note': {
    summary: 'Add a note to an event',
    description:
      "The note also belongs to the event's client, whose dates do not change. The notes of the event that event update writes stay as they are.",
    examples: [
      { caption: 'Note what was agreed', run: "event note 7 'The caterer comes at 4 PM'" },
      {
        caption: 'Note a visit of yesterday',
        run: "event note 7 'The hall is free until midnight' --kind visit --on yesterday",
      },
      { caption: 'Type the note in answer to a question', run: 'event note 7' },
    ],
    next: ['event view 7'],
  },
  'event assign_support': {
    summary: 'Assign an event to a support colleague',
    description:
      'The support colleague must be active and have the role support. If they have another event at the same time, or less than 2 hours to get to another address, you are warned.',
    examples: [
      { caption: 'Assign event 7 to user 23', run: 'event assign_support 7 23' },
      { caption: 'Assign event 7 to Kate', run: 'event assign_support 7 kate' },
      { caption: 'Only if she has no other event at that time', run: 'event assign_support 28 kate --strict' },
      { caption: 'Choose one of the three who are the freest', run: 'event assign_support 7 --suggest' },
    ],
    next: ['event list --unassigned', 'report workload'],
  },
} satisfies Record<string, CommandHelp>
