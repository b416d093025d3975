import type { CommandHelp } from '../../help.ts'

/** Companies that clients work for. */
export const company = {
  'company create': {
    summary: 'Create a company',
    examples: [{ say: 'Cool Startup LLC', run: "company create -n 'Cool Startup LLC'" }],
    next: ['client create'],
  },
  'company list': {
    summary: 'List the companies',
    examples: [
      { say: 'The first 50', run: 'company list' },
      { say: 'All of them, for a spreadsheet', run: 'company list --limit 0 --format csv > companies.csv' },
    ],
    next: ['company view 1'],
  },
  'company view': {
    summary: 'Show a company',
    examples: [{ say: 'Company 1', run: 'company view 1' }],
    next: ['client list'],
  },
  'company update': {
    summary: 'Rename a company',
    examples: [{ say: 'A new name', run: "company update 1 -n 'Cool Startup SAS'" }],
    next: ['company view 1'],
  },
  'company delete': {
    summary: 'Delete a company',
    description: 'Its clients stay, without a company.',
    examples: [{ say: 'Be asked first', run: 'company delete 1' }],
    next: ['company list'],
  },
} satisfies Record<string, CommandHelp>
