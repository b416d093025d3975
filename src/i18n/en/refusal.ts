/** Why not: sessions, permissions, records that are not there, edits that came too late. */
export const refusal = {
  login: 'Please login first.',
  expired: 'Session missing or expired. Please login again.',
  nobodyYet: 'Nobody exists in this database yet: create the first manager.',
  forbidden: ({ code }: { code: string }) => `You don't have permission to do this: it needs ${code}.`,
  forbiddenHere: ({ code }: { code: string }) =>
    `You don't have permission to do this here: it needs ${code}, and yours is for other records only.`,
  forbiddenRow: "You don't have permission to do this on that record.",
  notFound: 'There is no such record, or none that you may see.',
  noSuch: ({ noun, id }: { noun: string; id: number | string }) =>
    `There is no ${noun} ${id}, or none that you may see.`,
  stale: ({ noun, id, version }: { noun: string; id: number; version: number }) =>
    `The ${noun} ${id} was changed meanwhile (it is at version ${version} now). Nothing was written.`,
  staleField: ({ label, now, yours }: { label: string; now: string; yours: string }) =>
    `${label}: now ${now}, yours ${yours}`,
  byConstraint: ({ constraint }: { constraint: string }) => `The database refuses this (${constraint}).`,
  locked: 'Somebody else is changing the same record right now. Try again in a moment.',
  tooSlow: 'The database took too long and the command was given up. Nothing was written.',
  readOnly:
    'This database server takes no changes: it is a standby. Name the primary in DATABASE_URL, or add target_session_attrs=read-write.',
  noResources: 'The database server is out of memory, disk or connections. Nothing was written.',
  shutDown: 'The database server is shutting down. Nothing was written.',
  applied: 'The connection was lost before the answer came. The change was applied.',
  notApplied: 'The connection was lost before the answer came. The change was not applied: you can safely repeat it.',
  unknownApplied:
    'The connection was lost before the answer came, and the database cannot be asked. Look whether the change was applied before you repeat it.',
}

/** What a record is called, in the middle of a sentence. */
export const noun = {
  user: 'user',
  role: 'role',
  company: 'company',
  client: 'client',
  contract: 'contract',
  event: 'event',
  audit: 'audit entry',
}
