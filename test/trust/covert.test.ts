/**
 * What PostgreSQL tells beside its answers: plans that are printed, plans that are explained, counters, locks. A person with psql and a login
 * role reads them without a session, or with a role that shows nothing. Each of these attacks worked before the views (drizzle/0010).
 */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import postgres from 'postgres'
import { newSecret, sha256 } from '../../src/secret.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'
import { otherHash, passwordHash, right, wrong } from './ground.ts'

setDefaultTimeout(120_000)

describe.each(['server', 'embedded'] as const)('%s', (kind) => {
  let agency: Agency
  let manager: Person, alice: Person, hr: Person, blind: Person, promoted: Person
  beforeAll(async () => {
    agency = await openAgency(kind)
    await agency.owner((sql) =>
      sql
        .unsafe(`insert into epic_events.role (name) values ('hr'), ('blind');
        insert into epic_events.role_permission select r.id, p.id from epic_events.role r, epic_events.permission p
        where r.name = 'hr' and p.name in ('user:list', 'user:view', 'user:create', 'user:update', 'user:delete')
          or r.name = 'blind' and p.name in ('company:list', 'company:view')`)
        .simple(),
    )
    manager = await agency.person('management')
    alice = await agency.person('commercial')
    hr = await agency.person('hr')
    blind = await agency.person('blind')
    promoted = await agency.person('support')
    await agency.owner((sql) =>
      sql
        .unsafe(`insert into epic_events.client (full_name, email, commercial_id)
          select 'Client ' || i, 'c' || i || '@x.fr', ${alice.id} from generate_series(1, 2000) i;
        analyze epic_events.client`)
        .simple(),
    )
  })
  afterAll(() => agency?.close())

  /** Runs statements as somebody, or as nobody. @returns what the server said: rows, errors and, on a server, plans and notices */
  async function said(who: Person | undefined, statements: readonly string[]): Promise<string> {
    const words: string[] = []
    const run = async (sql: postgres.Sql) => {
      for (const statement of statements) {
        await sql
          .unsafe(statement)
          .simple()
          .then(
            (rows) => words.push(JSON.stringify(rows)),
            (error: postgres.PostgresError) => words.push(`${error.code} ${error.message} ${error.detail ?? ''}`),
          )
      }
    }
    if (kind === 'embedded') await agency.as(who, run)
    else {
      const sql = as(who, (text) => words.push(text))
      await run(sql).finally(() => sql.end({ timeout: 5 }))
    }
    return words.join('\n')
  }

  /** A connection of one's own to the server. */
  const as = (who: Person | undefined, hear: (text: string) => void = () => {}) =>
    postgres(agency.url ?? '', {
      max: 1,
      fetch_types: false,
      onnotice: (notice) => hear(JSON.stringify(notice)),
      connection: {
        role: 'epic_events_app',
        lock_timeout: '5s',
        ...(who ? { 'epic_events.session': who.secret } : {}),
      } as never,
    })

  const printed = `set client_min_messages = log; set debug_print_plan = on; set debug_print_parse = on;
    set debug_print_rewritten = on; set plan_cache_mode = force_custom_plan`
  /** A text as PostgreSQL prints the bytes of a constant. */
  const asBytes = (text: string) => [...Buffer.from(text)].join(' ')

  // The functions of both databases have the same settings (catalogue.test.ts); only a server sends what it prints.
  describe.skipIf(kind === 'embedded')('plans that are printed', () => {
    test('of a login: neither the stored hash nor the verdict', async () => {
      const stored = await passwordHash
      const hashes = [newSecret(), newSecret()].map((secret) => `'\\x${sha256(secret).toString('hex')}'`).join(', ')
      const say = async (digest: string) =>
        said(undefined, [
          printed,
          'begin',
          `select epic_events.login_attempt('${manager.username}', '${digest}', ${hashes})`,
          'rollback',
        ])
      const told = [await say(right), await say(wrong)]
      for (const text of told) {
        expect(text).toContain('login_attempt')
        expect(text).not.toContain(stored)
        expect(text).not.toContain(asBytes(stored.slice(0, 20)))
        expect(text).not.toContain(asBytes('$2b$12'))
      }
      // As many plans of the same statements, whichever it was.
      const kinds = (text: string) => text.match(/"message":"[^"]*"/g)
      expect(kinds(told[0] ?? '')).toEqual(kinds(told[1] ?? ''))
    })

    test('of a claim, of a change, of a password: no hash', async () => {
      const stored = await passwordHash
      const secrets = [newSecret(), newSecret()].map((secret) => `'\\x${sha256(secret).toString('hex')}'`)
      const text = await said(hr, [
        printed,
        `select epic_events.login_attempt('${alice.username}', '${right}', ${secrets.join(', ')})`,
        `select * from epic_events.login_claim((1), ${secrets[0]}, '${right}')`,
        `select * from epic_events.login_claim((2), ${secrets[0]}, '${right}')`,
        ...Array.from(
          { length: 7 },
          () => `update epic_events_api.users set full_name = full_name || 'x' where id = ${hr.id}`,
        ),
        `select * from epic_events.change_password(${hr.id}, '${otherHash}', 1, ${secrets[0]}, '${right}')`,
        `select * from epic_events.live_sessions()`,
        `select epic_events.facts()`,
      ])
      expect(text).toContain('update')
      expect(text).not.toContain(stored)
      expect(text).not.toContain(asBytes(stored.slice(0, 20)))
    })
  })

  describe('plans that are explained', () => {
    /** Questions by whose plan rows could be counted. Each of them ran its cheap condition before the policy did, on the tables. */
    const questions = [
      `select * from V where email = 'c7@x.fr'`,
      `select * from V where full_name > 'Client 5'`,
      `select * from V where id = 7 for update`,
      `select min(id) from V where full_name between 'Client 1' and 'Client 2'`,
      `update V set full_name = full_name where full_name like 'Client 1%'`,
      `delete from V where id between 5 and 9`,
      `insert into epic_events_api.company (name) select full_name from V`,
      `select * from epic_events_api.company k left join V c on c.company_id = k.id and c.full_name >= 'Client'`,
      `select * from epic_events_api.company k full join V c on c.company_id = k.id`,
      `select (select c.full_name from V c where c.id = k.id) from epic_events_api.company k`,
      `select 1 where exists (select from V where email = 'c9@x.fr')`,
      `select full_name from V union select name from epic_events_api.company`,
      `select * from V where id = any (array[1, 2, 3])`,
      `select * from V order by id limit 1`,
      `with c as materialized (select * from V where full_name < 'D') select count(*) from c`,
      `select count(*) from V tablesample system (100)`,
    ]

    const scans =
      /(Seq Scan|Index Scan|Index Only Scan|Bitmap Heap Scan|Sample Scan)[^"]* on client[^"]*?\((actual|never)/g
    test.each(questions)('nobody and somebody without the right: nothing is scanned: %s', async (question) => {
      for (const who of [undefined, blind]) {
        const text = await said(who, [
          'set enable_seqscan = on',
          `explain (analyze, costs off, timing off) ${question.replaceAll('V', 'epic_events_api.client')}`,
        ])
        expect(text.includes('One-Time Filter') || /^(42501|42809|0A000|42P01)/m.test(text), text).toBe(true)
        for (const [, , executed] of text.matchAll(scans))
          expect([question, executed, text]).toEqual([question, 'never', text])
        expect(text).not.toMatch(/Rows Removed by Filter/)
      }
    })

    test('the tables themselves: explain is refused like the question', async () => {
      for (const who of [undefined, alice, manager])
        expect(await said(who, [`explain select 1 from epic_events.client where full_name > 'M'`])).toContain('42501')
    })

    test('counters and locks tell nobody that a row exists', async () => {
      const counted = (id: number) =>
        said(undefined, [
          'begin',
          `select 1 from epic_events_api.client where id = ${id} for update`,
          `insert into epic_events_api.contract (client_id, total_amount) values (${id}, 1)`,
          'rollback; begin',
          `select relname, seq_tup_read, idx_tup_fetch from pg_stat_xact_all_tables
            where schemaname = 'epic_events' and relname in ('client', 'contract') order by 1`,
          `select relation::regclass::text as relation, mode from pg_locks where pid = pg_backend_pid()
            and relation::regclass::text ~ 'epic_events[.](client|contract)' order by 1, 2`,
          'rollback',
        ])
      expect(await counted(1)).toBe((await counted(999_999)).replaceAll('999999', '1'))
    })

    test('one with the right to see clients has them by their index', async () => {
      const text = await said(alice, [
        `explain (costs off) select * from epic_events_api.client where id > 10 order by id limit 50`,
      ])
      expect(text).toMatch(/Index Scan using client_pkey/)
      expect(text).not.toMatch(/Sort/)
    })
  })

  if (kind === 'server') {
    describe('locks', () => {
      /** Every lock that a person can take with psql, held in an open transaction until `release`. */
      async function holdEverything(victim: Person): Promise<{ release: () => Promise<void>; taken: string[] }> {
        const sql = as(victim)
        const third = await agency.person('management')
        const views = await sql<{ name: string }[]>`
          select relname as name from pg_class where relnamespace = 'epic_events_api'::regnamespace`
        const tries = [
          ...views.flatMap(({ name }) =>
            ['access exclusive', 'exclusive', 'share', 'row exclusive', 'access share'].map(
              (mode) => `lock table epic_events_api.${name} in ${mode} mode nowait`,
            ),
          ),
          ...views.map(({ name }) => `select 1 from epic_events_api.${name} for update nowait`),
          `update epic_events_api.users set full_name = full_name || '.'`,
          `update epic_events_api.role set name = name || '.' where id > 3`,
          `select epic_events.change_password(${victim.id}, '${otherHash}')`,
          // Deactivating a manager locks the others.
          `update epic_events_api.users set is_active = false where id = ${third.id}`,
          `select pg_advisory_lock(n) from generate_series(1, 2000) n`,
          `select pg_advisory_lock(hashtextextended('epic_events.login ${victim.username}', 0))`,
          `select epic_events.logout()`,
        ]
        const taken: string[] = []
        const [holding, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
        const transaction = sql
          .begin(async (connection) => {
            for (const one of tries) {
              await connection
                .savepoint((inner) => inner.unsafe(one))
                .then(
                  () => taken.push(one),
                  () => undefined,
                )
            }
            holding.resolve()
            await released.promise
            throw new Error('rolled back')
          })
          .catch(holding.reject)
        await holding.promise
        return {
          taken,
          async release() {
            released.resolve()
            await transaction
            await sql.end({ timeout: 5 })
          },
        }
      }

      test('somebody who holds every lock that they can take is deactivated within a second all the same', async () => {
        const victim = await agency.person('management')
        const held = await holdEverything(victim)
        try {
          expect(held.taken).toContain('select 1 from epic_events_api.users for update nowait')
          expect(held.taken.join()).toContain('set is_active = false')
          expect(
            held.taken.filter((one) =>
              /^lock table epic_events_api.(users|role|role_permission|meta) in (access e|exclusive|share)/.test(one),
            ),
          ).toEqual([])
          const sql = as(manager)
          try {
            const since = performance.now()
            const [row] = await sql`select is_active, stored from epic_events.deactivate(${victim.id})`
            expect({ ...row }).toEqual({ is_active: false, stored: false })
            expect(performance.now() - since).toBeLessThan(5_000)
          } finally {
            await sql.end({ timeout: 5 })
          }
          const gone = as(victim)
          expect((await gone`select epic_events.uid() as id`)[0]?.['id']).toBeNull()
          await gone.end({ timeout: 5 })
          // Nor do they come in again, although their row still says active.
          expect(await logsIn(victim)).toBe('no')
          // Colleagues log in meanwhile.
          expect(await logsIn(alice)).toBe('ok')
        } finally {
          await held.release()
        }
        const sql = as(manager)
        const [row] = await sql`select stored from epic_events.deactivate(${victim.id})`
        expect(row?.['stored']).toBe(true)
        await sql`update epic_events_api.users set is_active = true where id = ${victim.id}`
        await sql.end({ timeout: 5 })
        expect(await logsIn(victim)).toBe('ok')
      })

      async function logsIn(who: Person): Promise<string> {
        const sql = as(undefined)
        const [access, refresh] = [sha256(newSecret()), sha256(newSecret())]
        try {
          const [made] =
            await sql`select epic_events.login_attempt(${who.username}, ${right}, ${access}, ${refresh})::text as number`
          const [told] =
            await sql`select status from epic_events.login_claim(${made?.['number']}::bigint, ${access}, ${right})`
          return String(told?.['status'])
        } finally {
          await sql.end({ timeout: 5 })
        }
      }

      test('somebody whose session ends while a function writes → nothing is written', async () => {
        const clerk = await agency.person('hr')
        const target = await agency.person('support')
        const [sql, ending] = [as(clerk), as(clerk)]
        try {
          let deleted: Promise<string> | undefined
          await agency.owner((owner) =>
            owner.begin(async (inside) => {
              await inside`select 1 from epic_events.users where id = ${target.id} for update`
              deleted = sql`select epic_events.delete_user(${target.id})`.then(
                () => 'deleted',
                (error: postgres.PostgresError) => error.code,
              )
              await Bun.sleep(300)
              await ending`select epic_events.end_sessions()`
            }),
          )
          expect(await deleted).toBe('42501')
        } finally {
          await Promise.all([sql.end({ timeout: 5 }), ending.end({ timeout: 5 })])
        }
        const left = await agency.owner((owner) => owner`select id from epic_events.users where id = ${target.id}`)
        expect(left.length).toBe(1)
      })

      test('a password is not set for somebody who is being given a higher role at this moment', async () => {
        const sql = as(hr)
        try {
          let changed: Promise<unknown> | undefined
          await agency.owner((owner) =>
            owner.begin(async (inside) => {
              await inside`update epic_events.users set role_id = 1 where id = ${promoted.id}`
              changed = sql`select status from epic_events.change_password(${promoted.id}, ${otherHash})`.then(
                (rows) => rows[0]?.['status'],
              )
              await Bun.sleep(300)
            }),
          )
          expect(await changed).toBe('not_governed')
        } finally {
          await sql.end({ timeout: 5 })
        }
      })
    })
  }
})
