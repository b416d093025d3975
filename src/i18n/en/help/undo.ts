import type { CommandHelp } from '../../command-help.ts'

/** Mistakes taken back. */
export const undo = {
  undo: {
    summary: 'Undo one of your operations, by default the latest',
    description:
      'Shows old and new values and asks before it changes anything. Everything that one command did is undone together, or nothing: it is refused where the same fields have been changed since, or where you may no longer make such a change. Deleted records come back with their ids. An undo is an operation too: undo it to do it again.',
    examples: [
      { caption: 'Undo your latest operation', run: 'undo' },
      { caption: 'Find the operation to undo', run: 'undo --list' },
      { caption: 'Undo it without being asked', run: 'undo 1f0c93e2 --yes' },
    ],
    notes: [
      'Permissions of roles cannot be undone, nor the creation, deletion, role and activation of users, passwords, sessions and what was erased.',
      "A colleague's operation also needs audit:list; audit list --json has its id. Where two people's operations have the same id, type USER:OPERATION.",
    ],
    next: ['undo --list', 'audit list'],
  },
} satisfies Record<string, CommandHelp>
