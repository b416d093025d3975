/**
 * What each column of text holds: what is personal of a client, with what takes its place when the client's data are erased, and what is not.
 * The function `epic_events.personal()` follows from it, and a test finds every column of a database here.
 */

/** What takes the place of a value; `#` is the id of the row. null: nothing does. */
type Replacement = string | null

/** Table → column → what takes its place. They are replaced in the rows of a client, and wherever the audit log has kept them. */
export const personal = {
  client: { full_name: 'erased-#', email: 'erased-#@erased.invalid', phone: null },
  interaction: { text: null },
  event: { title: 'erased', full_address: 'erased', notes: null },
  payment: { reference: null, cancelled_why: null },
  instalment: { label: null },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Replacement>>>>

/** Table → column of text that holds nothing personal of a client → why. */
export const impersonal: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  audit_log: {
    user_name: 'a colleague, who answers for the change',
    operation: 'an id',
    command: 'the words of a verb',
    table_name: 'a word of ours',
    action: 'a word of ours',
    old_values: 'what the other tables hold: each personal column is replaced in it',
    new_values: 'what the other tables hold: each personal column is replaced in it',
  },
  client: {
    name_key: 'follows from the name',
    search: 'follows from the other columns',
    words: 'follows from the other columns',
  },
  company: {
    name: 'a company is no person',
    billing_address: 'a company is no person',
    vat_number: 'a company is no person',
    name_key: 'follows from the name',
    search: 'follows from the name',
  },
  contract: { words: 'follows from the client' },
  ended: { why: 'a word of ours' },
  erasure: { reason: 'why it was erased; a reason that names the client is refused' },
  event: {
    title_key: 'follows from the title',
    search: 'follows from the other columns',
    words: 'follows from the other columns',
  },
  interaction: { kind: 'a word of ours' },
  login_attempt: {
    username: 'a colleague',
    login: 'a role of PostgreSQL',
    verdict: 'a word of ours',
  },
  merged: { table_name: 'a word of ours' },
  payment: { method: 'a word of ours', kind: 'a word of ours' },
  permission: { name: 'a word of ours' },
  role: { name: 'a role', permissions: 'words of ours' },
  session: { device: "a colleague's machine", revoked_why: 'a word of ours' },
  session_secret: { kind: 'a word of ours' },
  users: {
    username: 'a colleague',
    full_name: 'a colleague',
    email: 'a colleague',
    phone: 'a colleague',
    password_hash: 'a hash',
    name_key: 'a colleague',
    search: 'a colleague',
    words: 'a colleague',
  },
}
