/** What programs read: the keys of every command's JSON and the form of their values. A key may be added here; renaming one breaks scripts. */

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'

setDefaultTimeout(60_000)

const forms = {
  id: (value: unknown) => Number.isInteger(value),
  'id?': (value: unknown) => value === null || Number.isInteger(value),
  count: (value: unknown) => Number.isInteger(value) && Number(value) >= 0,
  text: (value: unknown) => typeof value === 'string',
  'text?': (value: unknown) => value === null || typeof value === 'string',
  yesNo: (value: unknown) => typeof value === 'boolean',
  amount: (value: unknown) => /^\d+\.\d\d$/.test(String(value)) && typeof value === 'string',
  // RFC 3339, with the offset of the reader's zone
  time: (value: unknown) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?\+0[12]:00$/.test(String(value)),
  'time?': (value: unknown) => value === null || forms.time(value),
  'day?': (value: unknown) => value === null || /^\d{4}-\d\d-\d\d$/.test(String(value)),
  number: (value: unknown) => typeof value === 'number',
  'number?': (value: unknown) => value === null || forms.number(value),
  words: (value: unknown) => Array.isArray(value) && value.every((word) => typeof word === 'string'),
  rows: (value: unknown) => Array.isArray(value) && value.every((row) => typeof row === 'object'),
  'object?': (value: unknown) => value === null || (typeof value === 'object' && !Array.isArray(value)),
} as const
type Form = keyof typeof forms
type Shape = Readonly<Record<string, Form>>

const written: Shape = { created_at: 'time', updated_at: 'time', version: 'id' }
const user: Shape = {
  id: 'id',
  username: 'text',
  full_name: 'text',
  email: 'text',
  phone: 'text?',
  role_id: 'id',
  role_name: 'text',
  is_active: 'yesNo',
  last_login: 'time?',
  ...written,
}
const role: Shape = {
  id: 'id',
  name: 'text',
  permissions: 'words',
  permission_count: 'count',
  people_count: 'count',
  ...written,
}
const companyRow: Shape = { id: 'id', name: 'text', billing_address: 'text?', vat_number: 'text?', ...written }
const company: Shape = { ...companyRow, client_count: 'count' }
const clientRow: Shape = {
  id: 'id',
  full_name: 'text',
  email: 'text',
  phone: 'text?',
  company_id: 'id?',
  company_name: 'text?',
  first_contact_date: 'time',
  last_contact_date: 'time?',
  next_contact_date: 'day?',
  commercial_id: 'id',
  commercial_name: 'text',
  ...written,
}
const client: Shape = { ...clientRow, contract_count: 'count' }
const contractRow: Shape = {
  id: 'id',
  client_id: 'id',
  client_name: 'text',
  commercial_id: 'id',
  commercial_name: 'text',
  total_amount: 'amount',
  remaining_amount: 'amount',
  is_signed: 'yesNo',
  is_fully_paid: 'yesNo',
  next_due: 'day?',
  signed_at: 'time?',
  ...written,
}
const contract: Shape = { ...contractRow, paid_amount: 'amount', event_count: 'count' }
const payment: Shape = {
  ...{
    id: 'id',
    contract_id: 'id',
    amount: 'amount',
    paid_on: 'day?',
    method: 'text',
    reference: 'text?',
    kind: 'text',
  },
  ...{ user_id: 'id', user_name: 'text', created_at: 'time', cancelled_at: 'time?', cancelled_why: 'text?' },
  ...{ remaining_amount: 'amount', next_due: 'day?' },
}
const schedule: Shape = {
  ...{ contract_id: 'id', client_id: 'id', client_name: 'text', total_amount: 'amount', paid_amount: 'amount' },
  ...{ remaining_amount: 'amount', next_due: 'day?', schedule: 'rows' },
}
const eventRow: Shape = {
  id: 'id',
  contract_id: 'id',
  client_id: 'id',
  client_name: 'text',
  title: 'text',
  full_address: 'text',
  start_date: 'time',
  end_date: 'time',
  participant_count: 'count',
  support_contact_id: 'id?',
  support_contact_name: 'text?',
  commercial_id: 'id',
  commercial_name: 'text',
  notes: 'text?',
  ...written,
}
const event: Shape = { ...eventRow, client_email: 'text', client_phone: 'text?' }
const entry: Shape = {
  id: 'id',
  at: 'time',
  user_id: 'id?',
  user_name: 'text?',
  action: 'text',
  old_values: 'object?',
  new_values: 'object?',
  operation: 'text?',
  command: 'text?',
}
const note: Shape = {
  ...{ id: 'id', client_id: 'id', client_name: 'text', event_id: 'id?', event_title: 'text?', at: 'time' },
  ...{ kind: 'text', text: 'text?', next_on: 'day?', no_next: 'yesNo', user_id: 'id', user_name: 'text' },
  cancelled_at: 'time?',
}
const deleted: Shape = { id: 'id' }
const session: Shape = {
  ...{ id: 'id', user_id: 'id', user_name: 'text', device: 'text?' },
  ...{ created_at: 'time', last_used_at: 'time', ends_at: 'time', current: 'yesNo' },
}

let agency: Agency
let manager: Person, anna: Person, bill: Person, sam: Person

beforeAll(async () => {
  agency = await openAgency('server')
  ;[manager, anna, bill] = [
    await agency.person('management'),
    await agency.person('commercial'),
    await agency.person('commercial'),
  ]
  sam = await agency.person('support')
  await agency.run(['login', '-u', anna.username, '--password-stdin'], { stdin: 'Wrong-2026' })
}, 60_000)
afterAll(() => agency?.close())

type Row = [line: string, as: () => Person, answers: 'one' | 'list' | 'nothing', shape: Shape, stdin?: string]

// The commands run in this order, because each one uses the records of those before it. `SAM` and the like are ids.
const commands: readonly Row[] = [
  [
    'whoami',
    () => anna,
    'one',
    {
      id: 'id',
      username: 'text',
      full_name: 'text',
      role_id: 'id',
      role_name: 'text',
      database: 'text',
      session_expires_at: 'time',
      permissions: 'words',
    },
  ],
  ['company create --name Acme', () => manager, 'one', company],
  ['company update 1 --name ACME', () => manager, 'one', company],
  ['company view 1', () => anna, 'one', company],
  ['company list', () => sam, 'list', companyRow],
  ['client create -n Anne -e anne@client.fr -p 0612345678 -c 1 -l 01/02/2026', () => anna, 'one', client],
  ['client create -n Bare -e bare@client.fr', () => anna, 'one', client],
  ['client update 1 --full-name Anna', () => anna, 'one', client],
  ['client view 1', () => sam, 'one', client],
  ['client view 1 --history', () => manager, 'one', { ...client, history: 'rows', interactions: 'rows' }],
  ['client note 2 Hello --next 2030-01-31', () => anna, 'one', note],
  ['client contacted 2', () => anna, 'one', note],
  ['client list', () => manager, 'list', clientRow],
  ['contract create --client-id 1 --total-amount 1200.5 --is-signed', () => anna, 'one', contract],
  ['contract pay 1 100 --reference R', () => anna, 'one', payment],
  ['contract schedule 1 30%@signature rest@2030-01-01', () => anna, 'one', schedule],
  ['contract payments 1', () => sam, 'one', { ...schedule, payments: 'rows' }],
  ['contract cancel-payment 1 --reason Wrong --yes', () => manager, 'one', payment],
  [
    'report ageing',
    () => manager,
    'list',
    {
      ...{ client_id: 'id', client_name: 'text', not_due: 'text', days_1_30: 'text', days_31_60: 'text' },
      ...{ days_61_90: 'text', days_over_90: 'text', total: 'text' },
    },
  ],
  ['contract update 1 --remaining-amount 0', () => anna, 'one', contract],
  ['contract view 1', () => sam, 'one', contract],
  ['contract view 1 --history', () => manager, 'one', { ...contract, history: 'rows' }],
  ['contract list', () => manager, 'list', contractRow],
  ['event create -c 1 -t Gala -a Lyon -s 12/06/2027 -e 13/06/2027', () => anna, 'one', event],
  ['event assign_support 1 SAM', () => manager, 'one', event],
  ['event update 1 --notes Fine', () => sam, 'one', event],
  ['event view 1', () => anna, 'one', event],
  ['event view 1 --history', () => manager, 'one', { ...event, history: 'rows', interactions: 'rows' }],
  ['event note 1 Hello', () => sam, 'one', { ...note, event_id: 'id', event_title: 'text' }],
  ['event list', () => sam, 'list', eventRow],
  [
    'event assign_support 1 --suggest',
    () => manager,
    'list',
    {
      ...{ id: 'id', full_name: 'text', free: 'yesNo', clashes: 'count', tight: 'count' },
      ...{ week_events: 'count', week_hours: 'number' },
    },
  ],
  [
    'report workload 2027-06',
    () => manager,
    'list',
    {
      ...{ week: 'text', support_contact_id: 'id?', support_contact_name: 'text' },
      ...{ events: 'count', hours: 'number', clashes: 'count' },
    },
  ],
  [
    'report revenue 2027',
    () => manager,
    'list',
    { month: 'text', amount: 'text', previous: 'text', change: 'text', change_percent: 'number?' },
  ],
  ['report pipeline', () => manager, 'list', { stage: 'text', contracts: 'count', total: 'text', remaining: 'text' }],
  [
    'today',
    () => manager,
    'one',
    {
      full_name: 'text',
      role: 'text',
      total_due: 'text',
      running_events: 'rows',
      clashes: 'rows',
      unassigned_events: 'rows',
      overdue_instalments: 'rows',
      due_this_week: 'rows',
      unsigned_contracts: 'rows',
      due_contracts: 'rows',
    },
  ],
  [
    'user create -u somebody -n New -e new@agency.fr -r support --password-stdin',
    () => manager,
    'one',
    user,
    'Sesame-2026\n',
  ],
  ['user update 5 -n Newer', () => manager, 'one', user],
  ['user view 5', () => manager, 'one', user],
  ['user view 5 --history', () => manager, 'one', { ...user, history: 'rows' }],
  ['user list', () => manager, 'list', user],
  [
    'user hand-over ANNA BILL --yes',
    () => manager,
    'one',
    {
      from_id: 'id',
      from_name: 'text',
      to_id: 'id',
      to_name: 'text',
      clients: 'count',
      contracts: 'count',
      events: 'count',
    },
  ],
  ['user update-password 5 --password-stdin', () => manager, 'nothing', {}, 'Sesame-2027\n'],
  ['user delete 5 --yes', () => manager, 'one', deleted],
  ['role create -n payer', () => manager, 'one', role],
  ['role grant payer client:view', () => manager, 'one', role],
  ['role revoke payer client:view', () => manager, 'one', role],
  ['role update payer -n cashier', () => manager, 'one', role],
  ['role view support', () => manager, 'one', { ...role, people: 'rows' }],
  ['role list', () => manager, 'list', role],
  ['role permissions', () => manager, 'list', { code: 'text', allows: 'text', roles: 'words' }],
  ['role delete cashier --yes', () => manager, 'one', deleted],
  ['session list', () => anna, 'list', session],
  ['session list --everyone', () => manager, 'list', session],
  ['session revoke 4', () => manager, 'one', session],
  ['audit failed-logins', () => manager, 'list', { id: 'id', at: 'time', username: 'text?', login: 'text' }],
  ['audit list', () => manager, 'list', { ...entry, table_name: 'text', row_id: 'id' }],
  ['event delete 1 --yes', () => manager, 'one', deleted],
  ['contract delete 1 --yes', () => manager, 'one', { ...deleted, event_count: 'count' }],
  ['client delete 2 --yes', () => bill, 'one', deleted],
  ['company delete 1 --yes', () => manager, 'one', { ...deleted, client_count: 'count' }],
]

test.each(commands.map((row) => [row[0], row] as const))('%s', async (_, [line, as, answers, shape, stdin]) => {
  const argv = line.replace('SAM', `${sam.id}`).replace('ANNA', `${anna.id}`).replace('BILL', `${bill.id}`).split(' ')
  const { code, stdout, stderr } = await agency.run([...argv, '--json'], { as: as(), ...(stdin ? { stdin } : {}) })
  expect(code, stderr).toBe(Exit.ok)
  if (answers === 'nothing') return expect(stdout).toBe('')
  const answer = JSON.parse(stdout) as Record<string, unknown> | Record<string, unknown>[]
  expect(Array.isArray(answer)).toBe(answers === 'list')
  const rows = [answer].flat()
  expect(rows.length).toBeGreaterThan(0)
  for (const row of rows) {
    expect(Object.keys(row).sort()).toEqual(Object.keys(shape).sort())
    const wrong = Object.entries(row).filter(([key, value]) => !forms[shape[key] ?? 'text'](value))
    expect(wrong).toEqual([])
    for (const past of (row['history'] as Record<string, unknown>[]) ?? [])
      expect(Object.keys(past).sort()).toEqual(Object.keys(entry).sort())
  }
})

test('an error → on stderr alone: code, message, next commands, and what is wrong with each option', async () => {
  const { code, stdout, stderr } = await agency.run(
    ['contract', 'create', '--total-amount', '1,200', '--is-signed=perhaps', '--json'],
    { as: anna },
  )
  expect([code, stdout]).toEqual([Exit.usage, ''])
  const { error, ...more } = JSON.parse(stderr)
  expect(more).toEqual({})
  expect([error.code, typeof error.message, Array.isArray(error.next)]).toEqual(['usage', 'string', true])
  expect(Object.keys(error.fields).sort()).toEqual(['client_id', 'is_signed', 'total_amount'])
})

test('another language → the same keys, codes and values', async () => {
  const lines = [
    'client list',
    'contract list',
    'role permissions',
    'client view 1',
    'client view 999',
    'user view 1',
    'contract creat',
  ]
  for (const line of lines) {
    const [english, french] = [
      await agency.run([...line.split(' '), '--json'], { as: bill }),
      await agency.run([...line.split(' '), '--json'], { as: bill, lang: 'fr' }),
    ]
    expect(french.code).toBe(english.code)
    if (english.code === Exit.ok) expect(french.stdout).toBe(english.stdout)
    else {
      const [one, other] = [english, french].map(({ stderr }) => JSON.parse(stderr).error)
      expect([other.code, other.next, Object.keys(other.fields)]).toEqual([one.code, one.next, Object.keys(one.fields)])
      expect(other.message).not.toBe(one.message)
    }
  }
})
