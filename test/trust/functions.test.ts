/**
 * The functions that write as the owner of the tables, and the estimates of plans: what a search for holes found after the views were in
 * place. Each test failed on the functions as they were first written.
 */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type postgres from 'postgres'
import { newSecret, sha256 } from '../../src/session/secret.ts'
import { type Ground, openGround, passwordHash, refusal, right, type Someone, wrong } from './ground.ts'
import { type Attempted, attempt, claim, refresh, refreshAttempt, refreshClaim, uid } from './sign-in.ts'

// bcrypt takes a quarter of a second on a quiet machine, and tests seldom have one.
setDefaultTimeout(60_000)

let ground: Ground
let manager: Someone
beforeAll(async () => {
  ground = await openGround()
  manager = await ground.person('management', 'the.manager')
})
afterAll(() => ground?.close())

const nobody = <T>(work: (sql: postgres.Sql) => Promise<T>) => ground.connect({}, work)

describe('logins', () => {
  test('attempts that are committed in descending order → no more guesses than in ascending order', async () => {
    const victim = await ground.person('support', 'descending')
    /** An attempt whose transaction is open until `commit`. */
    const open = (digest: string) =>
      new Promise<{ made: Attempted; commit: () => Promise<void> }>((resolve, reject) => {
        const released = Promise.withResolvers<void>()
        const done = nobody((sql) =>
          sql.begin(async (inside) => {
            const made = await attempt(inside, victim.username, digest)
            const commit = async () => {
              released.resolve()
              await done
            }
            resolve({ made, commit })
            await released.promise
          }),
        )
        done.catch(reject)
      })
    const held = []
    for (let n = 0; n < 16; n++) held.push(await open(n === 0 ? right : wrong))
    const told: string[] = []
    for (const { made, commit } of held.toReversed()) {
      await commit()
      told.push((await nobody((sql) => claim(sql, made))).status)
    }
    // Three at once, and one more after 1, 2, 4 … seconds, which a busy machine may take.
    expect(told.filter((status) => status === 'no').length).toBeLessThanOrEqual(9)
    expect(told.at(-1)).toBe('wait')
  })

  test('a person whose row breaks a constraint that came later still logs in, and is deactivated', async () => {
    const old = await ground.person('support', 'old.row')
    await ground.owner.unsafe(`alter table epic_events.users drop constraint users_full_name_trimmed;
      update epic_events.users set full_name = 'Old ' where id = ${old.id};
      alter table epic_events.users add constraint users_full_name_trimmed check (full_name = btrim(full_name)) not valid`)
    await nobody(async (sql) => expect((await claim(sql, await attempt(sql, old.username))).status).toBe('ok'))
    const [row] = await ground.connect({ session: manager.secret }, (sql) =>
      sql`select is_active, stored from epic_events.deactivate(${old.id})`.then((rows) => [...rows]),
    )
    expect({ ...row }).toEqual({ is_active: false, stored: false })
    await nobody(async (sql) => expect((await claim(sql, await attempt(sql, old.username))).status).toBe('no'))
  })

  test('a login while a deactivation is not committed yet → no session afterwards', async () => {
    const sam = await ground.person('support', 'late.login')
    const made = await nobody((sql) => attempt(sql, sam.username))
    await ground.connect({ session: manager.secret }, (sql) =>
      ground.owner.begin(async (holding) => {
        // The row is locked, so that the deactivation is a row of `ended` alone.
        await holding`select 1 from epic_events.users where id = ${sam.id} for update`
        await sql.begin(async (inside) => {
          await inside`select * from epic_events.deactivate(${sam.id})`
          expect((await nobody((other) => claim(other, made))).status).toBe('ok')
        })
      }),
    )
    expect(await ground.connect({ session: made.access }, (sql) => uid(sql))).toBeNull()
  })

  test('the right password of a deactivated account leaves the traces of a wrong one', async () => {
    const gone = await ground.person('support', 'long.gone')
    await ground.owner`update epic_events.users set is_active = false where id = ${gone.id}`
    const traces = (digest: string) =>
      nobody(async (sql) => {
        const made = await attempt(sql, gone.username, digest)
        return sql.begin(async (inside) => {
          expect((await claim(inside, made)).status).toBe('no')
          return JSON.stringify(
            await inside`select relname, seq_scan, seq_tup_read, idx_scan, n_tup_ins, n_tup_upd from pg_stat_xact_all_tables
              where schemaname = 'epic_events' and relname <> 'login_attempt' order by 1`,
          )
        })
      })
    expect(await traces(right)).toBe(await traces(wrong))
  })

  test('somebody who may not govern a manager does not let them in again', async () => {
    await ground.owner.unsafe(`insert into epic_events.role (name) values ('hr');
      insert into epic_events.role_permission select r.id, p.id from epic_events.role r, epic_events.permission p
      where r.name = 'hr' and p.name in ('user:list', 'user:view', 'user:update')`)
    const [hr, boss] = [await ground.person('hr'), await ground.person('management')]
    await ground.owner.begin(async (holding) => {
      await holding`select 1 from epic_events.users where id = ${boss.id} for update`
      await ground.connect({ session: manager.secret }, (sql) =>
        sql`select * from epic_events.deactivate(${boss.id})`.then(),
      )
    })
    const again = (who: Someone) =>
      ground.connect({ session: who.secret }, (sql) =>
        refusal(sql`update epic_events_api.users set is_active = true where id = ${boss.id}`.then()),
      )
    expect((await again(hr))?.code).toBe('42501')
    await nobody(async (sql) => expect((await claim(sql, await attempt(sql, boss.username))).status).toBe('no'))
    expect(await again(manager)).toBeUndefined()
    await nobody(async (sql) => expect((await claim(sql, await attempt(sql, boss.username))).status).toBe('ok'))
  })
})

describe('refreshes', () => {
  const signedIn = async () => {
    const someone = await ground.person('support')
    return nobody(async (sql) => {
      const made = await attempt(sql, someone.username)
      expect((await claim(sql, made)).status).toBe('ok')
      return made
    })
  }

  test('a sibling that was left behind and whose use is rolled back → found at the next refresh', () =>
    nobody(async (sql) => {
      const sam = await signedIn()
      const [mine, thief] = [await refresh(sql, sam.refresh), await refresh(sql, sam.refresh)]
      const next = await refresh(sql, mine.refresh)
      const used = await refreshAttempt(sql, thief.refresh)
      const hidden = sql.begin(async (inside) => {
        expect((await refreshClaim(inside, used)).status).toBe('reused')
        throw new Error('rolled back')
      })
      await expect(hidden).rejects.toThrow('rolled back')
      expect((await refresh(sql, next.refresh)).status).toBe('reused')
    }))

  test('what is stored of a refresh token does not renew a session', async () => {
    const sam = await signedIn()
    const stored = await ground.owner<{ hash: Buffer }[]>`select hash from epic_events.session_secret where kind = 'r'`
    expect(stored.length).toBeGreaterThan(0)
    for (const { hash } of stored) {
      const [access, next] = [newSecret(), newSecret()]
      const status = await nobody(async (sql) => {
        const [row] =
          await sql`select epic_events.refresh_attempt(${hash}, ${sha256(access)}, ${sha256(next)})::text as number`
        return (await refreshClaim(sql, { number: String(row?.['number']), access })).status
      })
      expect(status).toBe('expired')
    }
    expect((await nobody((sql) => refresh(sql, sam.refresh))).status).toBe('ok')
  })
})

describe('what an error tells', () => {
  test('a row that a constraint refuses inside a function: its name, and no hash', async () => {
    const hash = await passwordHash
    const met = async (statement: (sql: postgres.Sql) => Promise<unknown>) => {
      try {
        await ground.connect({ session: manager.secret }, statement)
      } catch (error) {
        return error as postgres.PostgresError
      }
      throw new Error('it should have been refused')
    }
    const errors = [
      await met((sql) => sql`select epic_events.create_user('new.one', 'N ', 'new@x.fr', ${hash}, 3)`),
      await met((sql) => sql`select epic_events.create_user('new.two', 'N', 'NEW@x.fr', ${hash}, 3)`),
      await met((sql) => sql`select epic_events.create_user('new.three', null, 'new@x.fr', ${hash}, 3)`),
      await met((sql) => sql`select epic_events.create_user('new.four', 'N', 'new@x.fr', ${`${hash}x`}, 3)`),
      await met((sql) => sql`select epic_events.change_password(${manager.id + 1}, ${`${hash}x`})`),
    ]
    expect(errors.map(({ code }) => code)).toEqual(['23514', '23514', '23502', '23514', '23514'])
    expect(errors.slice(0, 2).map(({ constraint_name: name }) => name)).toEqual([
      'users_full_name_trimmed',
      'users_email_normal',
    ])
    for (const error of errors) expect(JSON.stringify({ ...error, message: error.message })).not.toContain('$2b$')
  })

  test("a rule keeps its own detail, because the program's sentence needs it", async () => {
    const only = await openGround()
    try {
      const last = await only.person('management')
      const error = await only.connect({ session: last.secret }, (sql) =>
        sql`select * from epic_events.deactivate(${last.id})`.then(
          () => undefined,
          (reason: postgres.PostgresError) => reason,
        ),
      )
      expect([error?.constraint_name, error?.detail]).toEqual(['users_last_manager', `{"user" : ${last.id}}`])
    } finally {
      await only.close()
    }
  })
})

test('no statistics of texts that name people, firms and places, so that no estimate tells them', async () => {
  await ground.owner.unsafe(`insert into epic_events.company (name) select 'Firm ' || i from generate_series(1, 500) i;
    insert into epic_events.company (name) select 'Often' from generate_series(1, 500) i`)
  await ground.owner.unsafe(
    'analyze epic_events.company; analyze epic_events.users; analyze epic_events.client; analyze epic_events.event',
  )
  const known = await ground.owner`select tablename, attname from pg_stats where schemaname = 'epic_events'
    and attname in ('username', 'full_name', 'email', 'phone', 'name', 'title', 'full_address', 'notes', 'user_name', 'lower')
    and tablename not in ('permission')`
  expect([...known]).toEqual([])
  const estimate = (name: string) =>
    nobody(async (sql) => {
      const [row] = await sql.unsafe(
        `explain (format json) select * from epic_events_api.company where name = '${name}'`,
      )
      const json = row?.['QUERY PLAN'] as string | unknown[]
      return JSON.stringify(typeof json === 'string' ? JSON.parse(json) : json).replaceAll(name, '')
    })
  expect(await estimate('Often')).toBe(await estimate('Never'))
})
