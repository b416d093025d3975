/** Somebody whose password the program made is nobody until they have chosen their own (docs/TRUST.md §2), whatever they type in psql. */
import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type postgres from 'postgres'
import { sha256 } from '../../src/secret.ts'
import { digest, hash } from '../../src/session/password.ts'
import { type Ground, openGround, passwordHash, refusal, right, type Someone, wrong } from './ground.ts'
import { type Attempted, attempt, claim, refresh, uid } from './sign-in.ts'

// bcrypt takes a quarter of a second on a quiet machine, and tests seldom have one.
setDefaultTimeout(60_000)

const own = 'Own-Sesame-2026'
const ownHash = hash(own)
let ground: Ground
let manager: Someone
beforeAll(async () => {
  ground = await openGround()
  manager = await ground.person('management', 'the.manager')
  await ground.owner`insert into epic_events.company (name) values ('Cool Startup LLC')`
})
afterAll(() => ground?.close())

const nobody = <T>(work: (sql: postgres.Sql) => Promise<T>) => ground.connect({}, work)
let created = 0
/** A new colleague, made by the manager with a generated password. */
async function newcomer(role = 3): Promise<{ id: number; username: string }> {
  created += 1
  const username = `newcomer.${created}`
  const [made] = await ground.connect(
    { session: manager.secret },
    async (sql) => sql<{ id: number }[]>`
      select id from epic_events.create_user(${username}, 'New Comer', ${`${username}@agency.example`}, ${await passwordHash},
        ${role}, null, true)`,
  )
  return { id: made?.id ?? 0, username }
}
/** Logs in as the program does. */
const login = (username: string, as = right) =>
  nobody(async (sql) => {
    const made = await attempt(sql, username, as)
    const [row] = await sql<{ status: string; must_change: boolean | null }[]>`
      select status, must_change
      from epic_events.login_claim(${made.number}::bigint, ${sha256(made.access)}, ${made.digest})`
    return { ...made, ...row }
  })
const change = (
  sql: postgres.Sql,
  target: number,
  newHash: string,
  proof?: Pick<Attempted, 'number' | 'access' | 'digest'>,
) =>
  sql<{ status: string }[]>`
    select status from epic_events.change_password(${target}, ${newHash}, ${proof?.number ?? null}::bigint,
      ${proof ? sha256(proof.access) : null}::bytea, ${proof?.digest ?? null})`.then((rows) => rows[0]?.status)

let person: { id: number; username: string }
let session: string
beforeEach(async () => {
  // Even a manager: every right that there is must be out of reach.
  person = await newcomer(1)
  const opened = await login(person.username)
  expect(opened).toMatchObject({ status: 'ok', must_change: true })
  session = opened.access
})
const asNewcomer = <T>(work: (sql: postgres.Sql) => Promise<T>) => ground.connect({ session }, work)

describe('a session of a generated password', () => {
  test('has no identity, and says so to the program', () =>
    asNewcomer(async (sql) => {
      expect(await uid(sql)).toBeNull()
      const [row] = await sql`select epic_events.facts() as facts`
      expect(row?.['facts']).toMatchObject({
        user_id: null,
        role_id: null,
        permissions: [],
        session_ends_at: null,
        must_change: person,
      })
    }))

  test('sees no row of any view but the public ones', () =>
    asNewcomer(async (sql) => {
      const views = (
        await sql<{ name: string }[]>`
          select c.relname as name from pg_class c
          where c.relnamespace = 'epic_events_api'::regnamespace and c.relkind = 'v' order by 1`
      ).map(({ name }) => name)
      expect(views.length).toBeGreaterThan(15)
      const counted: [string, number][] = []
      for (const name of views) {
        const [row] = await sql.unsafe<{ count: string }[]>(`select count(*) from epic_events_api.${name}`)
        counted.push([name, Number(row?.count)])
      }
      const shown = counted.filter(([, count]) => count > 0).map(([name]) => name)
      // They hold nothing of the agency: the version of the schema, and the codes that there are.
      expect(shown).toEqual(['meta', 'permission'])
    }))

  test('every function that reads or writes refuses, or answers nothing', async () => {
    const before = await ground.rows(['login_attempt', 'refresh_attempt'])
    await asNewcomer(async (sql) => {
      const callable = (
        await sql<{ name: string }[]>`
          select p.proname as name from pg_proc p
          where p.pronamespace = 'epic_events'::regnamespace and prorettype <> 'trigger'::regtype
            and has_function_privilege(current_user, p.oid, 'execute') order by 1`
      ).map(({ name }) => name)
      const refused = {
        create_user: () =>
          sql`select epic_events.create_user('thief.one', 'T', 't@x.example', ${`$2b$12$${'a'.repeat(53)}`}, 1)`,
        deactivate: () => sql`select epic_events.deactivate(${manager.id})`,
        delete_user: () => sql`select epic_events.delete_user(${manager.id})`,
        delete_role: () => sql`select epic_events.delete_role(3)`,
        revoke_permissions: () => sql`select epic_events.revoke_permissions(1, array['user:list'])`,
        undo: () => sql`select epic_events.undo(1, 'some-operation')`,
        operations: () => sql`select epic_events.operations()`,
        my_changes: () => sql`select epic_events.my_changes('client', 1)`,
        merge_records: () => sql`select epic_events.merge_records('client', 1, 2)`,
        erase_client: () => sql`select epic_events.erase_client(1, 'asked for it')`,
        erasures: () => sql`select epic_events.erasures()`,
      }
      for (const run of Object.values(refused)) expect(await refusal(run())).toMatchObject({ code: '42501' })
      const empty = {
        live_sessions: () => sql`select * from epic_events.live_sessions()`,
        failed_logins: () => sql`select * from epic_events.failed_logins()`,
        my_ids: () => sql`select * from epic_events.my_ids('company', 'own')`,
        search: () => sql`select * from epic_events.search('company', 'cool', 10)`,
        client_changes: () => sql`select * from epic_events.client_changes(1)`,
        busy: () => sql`select * from epic_events.busy(array[1], '-infinity', 'infinity')`,
        last_changes: () => sql`select * from epic_events.last_changes('client', 1, array['email'])`,
        referred: () => sql`select * from epic_events.referred('user', 'new', false, 10)`,
      }
      for (const run of Object.values(empty)) expect(await run()).toHaveLength(0)
      const no = {
        can: () => sql`select epic_events.can('company:list') as answer`,
        governs: () => sql`select epic_events.governs(3) as answer`,
        end_session: () => sql`select epic_events.end_session(1) as answer`,
        end_sessions: () => sql`select nullif(epic_events.end_sessions(), 0) is not null as answer`,
        uid: () => sql`select epic_events.uid() is not null as answer`,
        applied: () => sql`select epic_events.applied('nothing') as answer`,
        merged_into: () => sql`select epic_events.merged_into('client', 1) is not null as answer`,
      }
      for (const run of Object.values(no)) expect((await run())[0]?.['answer']).toBe(false)
      // What is public, what proves something by itself, and the change of one's own password, which has its own tests.
      const free = [
        ...['facts', 'speaks', 'logout', 'login_attempt', 'login_claim', 'refresh_attempt', 'refresh_claim'],
        ...['change_password', 'as_owner'],
        // texts alone
        ...['fold', 'words', 'vector', 'phone_lexemes', 'client_search', 'user_search', 'event_search', 'condition'],
        ...['all_words', 'phone_condition', 'prefixes', 'beginnings'],
      ]
      const known = [...Object.keys({ ...refused, ...empty, ...no }), ...free]
      expect(callable.filter((name) => !known.includes(name))).toEqual([])
    })
    expect(await ground.rows(['login_attempt', 'refresh_attempt'])).toEqual(before)
  })

  test('writes nothing through the views', async () => {
    const before = await ground.rows(['login_attempt'])
    await asNewcomer(async (sql) => {
      for (const statement of [
        `insert into epic_events_api.company (name) values ('Mine')`,
        `insert into epic_events_api.role (name) values ('mine')`,
        `insert into epic_events_api.role_permission (role_id, permission_id) values (3, 1)`,
      ])
        expect(await refusal(sql.unsafe(statement))).toMatchObject({ code: '42501' })
      for (const statement of [
        `update epic_events_api.company set name = 'Mine'`,
        `update epic_events_api.users set full_name = 'Me', phone = '+33612345678'`,
        `delete from epic_events_api.company`,
      ])
        expect((await sql.unsafe(statement)).count).toBe(0)
      // Nobody may write or read the column itself, by a view or past it.
      for (const statement of [
        `update epic_events_api.users set must_change = false`,
        `update epic_events.users set must_change = false`,
        `select must_change from epic_events_api.users`,
        `select must_change from epic_events.users`,
      ])
        expect((await refusal(sql.unsafe(statement)))?.code).toMatch(/^42501$|^42703$/)
    })
    expect(await ground.rows(['login_attempt'])).toEqual(before)
  })

  test('a refreshed one has no identity either', async () => {
    const opened = await login(person.username)
    const next = await nobody((sql) => refresh(sql, opened.refresh))
    expect(next.status).toBe('ok')
    expect(await ground.connect({ session: next.access }, (sql) => uid(sql))).toBeNull()
  })

  test('not even a change of the password in the same transaction gives it one', () =>
    asNewcomer(async (sql) => {
      const proof = await attempt(sql, person.username)
      const newHash = await ownHash
      await sql.begin(async (inside) => {
        const [row] = await inside`
          select status from epic_events.change_password(${person.id}, ${newHash}, ${proof.number}::bigint,
            ${sha256(proof.access)}, ${proof.digest})`
        expect(row?.['status']).toBe('ok')
        expect(await uid(inside)).toBeNull()
      })
      expect(await uid(sql)).toBeNull()
    }))
})

describe('the change of the password', () => {
  test('works with the current one, ends the duty and the session, and the next login has an identity', async () => {
    const changed = await asNewcomer(async (sql) =>
      change(sql, person.id, await ownHash, await attempt(sql, person.username)),
    )
    expect(changed).toBe('ok')
    expect(await asNewcomer((sql) => uid(sql))).toBeNull()
    expect((await login(person.username)).status).toBe('no')
    const opened = await login(person.username, digest(own))
    expect(opened).toMatchObject({ status: 'ok', must_change: false })
    expect(await ground.connect({ session: opened.access }, (sql) => uid(sql))).toBe(person.id)
  })

  test('ends what was opened with the printed one, and no log holds a hash or the duty', async () => {
    const opened = await login(person.username)
    const changed = await asNewcomer(async (sql) =>
      change(sql, person.id, await ownHash, await attempt(sql, person.username)),
    )
    expect(changed).toBe('ok')
    expect((await nobody((sql) => refresh(sql, opened.refresh))).status).not.toBe('ok')
    expect(await ground.connect({ session: opened.access }, (sql) => uid(sql))).toBeNull()
    const log = await ground.owner`
      select action, old_values, new_values from epic_events.audit_log where table_name = 'users' and row_id = ${person.id} order by id`
    expect(log.map((row) => row['action'])).toEqual(['insert', 'update'])
    expect(log[1]?.['new_values']).toEqual({ password: 'changed' })
    expect(JSON.stringify(log)).not.toMatch(/[$]2[aby][$]|must_change/)
  })

  test('with a wrong one, without one, or with that of somebody else: nothing changes', async () => {
    const other = await newcomer()
    const newHash = await ownHash
    await asNewcomer(async (sql) => {
      expect(await change(sql, person.id, newHash)).toBe('no')
      expect(await change(sql, person.id, newHash, await attempt(sql, person.username, wrong))).toBe('no')
      expect(await change(sql, person.id, newHash, await attempt(sql, other.username))).toBe('no')
    })
    expect((await login(person.username)).must_change).toBe(true)
  })

  test('of anybody else: they are nobody', async () => {
    const other = await newcomer()
    const newHash = await ownHash
    const answers = await asNewcomer(async (sql) => [
      await change(sql, manager.id, newHash),
      await change(sql, other.id, newHash, await attempt(sql, other.username)),
      await change(sql, 999_999, newHash),
    ])
    expect(answers).toEqual(['unauthenticated', 'unauthenticated', 'unauthenticated'])
  })

  test('the generated password again is not one of their own', async () => {
    const again = await Bun.password.hash(right, { algorithm: 'bcrypt', cost: 12 })
    expect(await asNewcomer(async (sql) => change(sql, person.id, again, await attempt(sql, person.username)))).toBe(
      'same',
    )
    expect((await login(person.username)).must_change).toBe(true)
  })

  test('one that a manager gives ends the duty: what was printed opens nothing any more', async () => {
    const newHash = await ownHash
    expect(await ground.connect({ session: manager.secret }, (sql) => change(sql, person.id, newHash))).toBe('ok')
    expect(await asNewcomer((sql) => uid(sql))).toBeNull()
    expect((await login(person.username)).status).toBe('no')
    expect(await login(person.username, digest(own))).toMatchObject({ status: 'ok', must_change: false })
  })
})

test('a password that somebody typed binds nobody', async () => {
  const made = await ground.connect(
    { session: manager.secret },
    async (sql) => sql<{ id: number }[]>`
      select id from epic_events.create_user('typed.one', 'Typed One', 'typed@agency.example', ${await passwordHash}, 3)`,
  )
  const opened = await nobody(async (sql) => {
    const tried = await attempt(sql, 'typed.one')
    expect((await claim(sql, tried)).status).toBe('ok')
    return tried
  })
  expect(await ground.connect({ session: opened.access }, (sql) => uid(sql))).toBe(made[0]?.id ?? 0)
})
