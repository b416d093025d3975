/** What is refused changes nothing. */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import fc from 'fast-check'
import { Exit } from '../../src/errors.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'
import { numRuns, patience, piece } from './generated.ts'

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

/** Everything in the database, in one number. */
const checksum = () =>
  agency.owner(async (sql) => {
    const sums: string[] = []
    for (const table of ['users', 'role', 'role_permission', 'company', 'client', 'contract', 'event', 'audit_log']) {
      const [row] = await sql.unsafe(
        `select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum from epic_events.${table} t`,
      )
      sums.push(row?.['sum'])
    }
    return sums.join(' ')
  })

describe('what is refused changes nothing', () => {
  const wrongs = fc.oneof(
    fc
      .constantFrom('-5', '1,200', '1.005', '10000000000', 'abc', '12 34', '0x10', '1e3', 'NaN', '∞', '١٢x')
      .map((bad) => ['contract', 'update', '1', `--total-amount=${bad}`]),
    fc
      .constantFrom(
        '32/01/2026',
        '29/02/2025',
        '12/13/2026',
        '12/06.26',
        '2026-06-12T25:00',
        'someday',
        '10000-01-01',
        '00/00/0000',
      )
      .map((bad) => ['event', 'update', '1', `--start-date=${bad}`]),
    fc
      .constantFrom('', '  ', '\u200b', 'a'.repeat(129), 'a\u0000b', 'a\u001bb', 'a\nb', '\ud800')
      .map((bad) => ['client', 'update', '1', `--full-name=${bad}`]),
    fc
      .constantFrom('12', '06 12', 'phone', '+33 6', '+330612345', '0800')
      .map((bad) => ['client', 'update', '1', `--phone=${bad}`]),
    fc
      .constantFrom('anna', 'a@', '@b.fr', 'a@b', 'a b@c.fr', `${'a'.repeat(130)}@b.fr`)
      .map((bad) => ['client', 'create', '-n', 'A', `--email=${bad}`]),
    fc
      .integer({ min: 101, max: 9_999 })
      .map((more) => ['contract', 'update', '1', '--total-amount', '100', '--remaining-amount', `${more}`]),
    fc
      .constantFrom('0', '999', '-1', '2147483648', '1.5', 'x')
      .map((bad) => ['event', 'update', '1', `--contract-id=${bad}`]),
    fc
      .constantFrom('-1', '1.5', '2147483648', 'many')
      .map((bad) => ['event', 'update', '1', `--participant-count=${bad}`]),
    fc
      .constantFrom('01/01/2020', '12/06/2027')
      .map((end) => ['event', 'update', '1', '--start-date', '12/06/2027 23:59', '--end-date', end]),
    fc.array(piece, { minLength: 1, maxLength: 8 }).map((words) => ['client', ...words]),
  )
  test(
    'whatever it was: 2, 3 or 6, a sentence, and every table as before',
    async () => {
      const before = await checksum()
      await fc.assert(
        fc.asyncProperty(wrongs, fc.constantFrom<'en' | 'fr'>('en', 'fr'), async (argv, lang) => {
          const { code: exit, stdout, stderr } = await agency.run(argv, { as: manager, lang })
          // A manager may not create clients. The program reports invalid values before a missing permission.
          if (exit === Exit.ok && /^(USAGE|UTILISATION)$/m.test(stdout)) return // help
          expect<number[]>([Exit.usage, Exit.notFound, Exit.forbidden, Exit.refused]).toContain(exit)
          expect(stdout).toBe('')
          expect(stderr).toMatch(/^✗ /m)
        }),
        { numRuns: numRuns * 3 },
      )
      expect(await checksum()).toBe(before)
    },
    patience,
  )
})
