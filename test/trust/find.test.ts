/**
 * Finding (drizzle/0011_find.sql), attacked with psql and a login role: what the search, the references, the views of keys and the columns
 * that are kept for them tell about records that one may not see. By their answers, by counters, by errors and by what is written.
 */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type postgres from 'postgres'
import { type Ground, openGround, refusal, type Someone } from './ground.ts'

setDefaultTimeout(120_000)

let ground: Ground
/** A salesperson who sees only their own; somebody who may only rename companies; somebody without any right; a salesperson of the default role. */
let own: Someone, namer: Someone, blind: Someone, bob: Someone
beforeAll(async () => {
  ground = await openGround()
  await ground.owner.unsafe(`insert into epic_events.role (name) values ('own'), ('namer'), ('blind'), ('adder'), ('watcher');
    insert into epic_events.role_permission select r.id, p.id from epic_events.role r, epic_events.permission p
      where r.name = 'own' and p.name in ('client:list:own', 'company:list:own', 'contract:list:own', 'event:list:own')
         or r.name = 'namer' and p.name in ('company:list', 'company:view', 'company:update')
         or r.name = 'adder' and p.name in ('client:view', 'contract:view', 'contract:create')
         or r.name = 'watcher' and p.name in ('client:list', 'client:view')`)
  own = await ground.person('own', 'owner.of.few')
  namer = await ground.person('namer', 'namer')
  blind = await ground.person('blind', 'blind')
  bob = await ground.person('commercial', 'bobby')
  // Enough rows for an index to be used; Zorglub is hidden from everybody but Bob.
  await ground.owner.unsafe(`
    insert into epic_events.company (name) select 'Firm ' || i from generate_series(1, 500) i;
    insert into epic_events.company (name) values ('Zorglub Industries');
    insert into epic_events.client (full_name, email, phone, commercial_id, company_id)
      select 'Person ' || i, 'p' || i || '@x.fr', '+3361234' || lpad(i::text, 4, '0'), ${bob.id}, i from generate_series(1, 500) i;
    insert into epic_events.client (full_name, email, phone, commercial_id, company_id)
      values ('Zorglub Secret', 'zorglub@secret.fr', '+33699887766', ${bob.id}, 501);
    insert into epic_events.contract (client_id, total_amount, is_signed) select i, 100, true from generate_series(1, 501) i;
    insert into epic_events.event (contract_id, title, full_address, start_date, end_date)
      select i, 'Fair ' || i, 'Lyon', now(), now() + interval '1 h' from generate_series(1, 500) i;
    insert into epic_events.event (contract_id, title, full_address, start_date, end_date)
      values (501, 'Zorglub Gala', 'Zorgville', now(), now() + interval '1 h')`)
  // Vacuumed, so that what a scan meets is the same each time.
  await ground.owner.unsafe('vacuum analyze')
})
afterAll(() => ground?.close())

const as = <T>(who: Someone | undefined, work: (sql: postgres.Sql) => Promise<T>) =>
  ground.connect({ session: who?.secret }, work)

/** What names the hidden records, beside what names nothing of the same form. */
const pairs = {
  client: [
    ['Zorglub Secret', 'Zorglax Secret'],
    ['zorglub@secret.fr', 'zorglax@secret.fr'],
    ['+33699887766', '+33699887755'],
    ['06 99 88 77 66', '06 99 88 77 55'],
    ['zorg', 'zarg'],
    ['Person', 'Parson'],
  ],
  company: [
    ['Zorglub Industries', 'Zorglax Industries'],
    ['zorg', 'zarg'],
    ['Firm', 'Farm'],
  ],
  contract: [
    ['Zorglub Secret', 'Zorglax Secret'],
    ['zorglub@secret.fr', 'zorglax@secret.fr'],
    ['zorg', 'zarg'],
  ],
  event: [
    ['Zorglub Gala', 'Zorglax Gala'],
    ['zorg', 'zarg'],
    ['Fair', 'Foir'],
  ],
} as const

/** Every way to ask. */
const questions = (noun: string, typed: string) => [
  ...['0', '-1', 'null', '1', '2147483647'].map(
    (most) => `select * from epic_events.search('${noun}', '${typed}', ${most}) id`,
  ),
  ...['0', '-1', 'null', '1', '2147483647'].flatMap((most) =>
    ['true', 'false', 'null'].map(
      (exact) => `select * from epic_events.referred('${noun}', '${typed}', ${exact}, ${most}) id`,
    ),
  ),
]

describe('search and referred', () => {
  for (const [noun, of] of Object.entries(pairs))
    test(`${noun}: nobody, without any right, with other rights, with a scope that is empty: no id and no hint`, async () => {
      for (const who of [undefined, blind, own, ...(noun === 'company' ? [] : [namer])])
        await as(who, async (sql) => {
          for (const [typed] of of)
            for (const question of questions(noun, typed))
              expect([who?.username, question, [...(await sql.unsafe(question))]]).toEqual([
                who?.username,
                question,
                [],
              ])
        })
    })

  for (const [noun, of] of Object.entries(pairs))
    test(`${noun}: without any right to see one, the counters are the same whether a record is there`, async () => {
      for (const who of [undefined, blind])
        await as(who, async (sql) => {
          for (const [there, missing] of of) {
            const [asked, instead] = [questions(noun, there), questions(noun, missing)]
            for (const [i, question] of asked.entries())
              expect([question, await met(sql, question)]).toEqual([question, await met(sql, instead[i] ?? '')])
          }
        })
    })

  test('user: a colleague by the full name only, for somebody without the right to see users', async () => {
    await ground.owner`update epic_events.users set phone = '+33611223344' where id = ${bob.id}`
    const of = async (who: Someone, typed: string) =>
      as(who, async (sql) => [
        ...(await sql<{ id: number }[]>`select id from epic_events.referred('user', ${typed}, false, 10) id
            union select id from epic_events.search('user', ${typed}, 10) id`),
      ]).then((rows) => rows.map(({ id }) => id))
    const manager = await ground.person('management')
    for (const typed of ['bobby@agency.example', 'bobby@agency', '+33611223344', '06 11 22 33 44', '061122'])
      expect([typed, await of(blind, typed), await of(manager, typed)]).toEqual([typed, [], [bob.id]])
    // The full name is "commercial bobby".
    expect(await of(blind, 'commercial bobby')).toEqual([bob.id])
    expect(await of(blind, 'agency')).toEqual([])
    await as(blind, async (sql) => {
      for (const [there, missing] of [
        ['bobby@agency.example', 'bubby@agency.example'],
        ['+33611223344', '+33611223355'],
      ] as const)
        expect(await met(sql, `select epic_events.referred('user', '${there}', true, 9)`)).toEqual(
          await met(sql, `select epic_events.referred('user', '${missing}', true, 9)`),
        )
    })
  })

  /** The rows and index entries that a question met, and the tables whose rows it read. */
  const met = async (sql: postgres.Sql, question: string) => {
    // What the first call of a session reads of the catalogue is not of the question.
    await sql.unsafe(question)
    return sql.begin(async (inside) => {
      await inside.unsafe(question)
      const counted = await inside`
        select relname, seq_scan, seq_tup_read, idx_scan, idx_tup_fetch from pg_stat_xact_all_tables
        where schemaname = 'epic_events' and relname in ('client', 'company', 'contract', 'event') order by 1`
      return counted.map((row) => ({ ...row })).filter((row) => Number(row['seq_scan']) + Number(row['idx_scan']) > 0)
    })
  }
})

describe('columns that are kept', () => {
  /** Everything that the server says when a statement is refused. */
  const said = (run: Promise<unknown>) =>
    run.then(
      () => 'let through',
      (error: postgres.PostgresError) => JSON.stringify({ ...error, message: error.message }),
    )

  test('a row of before 0008 that breaks a constraint stops no other change, is in no error, and is found after a fill', async () => {
    await ground.owner.unsafe(`begin; alter table epic_events.client drop constraint client_full_name_trimmed;
      update epic_events.client set full_name = 'Zorglub Secret ' where id = 501;
      update epic_events.client set company_id = 501 where id in (7, 8);
      alter table epic_events.client add constraint client_full_name_trimmed check (full_name = btrim(full_name)) not valid; commit`)
    const found = (typed: string) =>
      as(bob, (sql) => sql<{ id: number }[]>`select id from epic_events.search('client', ${typed}, 10) id`).then(
        (rows) => rows.map(({ id }) => id).toSorted((a, b) => a - b),
      )
    expect(
      await said(as(namer, (sql) => sql`update epic_events_api.company set name = 'Quux and Sons' where id = 501`)),
    ).toBe('let through')
    expect(await found('quux')).toEqual([7, 8])
    expect(
      await said(as(bob, (sql) => sql`insert into epic_events_api.contract (client_id, total_amount) values (501, 5)`)),
    ).toBe('let through')
    await ground.owner`select epic_events.fill_kept()`
    expect(await found('quux')).toEqual([7, 8, 501])
    // The constraint judges what comes.
    expect(
      await refusal(as(bob, (sql) => sql`update epic_events_api.client set full_name = 'Bad ' where id = 7`)),
    ).toMatchObject({ code: '23514' })
  })

  test('an email whose folded form is longer than a lexeme may be → kept, found and meant', async () => {
    // One letter that becomes eighteen.
    const email = `${'\ufdfa'.repeat(110)}@x.fr`
    const [made] = await as(
      bob,
      (sql) => sql`insert into epic_events_api.client (full_name, email, commercial_id)
        values ('Long', ${email}, ${bob.id}) returning id`,
    )
    await as(bob, async (sql) => {
      const found = await sql`select id from epic_events.search('client', 'long', 10) id`
      const meant = await sql`select id from epic_events.referred('client', ${email}, true, 10) id`
      expect([found[0]?.['id'], meant[0]?.['id']]).toEqual([made?.['id'], made?.['id']])
    })
  })

  test('the first contract and its first event, by somebody who may not change the client: no version, no log of the client', async () => {
    const clerk = await ground.person('adder')
    const log = () => ground.owner`select table_name, action from epic_events.audit_log order by id`
    const client = () => ground.owner`select version, updated_at from epic_events.client where id = 602`
    await ground.owner.unsafe(`insert into epic_events.client (id, full_name, email, commercial_id)
      overriding system value values (602, 'New', 'new@x.fr', ${bob.id})`)
    const [before, was] = [await log(), await client()]
    await as(clerk, async (sql) => {
      expect((await sql`update epic_events_api.client set last_contact_date = now() where id = 602`).count).toBe(0)
      await sql`insert into epic_events_api.contract (client_id, total_amount) values (602, 5)`
    })
    expect([...(await client())]).toEqual([...was])
    expect((await log()).slice(before.length).map((row) => ({ ...row }))).toEqual([
      { table_name: 'contract', action: 'insert' },
    ])
    const [kept] = await ground.owner`select has_contract from epic_events.client where id = 602`
    expect(kept?.['has_contract']).toBe(true)
  })

  test('an event that was written before its client goes to another commercial, in one transaction, follows with its words', async () => {
    const ann = await ground.person('commercial', 'follower')
    for (const change of [`commercial_id = ${ann.id}`, `commercial_id = ${bob.id}, full_name = 'Person Handed Over'`]) {
      await ground.owner.unsafe(`begin; update epic_events.event set participant_count = participant_count + 1 where id = 9;
        update epic_events.client set ${change} where id = 9; commit`)
      const kept = () =>
        ground.owner`select e.words::text, e.commercial_id = k.commercial_id as follows
          from epic_events.event e join epic_events.contract k on k.id = e.contract_id where e.id = 9`
      const [now] = await kept()
      await ground.owner`update epic_events.event set words = null where id = 9`
      expect([{ ...now }]).toEqual([{ ...(await kept())[0] }])
      expect(now?.['follows']).toBe(true)
    }
  })

  test('a contract that is added while its client gets another name is found by the new one', async () => {
    let added: Promise<unknown> | undefined
    await ground.owner.begin(async (inside) => {
      await inside`update epic_events.client set full_name = 'Renamed Meanwhile' where id = 100`
      added = as(bob, (sql) => sql`insert into epic_events_api.contract (client_id, total_amount) values (100, 2)`)
      await Bun.sleep(300)
    })
    await added
    const stale = await ground.owner`
      select k.id from epic_events.contract k join epic_events.client c on c.id = k.client_id where k.words is distinct from c.words`
    expect([...stale]).toEqual([])
  })

  test('one deletes the last contract while another one is added → the client has contracts', async () => {
    const manager = await ground.person('management')
    await ground.owner.unsafe(`insert into epic_events.client (id, full_name, email, commercial_id)
        overriding system value values (603, 'Raced', 'raced@x.fr', ${bob.id});
      insert into epic_events.contract (client_id, total_amount) values (603, 1)`)
    let added: Promise<unknown> | undefined
    await as(manager, (sql) =>
      sql.begin(async (inside) => {
        await inside`delete from epic_events_api.contract where client_id = 603`
        added = as(
          bob,
          (other) => other`insert into epic_events_api.contract (client_id, total_amount) values (603, 2)`,
        )
        await Bun.sleep(300)
      }),
    )
    await added
    const [kept] = await ground.owner`select has_contract from epic_events.client where id = 603`
    expect(kept?.['has_contract']).toBe(true)
  })
})

describe('what people type', () => {
  test('quotes, backslashes, operators and weights are words, whatever the settings', async () => {
    const hostile = [
      ...[
        "'",
        "''",
        '\\',
        "\\'",
        "a\\'b",
        "'a':*",
        'a:*B',
        'a:A',
        'a <-> b',
        '!a',
        'a & !b',
        '(a | b',
        '=4',
        '~4',
        '#699887766',
      ],
      ...[
        "'@'",
        "a'@b\\",
        '=4@',
        '@',
        '<@>',
        '+',
        '+()',
        '-'.repeat(400),
        '9'.repeat(400),
        'é'.repeat(1000),
        '\ufdfa'.repeat(1000),
      ],
      ...['%', '_', '%s', '$1', "'; select 1; --", ' ', '\u200b', '\u0001', '\ufffe', '\u{1f600}'],
    ]
    await as(own, async (sql) => {
      for (const strings of ['on', 'off']) {
        await sql.unsafe(`set standard_conforming_strings = ${strings}; set backslash_quote = ${strings}`).simple()
        for (const typed of hostile)
          expect([
            typed,
            [
              ...(await sql`
                select id from unnest(array['client', 'company', 'contract', 'event', 'role']) noun,
                  lateral (select epic_events.search(noun, ${typed}, 5000)
                    union all select epic_events.referred(noun, ${typed}, false, 5000)) found(id)`),
            ],
          ]).toEqual([typed, []])
      }
    })
    await as(bob, async (sql) => {
      const count = async (typed: string) =>
        (await sql`select count(*)::integer as n from epic_events.search('client', ${typed}, 5000)`)[0]?.['n']
      // The lexeme that says whose a record is cannot be typed.
      expect(await count(`=${bob.id}`)).toBe(await count(`${bob.id}`))
      expect(await count('zorglub:B & !zorg')).toBe(0)
    })
  })
})

describe('the views of keys', () => {
  const views = [
    'client_keys',
    'client_wide',
    'company_keys',
    'contract_keys',
    'contract_wide',
    'event_keys',
    'event_wide',
    'user_keys',
  ]

  test('are read, never written or locked against others', async () => {
    await as(bob, async (sql) => {
      for (const view of views) {
        const name = `epic_events_api.${view}`
        for (const statement of [
          `select 1 from ${name} for update`,
          `select 1 from ${name} for key share`,
          `update ${name} set id = id`,
          `delete from ${name}`,
          ...['access exclusive', 'exclusive', 'share', 'row exclusive', 'row share'].map(
            (mode) => `select 1; lock table ${name} in ${mode} mode`,
          ),
        ])
          expect([statement, (await refusal(sql.unsafe(statement).simple()))?.code]).toEqual([statement, '42501'])
      }
    })
  })

  test('show no row outside a scope, and nothing of a related record without its own right', async () => {
    for (const who of [undefined, blind, own])
      await as(who, async (sql) => {
        for (const view of views.filter((name) => name !== 'user_keys'))
          expect([view, [...(await sql.unsafe(`select id from epic_events_api.${view}`))]]).toEqual([view, []])
      })
    const watcher = await ground.person('watcher')
    await as(watcher, async (sql) => {
      const [row] = await sql`
        select (select count(*) from epic_events_api.client_keys)::integer as keys,
          (select count(*) from epic_events_api.client_wide)::integer as wide`
      expect(row?.['keys']).toBeGreaterThan(500)
      expect(row?.['wide']).toBe(0)
    })
  })

  test('there are no statistics of the words that are kept', async () => {
    await ground.owner.unsafe('analyze')
    const kept = await ground.owner`select tablename, attname from pg_stats where schemaname = 'epic_events'
      and attname in ('name_key', 'title_key', 'search', 'words', 'phone', 'billing_address', 'vat_number', 'beginnings')`
    expect([...kept]).toEqual([])
  })
})
