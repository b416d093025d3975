/** `undo`: what one did, and taking it back. */
const plurals: Readonly<Record<string, string>> = {
  users: 'users',
  role: 'roles',
  company: 'companies',
  client: 'clients',
  contract: 'contracts',
  event: 'events',
  interaction: 'notes',
  payment: 'payments',
  instalment: 'instalments',
}

const capitalized = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)

interface Did {
  readonly what: string
  readonly fields: readonly string[]
}

export const undo = {
  title: 'Your latest changes',
  label: {
    operation: 'Operation',
    at: 'When',
    command: 'Command',
    did: 'What was changed',
    changes: 'Changes',
    undone_by: 'Undone by',
  },
  help: {
    operation: 'Operation to undo: its id, or 8 characters of it or more. Default: your latest',
    list: 'List your 20 latest operations',
    dryRun: 'Show what would be undone, and change nothing',
  },
  none: 'You have not changed anything yet.',
  /** `client 8, Kevin Casey` */
  one: ({ noun, id, label }: { noun: string; id: number | null; label: string | null }) =>
    `${noun}${id === null ? '' : ` ${id}`}${label === null ? '' : `, ${label}`}`,
  many: ({ table, count }: { table: string; count: number }) => `${count} ${plurals[table] ?? table}`,
  did: {
    insert: ({ what }: Did) => `created ${what}`,
    update: ({ what, fields }: Did) => `changed ${what}${fields.length === 0 ? '' : ` (${fields.join(', ')})`}`,
    delete: ({ what }: Did) => `deleted ${what}`,
    hide: ({ what }: Did) => `took back ${what}`,
    show: ({ what }: Did) => `brought back ${what}`,
    cancel: ({ what }: Did) => `cancelled ${what}`,
    count: ({ what }: Did) => `counted ${what} again`,
    merge: ({ what }: Did) => `merged ${what}`,
    split: ({ what }: Did) => `took apart ${what}`,
  },
  sentence: ({ did, final, lacking }: { did: string; final: boolean; lacking: string | null }) => {
    if (final) return `${capitalized(did)} (cannot be undone)`
    return `${capitalized(did)}${lacking === null ? '' : ` (undoing it needs ${lacking})`}`
  },
  /** `refusal`: the sentence that names the permission. */
  lacking: ({ did, refusal }: { did: string; refusal: string }) => `${refusal} This was to be undone: ${did}.`,
  listIsOfAll: '--list shows all your latest operations. To see what undoing one would change, use --dry-run instead.',
  line: ({
    action,
    what,
    changes,
  }: {
    action: 'insert' | 'update' | 'delete' | 'merge' | 'erase'
    what: string
    changes: readonly string[]
  }) => {
    if (action === 'insert') return `Comes back: ${what}`
    if (action === 'delete') return `Is deleted: ${what}`
    if (action === 'merge') return `Was merged: ${what}`
    return `${capitalized(what)} · ${changes.join(' · ')}`
  },
  more: ({ count }: { count: number }) => (count === 1 ? '… and 1 more change' : `… and ${count} more changes`),
  /** Above the rows that would be written. */
  from: ({ at, command }: { at: string; command: string | null }) => `${command ?? 'Operation'}, ${at}`,
  confirm: ({ did }: { did: string }) => `Undo this? ${capitalized(did)}.`,
  undone: ({ did }: { did: string }) => `Undone: ${did}.`,
  would: ({ did }: { did: string }) => `This would be undone: ${did}. Nothing was changed.`,
  already: 'You have undone this already. To have it back, undo that undo.',
  noSuch: ({ received }: { received: string }) =>
    `No operation begins with "${received}", or it is not yours and you may not read the audit log.`,
  tooShort: ({ received, shortest }: { received: string; shortest: number }) =>
    `"${received}" names no operation. Type at least ${shortest} characters of its id.`,
  several: ({ received }: { received: string }) => `Several operations begin with "${received}".`,
  candidate: ({
    operation,
    user_name,
    at,
    command,
  }: {
    operation: string
    user_name: string | null
    at: string
    command: string | null
  }) => `${operation} · ${at} · ${user_name ?? '—'}${command === null ? '' : ` · ${command}`}`,
  /** Who changed the same since. */
  changed: {
    column: ({ what, label, who, at }: { what: string; label: string; who: string; at: string }) =>
      `${what}: ${label} was changed by ${who}${at}`,
    row: ({ what, who, at }: { what: string; who: string; at: string }) => `${what} was made or deleted by ${who}${at}`,
    on: ({ at }: { at: string }) => ` on ${at}`,
    nobody: 'somebody',
  },
}
