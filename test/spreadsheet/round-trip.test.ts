import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { columns as clientColumns, fields as clientFields } from '../../src/client/client.ts'
import { columns as contractColumns, fields as contractFields } from '../../src/contract/contract.ts'
import type { Column, Row } from '../../src/field/column.ts'
import type { Field, Fields } from '../../src/field/field.ts'
import { cellReader } from '../../src/spreadsheet/cell.ts'
import { dateOrderOf } from '../../src/spreadsheet/date-order.ts'
import { openSheet } from '../../src/spreadsheet/open.ts'
import { recogniseSheet } from '../../src/spreadsheet/recognise.ts'
import { csv, tsv } from '../../src/terminal/output/csv.ts'
import { data } from '../../src/terminal/output/data.ts'
import { en, fr } from './files.ts'

const formats = { csv, tsv } as const

/** The values of an import of what an export has written, by column. */
async function again(noun: 'client' | 'contract', format: keyof typeof formats, rows: readonly Row[]): Promise<Row[]> {
  const [columns, fields]: [readonly Column[], Fields] =
    noun === 'client' ? [clientColumns, clientFields] : [contractColumns, contractFields]
  let written = ''
  const out = {
    isTerminal: false,
    async write(text: string) {
      written += text
    },
  }
  const batches = async function* () {
    yield rows
  }
  await formats[format].list({ columns }, batches(), { out, t: fr, raw: false } as never)
  const sheet = await openSheet(new Blob([written]), { keys: data(columns).map(({ key }) => key) })
  expect(sheet.kind).toBe(format)
  const writable: readonly Field[] = Object.values(fields)
  const { columns: found } = await recogniseSheet(sheet, { noun, fields: writable, exported: columns })
  const order = await dateOrderOf(sheet, found, en)
  const read: Row[] = []
  for await (const { cells } of sheet.rows()) {
    const values = found.map(({ field, text }) => [
      field.column,
      cellReader(field, { kind: sheet.kind, order, t: en })(text(cells)),
    ])
    read.push(Object.fromEntries(values.map(([column, value]) => [column, value === undefined ? null : value])))
  }
  return read
}

const text = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.string({ unit: fc.constantFrom(...`a"';,|=+-@\\é \u202f日`), maxLength: 20 }),
  )
  .map((each) => each.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '').trim())
  .filter((each) => /[\p{L}\p{N}]/u.test(each) && !/^#/.test(each))
const instant = fc
  .tuple(fc.integer({ min: 0, max: 4_000_000_000 }), fc.constantFrom('', '.123456', '.5'))
  .map(([second, fraction]) => `${new Date(second * 1000).toISOString().slice(0, 19)}${fraction}+00:00`)
const kept = { created_at: '2026-01-01T00:00:00+00:00', updated_at: '2026-01-01T00:00:00.5+00:00', version: 3 }
const id = fc.integer({ min: 1, max: 2_147_483_647 })

test('every value of a client, byte for byte', async () => {
  const client = fc.record({
    full_name: text,
    email: fc.constantFrom('zoe@ex.fr', '+x=@exämple.com', "'o'@ex.fr"),
    phone: fc.constantFrom(null, '+33639980101', '+67812345678'),
    company_id: fc.option(id),
    first_contact_date: instant,
    last_contact_date: fc.option(instant),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(client, { minLength: 1, maxLength: 4 }),
      fc.constantFrom('csv', 'tsv'),
      async (clients, format) => {
        const rows = clients.map((each, at) => ({
          ...each,
          ...kept,
          id: at + 1,
          commercial_id: 5,
          company_name: each.full_name,
          commercial_name: '=1',
        }))
        const expected = clients.map((each) =>
          Object.fromEntries(Object.entries(each).map(([key, value]) => [key, value === null ? null : { value }])),
        )
        const got = await again('client', format as 'csv', rows)
        const comparable = (all: readonly Row[]) =>
          all.map((row) =>
            Object.fromEntries(
              Object.entries(row).map(([key, value]) => [key, key.endsWith('_date') ? momentOf(value) : value]),
            ),
          )
        expect(comparable(got)).toEqual(comparable(expected))
      },
    ),
    { numRuns: 60 },
  )
})

/** An instant to the nanosecond. */
const momentOf = (value: unknown) =>
  value === null ? null : Temporal.Instant.from((value as { value: string }).value).epochNanoseconds

test('every value of a contract', async () => {
  const cents = fc
    .integer({ min: 0, max: 999_999_999_999 })
    .map((n) => `${Math.floor(n / 100)}.${String(n % 100).padStart(2, '0')}`)
  const contract = fc.record({
    client_id: id,
    commercial_id: id,
    total_amount: cents,
    remaining_amount: cents,
    is_signed: fc.boolean(),
    is_fully_paid: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(contract, { minLength: 1, maxLength: 4 }),
      fc.constantFrom('csv', 'tsv'),
      async (contracts, format) => {
        const rows = contracts.map((each, at) => ({
          ...each,
          ...kept,
          id: at + 1,
          client_name: 'A',
          commercial_name: '@b',
        }))
        const expected = contracts.map((each) =>
          Object.fromEntries(Object.entries(each).map(([key, value]) => [key, { value }])),
        )
        expect(await again('contract', format as 'csv', rows)).toEqual(expected)
      },
    ),
    { numRuns: 30 },
  )
})
