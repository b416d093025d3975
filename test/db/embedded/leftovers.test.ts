/** Nothing that a client can leave in the one session of the engine reaches the next one. Everything is compared with an engine nobody has used. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Duplex } from 'node:stream'
import { startupMessage } from '../../../src/db/connection/protocol.ts'
import { type Endpoint, endpoint } from '../../../src/db/embedded/endpoint.ts'
import { type Engine, startEngine } from '../../../src/db/embedded/engine.ts'
import { databaseIn } from '../../../src/db/embedded/folder.ts'
import { type FreshEmbedded, freshEmbedded } from '../../support/embedded.ts'
import { frame, simple } from '../../support/resident.ts'

setDefaultTimeout(60_000)

let fresh: FreshEmbedded
let engine: Engine
let door: Endpoint
let virgin: string
let spoilt = 0
beforeAll(async () => {
  fresh = await freshEmbedded()
  engine = await startEngine(databaseIn(fresh.folder))
  const strangers = {
    startupMs: 10_000,
    silenceMs: { whenAlone: 60_000, whenOthersWait: 10_000 },
    admit: () => undefined,
    prepare: async () => undefined,
    spoilt: () => void spoilt++,
  }
  door = endpoint(engine, { strangers })
  // A library that is loaded stays, with the names of its settings: load it before.
  const first = await client()
  await first.ask(simple(`load 'plpgsql'`))
  first.socket.destroy()
  virgin = await stateOf()
})
afterAll(async () => {
  await engine.close()
  await fresh.remove()
})

/**
 * All that a session has. Names of settings that somebody invented stay known in the process, with an empty value: they are left out when
 * they are empty.
 */
const state = `select json_build_object(
  'user', current_user, 'session user', session_user, 'role', current_setting('role'), 'superuser', current_setting('is_superuser'),
  'settings', (select json_object_agg(name, setting order by name) from pg_settings where setting <> '' or name !~ '[.]'),
  'changed', (select count(*) from pg_settings where source = 'session'),
  'prepared', (select count(*) from pg_prepared_statements),
  'cursors', (select count(*) from pg_cursors where statement !~ 'json_build_object'),
  'advisory locks', (select count(*) from pg_locks where locktype = 'advisory'),
  'other locks', (select count(*) from pg_locks where locktype <> 'virtualxid' and relation is distinct from 'pg_locks'::regclass
    and relation not in (select oid from pg_class where relnamespace = 'pg_catalog'::regnamespace)),
  'channels', (select count(*) from pg_listening_channels()),
  'temporary', (select count(*) from pg_class where relpersistence = 't'),
  'temporary functions', (select count(*) from pg_proc where pronamespace = pg_my_temp_schema()),
  'transaction', pg_current_xact_id_if_assigned() is not null,
  'sequences', (select count(*) from pg_sequences where last_value is not null and sequencename = 'left'))::text`

const secret = 'a-secret-of-the-one-before'

interface Client {
  ask(message: Uint8Array): Promise<string>
  /** Sends, and waits for no answer. */
  tell(message: Uint8Array): Promise<void>
  socket: Duplex
}

async function client(parameters: Readonly<Record<string, string>> = {}): Promise<Client> {
  const socket = door.connect()
  let heard = ''
  socket.on('data', (bytes: Buffer) => {
    heard += bytes.toString('utf8')
  })
  socket.on('error', () => {})
  const tell = (message: Uint8Array) => new Promise<void>((resolve) => socket.write(message, () => resolve()))
  const ask = async (message: Uint8Array) => {
    const before = heard.length
    await tell(message)
    // The stream hands on in a later turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve))
    return heard.slice(before)
  }
  expect(await ask(startupMessage({ user: 'x', database: 'x', ...parameters }))).toContain('server_version')
  return { ask, tell, socket }
}

async function stateOf(): Promise<string> {
  const next = await client()
  const answer = await next.ask(simple(state))
  next.socket.destroy()
  const found = /\{.*\}/s.exec(answer)?.[0]
  if (found === undefined) throw new Error(answer)
  return JSON.stringify(JSON.parse(found), null, 1)
}

const sql =
  (...statements: string[]) =>
  async (one: Client) => {
    for (const statement of statements) expect(await one.ask(simple(statement))).not.toContain('SERROR')
  }
const parse = (name: string, statement: string) => frame('P', `${name}\0${statement}\0\0\0`)
const sync = frame('S', '')

const messes: Record<string, (one: Client) => Promise<unknown>> = {
  'its own settings': sql(
    `set epic_events.session = '${secret}'`,
    `set epic_events.operation = 'x'`,
    `set epic_events.command = 'x'`,
    `set epic_events.refill = 'on'`,
    `set epic_events.undoing = 'on'`,
    `set my_own.setting = 'x'`,
    'set search_path = public',
    `set statement_timeout = '1s'`,
    `set timezone = 'Europe/Paris'`,
    `set default_transaction_isolation = 'serializable'`,
    'set default_transaction_read_only = on',
    'set row_security = off',
    'set session_replication_role = replica',
    `set work_mem = '1MB'`,
    `set client_encoding = 'LATIN1'`,
    `set datestyle = 'German'`,
    'set standard_conforming_strings = off',
    `set application_name = 'somebody'`,
  ),
  'settings of a transaction that is open': sql(
    'begin',
    `set local epic_events.session = '${secret}'`,
    'set local role epic_events_app',
  ),
  'a role': sql('set role epic_events_app'),
  'a role within a role, in a failed transaction': async (one) => {
    await sql('set role epic_events_app', 'begin')(one)
    expect(await one.ask(simple('select 1/0'))).toContain('22012')
  },
  'another session authorization': sql('set session authorization epic_events_app', 'set role epic_events_app'),
  'another session authorization, in a transaction': sql('begin', 'set local session authorization epic_events_app'),
  'an open transaction with locks and rows': sql(
    'begin',
    `insert into epic_events.company (name) values ('never')`,
    'lock table epic_events.client in access exclusive mode',
    'savepoint one',
  ),
  'a read-only serializable transaction': sql('begin isolation level serializable read only deferrable', 'select 1'),
  'an error that waits for its Sync': async (one) => {
    expect(await one.ask(parse('bad', 'selekt'))).toContain('42601')
  },
  'prepared statements, of SQL and of the protocol': async (one) => {
    await sql('prepare p1 as select 1')(one)
    await one.ask(Buffer.concat([parse('named', 'select 2'), sync]))
  },
  'a portal that is half read': async (one) => {
    await sql('begin')(one)
    const bind = frame('B', 'portal\0rows\0\0\0\0\0\0\0')
    const few = frame('E', 'portal\0\0\0\0\x02')
    await one.ask(Buffer.concat([parse('rows', 'select generate_series(1, 100)'), bind, few, frame('H', '')]))
  },
  'cursors, one of them held beyond its transaction': sql(
    'declare kept cursor with hold for select generate_series(1, 10)',
    'begin',
    'declare mine cursor for select 1',
  ),
  'advisory locks': sql(
    'select pg_advisory_lock(42)',
    'select pg_advisory_lock_shared(43)',
    'begin',
    'select pg_advisory_xact_lock(44)',
  ),
  channels: sql('listen one', 'listen two', `notify one, 'to nobody'`),
  'temporary tables, sequences, functions and views': sql(
    'create temp table client as select 1 as id',
    'create temp sequence s',
    `select nextval('s')`,
    `create function pg_temp.now() returns timestamptz language sql as 'select null::timestamptz'`,
    'create temp view v as select 1',
    'set search_path = pg_temp, public',
  ),
  'a message of several statements that fails': async (one) => {
    expect(await one.ask(simple(`set epic_events.session = '${secret}'; select 1/0`))).toContain('22012')
  },
  'a big statement and a lost answer': async (one) => {
    void one.tell(simple(`select repeat('x', 5000000)`))
  },
  'a statement that has only half arrived': async (one) => {
    await one.tell(simple(`set epic_events.session = '${secret}'`).subarray(0, 12))
  },
  'a two-phase transaction that is refused': async (one) => {
    await sql('begin')(one)
    expect(await one.ask(simple(`prepare transaction 'x'`))).toContain('SERROR')
  },
}

/** As which the client before is signed in. */
const identities: Record<string, Record<string, string>> = {
  somebody: { role: 'epic_events_app', 'epic_events.session': secret },
  'the owner': { statement_timeout: '8s', TimeZone: 'UTC' },
}

/** What only the owner may do. */
const asOwnerOnly = [
  'its own settings',
  'another session authorization',
  'another session authorization, in a transaction',
  'an open transaction with locks and rows',
  'temporary tables, sequences, functions and views',
]

for (const [who, parameters] of Object.entries(identities)) {
  describe(`${who} leaves`, () => {
    const able = Object.entries(messes).filter(([name]) => who === 'the owner' || !asOwnerOnly.includes(name))
    test.each(able)('%s', async (_, leave) => {
      const one = await client(parameters)
      await leave(one)
      one.socket.destroy()
      const after = await stateOf()
      expect(after).toBe(virgin)
      expect(after).not.toContain(secret)
      expect(spoilt).toBe(0)
    })
  })
}

test('settings of the start-up message are the session’s own, and gone after it', async () => {
  const one = await client({ 'epic_events.session': secret, role: 'epic_events_app', lock_timeout: '5s' })
  expect(await one.ask(simple(`select current_user || current_setting('epic_events.session')`))).toContain(
    `epic_events_app${secret}`,
  )
  one.socket.destroy()
  expect(await stateOf()).toBe(virgin)
})

test('the check of a reset notices what is left', async () => {
  const broken = endpoint(
    {
      // Everything but the check is done to a session that is not this one.
      async exchange(message, receive) {
        const text = Buffer.from(message).toString('latin1')
        await engine.exchange(
          /reset (role|all)|session authorization/.test(text) ? simple('select 1') : message,
          receive,
        )
      },
    },
    {
      strangers: {
        startupMs: 10_000,
        silenceMs: { whenAlone: 60_000, whenOthersWait: 10_000 },
        admit: () => undefined,
        prepare: async () => undefined,
        spoilt: () => void spoilt++,
      },
    },
  )
  const before = door
  door = broken
  const one = await client({ role: 'epic_events_app', 'epic_events.session': secret })
  one.socket.destroy()
  await Bun.sleep(50)
  door = before
  expect(spoilt).toBe(1)
})
