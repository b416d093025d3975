import { beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import type { Agency, Person } from '../support/agency.ts'
import { type CompanyTeam, companyTeam } from './team.ts'

setDefaultTimeout(60_000)

let agency: Agency
let commercial: Person
let support: Person
let create: CompanyTeam['create']

beforeAll(async () => {
  ;({ agency, commercial, support, create } = await companyTeam())
})

describe('company create', () => {
  test('a name → the whole record, with the name byte for byte', async () => {
    const name = "L'été d'Anne / 12 🎪 ﷽"
    const company = await create(name)
    expect(Object.keys(company)).toEqual([
      ...['id', 'name', 'billing_address', 'vat_number', 'client_count', 'created_at', 'updated_at', 'version'],
    ])
    expect(company).toMatchObject({ name, billing_address: null, vat_number: null, client_count: 0, version: 1 })
    expect(await agency.json(['company', 'view', String(company.id)], { as: support })).toEqual({ ...company })
  })

  test('a name that is too long → 2, in French', async () => {
    const long = await agency.run(['company', 'create', '-n', 'x'.repeat(129)], { as: commercial, lang: 'fr' })
    expect(long.code).toBe(Exit.usage)
    expect(long.stderr).toContain('129')
  })

  test('a billing address and a VAT number, which is stored in its one form', async () => {
    const made = await agency.json(
      [
        'company',
        'create',
        '-n',
        'Billed',
        '--billing-address',
        ' 12/14 rue, 41000 Blois ',
        '--vat-number',
        'fr 40.303 265-045',
      ],
      { as: commercial },
    )
    expect(made).toMatchObject({ billing_address: '12/14 rue, 41000 Blois', vat_number: 'FR40303265045' })
    const { stdout } = await agency.run(['company', 'view', String(made['id'])], { as: support, lang: 'fr' })
    expect(stdout).toMatch(/Adresse de facturation\u00a0: +12\/14 rue, 41000 Blois/)
    expect(stdout).toMatch(/Numéro de TVA\u00a0: +FR40303265045/)
  })

  test('a wrong VAT number → 2 with the reason, and nothing is made', async () => {
    const wrong = await agency.run(['company', 'create', '-n', 'Wrong', '--vat-number', 'FR41303265045', '--json'], {
      as: commercial,
    })
    expect([wrong.code, wrong.stdout]).toEqual([Exit.usage, ''])
    expect(JSON.parse(wrong.stderr).error.fields.vat_number).toContain('check digits')
    const none = await agency.run(['company', 'create', '-n', 'Wrong', '--vat-number', '40303265045'], {
      ...{ as: commercial, lang: 'fr' },
    })
    expect([none.code, none.stderr]).toEqual([Exit.usage, expect.stringContaining('comme dans FR40303265045')])
    expect(
      (await agency.run(['company', 'create', '-n', 'Long', '--billing-address', 'x'.repeat(257)], { as: commercial }))
        .code,
    ).toBe(Exit.usage)
  })

  test('a role without company:create → 5, naming the permission', async () => {
    const refused = await agency.run(['company', 'create', '-n', 'Mine'], { as: support })
    expect(refused.code).toBe(Exit.forbidden)
    expect(refused.stderr).toContain('company:create')
  })
})
