/** Text comes out of a real database as it went in, through whole commands; a failure shows the smallest that fails. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import fc from 'fast-check'
import { type Agency, openAgency, type Person } from '../support/agency.ts'
import { numRuns, patience, piece, typed } from './generated.ts'

setDefaultTimeout(60_000)

let agency: Agency
let manager: Person, anna: Person

beforeAll(async () => {
  agency = await openAgency('server')
  ;[manager, anna] = [await agency.person('management'), await agency.person('commercial')]
  await agency.json(['company', 'create', '--name', 'Acme'], { as: manager })
  await agency.json(['client', 'create', '-n', 'Anne', '-e', 'anne@client.fr'], { as: anna })
  await agency.json(['contract', 'create', '--client-id', '1', '--total-amount', '100', '--is-signed'], { as: anna })
  await agency.json(
    ['event', 'create', '-c', '1', '-t', 'Gala', '-a', 'Lyon', '-s', '12/06/2027', '-e', '13/06/2027'],
    { as: anna },
  )
}, 60_000)
afterAll(() => agency?.close())

const change = async (argv: string[], key: string, as = anna) => (await agency.json(argv, { as }))[key]
const view = async (argv: string[], key: string) => (await agency.json(argv, { as: anna }))[key]

describe('text comes out as it went in, byte for byte', () => {
  test(
    'a name',
    async () => {
      await fc.assert(
        fc.asyncProperty(typed(128), async (name) => {
          expect(await change(['client', 'update', '1', `--full-name=${name}`], 'full_name')).toBe(name.trim())
          expect(await view(['client', 'view', '1'], 'full_name')).toBe(name.trim())
        }),
        { numRuns },
      )
    },
    patience,
  )

  test(
    'notes, with line breaks and tabs inside',
    async () => {
      const lines = typed(
        10_000,
        fc.oneof(
          { weight: 5, arbitrary: piece },
          { weight: 1, arbitrary: fc.constantFrom('\n', '\n\n', '\r\n', '\t') },
        ),
      )
      await fc.assert(
        fc.asyncProperty(lines, async (notes) => {
          expect(await change(['event', 'update', '1', `--notes=${notes}`, '--replace-notes'], 'notes', manager)).toBe(
            notes.trim(),
          )
          expect(await view(['event', 'view', '1'], 'notes')).toBe(notes.trim())
        }),
        { numRuns },
      )
    },
    patience,
  )

  test(
    'in a list, in CSV without formulas, and in the log',
    async () => {
      await fc.assert(
        fc.asyncProperty(typed(128), async (name) => {
          const before = await view(['company', 'view', '1'], 'name')
          await change(['company', 'update', '1', `--name=${name}`], 'name', manager)
          const rows = await agency.json<{ name: string }[]>(['company', 'list'], { as: anna })
          expect(rows[0]?.name).toBe(name.trim())
          const csv = await agency.run(['company', 'list', '--format', 'csv', '--raw'], { as: anna })
          expect(csv.stdout).toContain(
            /[",;\t\n\r]/.test(name.trim()) ? `"${name.trim().replaceAll('"', '""')}"` : name.trim(),
          )
          if (before === name.trim()) return
          const log = await agency.json<{ new_values: { name: string } }[]>(
            ['audit', 'list', '--table', 'company', '--limit', '0'],
            { as: manager },
          )
          expect(log.at(0)?.new_values.name).toBe(name.trim())
        }),
        { numRuns },
      )
    },
    patience,
  )
})
