/** Sessions: what proves one, for how long, and what ends it at once (docs/TRUST.md §2). */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type postgres from 'postgres'
import { toAppError } from '../../src/db/constraint-errors.ts'
import { Unauthenticated } from '../../src/errors.ts'
import { newSecret, sha256 } from '../../src/secret.ts'
import { type Ground, openGround, otherHash, passwordHash, refusal, right, type Someone, wrong } from './ground.ts'
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
const whoIs = (session: string) => ground.connect({ session }, (sql) => uid(sql))
/** Somebody new who signed in, on a first device. */
async function signedIn(role = 'support'): Promise<Someone & Attempted> {
  const someone = await ground.person(role)
  return nobody(async (sql) => {
    const made = await attempt(sql, someone.username)
    expect((await claim(sql, made)).status).toBe('ok')
    return { ...someone, ...made }
  })
}

describe('a secret proves something', () => {
  test('only itself: not its hash, not the refresh token, not one of an ended session', async () => {
    const sam = await signedIn()
    expect(await whoIs(sam.access)).toBe(sam.id)
    expect(await whoIs(sha256(sam.access).toString('hex'))).toBeNull()
    expect(await whoIs(`\\x${sha256(sam.access).toString('hex')}`)).toBeNull()
    expect(await whoIs(sam.refresh)).toBeNull()
    expect(await whoIs('')).toBeNull()
    await ground.owner`update epic_events.session_secret set expires_at = clock_timestamp()
      where hash = ${sha256(sam.access)}`
    expect(await whoIs(sam.access)).toBeNull()
    await ground.owner`update epic_events.session_secret set expires_at = clock_timestamp() + interval '1 h'
      where hash = ${sha256(sam.access)}`
    expect(await whoIs(sam.access)).toBe(sam.id)
    await ground.owner`update epic_events.session s set ends_at = clock_timestamp() where user_id = ${sam.id}`
    expect(await whoIs(sam.access)).toBeNull()
  })

  test('nothing in the transaction that made it, however it was made', () =>
    nobody(async (sql) => {
      const sam = await signedIn()
      const made = await attempt(sql, sam.username)
      const next = await refreshAttempt(sql, sam.refresh)
      await sql.begin(async (inside) => {
        expect((await claim(inside, made)).status).toBe('ok')
        expect(await uid(inside, made.access)).toBeNull()
        await inside.savepoint(async (nested) => expect(await uid(nested, made.access)).toBeNull())
        expect((await refreshClaim(inside, next)).status).toBe('ok')
        expect(await uid(inside, next.access)).toBeNull()
        // nor can a use of the token be claimed that this transaction made
        expect((await refreshClaim(inside, await refreshAttempt(inside, next.refresh))).status).toBe('expired')
      })
      expect(await whoIs(made.access)).toBe(sam.id)
    }))

  test('a refresh in the transaction of its own attempt tells nothing, and one that is rolled back leaves the use behind', () =>
    nobody(async (sql) => {
      const sam = await signedIn()
      const inOne = sql.begin(async (inside) => {
        const next = await refreshAttempt(inside, sam.refresh)
        expect((await refreshClaim(inside, next)).status).toBe('expired')
        expect(await uid(inside, next.access)).toBeNull()
        throw new Error('rolled back')
      })
      await expect(inOne).rejects.toThrow('rolled back')
      // Nothing was stored, and nothing was learnt.
      const stolen = await refreshAttempt(sql, sam.refresh)
      const hidden = sql.begin(async (inside) => {
        expect((await refreshClaim(inside, stolen)).status).toBe('ok')
        expect(await uid(inside, stolen.access)).toBeNull()
        throw new Error('rolled back')
      })
      await expect(hidden).rejects.toThrow('rolled back')
      // The use was committed before. When the owner uses the token later, it is the second use.
      await later(sam.id, 11)
      expect((await refresh(sql, sam.refresh)).status).toBe('reused')
      expect(await whoIs(sam.access)).toBeNull()
    }))

  test('not under a snapshot that may be older than a deactivation', async () => {
    const sam = await signedIn()
    await ground.connect({ session: sam.access }, async (sql) => {
      for (const level of ['repeatable read', 'serializable', 'read uncommitted']) {
        await sql.begin(`isolation level ${level}`, async (inside) => expect(await uid(inside)).toBeNull())
      }
      await sql.begin('isolation level read committed', async (inside) => expect(await uid(inside)).toBe(sam.id))
    })
  })

  test('but under one that only reads, which nothing makes writable while it answers', async () => {
    const sam = await signedIn()
    await ground.connect({ session: sam.access }, async (sql) => {
      await sql.begin('isolation level repeatable read read only', async (inside) => {
        expect(await uid(inside)).toBe(sam.id)
        const ways = ['set transaction read write', `select set_config('transaction_read_only', 'off', true)`]
        for (const way of [...ways, `insert into epic_events_api.company (name) values ('Late')`])
          await expect(inside.savepoint((within) => within.unsafe(way))).rejects.toThrow(/read-only/)
        expect(await uid(inside)).toBe(sam.id)
      })
      // A subtransaction may only read; when it is over, the transaction writes again, and nobody is signed in.
      const afterwards = sql.begin('isolation level repeatable read', async (inside) => {
        await inside`savepoint reading`
        await inside`set transaction read only`
        expect(await uid(inside)).toBe(sam.id)
        await inside`declare kept cursor for select epic_events.uid() from generate_series(1, 2)`
        expect([...(await inside`fetch 1 from kept`)]).toEqual([{ uid: sam.id }])
        await inside`release reading`
        expect(await uid(inside)).toBeNull()
        expect([...(await inside`fetch 1 from kept`)]).toEqual([{ uid: null }])
        await inside`insert into epic_events_api.company (name) values ('Late')`
      })
      await expect(afterwards).rejects.toThrow('nobody is signed in')
      for (const level of ['serializable', 'read uncommitted'])
        await sql.begin(`isolation level ${level} read only`, async (inside) => expect(await uid(inside)).toBeNull())
    })
  })
})

const use = (token: string) => nobody((sql) => refresh(sql, token))
/** So many seconds pass since the tokens of this person were used. */
async function later(userId: number, seconds: number): Promise<void> {
  const of = ground.owner`select k.hash from epic_events.session_secret k
    join epic_events.session s on s.id = k.session_id where s.user_id = ${userId}`
  await ground.owner`update epic_events.session_secret set used_at = used_at - make_interval(secs => ${seconds}) where hash in (${of})`
  await ground.owner`update epic_events.refresh_attempt set at = at - make_interval(secs => ${seconds}) where used_hash in (${of})`
}

describe('refresh', () => {
  test('rotates; the same token again within 10 seconds is a second terminal, later a thief: the session ends', async () => {
    const sam = await signedIn()
    const [first, second] = [await use(sam.refresh), await use(sam.refresh)]
    expect([first.status, second.status]).toEqual(['ok', 'ok'])
    expect(await whoIs(first.access)).toBe(sam.id)
    await later(sam.id, 9)
    expect((await use(sam.refresh)).status).toBe('ok')
    await later(sam.id, 2)
    expect(await use(sam.refresh)).toMatchObject({ status: 'reused', user_id: null })
    for (const secret of [sam.access, first.access, second.access]) expect(await whoIs(secret)).toBeNull()
    expect((await use(second.refresh)).status).toBe('expired')
    // the session that ground.person made is another device's
    expect(await whoIs(sam.secret)).toBe(sam.id)
  })

  test('of two siblings one ends as soon as the other goes on, within the ten seconds too', async () => {
    const sam = await signedIn()
    const [first, second] = [await use(sam.refresh), await use(sam.refresh)]
    expect([await whoIs(first.access), await whoIs(second.access)]).toEqual([sam.id, sam.id])
    const next = await use(first.refresh)
    expect(next.status).toBe('ok')
    // The command of another terminal that began with the token just used may end; the sibling's may not.
    expect([await whoIs(next.access), await whoIs(first.access), await whoIs(second.access)]).toEqual([
      sam.id,
      sam.id,
      null,
    ])
    expect((await use(second.refresh)).status).toBe('reused')
    expect(await whoIs(next.access)).toBeNull()
  })

  test('a token of an older generation ends the session, however soon', async () => {
    const sam = await signedIn()
    const first = await use(sam.refresh)
    const second = await use(first.refresh)
    expect(second.status).toBe('ok')
    expect((await use(sam.refresh)).status).toBe('reused')
    expect((await use(second.refresh)).status).toBe('expired')
  })

  test('an access secret of the generation before proves something for ten seconds more', async () => {
    const sam = await signedIn()
    await use(sam.refresh)
    expect(await whoIs(sam.access)).toBe(sam.id)
    await later(sam.id, 11)
    expect(await whoIs(sam.access)).toBeNull()
  })

  test('a reuse whose claim is rolled back is found at the next refresh', async () => {
    const sam = await signedIn()
    const mine = await use(sam.refresh)
    await later(sam.id, 11)
    const thief = await nobody((sql) => refreshAttempt(sql, sam.refresh))
    const hidden = nobody((sql) =>
      sql.begin(async (inside) => {
        expect((await refreshClaim(inside, thief)).status).toBe('reused')
        throw new Error('rolled back')
      }),
    )
    await expect(hidden).rejects.toThrow('rolled back')
    expect((await use(mine.refresh)).status).toBe('reused')
  })

  test('two at once are served one after the other', async () => {
    const sam = await signedIn()
    const both = await Promise.all([use(sam.refresh), use(sam.refresh)])
    expect(both.map(({ status }) => status)).toEqual(['ok', 'ok'])
    const [used] = await ground.owner`select count(*)::integer as tokens
        from epic_events.session_secret k join epic_events.session s on s.id = k.session_id
      where s.user_id = ${sam.id} and k.kind = 'r'`
    expect(used?.['tokens']).toBe(3)
  })

  test('an access secret, an unknown one or none refreshes nothing; nor does an open snapshot', async () => {
    const sam = await signedIn()
    expect((await use(sam.access)).status).toBe('expired')
    expect((await use(newSecret())).status).toBe('expired')
    await nobody(async (sql) => {
      const [row] = await sql`select status from epic_events.refresh_claim(null, null)`
      expect(row?.['status']).toBe('expired')
      expect((await refusal(sql`select epic_events.refresh_attempt(null, null, null)`))?.code).toBe('22023')
      const same = { access: sam.access, refresh: sam.access }
      expect((await refusal(refresh(sql, sam.refresh, same)))?.code).toBe('22023')
      const old = sql.begin('isolation level repeatable read', (inside) => refreshAttempt(inside, sam.refresh))
      expect((await refusal(old))?.code).toBe('25000')
    })
  })

  test('secrets live no longer than the database allows: an hour, 30 days, and never beyond the session', async () => {
    const lives = async (access: number | null, whole: number | null) => {
      const { username } = await ground.person('support')
      const { session_id } = await nobody(async (sql) => claim(sql, await attempt(sql, username), access, whole))
      const [row] = await ground.owner`select extract(epoch from ends_at - s.created_at)::integer as whole,
        (select extract(epoch from max(k.expires_at) - s.created_at)::integer
        from epic_events.session_secret k where k.session_id = s.id and kind = 'a') as access
        from epic_events.session s where s.id = ${session_id}`
      return [row?.['access'], row?.['whole']]
    }
    const near = ([access = 0, whole = 0]: number[], [a = 0, w = 0]: number[]) => {
      expect(Math.abs(access - a)).toBeLessThanOrEqual(1)
      expect(Math.abs(whole - w)).toBeLessThanOrEqual(1)
    }
    near(await lives(2_000_000_000, 2_000_000_000), [3600, 30 * 86_400])
    near(await lives(null, null), [1800, 86_400])
    near(await lives(1800, 60), [60, 60])
    near(await lives(-5, -5), [1, 1])
    const sam = await signedIn()
    await use(sam.refresh)
    const [row] = await ground.owner`select bool_and(k.expires_at <= s.ends_at) as within,
        max(s.ends_at) < now() + interval '25 h' as day
      from epic_events.session s join epic_events.session_secret k on k.session_id = s.id where s.user_id = ${sam.id}`
    expect({ ...row }).toEqual({ within: true, day: true })
  }, 20_000)
})

describe('the end of a session', () => {
  test('logout ends this session, even past its half hour, and no other', async () => {
    const sam = await signedIn()
    const { access: other } = await nobody((sql) => refresh(sql, sam.refresh))
    await ground.owner`update epic_events.session_secret set expires_at = clock_timestamp()
      where hash = ${sha256(sam.access)}`
    const out = (session: string) =>
      ground.connect({ session }, async (sql) => (await sql`select epic_events.logout() as ended`)[0]?.['ended'])
    expect(await out(sam.access)).toBe(true)
    expect(await whoIs(other)).toBeNull()
    expect(await out(sam.access)).toBe(false)
    expect(await out(newSecret())).toBe(false)
    expect(await whoIs(sam.secret)).toBe(sam.id)
  })

  test('a changed password ends every session of that person, and needs an attempt of theirs with the present one', async () => {
    const [sam, eve] = [await signedIn(), await signedIn()]
    const change = (session: string, target: number, proof?: Attempted) =>
      ground.connect({ session }, async (sql) => {
        const [row] = await sql`select status from epic_events.change_password(${target}, ${otherHash},
            ${proof?.number ?? null}::bigint,
          ${proof ? sha256(proof.access) : null}::bytea, ${proof?.digest ?? null})`
        return row?.['status']
      })
    const proof = (username: string, digest = right) => nobody((sql) => attempt(sql, username, digest))
    expect(await change(sam.access, sam.id)).toBe('no')
    expect(await change(sam.access, sam.id, await proof(sam.username, wrong))).toBe('no')
    expect(await change(sam.access, sam.id, await proof(eve.username))).toBe('no')
    expect(await change(eve.access, sam.id, await proof(sam.username))).toBe('forbidden')
    expect(await change(newSecret(), sam.id, await proof(sam.username))).toBe('unauthenticated')
    const inOne = ground.connect({ session: sam.access }, (sql) =>
      sql.begin(async (inside) => {
        const made = await attempt(inside, sam.username)
        return (
          await inside`select status from epic_events.change_password(${sam.id}, ${otherHash}, ${made.number}::bigint,
            ${sha256(made.access)}, ${made.digest})`
        )[0]?.['status']
      }),
    )
    expect(await inOne).toBe('no')
    // Those were failures; the delay that follows them is not what this test is about.
    await ground.owner`delete from epic_events.login_attempt`
    const old = await proof(sam.username)
    expect(await change(sam.access, sam.id, await proof(sam.username))).toBe('ok')
    for (const secret of [sam.access, sam.secret]) expect(await whoIs(secret)).toBeNull()
    // an attempt with the old password, made before and not yet claimed
    expect((await nobody((sql) => claim(sql, old))).status).toBe('no')
    expect(await whoIs(eve.access)).toBe(eve.id)
    expect(await change(manager.secret, eve.id)).toBe('ok')
    expect(await whoIs(eve.access)).toBeNull()
    expect(await change(manager.secret, 999_999)).toBe('not_found')
    const weak = ground.connect({ session: manager.secret }, (sql) =>
      sql`select epic_events.change_password(${eve.id}, '$2a$04$abcdefghijklmnopqrstuv')`.then((rows) => rows),
    )
    expect((await refusal(weak))?.code).toBe('23514')
  }, 20_000)

  test('deactivation: the next statement of an open connection fails, in an open transaction too, and one under way as well', async () => {
    const sam = await signedIn()
    const carl = await ground.person('commercial')
    await ground.owner.unsafe(`insert into epic_events.client (full_name, email, commercial_id)
      values ('K', 'k@x.fr', ${carl.id});
      insert into epic_events.contract (client_id, total_amount, is_signed) values (1, 1, true);
      insert into epic_events.event (contract_id, title, full_address, start_date, end_date, support_contact_id)
      values (1, 'T', 'A', now(), now() + interval '1 h', ${sam.id})`)
    const late = (sql: postgres.Sql | postgres.TransactionSql, seconds: number) =>
      sql`update epic_events_api.event set notes = 'late'
        where pg_sleep(${seconds}) is not null and title = 'T' returning id`
    await ground.connect({ session: sam.access }, async (sql) => {
      await ground.connect({ session: sam.access }, async (slow) => {
        await sql.begin(async (inside) => {
          expect((await late(inside, 0)).length).toBe(1)
          await inside`update epic_events_api.event set notes = null`
        })
        const underWay = late(slow, 3).then(
          () => 'let through',
          (error: unknown) => toAppError(error),
        )
        // Sam is put out while the statement runs, not before it has begun: that would be no row, and no error.
        const isUnderWay = () =>
          ground.owner`select 1 from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()`
        while ((await isUnderWay()).length === 0) await Bun.sleep(10)
        await sql.begin(async (inside) => {
          expect((await inside`select id from epic_events_api.event`).length).toBe(1)
          const [out] = await ground.connect({ session: manager.secret }, (by) =>
            by`update epic_events_api.users set is_active = false where id = ${sam.id} returning is_active`.then(
              (rows) => rows,
            ),
          )
          expect(out?.['is_active']).toBe(false)
          expect(await uid(inside)).toBeNull()
          expect((await inside`select id from epic_events_api.event`).length).toBe(0)
          expect((await late(inside, 0)).length).toBe(0)
        })
        expect(await underWay).toBeInstanceOf(Unauthenticated)
        expect(await uid(sql)).toBeNull()
      })
    })
    expect((await nobody((sql) => refresh(sql, sam.refresh))).status).toBe('expired')
    // both locks hold alone: the account while its session lives, the session while the account does
    await ground.owner`delete from epic_events.ended where user_id = ${sam.id}`
    expect(await whoIs(sam.access)).toBeNull()
    await ground.owner`insert into epic_events.ended (user_id, why) values (${sam.id}, 'revoked')`
    await ground.owner`update epic_events.users set is_active = true where id = ${sam.id}`
    expect(await whoIs(sam.access)).toBeNull()
    const [event] = await ground.owner`select notes from epic_events.event where title = 'T'`
    expect(event?.['notes']).toBeNull()
  }, 20_000)

  test('a session that ends while a change is written → no change without an author', async () => {
    const sam = await signedIn()
    await ground.owner.unsafe(`create function public.slow() returns trigger language plpgsql
      as 'begin perform pg_sleep(0.5); return null; end';
      create trigger a_slow after update on epic_events.users for each row execute function public.slow()`)
    const expiring = (what: string) =>
      ground.connect({ session: manager.secret }, async (sql) => {
        await sql`select 1`
        await ground.owner`update epic_events.session_secret
          set expires_at = clock_timestamp() + interval '0.25 s' where hash = ${sha256(manager.secret)}`
        return refusal(sql.unsafe(what).then((rows) => rows))
      })
    try {
      const before = await ground.rows(['session_secret'])
      expect(
        (await expiring(`update epic_events_api.users set full_name = 'Nobody did it' where id = ${sam.id}`))?.code,
      ).toBe('42501')
      expect((await expiring(`select epic_events.change_password(${sam.id}, '${otherHash}')`))?.code).toBe('42501')
      expect(await ground.rows(['session_secret'])).toEqual(before)
    } finally {
      await ground.owner.unsafe('drop function public.slow() cascade')
      await ground.owner`update epic_events.session_secret set expires_at = now() + interval '1 h'
        where hash = ${sha256(manager.secret)}`
    }
  })

  test('a deleted person has no session left', async () => {
    const sam = await signedIn()
    await ground.connect({ session: manager.secret }, async (sql) => {
      expect((await sql`select 1 where epic_events.delete_user(${sam.id})`).length).toBe(1)
    })
    expect(await whoIs(sam.access)).toBeNull()
    expect((await nobody((sql) => refresh(sql, sam.refresh))).status).toBe('expired')
    // Somebody else with this id, whom only the owner can make, has nothing of theirs either.
    await ground.owner`insert into epic_events.users (id, username, full_name, email, password_hash, role_id)
      values (${sam.id}, 'next.one', 'Next One', 'next.one@x.fr', ${await passwordHash}, 3)`
    expect(await whoIs(sam.access)).toBeNull()
    expect((await nobody(async (sql) => claim(sql, await attempt(sql, 'next.one')))).status).toBe('ok')
  })
})
