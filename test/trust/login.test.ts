/** A login takes two steps, because the caller of a function can roll it back (docs/TRUST.md §2). */
import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type postgres from 'postgres'
import { newSecret, sha256 } from '../../src/session/secret.ts'
import { type Ground, openGround, otherHash, passwordHash, refusal, right, type Someone, wrong } from './ground.ts'
import { attempt, claim, uid } from './sign-in.ts'

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

  test('a claim waits for a change of password that is under way, and loses', () =>
    nobody(async (sql) => {
      const tara = await ground.person('support', 'tamara')
      const made = await attempt(sql, 'tamara')
      let claimed: ReturnType<typeof claim> | undefined
      await ground.owner.begin(async (change) => {
        await change`update epic_events.users set password_hash = ${otherHash} where id = ${tara.id}`
        claimed = claim(sql, made)
        await Bun.sleep(150)
      })
      expect((await claimed)?.status).toBe('no')
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
      expect(await verdicts()).toEqual(['no'])
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

  test('a second attempt on the name in one transaction is refused: it would wait only if the first was wrong', () =>
    nobody(async (sql) => {
      const twice = sql.begin(async (inside) => {
        await attempt(inside, 'alice')
        await attempt(inside, ' Alice'.trim())
      })
      expect((await refusal(twice))?.code).toBe('25000')
      const atOnce = sql`select epic_events.login_attempt('alice', ${right}, ${sha256('a')}, ${sha256('b')}),
        epic_events.login_attempt('alice', ${wrong}, ${sha256('c')}, ${sha256('d')})`
      expect((await refusal(atOnce))?.code).toBe('25000')
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
          const users = await inside`select idx_tup_fetch
              from pg_stat_xact_all_tables where relname = 'users' and schemaname = 'epic_events'`
          sight = [locks, scans, users, (await claim(inside, made)).status].map((rows) => JSON.stringify(rows))
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
  test('30 at once on one account: three are verified, the others have to wait', async () => {
    const made = await Promise.all(Array.from({ length: 30 }, () => nobody((sql) => attempt(sql, 'victim', wrong))))
    expect(made.length).toBe(30)
    const told = await verdicts()
    expect(told.length).toBe(30)
    expect(told.filter((verdict) => verdict === 'no').length).toBeGreaterThanOrEqual(3)
    // One more may come in when the first second has passed.
    expect(told.filter((verdict) => verdict !== 'wait').length).toBeLessThanOrEqual(4)
  }, 30_000)

  const failed = (count: number, secondsAgo = 0, verdict = 'no', username = 'victim') => ground.owner`
    insert into epic_events.login_attempt (username, user_id, verdict, at, access_hash, refresh_hash, password_seen)
    select ${username}, 0, ${verdict}, clock_timestamp() - make_interval(secs => ${secondsAgo}), '', '', ''
    from generate_series(1, ${count})`
  const wait = async () => (await ground.owner`select epic_events.login_wait('victim') as seconds`)[0]?.['seconds']

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
    await failed(5)
    expect(await wait()).toBe(4)
    await failed(1, 0, 'ok')
    expect(await wait()).toBe(0)
  })

  test('during the delay even the right password only hears how long to wait, an unknown name as well', async () => {
    await failed(12)
    await failed(12, 0, 'no', 'unknown.name')
    await nobody(async (sql) => {
      for (const name of ['victim', 'unknown.name']) {
        const told = await claim(sql, await attempt(sql, name))
        expect(told).toMatchObject({ status: 'wait', user_id: null, session_id: null })
        expect(told.wait).toBeWithin(500, 513)
      }
    })
    expect(victim.id).toBeGreaterThan(0)
  })

  test('an unknown name costs one real bcrypt of cost 12, a delayed attempt none', async () => {
    const counted = async (sql: postgres.TransactionSql) => {
      const [row] = await sql`select coalesce(sum(calls), 0)::integer as calls
          from pg_stat_xact_user_functions where funcname = 'password_matches'`
      return Number(row?.['calls'])
    }
    const calls = (name: string) =>
      ground.owner.begin(async (sql) => {
        await sql`set local track_functions = 'all'`
        const before = await counted(sql)
        await attempt(sql, name, wrong)
        return (await counted(sql)) - before
      })
    expect(await calls('unknown.name')).toBe(1)
    expect(await calls('alice')).toBe(1)
    await failed(4)
    expect(await calls('victim')).toBe(0)
    const [source] = await ground.owner`select prosrc as text from pg_proc where proname = 'login_attempt'`
    const [dummy = ''] = /\$2b\$[^']+/.exec(String(source?.['text'])) ?? []
    expect(dummy).toMatch(/^\$2b\$12\$[./A-Za-z0-9]{53}$/)
    const [made] = await ground.owner`select epic_events_crypto.crypt('x', ${dummy.replace('$2b$', '$2a$')}) as hash`
    expect(made?.['hash']).toMatch(/^\$2a\$12\$[./A-Za-z0-9]{53}$/)
  })
})
