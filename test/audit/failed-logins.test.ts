import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import { type Agency, openAgency, type Person, password } from '../support/agency.ts'

setDefaultTimeout(60_000)

interface Failed {
  readonly id: number
  readonly at: string
  readonly username: string | null
  readonly login: string
}

/** Like a password, and typed where the username belongs. */
const slip = 'Sesame-2026-secret'

describe.each(['server', 'embedded'] as const)('audit failed-logins (%s)', (kind) => {
  let agency: Agency
  let boss: Person
  let sam: Person
  const login = (username: string, stdin: string) =>
    agency.run(['login', '-u', username, '--password-stdin'], { stdin })
  const list = (...args: string[]) => agency.json<Failed[]>(['audit', 'failed-logins', ...args], { as: boss })
  beforeAll(async () => {
    agency = await openAgency(kind)
    boss = await agency.person('management')
    sam = await agency.person('commercial')
    expect((await login(sam.username, 'Wrong-2026')).code).toBe(Exit.unauthenticated)
    expect((await login(slip, password)).code).toBe(Exit.unauthenticated)
    expect((await login(sam.username, password)).code).toBe(Exit.ok)
  })
  afterAll(() => agency.close())

  test('a wrong password → when, for whom, from which database user; a right one is not there', async () => {
    const rows = await list()
    expect(rows).toHaveLength(2)
    expect(Object.keys(rows[0] ?? {})).toEqual(['id', 'at', 'username', 'login'])
    expect(rows[0]).toMatchObject({ username: sam.username, login: expect.stringMatching(/./) })
    expect(rows[0]?.at).toMatch(/^\d{4}-\d\d-\d\dT.*\+0[12]:00$/)
    expect(rows[1]?.id).toBeGreaterThan(rows[0]?.id ?? 0)
  })

  // Ubiquiti-App/UNMS#18, nzbget/nzbget#496, MHSanaei/3x-ui#2783, Hellowlol/HTPC-Manager#236: passwords in the log of failures.
  test('a name that nobody has may be a password → it is null, in no format is it shown', async () => {
    expect((await list())[1]?.username).toBeNull()
    for (const args of [[], ['--json'], ['--format', 'csv'], ['--verbose'], ['--accessible']]) {
      const { code, stdout, stderr } = await agency.run(['audit', 'failed-logins', ...args], { as: boss })
      expect(code).toBe(Exit.ok)
      expect((stdout + stderr).toLowerCase()).not.toContain(slip.toLowerCase())
      expect(stdout + stderr).not.toContain('Wrong-2026')
    }
    expect((await agency.run(['audit', 'failed-logins'], { as: boss })).stdout).toContain('unknown username')
    const french = await agency.run(['audit', 'failed-logins'], { as: boss, lang: 'fr' })
    expect(french.stdout).toContain('nom inconnu')
  })

  test('--since, --limit, --after and --count', async () => {
    const all = await list('--limit', '0')
    expect(await list('--since', '01/01/2020')).toEqual(all)
    expect(await list('--since', '01/01/2190')).toEqual([])
    expect(await list('--limit', '1')).toEqual(all.slice(0, 1))
    expect(await list('--after', String(all[0]?.id))).toEqual(all.slice(1))
    const { stderr } = await agency.run(['audit', 'failed-logins', '--limit', '1', '--count', '--json'], { as: boss })
    expect(stderr).toContain('1 of 2 shown')
    const { code } = await agency.run(['audit', 'failed-logins', '--since', 'someday'], { as: boss })
    expect(code).toBe(Exit.usage)
  })

  test('a wrong present password counts too', async () => {
    const before = (await list()).length
    const { code } = await agency.run(['user', 'update-password', String(sam.id), '--password-stdin'], {
      as: sam,
      stdin: 'Wrong-2027\nAutre-2026\n',
    })
    expect(code).not.toBe(Exit.ok)
    expect((await list()).slice(before)).toMatchObject([{ username: sam.username }])
  })

  test('none → an empty list and a sentence', async () => {
    const { code, stdout, stderr } = await agency.run(['audit', 'failed-logins', '--since', '01/01/2190'], { as: boss })
    expect({ code, stdout, stderr }).toEqual({ code: Exit.ok, stdout: '', stderr: 'No failed logins to show.\n' })
  })

  test('without audit:list → 5, naming it; nobody → 4', async () => {
    const { code, stdout, stderr } = await agency.run(['audit', 'failed-logins'], { as: sam })
    expect({ code, stdout }).toEqual({ code: Exit.forbidden, stdout: '' })
    expect(stderr).toContain('audit:list')
    const env = { TEMP_FILE_PATH: '/nonexistent/nobody.json' }
    expect((await agency.run(['audit', 'failed-logins'], { env })).code).toBe(Exit.unauthenticated)
  })
})
