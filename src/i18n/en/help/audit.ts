import type { CommandHelp } from '../../help.ts'

/** The audit log: who changed what, and when. */
export const audit = {
  'audit list': {
    summary: 'List who changed what, and when',
    examples: [
      { say: 'The first changes ever made', run: 'audit list' },
      { say: 'What happened to client 8', run: 'audit list --table client --id 8' },
      { say: 'What user 5 did since June', run: 'audit list --user 5 --since 01/06/2026' },
    ],
    notes: ['Nobody can change this log, management included. Passwords and tokens are never in it.'],
    next: ['client view 8 --history'],
  },
} satisfies Record<string, CommandHelp>
