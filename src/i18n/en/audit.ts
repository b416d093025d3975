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
    until: 'Until',
    username: 'Username',
    login: 'Database user',
  },
  help: {
    loginsSince: 'Only failed logins since then',
    history: 'Also show the latest changes to the record (needs audit:list)',
  },
  /** Help of the filters of the list. */
  filter: {
    user: 'Only changes made by this user',
    table: 'Only changes to records of this type',
    id: 'Only changes to the record with this id',
    since: 'Only changes in this period or later',
    until: 'Only changes in this period or earlier',
    action: 'Only changes of this kind',
    oldest: 'Oldest changes first; --after then goes on to newer ones',
  },
  action: { insert: 'created', update: 'updated', delete: 'deleted' },
  /** Stands for a value that is absent before or after the change. */
  nothing: '—',
  change: ({ label, from, to }: { label: string; from: string; to: string }) => `${label}: ${from} → ${to}`,
  value: ({ label, value }: { label: string; value: string }) => `${label}: ${value}`,
  gained: ({ label, values }: { label: string; values: string }) => `${label} added: ${values}`,
  lost: ({ label, values }: { label: string; values: string }) => `${label} removed: ${values}`,
  passwordChanged: 'password changed',
  none: 'No changes to show.',
  failedLogins: 'Failed logins',
  unknownUsername: 'unknown username',
  noFailedLogins: 'No failed logins to show.',
  unknownWord: ({ received, words, near }: { received: string; words: string; near: string | undefined }) =>
    `"${received}" is not valid. Known values: ${words}.${near === undefined ? '' : ` Did you mean ${near}?`}`,
}
