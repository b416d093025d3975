/**
 * The way of one deal, from an empty database to an event with support, by five people at five terminals, with the compiled program:
 * on the embedded database, and on PostgreSQL as the weak login that colleagues would have.
 */

import { afterAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'
import { Exit } from '../../src/errors.ts'
import { freshDatabase, testServer } from '../support/postgres.ts'
import { type Program, program } from '../support/program.ts'

setDefaultTimeout(180_000)

const sesame = 'Sesame-2026'
const secretKey = 'the-key-of-the-deal-test-0123456789-0123456789'
const hostile = `L'été d'Anne "12/14" \\ 😀 ç שלום`
const notes = "Première ligne\n\tTab? non: deux\n« guillemets » — 100 % d'ouïe\n".replace('\t', '  ').trimEnd()

for (const kind of ['embedded', 'server'] as const) {
  describe(kind, () => {
    let machine: Program
    const cleanups: (() => Promise<void> | void)[] = []
    afterAll(async () => {
      for (const clean of cleanups.reverse()) await clean()
    })

    /** One person's terminal: a session file of their own. */
    const terminal = (who: string) => {
      const env = { TEMP_FILE_PATH: join(machine.home, `${who}.json`) }
      const run = (args: string, o: { stdin?: string } = {}) => machine.run(words(args), { env, ...o })
      return {
        run,
        /** Runs, expects success, and reads the JSON. */
        async json<T = Record<string, unknown>>(...args: string[]): Promise<T> {
          const done = await machine.run([...args, '--json'], { env })
          expect(done, `${args.join(' ')}: ${done.stderr}`).toMatchObject({ code: Exit.ok })
          return JSON.parse(done.stdout)
        },
        /** Runs and expects a refusal with this exit code. @returns the error of `--json` */
        async refused(code: number, ...args: string[]): Promise<{ code: string; message: string; next: string[] }> {
          const done = await machine.run([...args, '--json'], { env })
          expect(done, `${args.join(' ')}: ${done.stdout}${done.stderr}`).toMatchObject({ code, stdout: '' })
          // A slow command writes progress lines above the error.
          return JSON.parse(done.stderr.trimEnd().split('\n').at(-1) ?? '').error
        },
        login: () => machine.run(['login', '-u', who, '--password-stdin'], { env, stdin: `${sesame}\n` }),
      }
    }
    type Terminal = ReturnType<typeof terminal>
    let boss: Terminal
    let anne: Terminal
    let marc: Terminal
    let kate: Terminal
    let paul: Terminal

    test('the database is created, and a first manager in it', async () => {
      if (kind === 'server') {
        const server = await testServer()
        const database = await freshDatabase()
        cleanups.push(() => database.drop())
        const login = `weak_${database.name}`
        machine = await program({
          DATABASE_URL: database.url(login),
          DATABASE_ADMIN_URL: database.url(),
          SECRET_KEY: secretKey,
          EPIC_EVENTS_TZ: 'Europe/Paris',
        })
        cleanups.push(() => void server.run('postgres', `drop role if exists ${login}`))
        const created = await machine.run(['db-create', '--json'])
        expect(created.code, created.stderr).toBe(Exit.ok)
        const { weak_login_sql: printed } = JSON.parse(created.stdout) as { weak_login_sql: string }
        await database.run(printed.replaceAll('epic_events_login', login))
        const again = await machine.run(['db-create', '--json'])
        expect(JSON.parse(again.stdout)).toMatchObject({ migrations_applied: 0, trust: 'strict', login })
      } else {
        machine = await program({ EPIC_EVENTS_TZ: 'Europe/Paris' })
      }
      cleanups.push(() => machine.remove())
      const nobody = await machine.run(['client', 'list'])
      expect(nobody.code).toBe(Exit.unauthenticated)
      expect(nobody.stderr).toContain('epic-events manager-create')

      const made = await machine.run(
        ['manager-create', '-u', 'the.boss', '-n', 'Ève Dupont', '-e', 'Eve@Agence.fr', '--password-stdin', '--json'],
        { stdin: `${sesame}\n` },
      )
      expect(made.code, made.stderr).toBe(Exit.ok)
      expect(JSON.parse(made.stdout)).toMatchObject({ id: 1, username: 'the.boss', email: 'eve@agence.fr' })
      ;[boss, anne, marc, kate, paul] = ['the.boss', 'anne.s', 'marc.s', 'kate.h', 'paul.h'].map(terminal) as [
        Terminal,
        Terminal,
        Terminal,
        Terminal,
        Terminal,
      ]
      expect((await machine.run(['login', '-u', 'the.boss', '--password-stdin'], { stdin: 'Wrong-2026\n' })).code).toBe(
        Exit.unauthenticated,
      )
      expect((await boss.login()).code).toBe(Exit.ok)
    })

    test('the manager creates two commercials and two supports', async () => {
      for (const [username, name, role] of [
        ['anne.s', 'Anne Sérieux', 'commercial'],
        ['marc.s', 'Marc Saïd', '2'],
        ['kate.h', 'Kate Hastroff', 'support'],
        ['paul.h', "Paul O'Hara", 'support'],
      ] as const) {
        const done = await boss.run(
          `user create -u ${username} -n '${name.replaceAll("'", "'\\''")}' -e ${username}@agence.fr -r ${role} --password-stdin --json`,
          {
            stdin: sesame,
          },
        )
        expect(done.code, done.stderr).toBe(Exit.ok)
        expect(JSON.parse(done.stdout)).toMatchObject({ username, full_name: name })
      }
      for (const person of [anne, marc, kate, paul]) expect((await person.login()).code).toBe(Exit.ok)
      expect(await boss.json<unknown[]>('user', 'list', '-C', '-S')).toHaveLength(4)
      const friend = await anne.run('user create -u friend.of.anne -n F -e f@x.fr -r management --password-stdin', {
        stdin: sesame,
      })
      expect(friend).toMatchObject({ code: Exit.forbidden, stdout: '' })
    })

    test('a commercial creates a client, and every byte of the name comes back', async () => {
      const company = await anne.json('company', 'create', '-n', hostile)
      expect(company).toMatchObject({ id: 1, name: hostile })
      const client = await anne.json(
        'client',
        'create',
        '-n',
        hostile,
        '-e',
        'Kevin@Startup.io',
        '-p',
        '+678 123 456 78',
        '-c',
        '1',
      )
      expect(client).toMatchObject({
        id: 1,
        full_name: hostile,
        email: 'kevin@startup.io',
        phone: '+67812345678',
        company_name: hostile,
        commercial_name: 'Anne Sérieux',
        version: 1,
      })
      await marc.json('client', 'create', '-n', 'Client de Marc', '-e', 'marc@client.fr', '-p', '06 12 34 56 78')
      expect(await marc.json('client', 'view', '1')).toEqual(client)
      expect(await marc.refused(Exit.forbidden, 'client', 'update', '1', '--phone', '0612345678')).toMatchObject({
        code: 'forbidden',
      })
      expect(await kate.refused(Exit.forbidden, 'client', 'create', '-n', 'x', '-e', 'x@x.fr')).toMatchObject({
        code: 'forbidden',
      })
      expect(
        await anne.refused(Exit.refused, 'client', 'create', '-n', 'Again', '-e', 'KEVIN@startup.io'),
      ).toMatchObject({
        code: 'refused',
      })
      expect(await anne.refused(Exit.usage, 'client', 'create', '-n', 'No address')).toMatchObject({ code: 'usage' })
      expect(await anne.refused(Exit.notFound, 'client', 'view', '999')).toMatchObject({ code: 'not_found' })
    })

    test('a contract is created, refused with contradictory amounts, and signed', async () => {
      const contract = await boss.json('contract', 'create', '--client-id', '1', '--total-amount', '1 200,50')
      expect(contract).toMatchObject({
        id: 1,
        client_id: 1,
        total_amount: '1200.50',
        remaining_amount: '1200.50',
        is_signed: false,
        is_fully_paid: false,
        commercial_name: 'Anne Sérieux',
      })
      await boss.refused(
        Exit.refused,
        'contract',
        'create',
        '--client-id',
        '1',
        '--commercial-id',
        '3',
        '--total-amount',
        '10',
      )
      await boss.refused(
        Exit.refused,
        'contract',
        'create',
        '--client-id',
        '1',
        '--total-amount',
        '10',
        '--remaining-amount',
        '11',
      )
      await marc.refused(Exit.forbidden, 'contract', 'update', '1', '--is-signed')
      const unsigned = await anne.refused(
        Exit.refused,
        'event',
        'create',
        '-c',
        '1',
        '-t',
        'Trop tôt',
        '-a',
        'ici',
        '-s',
        '12/06/2027',
        '-e',
        '13/06/2027',
      )
      expect(unsigned.next.join()).toContain('contract update 1 --is-signed true')
      expect(await anne.json('contract', 'update', '1', '--is-signed', '--remaining-amount', '200')).toMatchObject({
        is_signed: true,
        remaining_amount: '200.00',
        version: 2,
      })
    })

    // A refused event has taken a number, so its id is not known before it is made.
    let eventId = ''
    test('the commercial creates the event, the manager assigns a support, the support updates it', async () => {
      await marc.refused(
        Exit.forbidden,
        'event',
        'create',
        '-c',
        '1',
        '-t',
        'À Marc',
        '-a',
        'ici',
        '-s',
        '12/06/2027',
        '-e',
        '13/06/2027',
      )
      await anne.refused(
        Exit.refused,
        'event',
        'create',
        '-c',
        '1',
        '-t',
        'Envers',
        '-a',
        'ici',
        '-s',
        '13/06/2027',
        '-e',
        '12/06/2027',
      )
      const event = await anne.json(
        'event',
        'create',
        '-c',
        '1',
        '-t',
        hostile,
        '-a',
        '53 Rue du Château, 41120 Candé-sur-Beuvron',
        '-s',
        '12/06/2027 13:00',
        '-e',
        '13/06/2027 02:00',
        '--participant-count',
        '75',
        '-n',
        notes,
      )
      eventId = String(event['id'])
      expect(event).toMatchObject({
        title: hostile,
        notes,
        start_date: '2027-06-12T13:00:00+02:00',
        end_date: '2027-06-13T02:00:00+02:00',
        support_contact_id: null,
      })
      await boss.refused(Exit.refused, 'contract', 'update', '1', '--is-signed', 'false')
      await anne.refused(Exit.forbidden, 'event', 'assign_support', eventId, '4')
      await boss.refused(Exit.refused, 'event', 'assign_support', eventId, '2')
      expect(await boss.json('event', 'assign_support', eventId, '4')).toMatchObject({
        support_contact_id: 4,
        support_contact_name: 'Kate Hastroff',
      })
      await paul.refused(Exit.forbidden, 'event', 'update', eventId, '--notes', 'mine?')
      await kate.refused(Exit.forbidden, 'event', 'update', eventId, '--contract-id', '1')
      expect(await kate.json('event', 'update', eventId, '--participant-count', '80')).toMatchObject({
        participant_count: 80,
        notes,
      })
      expect(await kate.json<unknown[]>('event', 'list', '--only-mine')).toHaveLength(1)
      expect(await paul.json<unknown[]>('event', 'list', '--only-mine')).toEqual([])
      expect(await boss.json<unknown[]>('event', 'list', '--unassigned')).toEqual([])
      await anne.refused(Exit.refused, 'client', 'delete', '1', '--yes')
    })

    test('revoking and granting take effect at the next command; deactivation ends a session at once', async () => {
      await boss.json('role', 'revoke', 'support', 'event:update:assigned')
      await kate.refused(Exit.forbidden, 'event', 'update', eventId, '--participant-count', '81')
      await boss.json('role', 'grant', 'support', 'event:update:assigned')
      await kate.json('event', 'update', eventId, '--participant-count', '81')
      const done = await boss.run('user update 4 --is-active false')
      expect(done.code, done.stderr).toBe(Exit.ok)
      expect(done.stderr).toContain(eventId)
      const out = await kate.refused(Exit.unauthenticated, 'event', 'list')
      expect(out).toMatchObject({ code: 'unauthenticated' })
      expect((await kate.login()).code).toBe(Exit.unauthenticated)
      await boss.refused(Exit.refused, 'user', 'update', '1', '--is-active', 'false')
      expect((await boss.run('logout')).code).toBe(Exit.ok)
      expect((await boss.run('whoami')).code).toBe(Exit.unauthenticated)
    })
  })
}

/** Splits as a shell would, as far as these tests need it. */
function words(line: string): string[] {
  return [...line.matchAll(/(?:'((?:[^']|'\\'')*)'|(\S+))/g)].map(
    ([, quoted, bare]) => quoted?.replaceAll("'\\''", "'") ?? bare ?? '',
  )
}
