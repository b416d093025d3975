import type { CommandHelp } from '../../command-help.ts'

/** Contracts, signatures and payments. */
export const contract = {
  'contract create': {
    summary: 'Create a contract',
    description: "The client's salesperson becomes the contract's salesperson.",
    examples: [
      { caption: 'Create a contract interactively', run: 'contract create' },
      {
        caption: 'Create a contract with options',
        run: 'contract create --client-id 10 --commercial-id 5 --total-amount 1200 --remaining-amount 200 --is-signed true',
      },
    ],
    next: ['event create', 'contract list --unsigned'],
  },
  'contract import': {
    summary: 'Import contracts from a spreadsheet',
    description:
      'Reads a CSV file or an Excel workbook. The client of a contract is named by name, email address or id. Where the file has ids, a row with the id of a contract leaves that contract as it is, unless --on-match says otherwise.',
    examples: [
      { caption: 'See what would be imported', run: 'contract import contracts.csv --dry-run' },
      {
        caption: 'Update contracts from an edited export',
        run: 'contract import contracts.csv --on-match update --yes',
      },
    ],
    notes: [
      'Either all rows are saved or none. When a row is rejected nothing is saved, unless --skip-errors is given.',
      'Columns are known by their names in English and French, by our JSON keys, and by the names that other programs give them. An empty cell never erases a value.',
    ],
    next: ['contract list'],
  },
  'contract list': {
    summary: 'List contracts',
    description: 'Combine options to narrow the list.',
    examples: [
      { caption: 'List the first 50 contracts', run: 'contract list' },
      { caption: 'List the unpaid contracts of your clients', run: 'contract list --only-mine --unpaid' },
      { caption: 'List what is still due, the largest amount first', run: 'contract list --unpaid --sort due --desc' },
      { caption: 'List the contracts of two clients', run: 'contract list --client brosse --client jeanne' },
      { caption: 'Count the contracts that are not signed', run: 'contract list --unsigned --count' },
    ],
    next: ['contract view 1'],
  },
  'contract view': {
    summary: 'Show a contract',
    examples: [
      { caption: 'Show contract 1', run: 'contract view 1' },
      { caption: 'Show the only contract of a client', run: 'contract view camille' },
      { caption: 'Show contract 1 and its latest changes', run: 'contract view 1 --history' },
    ],
    next: ['event list', 'contract update 1'],
  },
  'contract update': {
    summary: 'Update a contract',
    description: 'Without options, opens a form with the current values.',
    examples: [
      { caption: 'Update the contract in a form', run: 'contract update 1' },
      { caption: 'Mark it as signed', run: 'contract update 1 --is-signed true' },
      { caption: 'Save the remaining amount after a payment', run: 'contract update 1 --remaining-amount 150.50' },
      { caption: 'Mark it as fully paid', run: 'contract update 1 --is-fully-paid true' },
    ],
    notes: ['A contract that has events must stay signed.'],
    next: ['contract view 1'],
  },
  'contract delete': {
    summary: 'Delete a contract',
    description: 'A contract that has events is only deleted with --with-events, which deletes its events too.',
    examples: [
      { caption: 'Delete contract 1, after a confirmation', run: 'contract delete 1' },
      { caption: 'Delete its events too', run: 'contract delete 1 --with-events' },
    ],
    next: ['event list'],
  },
} satisfies Record<string, CommandHelp>
