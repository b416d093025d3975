import type { CommandHelp } from '../../command-help.ts'

/** Clients. */
export const client = {
  'client create': {
    summary: 'Create a client',
    description: "You become the client's salesperson.",
    examples: [
      { caption: 'Create a client interactively', run: 'client create' },
      {
        caption: 'Create a client with options',
        run: "client create -n 'Élodie Garnier' -e elodie@garnier-traiteur.fr -p '06 12 34 56 78' -c 1",
      },
    ],
    next: ['contract create', 'client list --only-mine'],
  },
  'client import': {
    summary: 'Import clients from a spreadsheet',
    description:
      'Reads a CSV file or an Excel workbook, such as the exports of this program, HubSpot, Odoo or Outlook, or a table of your own. A row whose email address a client already has leaves that client as it is, unless --on-match says otherwise.',
    examples: [
      { caption: 'See what would be imported', run: 'client import clients.csv --dry-run' },
      {
        caption: 'Import the good rows and keep the others',
        run: 'client import clients.csv --skip-errors --rejects rejected.csv --yes',
      },
      {
        caption: 'Update existing clients, and create the companies that are missing',
        run: 'client import clients.csv --on-match update --create-companies --yes',
      },
      {
        caption: 'Say what a column means',
        run: "client import clients.csv --map 'Contact person=full_name' --dry-run",
      },
      {
        caption: 'Import the clients of a colleague, with client:create and client:assign_commercial',
        run: 'client import clients.csv --commercial bill --yes',
      },
    ],
    notes: [
      'Either all rows are saved or none. When a row is rejected nothing is saved, unless --skip-errors is given.',
      'Columns are known by their names in English and French, by our JSON keys, and by the names that other programs give them. An empty cell never erases a value.',
    ],
    next: ['client list', 'company import'],
  },
  'client list': {
    summary: 'List clients',
    description: 'Lists all clients. With --only-mine, lists your clients, or the clients of events assigned to you.',
    examples: [
      { caption: 'List the first 50 clients', run: 'client list' },
      { caption: 'List your clients', run: 'client list --only-mine' },
      { caption: 'Find a client by a part of the name', run: 'client list --search casey' },
      {
        caption: 'List the clients that nobody has contacted for three months, the longest first',
        run: 'client list --silent 3m --sort last_contact',
      },
      { caption: 'List the clients to call back this week or before', run: "client list --due 'this week'" },
      { caption: 'Export all clients for a spreadsheet', run: 'client list --limit 0 --format csv > clients.csv' },
    ],
    next: ['client view 8'],
  },
  'client view': {
    summary: 'Show a client',
    examples: [
      { caption: 'Show client 8', run: 'client view 8' },
      { caption: 'Show a client by name', run: 'client view casey' },
      {
        caption: 'Get it with its contracts and events in a script',
        run: 'client view 8 --with contracts,events --json',
      },
      { caption: 'Show client 8, all its notes and its latest changes', run: 'client view 8 --history' },
    ],
    next: ['contract list', 'client update 8'],
  },
  'client update': {
    summary: 'Update a client',
    description:
      'Without options, opens a form with the current values. Salespeople can update their own clients. With --commercial-id, hands the client and its contracts over to another salesperson.',
    examples: [
      { caption: 'Update the client in a form', run: 'client update 8' },
      {
        caption: 'Save a new phone number and the last contact',
        run: "client update 8 -p '+33 6 12 34 56 78' -l 23/11/2026",
      },
      { caption: 'Clear the phone number', run: 'client update 8 --phone ""' },
      { caption: 'Change the company, all by name', run: "client update casey --company 'cool startup'" },
      { caption: 'Hand the client over to another salesperson', run: 'client update 8 --commercial-id 6' },
    ],
    next: ['client view 8'],
  },
  'client delete': {
    summary: 'Delete a client that has no contracts',
    examples: [{ caption: 'Delete client 8, after a confirmation', run: 'client delete 8' }],
    next: ['contract list'],
  },
  'client merge': {
    summary: 'Merge a client into another one',
    description:
      'Makes one client of two. The first one stays: its values win, and what it lacks comes from the second one. Contracts with their events and payments, and notes, move to it, and the second client is gone. Shows all of this and asks first. Salespeople merge their own clients.',
    examples: [
      { caption: 'Merge client 9 into client 8, after a confirmation', run: 'client merge 8 9' },
      { caption: 'Merge them in a script', run: 'client merge 8 9 --yes --json' },
    ],
    notes: [
      'Merging is one operation: undo brings the other client back with its id and all that has moved.',
      'Whoever looks for the client that is gone is told into which one it was merged.',
    ],
    next: ['client duplicates', 'undo'],
  },
  'client duplicates': {
    summary: 'List clients that are likely the same',
    description:
      'Lists pairs of clients with the same name in one company, or with the same phone number, among those that you can see.',
    examples: [
      { caption: 'List the first 50 pairs', run: 'client duplicates' },
      { caption: 'List all pairs for a spreadsheet', run: 'client duplicates --limit 0 --format csv > duplicates.csv' },
    ],
    next: ['client merge 8 9'],
  },
  'client note': {
    summary: 'Note what was said with a client',
    description:
      'Moves the last contact, and sets the next one with --next. A reminder that is due goes away, unless the note sets a new one. A note is never edited. Salespeople write notes about their own clients, support colleagues about the clients of events assigned to them.',
    examples: [
      {
        caption: 'Note a call, and call again on Friday',
        run: "client note 8 'Wants two more dates' --kind call --next friday",
      },
      {
        caption: "Note yesterday's meeting",
        run: "client note casey 'Signed at the meeting' --kind meeting --on yesterday",
      },
      { caption: 'Nobody needs to call again', run: "client note 8 'Chose another agency' --next none" },
      { caption: 'Type the note in answer to a question', run: 'client note 8' },
    ],
    next: ['client contacted 8', 'client view 8', 'client list --due today'],
  },
  'client contacted': {
    summary: 'Note a call with a client, now',
    examples: [{ caption: 'Client 8 was called just now', run: 'client contacted 8' }],
    next: ['client note 8'],
  },
  'client export': {
    summary: 'Write everything that is kept about a client to files',
    description:
      'Makes a new folder, or an archive, with client.json for programs and client.html to read: the client, its contracts, schedules, payments, events and notes, and who has changed any of it. Both show the same moment, and only you can read the files.',
    examples: [
      { caption: 'Write the data of client 8 to a folder named after it and the date', run: 'client export 8' },
      { caption: 'Make an archive to send', run: 'client export casey --output casey.zip' },
    ],
    notes: ['The page is in your language. It holds no script and loads nothing.'],
    next: ['client erase 8', 'client view 8'],
  },
  'client erase': {
    summary: 'Erase what is personal of a client, for ever',
    description:
      'Replaces the name, email and phone of the client, what its notes, events, payments and schedules say, and the same wherever the audit log has kept it, also of clients that were merged into this one. Amounts, dates and ids stay. It cannot be undone. It is refused while money is due or an event is not over.',
    examples: [
      { caption: 'See what would be replaced, then confirm', run: "client erase 8 --reason 'Request of 12 June'" },
      { caption: 'Keep the list of erasures beside the backups', run: 'client erase --list --json > erasures.json' },
      { caption: 'Erase again after an older backup was restored', run: 'client erase --replay erasures.json' },
    ],
    notes: [
      'Backups, exports, calendars and papers made before still hold the data. The files of the database do so too until PostgreSQL has reused their space.',
      'A client that is gone can be erased by its id: the audit log remembers it.',
    ],
    next: ['client export 8', 'report retention'],
  },
} satisfies Record<string, CommandHelp>
