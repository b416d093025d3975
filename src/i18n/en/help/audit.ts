import type { CommandHelp } from '../../command-help.ts'

/** The audit log. */
export const audit = {
  'audit list': {
    summary: 'List who changed what, and when',
    examples: [
      { caption: 'List the first 50 changes', run: 'audit list' },
      { caption: 'List the changes to client 8', run: 'audit list --table client --id 8' },
      { caption: 'List what user 5 has changed since June', run: 'audit list --user 5 --since 01/06/2026' },
    ],
    notes: ['Nobody can change the audit log, not even managers. It never contains passwords or tokens.'],
    next: ['client view 8 --history'],
  },
} satisfies Record<string, CommandHelp>
