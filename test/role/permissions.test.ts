import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { codes } from '../../src/access/catalogue.ts'
import { Exit } from '../../src/errors.ts'
import { role as english } from '../../src/i18n/en/role.ts'
import { role as french } from '../../src/i18n/fr/role.ts'
import type { Agency, Person } from '../support/agency.ts'
import { roleTeam } from './team.ts'

setDefaultTimeout(60_000)

let agency: Agency
let boss: Person
let alice: Person
beforeAll(async () => {
  ;({ agency, boss, alice } = await roleTeam())
})
afterAll(() => agency.close())

describe('role permissions', () => {
  test('every permission of the catalogue → what it allows and which roles have it', async () => {
    const rows = await agency.json<{ code: string; allows: string; roles: string[] }[]>(['role', 'permissions'], {
      as: boss,
    })
    expect(rows.map(({ code }) => code)).toEqual([...codes])
    const of = (code: string) => rows.find((row) => row.code === code)
    expect(of('client:update:own')).toMatchObject({ allows: 'update clients (own only)' })
    expect(of('client:update:own')?.roles).toContain('commercial')
    expect(of('audit:list')?.roles).toEqual(['management'])
  })

  test.each([
    ['en', english],
    ['fr', french],
  ])('each permission has a sentence of its own: %s', (_, words) => {
    const said = codes.map((code) => {
      const [resource = '', action = '', scope] = code.split(':')
      return words.allows({ resource, action, scope })
    })
    // `own` and `own_client` mean the same of an event (docs/PRODUCT.md §4).
    const events = codes.filter((code) => code.endsWith(':own_client')).length
    expect(new Set(said).size).toBe(codes.length - events)
    expect(said.filter((text) => /[_:]|undefined/.test(text))).toEqual([])
  })

  test.each([60, 65, 66, 80])('at %i columns no word is broken', async (terminal) => {
    for (const lang of ['en', 'fr'] as const) {
      const { stdout } = await agency.run(['role', 'permissions'], { as: boss, lang, terminal })
      // A broken word leaves its last letters alone, as in `commercia` and `l`.
      const pieces = stdout.split('\n').flatMap((line) =>
        line
          .replaceAll('│', '')
          .trim()
          .split(/\s{2,}/),
      )
      expect(pieces.filter((piece) => /^(?:,|[a-zé]{1,2}|commercia)$/.test(piece))).toEqual([])
    }
  })

  test('without the permission → 5', async () => {
    expect((await agency.run(['role', 'permissions'], { as: alice })).code).toBe(Exit.forbidden)
  })
})
