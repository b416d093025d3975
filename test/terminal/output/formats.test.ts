import { expect, test } from 'bun:test'
import fc from 'fast-check'
import type { RecordAnswer } from '../../../src/terminal/output/output.ts'
import { jsonText } from '../../../src/text/json-text.ts'
import {
  batches,
  clientColumns,
  clientList,
  clients,
  contractColumns,
  contractList,
  contracts,
  setUp,
} from './terminal.ts'

const kevin: RecordAnswer = {
  title: () => 'CLIENT 8 · Kevin Casey',
  columns: [...clientColumns, { key: 'notes', kind: 'lines', label: () => 'Notes' }],
  row: { ...clients[0], notes: 'first "line"\nsecond' },
  parts: [{ key: 'contracts', title: () => 'CONTRACTS', columns: contractColumns, rows: contracts }],
}

test('JSON of a list: one array, a record a line, keys and values never translated', async () => {
  for (const lang of ['en', 'fr'] as const) {
    const { out, stdout, stderr } = setUp({ globals: { format: 'json' }, lang })
    await out.list(contractList())
    expect(JSON.parse(stdout.text)).toEqual([
      {
        id: 1,
        client_id: 8,
        client_name: 'Kevin Casey',
        total_amount: '1200.50',
        is_signed: true,
        start_date: '2026-06-13T14:00:00+02:00',
      },
      {
        id: 2,
        client_id: 12,
        client_name: 'Anne',
        total_amount: '9999999999.99',
        is_signed: false,
        start_date: '2026-06-11T00:30:00+02:00',
      },
      { id: 3, client_id: 12, client_name: 'Anne', total_amount: '0', is_signed: false, start_date: null },
    ])
    expect(stdout.lines).toHaveLength(5)
    expect(stderr.text).toBe('')
  }
})

test('JSON holds every column in order, those of the card too, and null where there is nothing', async () => {
  const { out, stdout } = setUp({ globals: { format: 'json' } })
  await out.list(clientList([{ id: 1, full_name: '' }]))
  expect(stdout.text).toBe(
    '[\n{"id":1,"full_name":"","email":null,"phone":null,"company_id":null,"company_name":null,"commercial_id":null,"commercial_name":null,"version":null}\n]\n',
  )
})

test('JSON of nothing is an empty array, without a word beside it', async () => {
  const { out, stdout, stderr } = setUp({ globals: { format: 'json' } })
  await out.list(clientList([], { empty: () => 'No client yet.', next: ['client create'] }))
  expect(stdout.text).toBe('[]\n')
  expect(stderr.text).toBe('')
})

test('JSON of a record: one object, its parts further keys; indented for a person', async () => {
  const piped = setUp({ globals: { format: 'json' } })
  await piped.out.record(kevin)
  expect(piped.stdout.lines).toHaveLength(1)
  const object = JSON.parse(piped.stdout.text)
  expect(object).toMatchObject({
    id: 8,
    company_id: 3,
    company_name: 'Cool Startup LLC',
    notes: 'first "line"\nsecond',
  })
  expect(object.contracts).toHaveLength(3)
  expect(object.contracts[0].total_amount).toBe('1200.50')

  const terminal = setUp({ globals: { format: 'json' }, stdout: { isTerminal: true } })
  await terminal.out.record(kevin)
  expect(JSON.parse(terminal.stdout.text)).toEqual(object)
  expect(terminal.stdout.text).toStartWith('{\n  "id": 8,\n')

  const list = setUp({ globals: { format: 'json' }, stdout: { isTerminal: true } })
  await list.out.list(clientList())
  expect(list.stdout.text).toStartWith('[\n  {\n    "id": 8,\n')
  expect(JSON.parse(list.stdout.text)).toHaveLength(2)
})

test('JSON reads back the same, and shows no control character or override raw', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (value, text) => {
      const whole = { value, [text]: text }
      expect(JSON.parse(jsonText(whole))).toEqual(JSON.parse(JSON.stringify(whole)))
    }),
  )
  expect(jsonText('\x1b[31m\x7f\x9b\u2028\u202e\u2066é👨‍👩‍👧')).toBe(
    '"\\u001b[31m\\u007f\\u009b\\u2028\\u202e\\u2066é👨‍👩‍👧"',
  )
})

test('half a list is not valid JSON', async () => {
  const { out, stdout } = setUp({ globals: { format: 'json' } })
  async function* broken() {
    yield clients
    throw new Error('connection lost')
  }
  await expect(out.list(clientList([], { rows: broken() }))).rejects.toThrow('connection lost')
  expect(() => JSON.parse(stdout.text)).toThrow()
})

test('CSV: keys, then data; formulas defused unless --raw; numbers stay numbers', async () => {
  const rows = [{ ...clients[0], full_name: '=cmd()', email: 'say "hi", you', phone: null }]
  const safe = setUp({ globals: { format: 'csv' }, lang: 'fr' })
  await safe.out.list(clientList(rows))
  expect(safe.stdout.text).toBe(
    'id,full_name,email,phone,company_id,company_name,commercial_id,commercial_name,version\n' +
      '8,\'=cmd(),"say ""hi"", you",,3,Cool Startup LLC,5,Bill Boquet,1\n',
  )
  const raw = setUp({ globals: { format: 'csv', raw: true } })
  await raw.out.list(clientList(rows))
  expect(raw.stdout.text).toContain('8,=cmd(),')

  const amounts = setUp({ globals: { format: 'csv' }, lang: 'fr' })
  await amounts.out.list(contractList())
  expect(amounts.stdout.text.split('\n')[1]).toBe('1,8,Kevin Casey,1200.50,true,2026-06-13T14:00:00+02:00')
})

test('CSV and TSV: phones are phones, as in JSON; the same digits in a text are not', async () => {
  const rows = [{ ...clients[0], full_name: '+33639980101', phone: '+33639980101' }]
  for (const [format, separator] of [
    ['csv', ','],
    ['tsv', '\t'],
  ] as const) {
    const { out, stdout } = setUp({ globals: { format }, lang: 'fr' })
    await out.list(clientList(rows))
    const [, , email, phone] = stdout.text.split('\n')[1]?.split(separator) ?? []
    expect({ name: stdout.text.includes("'+33639980101"), phone }).toEqual({ name: true, phone: '+33639980101' })
    expect(email).toContain('@')
  }
})

test('a reference by name is text: it can be a formula', async () => {
  const { out, stdout } = setUp({ globals: { format: 'csv' } })
  const columns = [{ key: 'role', kind: 'reference', label: () => 'Role', nameKey: 'role_name' }] as const
  await out.list({ title: () => 'X', columns, rows: batches([{ role: '=1+1', role_name: '-2' }]), limit: 0 })
  expect(stdout.text).toBe("role,role_name\n'=1+1,'-2\n")
})

test('TSV: one line a record; of nothing, the heading alone; CSV of a record', async () => {
  const tsv = setUp({ globals: { format: 'tsv' } })
  await tsv.out.record(kevin)
  expect(tsv.stdout.lines).toHaveLength(2)
  expect(tsv.stdout.text).toEndWith('\t1\tfirst "line"\\nsecond\n')

  const empty = setUp({ globals: { format: 'csv' } })
  await empty.out.list(contractList([]))
  expect(empty.stdout.text).toBe('id,client_id,client_name,total_amount,is_signed,start_date\n')

  const csv = setUp({ globals: { format: 'csv' } })
  await csv.out.record(kevin)
  expect(csv.stdout.text).toEndWith(',1,"first ""line""\nsecond"\n')
})

test('CSV in a pipe is what is stored; on a terminal it cannot act', async () => {
  const rows = [{ id: 1, full_name: 'a\x1b[31m\u202eb' }]
  const piped = setUp({ globals: { format: 'csv' } })
  await piped.out.list(clientList(rows))
  expect(piped.stdout.text).toContain('1,a\x1b[31m\u202eb,')
  const terminal = setUp({ globals: { format: 'csv' }, stdout: { isTerminal: true } })
  await terminal.out.list(clientList(rows))
  expect(terminal.stdout.text).toContain('1,a\\x1b[31m\\u{202e}b,')
})

test('--quiet: ids only; with a format, that format and no notes', async () => {
  const quiet = setUp({ globals: { quiet: true } })
  await quiet.out.list(clientList(clients, { limit: 1 }))
  await quiet.out.record(kevin)
  expect(quiet.stdout.text).toBe('8\n8\n')
  expect(quiet.stderr.text).toBe('')

  const both = setUp({ globals: { quiet: true, format: 'json' } })
  await both.out.list(clientList(clients, { limit: 1 }))
  expect(JSON.parse(both.stdout.text)).toHaveLength(1)
  expect(both.stderr.text).toBe('')

  const codes = setUp({ globals: { quiet: true } })
  const columns = [{ key: 'code', kind: 'text', label: () => 'Code' }] as const
  await codes.out.list({ title: () => 'X', columns, rows: batches([{ code: 'client:list' }]), limit: 0 })
  expect(codes.stdout.text).toBe('client:list\n')
})

test('a piped table is aligned, unframed, unshortened, without spaces at a line end', async () => {
  const { out, stdout } = setUp({ stdout: { columns: 20 } })
  await out.list(contractList(contracts.slice(0, 2)))
  expect(stdout.lines).toEqual([
    'ID  Client                       Total  State       Start',
    ' 1  Kevin Casey (8)          €1,200.50  ✓ signed    13/06/2026 14:00 ! in 3 days',
    ' 2  Anne (12)        €9,999,999,999.99  ✗ unsigned  11/06/2026 00:30 ! tomorrow',
  ])
})

test('a piped record is label and value, aligned', async () => {
  const { out, stdout } = setUp({ lang: 'fr' })
  await out.record({
    ...kevin,
    parts: [{ key: 'contracts', title: () => 'CONTRATS', columns: contractColumns, rows: [] }],
  })
  expect(stdout.lines).toEqual([
    'ID\u00a0:          8',
    'Nom complet\u00a0: Kevin Casey',
    'Email\u00a0:       kevin@startup.io',
    'Téléphone\u00a0:   +678 12345678',
    'Entreprise\u00a0:  Cool Startup LLC (3)',
    'Commercial\u00a0:  Bill Boquet (5)',
    'Version\u00a0:     1',
    'Notes\u00a0:       first "line"',
    '              second',
    '',
    'CONTRATS (0)',
  ])
})

test('a window under 60 columns and a screen reader get one record a block', async () => {
  const expected = ['ID: 1', 'Client: Kevin Casey (8)', 'Total: €1,200.50']
  const narrow = setUp({ stdout: { isTerminal: true, columns: 59 } })
  await narrow.out.list(contractList(contracts.slice(0, 1)))
  expect(narrow.stdout.lines).toEqual([
    'CONTRACTS (1)',
    '',
    ...expected,
    'State: ✓ signed',
    'Start: 13/06/2026 14:00 ! in 3 days',
  ])
  const accessible = setUp({ globals: { accessible: true }, stdout: { isTerminal: true, columns: 120 } })
  await accessible.out.list(contractList(contracts.slice(0, 1)))
  expect(accessible.stdout.lines).toEqual([
    'CONTRACTS (1)',
    '',
    ...expected,
    'State: signed',
    'Start: 13/06/2026 14:00 (in 3 days)',
  ])
  const piped = setUp({ globals: { accessible: true } })
  await piped.out.list(contractList(contracts.slice(0, 1)))
  expect(piped.stdout.lines).toEqual([...expected, 'State: signed', 'Start: 13/06/2026 14:00 (in 3 days)'])
})

for (const lang of ['en', 'fr'] as const) {
  test(`tables and a card at 80 columns (${lang})`, async () => {
    const { out, stdout } = setUp({ lang, stdout: { isTerminal: true, columns: 80 } })
    await out.list(clientList())
    await out.list(contractList(contracts, { limit: 2 }))
    await out.record(kevin)
    expect(stdout.text).toMatchSnapshot()
  })
}
