/** What the guards leave to the database itself, table by table. */
import type { Resource } from './catalogue.ts'

/** What a guard has to know about its table, besides the guarded columns. */
interface Exceptions {
  /**
   * Columns that only the database writes and that nobody else is granted: a foreign key carries them along, a function that judges by
   * itself sets them, or they are generated (a BEFORE trigger sees those as null). An update of them is not judged. Those that serve
   * lists are in `keptColumns`.
   */
  readonly kept: readonly string[]
  /** Columns that are emptied when the row is deleted to which they point (ON DELETE SET NULL). That is nobody's edit. */
  readonly emptiedBy: readonly string[]
  /**
   * Guarded column → the value that an insert may give it without the column's permission; `any`: the right to create is enough.
   * A guarded column that is missing here must be null.
   */
  readonly onInsert: Readonly<Record<string, string>>
  /** Columns that follow from rows of another table, whose trigger writes them, besides those who may update this one. */
  readonly followed?: readonly string[]
  /** Guarded columns that a trigger of another table writes too. */
  readonly settled?: readonly string[]
  /** Whether a merge fills rows and brings them back, which its functions judge by themselves. */
  readonly merged?: true
}

export const noExceptions: Exceptions = { kept: [], emptiedBy: [], onInsert: {} }

export const exceptions: Readonly<Partial<Record<Resource, Exceptions>>> = {
  client: {
    kept: [],
    emptiedBy: ['company_id'],
    onInsert: { commercial_id: 'epic_events.uid()' },
    // A note moves them.
    followed: ['last_contact_date', 'next_contact_date'],
    merged: true,
  },
  event: {
    kept: ['commercial_id', 'contract_signed'],
    emptiedBy: ['support_contact_id'],
    onInsert: { contract_id: 'any' },
  },
  payment: {
    kept: [],
    emptiedBy: ['user_id'],
    onInsert: {},
    // When a change of what remains is undone, its adjustment is cancelled.
    settled: ['cancelled_at', 'cancelled_why'],
  },
  // `governs` judges the role of a new person.
  user: {
    kept: ['password_hash', 'must_change', 'last_login'],
    emptiedBy: [],
    onInsert: { role_id: 'any', is_active: 'any' },
  },
}
