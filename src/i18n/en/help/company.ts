import type { CommandHelp } from '../../command-help.ts'

/** The companies that clients work for. */
export const company = {
  'company create': {
    summary: 'Create a company',
    examples: [
      {
        caption: 'Create a company with what an invoice needs',
        run: "company create -n 'Lou Bouzin' --billing-address '5 rue Haute, 37250 Mufflins' --vat-number 'FR 40 303 265 045'",
      },
      { caption: 'Create Cool Startup LLC', run: "company create -n 'Cool Startup LLC'" },
    ],
    notes: [
      'A VAT number of the European Union or of the United Kingdom is checked by its form and check digits, never online. Of other countries only the country code is checked.',
    ],
    next: ['client create'],
  },
  'company import': {
    summary: 'Import companies from a spreadsheet',
    description:
      'Reads a CSV file or an Excel workbook. A row with the name of an existing company leaves that company as it is, unless --on-match says otherwise.',
    examples: [
      { caption: 'See what would be imported', run: 'company import companies.csv --dry-run' },
      { caption: 'Update existing companies', run: 'company import companies.csv --on-match update --yes' },
    ],
    notes: [
      'Either all rows are saved or none. When a row is rejected nothing is saved, unless --skip-errors is given.',
      'Columns are known by their names in English and French, by our JSON keys, and by the names that other programs give them. An empty cell never erases a value.',
    ],
    next: ['company list', 'client import'],
  },
  'company list': {
    summary: 'List companies',
    examples: [
      { caption: 'List the first 50 companies', run: 'company list' },
      { caption: 'Export all companies for a spreadsheet', run: 'company list --limit 0 --format csv > companies.csv' },
    ],
    next: ['company view 1'],
  },
  'company view': {
    summary: 'Show a company',
    examples: [
      { caption: 'Show company 1', run: 'company view 1' },
      { caption: 'Show a company by name', run: "company view 'cool startup'" },
    ],
    next: ['client list'],
  },
  'company update': {
    summary: 'Update a company',
    description: 'Without options, opens a form with the current values.',
    examples: [
      { caption: 'Rename company 1', run: "company update 1 -n 'Cool Startup SAS'" },
      { caption: 'Remove its VAT number', run: "company update 1 --vat-number ''" },
    ],
    next: ['company view 1'],
  },
  'company delete': {
    summary: 'Delete a company',
    description: 'Its clients are kept, without a company.',
    examples: [{ caption: 'Delete company 1, after a confirmation', run: 'company delete 1' }],
    next: ['company list'],
  },
  'company merge': {
    summary: 'Merge a company into another one',
    description:
      'Makes one company of two. The first one stays: its values win, and what it lacks comes from the second one. The clients of the second one move to it, and the second company is gone.',
    examples: [
      { caption: 'Merge company 2 into company 1, after a confirmation', run: 'company merge 1 2' },
      { caption: 'Merge them in a script', run: 'company merge 1 2 --yes --json' },
    ],
    notes: ['Merging is one operation: undo brings the other company back with its id and its clients.'],
    next: ['company view 1', 'undo'],
  },
} satisfies Record<string, CommandHelp>
