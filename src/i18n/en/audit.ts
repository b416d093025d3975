/** The audit log: who changed what, and when. */
export const audit = {
  title: 'Audit log',
  history: 'History',
  latest: 'Latest changes',
  label: {
    id: 'Id',
    at: 'When',
    user_id: 'User',
    table_name: 'Table',
    row_id: 'Record',
    action: 'Action',
    changes: 'Changes',
    old_values: 'Old values',
    new_values: 'New values',
    since: 'Since',
  },
  help: {
    user: 'Only changes made by the user with this id',
    table: 'Only changes to records of this type',
    id: 'Only changes to the record with this id',
    since: 'Only changes since this date: dd/mm/yyyy [HH:MM]',
    history: 'Also show the latest changes to the record (needs audit:list)',
  },
  action: { insert: 'created', update: 'updated', delete: 'deleted' },
  /** Stands for a value that is absent before or after the change. */
  nothing: '—',
  change: ({ label, from, to }: { label: string; from: string; to: string }) => `${label}: ${from} → ${to}`,
  value: ({ label, value }: { label: string; value: string }) => `${label}: ${value}`,
  passwordChanged: 'password changed',
  none: 'No changes to show.',
  unknownTable: ({ received, words, near }: { received: string; words: string; near: string | undefined }) =>
    `"${received}" is not valid. Known values: ${words}.${near === undefined ? '' : ` Did you mean ${near}?`}`,
}
