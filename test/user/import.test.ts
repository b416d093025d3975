import { beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Exit } from '../../src/errors.ts'
import type { User } from '../../src/user/user.ts'
import { imported, importing } from '../import/sheet.ts'
import type { Agency, Person } from '../support/agency.ts'
import { sharedAgency } from '../support/shared.ts'

setDefaultTimeout(60_000)

describe.each(['server', 'embedded'] as const)('user import (%s)', (kind) => {
  let agency: Agency
  let manager: Person
  const folder = mkdtempSync(join(tmpdir(), 'epic-import-'))
  const team = (prefix: string) => [
    ['username', 'Name', 'Mail', 'Role', 'Phone'],
    [`${prefix}.one`, 'Une Née', `${prefix}1@agency.example`, 'commercial', '0612345678'],
    [`${prefix}.two`, 'Deux', `${prefix}2@agency.example`, 'Support', ''],
    [`${prefix}.one`, 'Trois', `${prefix}3@agency.example`, 'support', ''],
    [`${prefix}.four`, 'Quatre', `${prefix}4@agency.example`, 'chief', ''],
    ['nobody', 'Cinq', `${prefix}5@agency.example`, '', ''],
  ]

  beforeAll(async () => {
    agency = await sharedAgency(kind)
    manager = await agency.person('management')
  })

  test('colleagues without a password, who cannot sign in; bad rows by line', async () => {
    const told = await importing(agency, 'user', team('told').slice(0, 2), { as: manager })
    expect(told.stderr).toContain('no password yet')
    expect(told.stderr).toContain("→ epic-events user update-password 'Une Née'\n")
    const answer = await imported(agency, 'user', team('bare'), { as: manager }, '--skip-errors')
    expect(answer).toMatchObject({
      ...{ code: Exit.ok, new: 2, rejected: 3 },
      rejects: [
        { line: 4, column: 'username', code: 'refused' },
        { line: 5, column: 'Role', value: 'chief', code: 'not_found' },
        { line: 6, column: 'Role', code: 'usage' },
      ],
    })
    const made = await agency.json<User>(['user', 'view', 'bare.one'], { as: manager })
    expect(made).toMatchObject({
      full_name: 'Une Née',
      phone: '+33612345678',
      role_name: 'commercial',
      is_active: true,
    })
    const rows = await agency.owner(
      (sql) => sql`select must_change, password_hash from epic_events.users where username like 'bare.%'`,
    )
    expect(rows.map((row) => [row['must_change'], row['password_hash'].slice(0, 4)])).toEqual(
      Array(2).fill([true, '$2b$']),
    )
    // Nothing new the second time; a role that is changed needs what a command needs.
    const again = await imported(agency, 'user', team('bare').slice(0, 3), { as: manager }, '--on-match', 'update')
    expect(again).toMatchObject({ unchanged: 2, changed: 0, new: 0 })
    const promoted = team('bare')
      .slice(0, 2)
      .map((row) => row.map((cell) => (cell === 'commercial' ? 'support' : cell)))
    expect(await imported(agency, 'user', promoted, { as: manager }, '--on-match', 'update')).toMatchObject({
      changed: 1,
    })
    const bill = await agency.person('commercial')
    expect((await importing(agency, 'user', team('none'), { as: bill }, '--dry-run')).code).toBe(Exit.forbidden)
  })

  test('--passwords → a new private file with those of the users that were created', async () => {
    const path = join(folder, `passwords-${kind}.csv`)
    const options = ['--passwords', path]
    expect((await importing(agency, 'user', team('safe'), { as: manager }, ...options)).code).toBe(Exit.refused)
    expect((await importing(agency, 'user', team('safe'), { as: manager }, ...options, '--dry-run')).code).toBe(
      Exit.refused,
    )
    expect(existsSync(path)).toBe(false)
    const told = await importing(agency, 'user', team('safe'), { as: manager }, ...options, '--skip-errors')
    expect(told.stderr).toContain(`2 passwords are in ${path} and can be read nowhere else.\n`)
    expect(told.stderr).not.toContain('no password yet')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    const [heading, ...lines] = readFileSync(path, 'utf8').trim().split('\n')
    expect(heading).toBe('username,password')
    expect(lines.map((line) => line.replace(/,.{20}$/, ''))).toEqual(['safe.one', 'safe.two'])
    const [name = '', password = ''] = lines[1]?.split(',') ?? []
    const login = await agency.run(['login', '-u', name, '--password-stdin'], { stdin: password })
    expect([login.code, login.stderr]).toEqual([
      Exit.unauthenticated,
      expect.stringContaining('Choose your own password first'),
    ])
    // The file is never replaced, and without it nobody is created.
    writeFileSync(join(folder, 'mine'), 'mine')
    const taken = await importing(
      agency,
      'user',
      team('late'),
      { as: manager },
      '--skip-errors',
      '--passwords',
      join(folder, 'mine'),
    )
    expect(taken.code).toBe(Exit.refused)
    const lost = await importing(
      agency,
      'user',
      team('late'),
      { as: manager },
      '--skip-errors',
      '--passwords',
      '/none/at/all',
    )
    expect([lost.code, lost.stderr]).toEqual([Exit.refused, expect.stringContaining('/none/at/all')])
    expect((await agency.run(['user', 'view', 'late.one'], { as: manager })).code).toBe(Exit.notFound)
  })
})
