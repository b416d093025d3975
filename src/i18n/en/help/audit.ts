import type { CommandHelp } from '../../command-help.ts'

/** The audit log. */
export const audit = {
  'audit list': {
    summary: 'List who changed what, and when',
    examples: [
      { caption: 'List the latest 50 changes', run: 'audit list' },
      { caption: 'List the changes to client 8', run: 'audit list --table client --id 8' },
      { caption: 'List what Bill has changed since June', run: 'audit list --user bill --since june' },
    ],
    notes: ['Nobody can change the audit log, not even managers. It never contains passwords or tokens.'],
    next: ['client view 8 --history', 'audit failed-logins'],
  },
  'audit failed-logins': {
    summary: 'List failed logins',
    description:
      'Shows the wrong passwords of the last 30 days: when, for which username, and from which database user.',
    examples: [
      { caption: 'List the first 50 failed logins', run: 'audit failed-logins' },
      { caption: 'List the failed logins since Monday', run: 'audit failed-logins --since monday' },
    ],
    notes: [
      'A username that no user has is not shown, because people sometimes type their password in its place.',
      'Attempts during the wait after several failures are not listed: their passwords are not checked.',
    ],
    next: ['session list --everyone', 'audit list --table user'],
  },
} satisfies Record<string, CommandHelp>
