import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Exit } from '../../src/errors.ts'
import { hash } from '../../src/session/password.ts'
import { databaseState, load } from '../../src/setup/demo-load.ts'
import { sampleRows } from '../../src/setup/demo-rows.ts'
import { samplePassword } from '../../src/setup/sample/people.ts'
import { type Agency, openAgency, today } from '../support/agency.ts'
import { scratchFolder } from '../support/embedded.ts'

setDefaultTimeout(60_000)

const folder = scratchFolder('epic-demo-test-')
const stepCommands = [
  'whoami',
  'find casey',
  'client view 8',
  'contract create --client-id 10 --commercial-id 5 --total-amount 1200 --remaining-amount 200 --is-signed true',
  'event create --contract-id 1',
  'event list --unassigned --since today --until +3m',
  'event assign_support 7 lucie.bernard',
  'today',
]
const commandsIn = (text: string) => text.split('\n').filter((line) => line.startsWith('$ epic-events '))

describe('on the embedded database', () => {
  let agency: Agency
  const session = { TEMP_FILE_PATH: join(folder, 'session.json') }
  const run = (argv: string[], o: Parameters<Agency['run']>[1] = {}) =>
    agency.run(argv, { now: today, ...o, env: { ...session, ...o.env } })
  const json = (argv: string[]) => agency.json(argv, { now: today, env: session })
  const rows = async <T>(statement: string) =>
    agency.owner(async (sql) => (await sql.unsafe(statement)) as unknown as T[])

  beforeAll(async () => {
    agency = await openAgency('embedded')
  })
  afterAll(() => agency.close())

  test('an empty database → is filled, its manager is logged in, and each command runs', async () => {
    const { code, stdout, stderr } = await run(['demo'])
    expect({ code, stderr }).toMatchObject({ code: Exit.ok })
    const shown = commandsIn(stdout)
    expect(shown).toHaveLength(stepCommands.length)
    for (const [index, command] of stepCommands.entries()) {
      expect(shown[index]).toStartWith(`$ epic-events ${command}`)
      expect(stdout).toContain(`${index + 1}/${stepCommands.length}  `)
    }
    // These are the answers of the commands themselves.
    expect(stdout).toContain('Kevin Casey')
    expect(stdout).toMatch(/Id: +41\nClient: +Jeanne d'Arcy \(10\)/)
    expect(stdout).toMatch(/Title: +Mariage de Camille et Hugo/)
    expect(stdout).toMatch(/Support: +Lucie Bernard \(23\)/)
    expect(stderr).toContain('24 users, 30 clients, 40 contracts and 40 events')
    expect(stderr).toContain('Support: — → Lucie Bernard (23)')
    expect(stderr).not.toContain('previous session')
    // And the next commands.
    expect(stdout).toContain(samplePassword)
    for (const name of ['manon.lefevre', 'bill.boquet', 'kate.hastroff']) expect(stdout).toContain(name)
    expect(stderr).toContain(`Delete the folder ${agency.home.name} before you start real work.`)
    expect(stderr.match(/→ epic-events /g)?.length).toBeGreaterThanOrEqual(3)
    expect(await json(['whoami'])).toMatchObject({ id: 1, username: 'manon.lefevre', role_name: 'management' })
  })

  test('the commands to try next → work as they are printed', async () => {
    for (const command of ['client view 8 --history', 'contract list --unpaid --sort due --desc']) {
      expect((await run(command.split(' '))).code).toBe(Exit.ok)
    }
    const signedIn = await run(['login', '-u', 'bill.boquet', '--password-stdin'], {
      stdin: `${samplePassword}\n`,
      env: { TEMP_FILE_PATH: join(folder, 'bill.json') },
    })
    expect(signedIn.code).toBe(Exit.ok)
  })

  test('all dates → lie around the day it is run', async () => {
    const days = async (id: string) =>
      (Date.parse(String((await json(['event', 'view', id]))['start_date'])) - today) / 86_400_000
    expect(await days('3')).toBeWithin(33, 40)
    expect(await days('8')).toBeWithin(-2, 0)
    expect(await days('15')).toBeWithin(-46, -38)
    expect(await days('41')).toBeWithin(60, 67)
  })

  test('the printed password → logs everybody in, except those who have left', async () => {
    const people = await rows<{ username: string; is_active: boolean; password_hash: string }>(
      'select username, is_active, password_hash from epic_events.users order by id',
    )
    expect(new Set(people.map(({ password_hash }) => password_hash)).size).toBe(1)
    expect(people.filter(({ is_active }) => !is_active).map(({ username }) => username)).toEqual([
      'bernard.petit',
      'paul.girard',
    ])
    const left = await run(['login', '-u', 'paul.girard', '--password-stdin'], {
      stdin: samplePassword,
      env: { TEMP_FILE_PATH: join(folder, 'paul.json') },
    })
    expect(left.code).toBe(Exit.unauthenticated)
  })

  test('a second run → shows the steps again, each with something to show', async () => {
    const { code, stdout, stderr } = await run(['demo'])
    expect({ code, stderr }).toMatchObject({ code: Exit.ok })
    expect(commandsIn(stdout)).toHaveLength(stepCommands.length)
    expect(stdout).toMatch(/Id: +42\nClient: +Jeanne d'Arcy \(10\)/)
    expect(stderr).toContain('Support: — → Lucie Bernard (23)')
    expect(stderr).toContain('Event 7 is unassigned again')
    expect(stderr).not.toContain('24 users')
    expect(stderr).not.toContain('previous session')
  })

  test('a run after changes of any kind → resets its own scenario and keeps the rest', async () => {
    const tried = [
      'event delete 7 --yes',
      'contract delete 1 --with-events --yes',
      'contract delete 5 --with-events --yes',
      'user hand-over 5 6 --yes',
      'user update 5 --is-active false --username bill.left',
      'user delete 23 --yes',
      'company delete 1 --yes',
      'company delete 12 --yes',
      'event update 3 --title Elopement',
    ]
    for (const command of tried) {
      const { code, stderr } = await run(command.split(' '))
      expect({ command, code, stderr }).toMatchObject({ code: Exit.ok })
    }
    const changed = 'Another-Password-1'
    const stdin = `${samplePassword}\n${changed}\n`
    expect((await run(['user', 'update-password', '1', '--password-stdin'], { stdin })).code).toBe(Exit.ok)

    const { code, stderr } = await run(['demo'])
    expect({ code, stderr }).toMatchObject({ code: Exit.ok })
    expect(await json(['event', 'view', '7'])).toMatchObject({ support_contact_id: 23 })
    expect(await json(['event', 'view', '3'])).toMatchObject({ title: 'Elopement' })
    expect((await run(['company', 'view', '12'])).code).toBe(Exit.notFound)
  })

  test('--json → one document with the login and the steps', async () => {
    const before = await rows('select count(*) from epic_events.contract')
    const answer = await json(['demo'])
    expect(answer).toMatchObject({ database: agency.home.name, password: samplePassword })
    expect((answer['people'] as { username: string }[]).map(({ username }) => username)).toContain('manon.lefevre')
    const commands = (answer['steps'] as { command: string }[]).map(({ command }) => command)
    expect(commands).toHaveLength(stepCommands.length)
    for (const [index, command] of stepCommands.entries()) {
      expect(commands[index]).toStartWith(`epic-events ${command}`)
    }
    expect(await rows('select count(*) from epic_events.contract')).toEqual(before)
    expect((await run(['demo', '--quiet'])).stdout).toBe(`${agency.home.name}\n`)
  })

  test('--lang fr → the steps are in French, too', async () => {
    const { code, stdout, stderr } = await run(['demo', '--lang', 'fr'])
    expect(code).toBe(Exit.ok)
    expect(stdout).toContain("1/8  Manon dirige l'équipe.")
    expect(stdout).toMatch(/^Nom complet\u00a0?:/m)
    expect(stdout).not.toMatch(/^(Full name|Updated):/m)
    expect(stderr).toContain('supprimez le dossier')
  })

  test('a terminal of 40 columns → only a command is longer, because it is one line to copy', async () => {
    const { code, stdout } = await run(['demo'], { terminal: 40, answers: [] })
    expect(code).toBe(Exit.ok)
    const wide = stdout.split('\n').filter((line) => Bun.stringWidth(line) > 40)
    expect(wide.filter((line) => !line.startsWith('$ epic-events '))).toEqual([])
  })

  test('--accessible → no frames', async () => {
    const { code, stdout } = await run(['demo', '--accessible'], { terminal: 80 })
    expect(code).toBe(Exit.ok)
    expect(stdout).not.toMatch(/[╭│─]/)
  })

  test('a session on another database → is replaced, and the program says so', async () => {
    const file = join(folder, 'elsewhere.json')
    const elsewhere = { TEMP_FILE_PATH: file }
    const held = JSON.parse(readFileSync(session.TEMP_FILE_PATH, 'utf8')) as Record<string, string>
    const [head, , seal] = (held['access_token'] ?? '').split('.')
    const foreign = { ...held, access_token: `${head}.${btoa('{}')}.${seal}` }
    writeFileSync(file, JSON.stringify(foreign), { mode: 0o600 })
    const first = await run(['demo', '--quiet'], { env: elsewhere })
    expect(first.code).toBe(Exit.ok)
    expect(first.stderr).toContain('your previous session on this machine was replaced')
    // A session that has ended is replaced without a word.
    writeFileSync(file, JSON.stringify({ ...foreign, refresh_expires_at: '2020-01-01T00:00:00Z' }), { mode: 0o600 })
    expect((await run(['demo', '--quiet'], { env: elsewhere })).stderr).toBe('')
  })

  test('an owner’s connection to a server → refused before it connects', async () => {
    const env = { DATABASE_ADMIN_URL: 'postgresql://owner@db.example/agency' }
    const { code, stderr } = await run(['demo'], { env })
    expect(code).toBe(Exit.refused)
    expect(stderr).toContain('db.example')
  })

  test('a step that fails → ends it, naming the step and its exit code', async () => {
    await agency.owner(
      (sql) => sql`delete from epic_events.role_permission where role_id = 1 and permission_id in
      (select id from epic_events.permission where name = 'event:create')`,
    )
    const { code, stdout, stderr } = await run(['demo'])
    expect(code).toBe(Exit.refused)
    expect(commandsIn(stdout)).toHaveLength(5)
    expect(stderr).toContain('Step 5 failed (exit code 5)')
    expect(stderr).toContain('delete the folder')
  })
})

describe('what it does not touch', () => {
  test('an embedded database with other data', async () => {
    const agency = await openAgency('embedded')
    try {
      const manager = await agency.person('management')
      const { code, stdout, stderr } = await agency.run(['demo'], { as: manager })
      expect({ code, stdout }).toEqual({ code: Exit.refused, stdout: '' })
      expect(stderr).toContain('contains data other than the sample agency')
      expect(stderr).toContain('EPIC_EVENTS_DATA_DIR')
      expect(await agency.owner((sql) => sql`select count(*)::integer as n from epic_events.users`)).toMatchObject([
        { n: 1 },
      ])
      expect(await agency.json(['whoami'], { as: manager })).toMatchObject({ id: manager.id })
      expect(
        await agency.json<{ error: unknown }>(['demo'], { as: manager }).catch((error: Error) => error.message),
      ).toContain('"code":"refused"')
    } finally {
      await agency.close()
    }
  }, 90_000)

  test('a manager whom somebody created by the example of the help → is not taken for the one of the sample', async () => {
    const agency = await openAgency('server')
    try {
      await agency.owner(
        (sql) => sql`insert into epic_events.users (username, full_name, email, password_hash, role_id)
        values ('manon.lefevre', 'Manon Lefèvre', 'manon.lefevre@epic-events.fr', ${`$2b$12$${'a'.repeat(53)}`}, 1)`,
      )
      expect(await agency.owner(databaseState)).toBe('other')
    } finally {
      await agency.close()
    }
  })

  test('a server', async () => {
    const agency = await openAgency('server')
    try {
      const { code, stderr } = await agency.run(['demo'])
      expect(code).toBe(Exit.refused)
      expect(stderr).toContain('PostgreSQL server')
      expect(await agency.owner(databaseState)).toBe('empty')
    } finally {
      await agency.close()
    }
  })
})

describe.each(['server', 'embedded'] as const)('the sample agency on a database: %s', (kind) => {
  let agency: Agency
  const rows = sampleRows(today, 'Europe/Paris')

  beforeAll(async () => {
    agency = await openAgency(kind)
    const passwordHash = await hash(samplePassword)
    await agency.owner((sql) => load(sql, rows, passwordHash))
  })
  afterAll(() => agency.close())

  test('every text → comes back byte for byte', async () => {
    const stored = await agency.owner(async (sql) => ({
      users: await sql`select id, username, full_name, email, role_id from epic_events.users order by id`,
      company: await sql`select id, name from epic_events.company order by id`,
      client:
        await sql`select id, full_name, email, phone, company_id, commercial_id from epic_events.client order by id`,
      contract: await sql`
          select id, client_id, total_amount::text, remaining_amount::text, is_signed
          from epic_events.contract order by id`,
      event: await sql`
          select id, contract_id, title, full_address, support_contact_id, participant_count, notes
          from epic_events.event order by id`,
    }))
    for (const [table, found] of Object.entries(stored)) {
      const those = rows[table as keyof typeof rows]
      expect(found).toHaveLength(those.length)
      for (const [index, row] of found.entries()) expect(those[index]).toMatchObject(row)
    }
  })

  test('each contract and event has its client’s commercial', async () => {
    const wrong = await agency.owner(
      (sql) => sql`select k.id from epic_events.contract k join epic_events.client c on c.id = k.client_id
        left join epic_events.event e on e.contract_id = k.id
        where k.commercial_id <> c.commercial_id or e.commercial_id <> c.commercial_id`,
    )
    expect(wrong).toHaveLength(0)
  })

  test('all states are there', async () => {
    const [count] = await agency.owner(
      (sql) => sql<Record<string, number>[]>`with now as (select ${new Date(today).toISOString()}::timestamptz as at)
        select
          (select count(*)::integer from epic_events.contract where not is_signed) as unsigned,
          (select count(*)::integer from epic_events.contract where is_signed and is_fully_paid) as paid,
          (select count(*)::integer from epic_events.contract
            where is_signed and remaining_amount between 0.01 and total_amount - 0.01) as partly,
          (select count(*)::integer from epic_events.contract
            where is_signed and remaining_amount = total_amount) as unpaid,
          (select count(*)::integer from epic_events.contract
            where is_signed and not exists (select from epic_events.event where contract_id = contract.id)) as unplanned,
          (select count(*)::integer from epic_events.event, now where end_date < at) as past,
          (select count(*)::integer from epic_events.event, now where start_date <= at and at <= end_date) as running,
          (select count(*)::integer from epic_events.event, now where start_date > at) as coming,
          (select count(*)::integer from epic_events.event, now
            where start_date > at and support_contact_id is null) as unassigned,
          (select count(*)::integer from epic_events.event where end_date::date > start_date::date) as overnight,
          (select count(*)::integer from epic_events.users where not is_active) as inactive,
          (select count(*)::integer from epic_events.client
            join epic_events.users person on person.id = client.commercial_id
            where not person.is_active) as to_hand_over,
          (select count(*)::integer from epic_events.client, now
            where coalesce(last_contact_date, first_contact_date) < at - interval '30 days') as silent,
          (select count(*)::integer from epic_events.client
            where not exists (select from epic_events.contract where client_id = client.id)) as without_contract,
          (select count(*)::integer from epic_events.client where company_id is null) as without_company,
          (select count(*)::integer from epic_events.client where phone is null) as without_phone`,
    )
    for (const [state, n] of Object.entries(count ?? {})) expect({ state, some: n > 0 }).toEqual({ state, some: true })
    expect(count?.['unassigned']).toBeGreaterThanOrEqual(3)
  })

  test('the next ids follow', async () => {
    const manager = await agency.person('management')
    expect(manager.id).toBe(25)
    const made = await agency.json(['company', 'create', '-n', 'Après la démo'], { as: manager })
    expect(made).toMatchObject({ id: 13 })
  })

  test('the commands of the README → work to the letter', async () => {
    const manager = await agency.person('management')
    const run = (argv: string[]) => agency.json(argv, { as: manager })
    expect(await run(['client', 'view', '8'])).toMatchObject({
      full_name: 'Kevin Casey',
      commercial_name: 'Bill Boquet',
    })
    const contract =
      'contract create --client-id 10 --commercial-id 5 --total-amount 1200 --remaining-amount 200 --is-signed true'
    expect(await run(contract.split(' '))).toMatchObject({
      ...{
        id: 41,
        client_id: 10,
        commercial_id: 5,
        total_amount: '1200.00',
        remaining_amount: '200.00',
        is_signed: true,
      },
    })
    const event = ['event', 'create', '--contract-id', '1', '-t', 'Mariage de Camille et Hugo']
    const rest = [
      '-a',
      '53 Rue du Château, 41120 Candé-sur-Beuvron',
      '-s',
      '04/06/2027 13:00',
      '-e',
      '05/06/2027 02:00',
    ]
    expect(await run([...event, ...rest])).toMatchObject({ id: 41, contract_id: 1 })
    expect(await run(['event', 'assign_support', '7', '23'])).toMatchObject({ id: 7, support_contact_id: 23 })
  })
})
