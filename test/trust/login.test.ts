/** A login takes two steps, because the caller of a function can roll it back (docs/TRUST.md §2). */
import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type postgres from 'postgres'
import { newSecret, sha256 } from '../../src/secret.ts'
import { type Ground, openGround, otherHash, passwordHash, refusal, right, type Someone, wrong } from './ground.ts'
import { attempt, claim, refresh, uid } from './sign-in.ts'

// bcrypt takes a quarter of a second on a quiet machine, and tests seldom have one.
setDefaultTimeout(60_000)

let ground: Ground
let alice: Someone
/** A colleague whose attempts the tests of guessing spoil. */
let victim: Someone
beforeAll(async () => {
  // Alone: a test compares how much the server writes to its log for a right and a wrong password.
  ground = await openGround({ alone: true })
  await ground.person('management')
  alice = await ground.person('commercial', 'alice')
  victim = await ground.person('support', 'victim')
})
beforeEach(async () => {
  await ground.owner`delete from epic_events.login_attempt`
})
afterAll(() => ground?.close())

const nobody = <T>(work: (sql: postgres.Sql) => Promise<T>) => ground.connect({}, work)
const verdicts = async () =>
  (await ground.owner`select verdict from epic_events.login_attempt order by id`).map((row) => String(row['verdict']))

describe('the right password, and every wrong one', () => {
  test('an attempt that was committed is claimed once, and opens a session', () =>
    nobody(async (sql) => {
      const made = await attempt(sql, 'ALICE')
      expect(await claim(sql, made)).toMatchObject({ status: 'ok', wait: 0, user_id: alice.id })
      expect(await claim(sql, made)).toMatchObject({ status: 'no', user_id: null, session_id: null })
      await sql`select set_config('epic_events.session', ${made.access}, false)`
      expect(await uid(sql)).toBe(alice.id)
    }))

  test('who is signed in already signs in again: the guard does not judge the date of the last login', () =>
    ground.connect({ session: alice.secret }, async (sql) => {
      expect(await claim(sql, await attempt(sql, 'alice'))).toMatchObject({ status: 'ok', user_id: alice.id })
    }))

  test('wrong, unknown and deactivated are one and the same answer', () =>
    nobody(async (sql) => {
      const idle = await ground.person('support', 'dismissed')
      await ground.owner`update epic_events.users set is_active = false where id = ${idle.id}`
      const no = { status: 'no', wait: 0, user_id: null, session_id: null, ends_at: null } as const
      expect({ ...(await claim(sql, await attempt(sql, 'alice', wrong))) }).toEqual(no)
      expect({ ...(await claim(sql, await attempt(sql, 'no.such.name'))) }).toEqual(no)
      expect({ ...(await claim(sql, await attempt(sql, idle.username))) }).toEqual(no)
    }))

  test('whoever does not know the access hash claims nothing, and spoils nothing', () =>
    nobody(async (sql) => {
      const made = await attempt(sql, 'alice')
      expect((await claim(sql, { ...made, access: newSecret() })).status).toBe('no')
      expect((await claim(sql, { ...made, access: made.refresh })).status).toBe('no')
      expect((await claim(sql, made)).status).toBe('ok')
    }))

  test('after a minute it is too late', () =>
    nobody(async (sql) => {
      const made = await attempt(sql, 'alice')
      await ground.owner`update epic_events.login_attempt set at = at - interval '61 seconds'`
      expect((await claim(sql, made)).status).toBe('no')
    }))

  test('another digest is refused unjudged, and the attempt stays what it was', () =>
    nobody(async (sql) => {
      const made = await attempt(sql, 'alice', wrong)
      expect((await claim(sql, { ...made, digest: right })).status).toBe('no')
      expect(await verdicts()).toEqual(['null'])
      expect((await claim(sql, made)).status).toBe('no')
      expect(await verdicts()).toEqual(['no'])
      const good = await attempt(sql, 'alice')
      expect((await claim(sql, { ...good, digest: wrong })).status).toBe('no')
      expect((await claim(sql, good)).status).toBe('ok')
    }))

  test('an attempt dies with the password that it knew, and with the account', () =>
    nobody(async (sql) => {
      const sara = await ground.person('support', 'sarah')
      const made = await attempt(sql, 'sarah')
      await ground.owner`update epic_events.users set password_hash = ${otherHash} where id = ${sara.id}`
      expect((await claim(sql, made)).status).toBe('no')
      await ground.owner`update epic_events.users set password_hash = ${await passwordHash} where id = ${sara.id}`
      const again = await attempt(sql, 'sarah')
      await ground.owner`update epic_events.users set is_active = false where id = ${sara.id}`
      expect((await claim(sql, again)).status).toBe('no')
    }))

  test('a session that is opened while the password is being changed is none once that is done', () =>
    nobody(async (sql) => {
      const tara = await ground.person('support', 'tamara')
      const made = await attempt(sql, 'tamara')
      await ground.owner.begin(async (change) => {
        await change`update epic_events.users set password_hash = ${otherHash} where id = ${tara.id}`
        // Neither waits for the other: somebody who changes a password in a transaction could stop the logins otherwise.
        expect((await claim(sql, made)).status).toBe('ok')
      })
      await sql`select set_config('epic_events.session', ${made.access}, false)`
      expect(await uid(sql)).toBeNull()
      expect((await refresh(sql, made.refresh)).status).toBe('expired')
    }))

  test('nobody fixes a session in advance: a secret in use opens no second one', () =>
    nobody(async (sql) => {
      const made = await attempt(sql, 'victim', right, { access: alice.secret })
      expect((await refusal(claim(sql, made)))?.code).toBe('23505')
      const same = newSecret()
      expect((await refusal(attempt(sql, 'alice', right, { access: same, refresh: same })))?.code).toBe('22023')
      const short = sql`select epic_events.login_attempt('alice', ${right}, '\\x00', ${sha256('x')})`
      expect((await refusal(short))?.code).toBe('22023')
      const none = sql`select epic_events.login_attempt(null, null, null, null)`
      expect((await refusal(none))?.code).toBe('22023')
    }))

  test('an attempt of no name is an attempt like others', () =>
    nobody(async (sql) => {
      const [row] =
        await sql`select epic_events.login_attempt(null, ${wrong}, ${sha256('a')}, ${sha256('b')}) as number`
      expect(Number(row?.['number'])).toBeGreaterThan(0)
      expect(await verdicts()).toEqual(['null'])
    }))
})

describe('what can be rolled back teaches nothing', () => {
  test('the verdict is not to be had in the transaction of the attempt, nor in its savepoints', () =>
    nobody(async (sql) => {
      const made = await sql.begin(async (inside) => {
        const first = await inside.savepoint(async (nested) => {
          const one = await attempt(nested, 'alice')
          expect(await claim(nested, one)).toMatchObject({ status: 'no', user_id: null })
          return one
        })
        expect(await claim(inside, first)).toMatchObject({ status: 'no', user_id: null })
        return first
      })
      expect((await claim(sql, made)).status).toBe('ok')
    }))

  test('a claim that is rolled back teaches what one guess may teach, and counts as a failure all the same', () =>
    nobody(async (sql) => {
      for (let n = 0; n < 3; n++) {
        const made = await attempt(sql, 'alice', wrong)
        await sql
          .begin(async (inside) => {
            expect((await claim(inside, made)).status).toBe('no')
            throw new Rollback()
          })
          .catch((error: unknown) => expect(error).toBeInstanceOf(Rollback))
      }
      expect(await verdicts()).toEqual(['null', 'null', 'null'])
      // The delay is a second, which the verifications may have taken.
      await ground.owner`update epic_events.login_attempt set at = clock_timestamp() + interval '5 s'`
      expect((await claim(sql, await attempt(sql, 'alice'))).status).toBe('wait')
    }))

  test('attempts that are never claimed count as failures', () =>
    nobody(async (sql) => {
      for (let n = 0; n < 3; n++) await attempt(sql, 'alice')
      expect((await claim(sql, await attempt(sql, 'alice'))).status).toBe('wait')
    }))

  /** All that the transaction of an attempt can see of the work: locks, scans, functions, and how far the log moved on. */
  const seen = (username: string, digest: string) =>
    nobody(async (sql) => {
      let sight: unknown
      let written = 0
      await sql
        .begin(async (inside) => {
          const [before] = await inside`select pg_current_wal_insert_lsn() as at`
          const made = await attempt(inside, username, digest)
          const [after] =
            await inside`select (pg_current_wal_insert_lsn() - ${before?.['at']}::pg_lsn)::integer as bytes`
          written = after?.['bytes']
          const locks = await inside`select relation::regclass::text as relation, locktype, mode from pg_locks
            where pid = pg_backend_pid() and relation >= 16384 order by 1, 2, 3`
          const scans = await inside`select relname, seq_scan, seq_tup_read, idx_scan, n_tup_ins, n_tup_upd, n_tup_del
              from pg_stat_xact_all_tables
            where schemaname in ('epic_events', 'pg_toast')
            and seq_scan + coalesce(idx_scan, 0) + n_tup_ins > 0 order by 1`
          sight = [locks, scans, (await claim(inside, made)).status].map((rows) => JSON.stringify(rows))
          throw new Rollback()
        })
        .catch((error: unknown) => {
          if (!(error instanceof Rollback)) throw error
        })
      return { sight, written }
    })

  test('50 guesses that are rolled back, the right one among them: all look the same, and so does an unknown name', async () => {
    // A first one warms the caches of the server.
    await seen('alice', wrong)
    const guesses: Awaited<ReturnType<typeof seen>>[] = []
    for (let n = 0; n < 50; n++) {
      const digest = n % 5 === 3 ? right : sha256(`guess ${n}`).toString('hex')
      guesses.push(await seen(n % 5 === 4 ? `unknown.${n}` : 'alice', digest))
    }
    expect(JSON.stringify(guesses[0]?.sight)).toContain('AccessShareLock')
    for (const { sight } of guesses) expect(sight).toEqual(guesses[0]?.sight)
    // The log also holds what others write at that moment: the least of ten is the attempt alone.
    const least = (kind: (n: number) => boolean) =>
      Math.min(...guesses.filter((_, n) => kind(n)).map((guess) => guess.written))
    const [mistaken, correct, unknown] = [least((n) => n % 5 < 3), least((n) => n % 5 === 3), least((n) => n % 5 === 4)]
    expect(correct).toBe(mistaken)
    // The name itself is in the row: five letters against ten, and the padding.
    expect(Math.abs(unknown - correct)).toBeLessThanOrEqual(24)
    expect(await verdicts()).toEqual([])
  }, 60_000)

  test('repeatable read and serializable are refused', () =>
    nobody(async (sql) => {
      for (const level of ['repeatable read', 'serializable']) {
        const trying = sql.begin(`isolation level ${level}`, (inside) => attempt(inside, 'alice'))
        expect((await refusal(trying))?.code).toBe('25000')
      }
    }))
})

class Rollback extends Error {}

describe('guessing', () => {
  test('30 at once on one account: three are verified at most, the others have to wait', async () => {
    const made = await Promise.all(Array.from({ length: 30 }, () => nobody((sql) => attempt(sql, 'victim', wrong))))
    const told = await Promise.all(made.map((one) => nobody((sql) => claim(sql, one))))
    expect(told.map(({ status }) => status)).not.toContain('ok')
    const verified = (await verdicts()).filter((verdict) => verdict === 'no').length
    // One more may come in when the first second has passed.
    expect(verified).toBeLessThanOrEqual(4)
  }, 30_000)

  const failed = (count: number, secondsAgo = 0, verdict = 'no', username = 'victim', login = 'mine') => ground.owner`
    insert into epic_events.login_attempt (username, login, verdict, at, access_hash, refresh_hash, salt, commitment)
    select ${username}, ${login}, ${verdict}, clock_timestamp() - make_interval(secs => ${secondsAgo}), '', '', '', ''
    from generate_series(1, ${count})`
  const wait = async (login = 'mine') =>
    (await ground.owner`select epic_events.login_wait('victim', ${login}, 9223372036854775807) as seconds`)[0]?.[
      'seconds'
    ]

  test('a colleague who polls from another database login locks nobody out', async () => {
    await failed(5000, 0, 'no', 'victim', 'somebody.elses.login')
    expect(await wait('somebody.elses.login')).toBe(900)
    expect(await wait()).toBe(0)
    // The account is under attack, so a failure from any login has its delay at once.
    await failed(1)
    expect(await wait()).toBe(1)
    await nobody(async (sql) => expect((await claim(sql, await attempt(sql, 'victim'))).status).toBe('ok'))
  })

  test('polling during the delay stores one row, and makes the delay no longer', async () => {
    await nobody(async (sql) => {
      const [{ login } = { login: '' }] = await sql<{ login: string }[]>`select session_user::text as login`
      await failed(10, 0, 'no', 'victim', login)
      const first = await wait(login)
      for (let n = 0; n < 20; n++) expect((await claim(sql, await attempt(sql, 'victim'))).status).toBe('wait')
      expect((await verdicts()).filter((verdict) => verdict === 'wait')).toHaveLength(1)
      expect(await wait(login)).toBeLessThanOrEqual(first)
    })
  })

  test('the delay doubles up to 15 minutes, never for ever', async () => {
    const delays: number[] = []
    for (let n = 0; n <= 16; n++) {
      if (n > 0) await failed(1)
      delays.push(await wait())
    }
    expect(delays).toEqual([0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900])
    await failed(5000)
    expect(await wait()).toBe(900)
    await ground.owner`update epic_events.login_attempt set at = at - interval '901 seconds'`
    expect(await wait()).toBe(0)
  })

  test('a day forgets, a success forgets, waiting does not count, other names neither', async () => {
    await failed(50, 86_500)
    expect(await wait()).toBe(0)
    await failed(50, 0, 'wait')
    await failed(50, 0, 'no', 'somebody.else')
    expect(await wait()).toBe(0)
    await ground.owner`delete from epic_events.login_attempt`
    await failed(5)
    expect(await wait()).toBe(4)
    await failed(1, 0, 'ok')
    expect(await wait()).toBe(0)
  })

  test('during the delay even the right password only hears how long to wait, an unknown name as well', async () => {
    await nobody(async (sql) => {
      const [{ login } = { login: '' }] = await sql<{ login: string }[]>`select session_user::text as login`
      await failed(12, 0, 'no', 'victim', login)
      await failed(12, 0, 'no', 'unknown.name', login)
      for (const name of ['victim', 'unknown.name']) {
        const told = await claim(sql, await attempt(sql, name))
        expect(told).toMatchObject({ status: 'wait', user_id: null, session_id: null })
        expect(told.wait).toBeWithin(500, 513)
      }
    })
    expect(victim.id).toBeGreaterThan(0)
  })

  test('an unknown name costs one real bcrypt of cost 12, a delayed attempt none', async () => {
    const counted = async (sql: postgres.Sql) => {
      const [row] = await sql`select coalesce(sum(calls), 0)::integer as calls
          from pg_stat_xact_user_functions where funcname = 'password_matches'`
      return Number(row?.['calls'])
    }
    const calls = async (name: string) => {
      const made = await attempt(ground.owner, name, wrong)
      return ground.owner.begin(async (sql) => {
        await sql`set local track_functions = 'all'`
        const before = await counted(sql as unknown as postgres.Sql)
        await claim(sql, made)
        return (await counted(sql as unknown as postgres.Sql)) - before
      })
    }
    expect(await calls('unknown.name')).toBe(1)
    expect(await calls('alice')).toBe(1)
    await failed(4, 0, 'no', 'victim', 'postgres')
    expect(await calls('victim')).toBe(0)
    const [source] = await ground.owner`select prosrc as text from pg_proc where proname = 'judge_attempt'`
    const [dummy = ''] = /\$2b\$[^']+/.exec(String(source?.['text'])) ?? []
    expect(dummy).toMatch(/^\$2b\$12\$[./A-Za-z0-9]{53}$/)
    const [made] = await ground.owner`select epic_events_crypto.crypt('x', ${dummy.replace('$2b$', '$2a$')}) as hash`
    expect(made?.['hash']).toMatch(/^\$2a\$12\$[./A-Za-z0-9]{53}$/)
  })
})

describe('failed logins', () => {
  test('people with audit:list see them, with the name only where somebody has it', async () => {
    const manager = await ground.person('management')
    await nobody(async (sql) => {
      await claim(sql, await attempt(sql, 'alice', wrong))
      await claim(sql, await attempt(sql, 'sesame-2026', wrong))
      await claim(sql, await attempt(sql, 'alice'))
    })
    const seen = (session?: string) =>
      ground.connect({ session }, (sql) =>
        sql`select username, login, at from epic_events.failed_logins() order by id`.then((rows) => [...rows]),
      )
    expect((await seen(manager.secret)).map(({ username }) => username)).toEqual(['alice', null])
    expect((await seen(manager.secret))[0]?.['login']).toMatch(/^epic_weak_login_/)
    expect(await seen(alice.secret)).toEqual([])
    expect(await seen()).toEqual([])
  })
})
