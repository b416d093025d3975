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
} satisfies Record<string, CommandHelp>
