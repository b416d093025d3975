/** Which columns of a list a narrow window keeps, by what was asked of the list. */
import { expect, test } from 'bun:test'
import { columns as clientColumns } from '../../src/client/client.ts'
import { suited } from '../../src/command/applied.ts'
import { columns as contractColumns } from '../../src/contract/contract.ts'
import type { Column, Row } from '../../src/field/column.ts'
import type { Given } from '../../src/field/filter.ts'
import { setUp } from '../terminal/output/terminal.ts'

const at = '2026-06-10T09:00:00Z'
const contract = {
  id: 18,
  client_id: 15,
  client_name: 'Aurélie Bonnet',
  commercial_id: 11,
  commercial_name: 'Julie Perrin',
  total_amount: '36000.00',
  remaining_amount: '36000.00',
  is_signed: false,
  is_fully_paid: false,
  created_at: at,
}
const client = {
  id: 2,
  full_name: 'Camille Roux',
  email: 'camille.roux@courriel.example',
  phone: '+33639980102',
  company_id: 1,
  company_name: 'Cool Startup LLC',
  first_contact_date: at,
  last_contact_date: at,
  commercial_id: 5,
  commercial_name: 'Bill Boquet',
}

/** The headings of a list of one record in a window of 80 columns. */
async function headings(columns: readonly Column[], row: Row, asked: { sort?: string; filters?: Given }) {
  const { out, stdout } = setUp({ stdout: { isTerminal: true, columns: 80 } })
  const page = { desc: false, filters: {}, ...asked }
  await out.list({
    title: () => 'Records',
    columns: suited(columns, page),
    rows: (async function* () {
      yield [row]
    })(),
    limit: 50,
  })
  return (stdout.lines[3] ?? '')
    .split(/ {2,}|│/)
    .map((one) => one.trim())
    .filter(Boolean)
}

test('by default, columns go by their own priority', async () => {
  expect(await headings(contractColumns, contract, {})).toEqual([
    'Id',
    'Client',
    'Total',
    'Remaining',
    'Signed',
    'Fully paid',
  ])
  expect(await headings(clientColumns, client, {})).toEqual(['Id', 'Full name', 'Email', 'Phone', 'Company'])
})

test('what a filter says of every row goes first', async () => {
  const unsigned = await headings(contractColumns, contract, { filters: { unsigned: [true], unpaid: [true] } })
  expect(unsigned).toContain('Salesperson')
  expect(unsigned).not.toContain('Signed')
  // Two values: the title does not say which one a row has.
  const two = await headings(contractColumns, contract, { filters: { client: [15, 16] } })
  expect(two).toContain('Client')
})

test('what the list is sorted by or filtered for stays, also where lists leave it out', async () => {
  expect(await headings(clientColumns, client, { sort: 'last_contact' })).toContain('Last contact')
  expect(await headings(clientColumns, client, { filters: { silent: [{}] } })).toContain('Last contact')
  expect(await headings(contractColumns, contract, { sort: 'created' })).toContain('Created')
})
