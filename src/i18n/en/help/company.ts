import type { CommandHelp } from '../../command-help.ts'

/** The companies that clients work for. */
export const company = {
  'company create': {
    summary: 'Create a company',
    examples: [{ caption: 'Create Cool Startup LLC', run: "company create -n 'Cool Startup LLC'" }],
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
    examples: [{ caption: 'Show company 1', run: 'company view 1' }],
    next: ['client list'],
  },
  'company update': {
    summary: 'Rename a company',
    examples: [{ caption: 'Rename company 1', run: "company update 1 -n 'Cool Startup SAS'" }],
    next: ['company view 1'],
  },
  'company delete': {
    summary: 'Delete a company',
    description: 'Its clients are kept, without a company.',
    examples: [{ caption: 'Delete company 1, after a confirmation', run: 'company delete 1' }],
    next: ['company list'],
  },
} satisfies Record<string, CommandHelp>
