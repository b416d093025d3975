import type { CommandHelp } from '../../command-help.ts'

/** Everything that one may read, as files. */
export const exports = {
  export: {
    summary: 'Write everything that you may read to files',
    description:
      'Makes a new folder, or an archive, with a file for each kind of record that your role may list: companies, clients, contracts, events, notes, users, roles and the audit log. All files show the same moment, and manifest.json says which, with the number of records and the SHA-256 of each file. Only you can read the files. Nothing is replaced, and an export that is interrupted leaves nothing.',
    examples: [
      { caption: 'Everything as CSV, in a folder named after the date', run: 'export' },
      { caption: 'As workbooks, in an archive', run: 'export agency.zip --format xlsx' },
      { caption: 'Compare the files with the manifest later', run: 'export monthly --json' },
    ],
    notes: [
      'With --format json or --json, each file is one array, and the command answers with the manifest and the path.',
    ],
    next: ['client list', 'audit list'],
  },
} satisfies Record<string, CommandHelp>
