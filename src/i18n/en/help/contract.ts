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
  'contract clone': {
    summary: 'Create a contract like another one',
    description:
      'Copies the client and the total. The new contract is not signed, and nothing of it is paid: payments, the schedule and events are not copied.',
    examples: [
      { caption: 'The same once more', run: 'contract clone 1' },
      { caption: 'With another total', run: 'contract clone 1 --total-amount 1500' },
    ],
    next: ['contract update 1 --is-signed true', 'event clone'],
  },
  'contract statement': {
    summary: 'Print where a contract stands: schedule, payments, what is due',
    description:
      'A paper for the client, as of today. It is not an invoice. Payments that were cancelled are left out.',
    examples: [
      { caption: 'Read it here', run: 'contract statement 1' },
      { caption: 'As PDF, in French', run: 'contract statement 1 --lang fr --output statement.pdf' },
    ],
    notes: ['Needs payment:view too.'],
    next: ['contract view 1'],
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
  'contract pay': {
    summary: 'Record a payment or a refund',
    description:
      'The remaining amount of the contract goes down by the amount, and up with --refund. A payment is never edited: cancel it and record another. A deposit can be recorded before the contract is signed.',
    examples: [
      { caption: 'Record a payment that arrived today', run: 'contract pay 6 500' },
      {
        caption: 'Record a cheque of yesterday',
        run: "contract pay 6 20.50 --on yesterday --method cheque --reference 'No. 4711'",
      },
      { caption: 'Pay something back to the client', run: 'contract pay 2 10 --refund' },
      { caption: 'Be asked for the amount', run: 'contract pay camille' },
    ],
    notes: [
      'The same amount for the same contract, day and reference within a minute is asked about. In a script it is recorded, with a warning that names the first one.',
    ],
    next: ['contract payments 6', 'contract list --overdue'],
  },
  'contract payments': {
    summary: 'Show the schedule and the payments of a contract',
    description:
      'What is paid covers the instalments in the order of their days. Openings and adjustments are written where the remaining amount was set with --remaining-amount.',
    examples: [
      { caption: 'Show what was paid for contract 6, and what is due', run: 'contract payments 6' },
      { caption: 'Get it in a script', run: 'contract payments 6 --json' },
    ],
    next: ['contract pay 6', 'contract schedule 6'],
  },
  'contract cancel-payment': {
    summary: 'Cancel a payment',
    description:
      'The payment stays in the list, marked as cancelled, and no longer counts. An opening or an adjustment follows from the remaining amount: change that instead.',
    examples: [
      { caption: 'Choose the payment from a list', run: 'contract cancel-payment' },
      {
        caption: 'Cancel payment 3 in a script',
        run: "contract cancel-payment 3 --reason 'Meant for another contract' --yes",
      },
    ],
    next: ['contract payments 6', 'undo'],
  },
  'contract schedule': {
    summary: 'Say when which part of a contract is due',
    description:
      'Replaces the whole schedule. A part is a percentage, an amount or the rest, and the day on which it is due: a date, signature or event (the first one), with days, weeks or months before or after it.',
    examples: [
      {
        caption: 'A deposit on signature, the rest before the event',
        run: 'contract schedule 6 30%@signature rest@event-15d',
      },
      { caption: 'On two days', run: 'contract schedule 6 500@2027-03-01 rest@2027-06-01' },
      { caption: 'Have no schedule any more', run: 'contract schedule 6 --clear' },
    ],
    notes: ['The parts add up to the total. Percentages are rounded to the cent, so that 100% is the total exactly.'],
    next: ['contract payments 6', 'contract list --overdue'],
  },
} satisfies Record<string, CommandHelp>
