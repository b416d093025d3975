/**
 * Attacks with several connections at once: one holds a transaction open while another one asks, ends a session, logs in. Each was tried with
 * psql and a login role on PostgreSQL 15 and 18.
 */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import postgres from 'postgres'
import { newSecret, sha256 } from '../../src/secret.ts'
import { digest } from '../../src/session/password.ts'
import { type Ground, openGround, otherHash, refusal, type Someone } from './ground.ts'
import { attempt, claim, refresh, refreshAttempt, refreshClaim, uid } from './sign-in.ts'

setDefaultTimeout(120_000)

let ground: Ground
let manager: Someone, hr: Someone
beforeAll(async () => {
  ground = await openGround()
  await ground.owner.unsafe(`insert into epic_events.role (name) values ('hr'), ('unused'), ('granted');
    insert into epic_events.role_permission select r.id, p.id from epic_events.role r, epic_events.permission p
      where r.name = 'hr' and p.name in ('user:list', 'user:view', 'user:create', 'user:update', 'user:delete')
        or r.name = 'granted' and p.name in ('client:list', 'client:view')`)
  manager = await ground.person('management', 'first.manager')
  await ground.person('commercial', 'alice')
  hr = await ground.person('hr', 'human.resources')
})
afterAll(() => ground?.close())

/** Holds an open transaction, in which `inside` was done, while `work` runs. It is rolled back, unless `commit` says otherwise. */
async function during<T>(
  sql: postgres.Sql,
  inside: (held: postgres.TransactionSql) => Promise<unknown>,
  work: () => Promise<T>,
  { commit = false } = {},
): Promise<T> {
  const [held, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const transaction = sql
    .begin(async (one) => {
      await inside(one)
      held.resolve()
      await release.promise
      if (!commit) throw new Error('rolled back')
    })
    .catch((error: Error) => {
      held.reject(error)
      if (error.message !== 'rolled back') throw error
    })
  await held.promise
  try {
    return await work()
  } finally {
    release.resolve()
    await transaction
  }
}

/** Waits until the statement waits for a lock, or has its answer. */
async function waits(asked: Promise<unknown>) {
  let answered = false
  asked.finally(() => (answered = true))
  while (!answered) {
    const [row] = await ground.owner`select count(*)::integer as n from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`
    if (row?.['n'] > 0) return
    await Bun.sleep(20)
  }
}

/** A new session of somebody, as the owner makes one. @returns its secret */
async function sessionOf(who: Someone): Promise<string> {
  const secret = newSecret()
  await ground.owner`with s as (
      insert into epic_events.session (user_id, ends_at) values (${who.id}, now() + interval '1 day') returning id)
    insert into epic_events.session_secret (hash, session_id, kind, expires_at)
    select ${sha256(secret)}, id, 'a', now() + interval '1 hour' from s`
  return secret
}

describe('a session that ends while a function waits', () => {
  // The function asks who is there, then waits at a table or a row. Its triggers must not take nobody for the owner.
  const cases: readonly [string, string, 'hr' | 'manager', string][] = [
    ['create_user', 'users', 'hr', `select epic_events.create_user('evil.boss', 'E', 'evil@x.fr', '${otherHash}', 1)`],
    ['delete_user', 'users', 'hr', `select epic_events.delete_user((select id from T where username = 'colleague'))`],
    ['delete_role', 'role', 'manager', `select epic_events.delete_role((select id from R where name = 'unused'))`],
    [
      'revoke_permissions',
      'role_permission',
      'manager',
      `select epic_events.revoke_permissions((select id from R where name = 'granted'), array['client:list'])`,
    ],
    ['deactivate', 'ended', 'hr', `select epic_events.deactivate((select id from T where username = 'colleague'))`],
  ]
  beforeAll(async () => {
    await ground.person('hr', 'colleague')
  })
  test.each(cases)('%s → refused, and nothing is changed', async (_name, table, who, statement) => {
    const before = await ground.rows(['ended', 'session', 'session_secret'])
    const secret = await sessionOf(who === 'hr' ? hr : manager)
    const text = statement
      .replace('from T', 'from epic_events_api.users')
      .replace('from R', 'from epic_events_api.role')
    const other = postgres(ground.database.url(), { max: 1, fetch_types: false, onnotice() {} })
    try {
      const told = await ground.connect({ session: secret }, (sql) =>
        ground.connect({ session: secret }, async (ending) => {
          await sql`select epic_events.uid()`
          let asked: Promise<{ code: string } | undefined> | undefined
          await during(
            other,
            (held) => held.unsafe(`lock table epic_events.${table} in share row exclusive mode`),
            async () => {
              asked = refusal(sql.unsafe(text))
              await waits(asked)
              // `ended` is the table that deactivate() waits for, so its owner ends the session another way there.
              if (table === 'ended')
                await ground.owner`update epic_events.session_secret set expires_at = now() where hash = ${sha256(secret)}`
              else await ending`select epic_events.end_session(s.id) from epic_events.live_sessions() s where s.current`
            },
          )
          return asked
        }),
      )
      expect(told?.code).toBe('42501')
      expect(await ground.rows(['ended', 'session', 'session_secret'])).toEqual(before)
    } finally {
      await other.end({ timeout: 5 })
    }
  })

  test('a manager deleted by somebody who may not govern them, with nothing but rights of their own → refused', async () => {
    const secret = await sessionOf(hr)
    const boss = await ground.person('management')
    const code = await ground.connect({ session: secret }, (holding) =>
      ground.connect({ session: secret }, (deleting) =>
        ground.connect({ session: secret }, async (ending) => {
          await deleting`select epic_events.uid()`
          let asked: Promise<{ code: string } | undefined> | undefined
          await during(
            holding,
            (held) => held`select id from epic_events_api.users where id = ${boss.id} for update`,
            async () => {
              asked = refusal(deleting`select epic_events.delete_user(${boss.id})`)
              await waits(asked)
              await ending`select epic_events.end_session(s.id) from epic_events.live_sessions() s where s.current`
            },
          )
          return (await asked)?.code
        }),
      ),
    )
    expect(code).toBe('42501')
    expect((await ground.owner`select from epic_events.users where id = ${boss.id}`).length).toBe(1)
  })
})

describe('guesses', () => {
  test('that are committed in another order than they were made → are made to wait like all others', async () => {
    const victim = await ground.person('support')
    const guesses = Array.from({ length: 8 }, (_, i) => digest(i === 0 ? 'Sesame-2026' : `guess ${i}`))
    const judged: string[] = []
    const deeper = async (left: readonly string[]): Promise<void> => {
      const [guess, ...others] = left
      if (guess === undefined) return
      await ground.connect({}, async (sql) => {
        let made: Awaited<ReturnType<typeof attempt>> | undefined
        await during(
          sql,
          async (held) => {
            made = await attempt(held, victim.username, guess)
          },
          () => deeper(others),
          { commit: true },
        )
        // As if they were all made at this moment: nothing here depends on how long a comparison takes.
        await ground.owner`update epic_events.login_attempt set at = clock_timestamp() where username = ${victim.username}`
        if (made) judged.push((await claim(sql, made)).status)
      })
    }
    await deeper(guesses)
    expect(judged).toEqual(['no', 'no', 'no', 'wait', 'wait', 'wait', 'wait', 'wait'])
  })
})

describe('deactivation', () => {
  test('somebody who is deactivating another manager in an open transaction → is deactivated all the same', async () => {
    const [victim, third] = [await ground.person('management'), await ground.person('management')]
    const told = await ground.connect({ session: victim.secret }, (holding) =>
      during(
        holding,
        (held) => held`select epic_events.deactivate(${third.id})`,
        () =>
          ground.connect({ session: manager.secret }, async (sql) => {
            const refused = await refusal(sql`select epic_events.deactivate(${victim.id})`)
            const their = await ground.connect({ session: victim.secret }, (theirs) => uid(theirs))
            return { refused, their }
          }),
      ),
    )
    expect(told).toEqual({ refused: undefined, their: null })
  })

  test('managers who deactivate each other while somebody holds the lock → one is left', async () => {
    const managers = await ground.owner<{ id: number }[]>`
      select id from epic_events.users where role_id = 1 and is_active and not epic_events.is_barred(id)`
    const [one, two, three] = [
      await ground.person('management'),
      await ground.person('management'),
      await ground.person('management'),
    ]
    for (const { id } of managers)
      await ground.owner`insert into epic_events.ended (user_id, why) values (${id}, 'deactivated')`
    try {
      await ground.connect({ session: three.secret }, (c) =>
        ground.connect({ session: hr.secret }, (d) =>
          during(
            d,
            (held) => held.unsafe('select from epic_events_api.users where role_id = 1 for update'),
            () =>
              during(
                c,
                (held) => held`select epic_events.deactivate(${one.id})`,
                () =>
                  ground.connect({ session: one.secret }, (a) =>
                    ground.connect({ session: two.secret }, (b) =>
                      during(
                        a,
                        async (held) => {
                          await held`select epic_events.deactivate(${two.id})`
                          await held`select epic_events.deactivate(${three.id})`
                        },
                        () => refusal(b`select epic_events.deactivate(${one.id})`),
                        { commit: true },
                      ).catch(() => undefined),
                    ),
                  ),
              ),
          ),
        ),
      )
      const left = await ground.owner`select from epic_events.users u
        where u.role_id = 1 and u.is_active and not epic_events.is_barred(u.id)`
      expect(left.length).toBeGreaterThan(0)
    } finally {
      for (const { id } of managers)
        await ground.owner`insert into epic_events.ended (user_id, why) values (${id}, 'reactivated')`
      manager = { ...manager, secret: await sessionOf(manager) }
    }
  })

  test('the bar of a manager whose row still says active → is not lifted by somebody who may not govern them', async () => {
    const victim = await ground.person('management')
    await ground.owner`insert into epic_events.ended (user_id, why) values (${victim.id}, 'deactivated')`
    const lift = (session: string) =>
      ground.connect({ session }, (sql) =>
        refusal(sql`update epic_events_api.users set is_active = true where id = ${victim.id}`),
      )
    const barred = async () => (await ground.owner`select epic_events.is_barred(${victim.id}) as is`)[0]?.['is']
    expect((await lift(hr.secret))?.code).toBe('42501')
    expect(await barred()).toBe(true)
    expect(await lift(manager.secret)).toBeUndefined()
    expect(await barred()).toBe(false)
  })

  test('the last manager who is not barred → neither leaves the role nor is deactivated, although barred ones still say active', async () => {
    const [last, barred] = [await ground.person('management'), await ground.person('management')]
    const others = await ground.owner<{ id: number }[]>`
      select id from epic_events.users where role_id = 1 and id <> ${last.id}`
    await ground.owner`insert into epic_events.ended (user_id, why)
      select id, 'deactivated' from epic_events.users where role_id = 1 and id <> ${last.id}`
    try {
      const tried = await ground.connect({ session: last.secret }, async (sql) => [
        await refusal(sql`update epic_events_api.users set role_id = 2 where id = ${last.id}`),
        await refusal(sql`update epic_events_api.users set is_active = false where id = ${last.id}`),
        await refusal(sql`select epic_events.deactivate(${last.id})`),
        await refusal(sql`select epic_events.delete_user(${last.id})`),
      ])
      expect(tried.map((one) => one?.code)).toEqual(['23514', '23514', '23514', '23514'])
      expect(await ground.connect({ session: barred.secret }, (sql) => uid(sql))).toBeNull()
    } finally {
      for (const { id } of others)
        await ground.owner`insert into epic_events.ended (user_id, why) values (${id}, 'reactivated')`
      manager = { ...manager, secret: await sessionOf(manager) }
    }
  })

  test('somebody who logs in before it is committed, and holds their own row → is out when it is', async () => {
    const victim = await ground.person('management')
    const theirs = await ground.connect({ session: victim.secret }, (holding) =>
      during(
        holding,
        (held) => held`select from epic_events_api.users where id = ${victim.id} for update`,
        () =>
          ground.connect({ session: manager.secret }, (sql) =>
            during(
              sql,
              (held) => held`select epic_events.deactivate(${victim.id})`,
              () =>
                ground.connect({}, async (login) => {
                  const made = await attempt(login, victim.username)
                  expect((await claim(login, made)).status).toBe('ok')
                  return made.access
                }),
              { commit: true },
            ),
          ),
      ),
    )
    expect(await ground.connect({ session: theirs }, (sql) => uid(sql))).toBeNull()
  })
})

describe('refresh tokens', () => {
  test('an old sibling whose use is rolled back after its verdict → ends the session at the next use', async () => {
    await ground.connect({}, async (sql) => {
      const made = await attempt(sql, 'alice')
      await claim(sql, made)
      const [own, thief] = [await refresh(sql, made.refresh), await refresh(sql, made.refresh)]
      const later = await refresh(sql, own.refresh)
      expect([own.status, thief.status, later.status]).toEqual(['ok', 'ok', 'ok'])
      const used = await refreshAttempt(sql, thief.refresh)
      const hidden = sql.begin(async (inside) => {
        expect((await refreshClaim(inside, used)).status).toBe('reused')
        throw new Error('rolled back')
      })
      await hidden.catch((error: Error) => expect(error.message).toBe('rolled back'))
      expect((await refresh(sql, later.refresh)).status).toBe('reused')
      expect(await uid(sql, later.access)).toBeNull()
    })
  })

  test('what is stored of a token → is not worth the token', async () => {
    await ground.connect({}, async (sql) => {
      const made = await attempt(sql, 'alice')
      await claim(sql, made)
      const stored = await ground.owner<
        { hash: Buffer }[]
      >`select hash from epic_events.session_secret where kind = 'r'`
      for (const { hash } of stored) {
        const [access, next] = [newSecret(), newSecret()]
        const [row] =
          await sql`select epic_events.refresh_attempt(${hash}, ${sha256(access)}, ${sha256(next)})::text as n`
        expect((await refreshClaim(sql, { number: String(row?.['n']), access })).status).toBe('expired')
      }
    })
  })
})
