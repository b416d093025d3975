import { beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import type { Agency, Person } from '../support/agency.ts'
import { type CompanyTeam, companyTeam } from './team.ts'

setDefaultTimeout(60_000)

let agency: Agency
let commercial: Person
let create: CompanyTeam['create']

beforeAll(async () => {
  ;({ agency, commercial, create } = await companyTeam())
})

describe('company view', () => {
  test('an absent company → 3, in French', async () => {
    const absent = await agency.run(['company', 'view', '9999'], { as: commercial, lang: 'fr' })
    expect(absent.code).toBe(Exit.notFound)
    expect(absent.stderr).toContain('Entreprise 9999 introuvable')
  })

  test('without an id → the companies to choose from are in the order of the alphabet, accents and all', async () => {
    for (const name of ['Éclair', 'Étoile', 'eau vive', 'Fanfare']) await create(`${name} bis`)
    const picked = await agency.run(['company', 'view'], { as: commercial, terminal: 100, answers: ['Étoile bis'] })
    const listed = picked.asked[0]?.choices ?? []
    const at = (name: string) => listed.findIndex((choice) => choice.startsWith(`${name} bis `))
    expect([at('eau vive') < at('Éclair'), at('Éclair') < at('Fanfare'), at('Éclair') > -1]).toEqual([true, true, true])
  })
})
