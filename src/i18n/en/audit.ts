/** The audit log: who changed what, and when. */
export const audit = {
  title: 'Audit log',
  history: 'History',
  latest: 'Latest changes',
  label: {
    id: 'Id',
    at: 'When',
    user_id: 'Who',
    table_name: 'Table',
    row_id: 'Record',
    action: 'Action',
    changes: 'Changes',
    old_values: 'Old values',
    new_values: 'New values',
    since: 'Since',
  },
  help: {
    user: 'Only what this user did (id)',
    table: 'Only changes of these records',
    id: 'Only changes of the record with this id',
    since: 'Only from this date on',
    history: 'Show the latest changes of the record too; needs audit:list',
  },
  action: { insert: 'created', update: 'changed', delete: 'deleted' },
  /** A value that there was not, or is not any more. */
  nothing: '—',
  change: ({ label, from, to }: { label: string; from: string; to: string }) => `${label}: ${from} → ${to}`,
  value: ({ label, value }: { label: string; value: string }) => `${label}: ${value}`,
  passwordChanged: 'password changed',
  none: 'Nothing to show: no change matches.',
  unknownTable: ({ received, words, near }: { received: string; words: string; near: string | undefined }) =>
    `"${received}" is none of ${words}.${near === undefined ? '' : ` Did you mean ${near}?`}`,
}
