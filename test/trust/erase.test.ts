/**
 * The data of a client, erased: nothing that was said of them is found in a dump of all tables and of what PostgreSQL has counted of them, also
 * what was merged, taken back, deleted or moved before. And nobody erases, or gets past the log, who may not.
 */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { predicate } from '../../src/access/predicates.ts'
import { impersonal, personal } from '../../src/db/personal.ts'
import { type Ground, openGround, refusal, type Someone } from './ground.ts'

setDefaultTimeout(60_000)

let ground: Ground
let boss: Someone, alice: Someone, bob: Someone, sam: Someone, clerk: Someone
beforeAll(async () => {
  ground = await openGround()
  ;[alice, bob] = [await ground.person('commercial'), await ground.person('commercial')]
  ;[boss, sam] = [await ground.person('management'), await ground.person('support')]
  await ground.owner.unsafe(`insert into epic_events.role (name) values ('clerk');
    insert into epic_events.role_permission select r.id, p.id from epic_events.role r, epic_events.permission p
      where r.name = 'clerk' and p.name in ('client:list', 'client:view', 'client:create', 'client:erase:own', 'company:list')`)
  clerk = await ground.person('clerk')
})
afterAll(() => ground?.close())

const as = (who: Someone, statements: string) =>
  ground.connect({ session: who.secret }, (sql) => sql.unsafe(statements).simple())
/** What a statement answers in its first row and column. */
const one = async <T>(who: Someone, statement: string): Promise<T> =>
  Object.values((await ground.connect({ session: who.secret }, (sql) => sql.unsafe(statement)))[0] ?? {})[0] as T
const owned = async <T>(statement: string): Promise<T> =>
  Object.values((await ground.owner.unsafe(statement))[0] ?? {})[0] as T

interface Erased {
  readonly client: number
  readonly merged?: number
  readonly other?: true
  readonly since?: string | null
  readonly due?: boolean
  readonly replaced?: Readonly<Record<string, number>>
}
const erase = (who: Someone, id: number, more = '') =>
  one<Erased | null>(who, `select epic_events.erase_client(${id}, 'Asked for it'${more})`)
const undo = (who: Someone, operation: string) => as(who, `select * from epic_events.undo(${who.id}, '${operation}')`)
const operation = (name: string) => `set epic_events.operation = '${name}';`

/** Every value of every row, and what is kept of them for the planner, as one folded text. */
async function dump(): Promise<string> {
  const tables = await ground.owner<{ name: string }[]>`
    select c.relname as name from pg_class c where c.relnamespace = 'epic_events'::regnamespace and c.relkind = 'r' order by 1`
  await ground.owner.unsafe('analyze')
  const texts = [
    String(await owned(`select coalesce(json_agg(s), '[]') from pg_stats s where schemaname like 'epic%'`)),
  ]
  for (const { name } of tables)
    texts.push(String(await owned(`select coalesce(json_agg(t)::text, '') from epic_events.${name} t`)))
  return texts.join('\n').normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
}
/** Which of these are in the dump. */
const foundIn = (text: string, values: readonly string[]) => values.filter((value) => text.includes(value))

let serial = 0
/** A client of this commercial, made by themselves. */
const client = (who: Someone, name = `Client ${++serial}`, email = `erase${++serial}@x.example`) =>
  one<number>(
    who,
    `insert into epic_events_api.client (full_name, email, commercial_id) values ('${name}', '${email}', ${who.id}) returning id`,
  )
const contract = (who: Someone, of: number, total = 100, remaining = 0) =>
  one<number>(
    who,
    `insert into epic_events_api.contract (client_id, total_amount, remaining_amount, is_signed)
      values (${of}, ${total}, ${remaining}, true) returning id`,
  )
const event = (who: Someone, of: number, title = 'Gala', ends = `now() - interval '1 day'`) =>
  one<number>(
    who,
    `insert into epic_events_api.event (contract_id, title, full_address, start_date, end_date, notes)
      values (${of}, '${title}', '1 rue ${title}', ${ends} - interval '2 h', ${ends}, 'Notes on ${title}') returning id`,
  )

describe('what is declared', () => {
  test('every column of text is personal or is not, and says why', async () => {
    const columns = await ground.owner<{ table_name: string; column_name: string }[]>`
      select table_name, column_name from information_schema.columns
      where table_schema = 'epic_events' and table_name <> '__drizzle_migrations' and table_name in (
          select relname from pg_class where relkind = 'r' and relnamespace = 'epic_events'::regnamespace)
        and (data_type in ('text', 'character varying', 'character', 'json', 'jsonb', 'tsvector', 'ARRAY', 'xml')
          or data_type = 'USER-DEFINED')
      order by 1, 2`
    const declared = [personal, impersonal].flatMap((declaration) =>
      Object.entries(declaration).flatMap(([table, of]) => Object.keys(of).map((column) => `${table}.${column}`)),
    )
    expect(declared.sort()).toEqual(columns.map(({ table_name: t, column_name: c }) => `${t}.${c}`).sort())
  })

  test('the database has the same declaration, and judges as the catalogue does', async () => {
    expect(await owned<object>('select epic_events.personal()')).toEqual(personal)
    const flat = (text: string) => text.replaceAll(/\s+/g, ' ')
    const source = flat(
      await owned<string>(
        `select string_agg(prosrc, ' ') from pg_proc where proname in ('erase_client', 'client_changes')`,
      ),
    )
    expect(source.split(flat(predicate('client', ['erase'], 'c')))).toHaveLength(3)
    expect(source.split(flat(predicate('client', ['export'], 'c')))).toHaveLength(2)
    expect(source.split(flat(predicate('client', ['list', 'view'], 'c')))).toHaveLength(3)
  })

  test('at any depth, and where somebody is mentioned', async () => {
    const kept = (value: unknown, more = '') =>
      owned(`select epic_events.impersonal('${JSON.stringify(value).replaceAll("'", "''")}', 9${more})`)
    expect(
      await kept({
        full_name: 'A',
        phone: null,
        total_amount: '7.00',
        moved: [{ id: 4, email: 'a@b.fr', rows: [{ title: 'x' }] }],
      }),
    ).toEqual({
      ...{ full_name: 'erased-9', phone: null, total_amount: '7.00' },
      moved: [{ id: 4, email: 'erased-4@erased.invalid', rows: [{ title: 'erased' }] }],
    })
    const named = `, array[epic_events.plain('Li Wei'), epic_events.plain('+33612345678'), epic_events.plain('山田')]`
    for (const [title, mentioned] of [
      ['Wedding of LI WEI!', true],
      ['Lille, weisswurst', false],
      ["Li-Wei's", true],
      ['Lili Weil', false],
      ['call +33612345678', true],
      ['誕生日山田様', true],
    ] as const)
      expect([title, await kept({ title }, named)]).toEqual([title, { title: mentioned ? 'erased' : title }])
  })
})

describe('erased', () => {
  /** What one knew of her, in every form. */
  const values = [
    ...[
      'zephyrine',
      'quatremere',
      'delavigne',
      'zq-old',
      '655443322',
      '655443311',
      '06 55 44',
      'her dog',
      'her cat',
      'chateau',
      'sa facture',
    ],
    ...['merged-mail', 'vanwyck', '699887766', 'refused by her', 'first part'],
  ]
  let hers: number, dropped: number, others: number, hersContract: number

  beforeAll(async () => {
    hers = await client(alice, 'Zéphyrine Delavigne', 'zq-old@x.example')
    others = await client(bob, 'Somebody Else', 'else@x.example')
    await as(
      alice,
      `update epic_events_api.client set full_name = 'Zéphyrine Quatremère', email = 'zephyrine@quatremere.example',
      phone = '+33655443322' where id = ${hers}`,
    )
    await as(boss, `update epic_events_api.client set commercial_id = ${bob.id} where id = ${hers}`)
    // Changed by an import that was undone, and a note that was.
    await as(bob, `${operation('import')} update epic_events_api.client set phone = '+33655443311' where id = ${hers}`)
    await undo(bob, 'import')
    await as(
      bob,
      `${operation('note')} insert into epic_events_api.interaction (client_id, text) values (${hers}, 'Her dog barks')`,
    )
    await undo(bob, 'note')
    await as(
      bob,
      `insert into epic_events_api.interaction (client_id, text, next_on) values (${hers}, 'Her cat sleeps', '2030-01-01')`,
    )
    hersContract = await contract(bob, hers, 100, 100)
    await as(
      bob,
      `insert into epic_events_api.instalment (contract_id, label, due_on, amount) values (${hersContract}, 'First part', '2020-01-01', 100)`,
    )
    await as(
      boss,
      `insert into epic_events_api.payment (contract_id, amount, reference) values (${hersContract}, 100, 'Sa facture')`,
    )
    await as(
      boss,
      `update epic_events_api.payment set cancelled_why = 'Refused by her' where contract_id = ${hersContract}`,
    )
    await as(
      boss,
      `insert into epic_events_api.payment (contract_id, amount, reference) values (${hersContract}, 100, 'Sa facture 2')`,
    )
    await event(bob, hersContract, 'Chateau')
    // Deleted, with its event.
    const gone = await contract(bob, hers)
    await event(bob, gone, 'Chateau gone')
    await as(
      boss,
      `${operation('delete')} set epic_events.with_events = 'on'; delete from epic_events_api.contract where id = ${gone}`,
    )
    // Moved to somebody else: it names her once.
    const moved = await contract(bob, hers)
    await event(bob, moved, 'Wedding of Zephyrine Quatremere')
    await event(bob, moved, 'Kept title')
    await as(boss, `${operation('move')} update epic_events_api.contract set client_id = ${others} where id = ${moved}`)
    // Merged into her; and one whom she was merged into for a while.
    dropped = await client(bob, 'Vanwyck Merged', 'merged-mail@x.example')
    await as(bob, `update epic_events_api.client set phone = '+33699887766' where id = ${dropped}`)
    await ground.owner.unsafe(`
      insert into epic_events.audit_log (user_id, operation, table_name, row_id, action, old_values, new_values, derived)
        select ${bob.id}, 'merge', 'client', ${hers}, 'merge', jsonb_build_object('dropped', to_jsonb(c)), null, false
        from epic_events.client c where c.id = ${dropped};
      delete from epic_events.client where id = ${dropped};
      insert into epic_events.merged (table_name, dropped_id, kept_id) values ('client', ${dropped}, ${hers});
      insert into epic_events.audit_log (user_id, operation, table_name, row_id, action, old_values, derived)
        select ${bob.id}, 'merge back', 'client', ${others}, 'merge', to_jsonb(c), false from epic_events.client c where c.id = ${hers};
      insert into epic_events.audit_log (user_id, operation, table_name, row_id, action, old_values, new_values, derived)
        values (${bob.id}, 'merge back', 'client', ${others}, 'update', '{"phone": null}', '{"phone": "+33655443322"}', true),
          (${bob.id}, 'merge back', 'client', ${others}, 'update', '{"phone": "+33655443322"}', '{"phone": null}', false)`)
    expect(foundIn(await dump(), values)).toEqual(values.filter((value) => value !== '06 55 44'))
  })

  test('nothing of her is found anywhere; amounts, dates, ids and everybody else are as before', async () => {
    const kept = () =>
      owned(`select json_build_array(
        (select json_agg(json_build_array(p.id, p.amount, p.paid_on, p.cancelled_at) order by p.id) from epic_events.payment p),
        (select json_agg(json_build_array(k.id, k.client_id, k.total_amount, k.remaining_amount, k.next_due, k.signed_at) order by k.id) from epic_events.contract k),
        (select json_agg(json_build_array(e.id, e.start_date, e.end_date, e.participant_count) order by e.id) from epic_events.event e),
        (select json_agg(json_build_array(i.id, i.at, i.kind, i.next_on, i.user_id) order by i.id) from epic_events.interaction i),
        (select json_agg(json_build_array(c.id, c.first_contact_date, c.last_contact_date, c.next_contact_date, c.commercial_id) order by c.id) from epic_events.client c),
        (select json_agg(json_build_array(a.id, a.at, a.user_id, a.user_name, a.operation, a.row_id, a.action) order by a.id) from epic_events.audit_log a where a.action <> 'erase'),
        (select json_build_array(c.full_name, c.email) from epic_events.client c where c.id = ${others}))`)
    const before = await kept()
    const answer = await erase(boss, hers)
    expect(answer).toMatchObject({
      client: hers,
      since: null,
      due: false,
      replaced: { client: 1, event: 2, interaction: 2, payment: 2, instalment: 1 },
    })
    expect(foundIn(await dump(), values)).toEqual([])
    expect(await kept()).toEqual(before)
    expect(await owned<object>(`select to_json(c) from epic_events.client c where id = ${hers}`)).toMatchObject({
      ...{ full_name: `erased-${hers}`, email: `erased-${hers}@erased.invalid`, phone: null },
    })
    // What was moved away keeps what does not name her.
    const titles = await ground.owner`select title from epic_events.event where title like 'Kept%'`
    expect(titles).toHaveLength(1)
    const [entry, ...more] = await ground.owner`
      select user_id, table_name, row_id, old_values, new_values from epic_events.audit_log where action = 'erase'`
    expect(more).toEqual([])
    expect(entry).toEqual({
      ...{ user_id: boss.id, table_name: 'client', row_id: String(hers), old_values: null },
      new_values: { reason: 'Asked for it' },
    })
    expect(await owned<number[]>('select json_agg(client_id order by client_id) from epic_events.erasure')).toEqual(
      [hers, dropped].sort((a, b) => a - b),
    )
  })

  test('nothing that was done before comes back by undo; what was moved without a name does', async () => {
    for (const [who, name] of [
      [bob, 'import'],
      [bob, 'note'],
      [bob, 'merge'],
      [boss, 'delete'],
      [bob, 'merge back'],
    ] as const)
      expect([name, (await refusal(undo(who, name)))?.message]).toEqual([name, 'erased since'])
    await undo(boss, 'move')
    expect(foundIn(await dump(), values)).toEqual([])
  })

  test('once more: nothing, until something came since', async () => {
    // The contract that was moved away has come back.
    expect(await erase(boss, hers)).toMatchObject({ since: expect.any(String), replaced: { client: 0, event: 1 } })
    const again = await erase(boss, hers)
    expect([again?.since, again?.replaced]).toEqual([
      expect.any(String),
      { client: 0, event: 0, interaction: 0, payment: 0, instalment: 0, audit: 0 },
    ])
    expect(await owned<string>(`select count(*) from epic_events.audit_log where action = 'erase'`)).toBe('2')
    await as(bob, `insert into epic_events_api.interaction (client_id, text) values (${hers}, 'Her dog again')`)
    expect(await erase(boss, hers)).toMatchObject({ replaced: { interaction: 1, audit: 1 } })
    expect(foundIn(await dump(), values)).toEqual([])
    expect(await owned<string>(`select count(*) from epic_events.audit_log where action = 'erase'`)).toBe('3')
    expect(await erase(boss, dropped)).toEqual({ client: dropped, merged: hers })
  })
})

describe('refused', () => {
  const refusedWith = async (run: Promise<unknown>) => {
    try {
      await run
      return undefined
    } catch (error) {
      const { code, constraint_name: constraint, detail } = error as Record<string, string | undefined>
      return constraint ?? detail ?? code
    }
  }

  test('money due, an event that is not over, a reason that names the client; done again after a backup, only the last is', async () => {
    const hers = await client(alice, 'Odile Martinet')
    const signed = await contract(alice, hers, 100, 40)
    expect(await refusedWith(erase(boss, hers))).toBe('erase_money_due')
    await as(boss, `update epic_events_api.contract set remaining_amount = 0 where id = ${signed}`)
    const coming = await event(alice, signed, 'Coming', `now() + interval '1 h'`)
    expect(await refusedWith(erase(boss, hers))).toBe('erase_event_coming')
    const named = one(boss, `select epic_events.erase_client(${hers}, 'As ODILE martinet wished', now())`)
    expect(await refusedWith(named)).toBe('erase_reason_names')
    const before = await owned<object>(`select to_json(e) from epic_events.event e where id = ${coming}`)
    expect(before).toMatchObject({ title: 'Coming' })
    expect(await erase(boss, hers, ', now()')).toMatchObject({ due: true, replaced: { client: 1, event: 1 } })
  })

  test('whoever may not: without the code, of a colleague, unseen, gone; and every row stays', async () => {
    const [hers, mine, gone] = [await client(alice), await client(clerk), await client(alice)]
    await as(alice, `delete from epic_events_api.client where id = ${gone}`)
    const before = await ground.rows()
    for (const who of [alice, sam]) expect(await refusedWith(erase(who, mine))).toBe('client:erase')
    expect(await refusedWith(erase(clerk, hers))).toBe('client:erase')
    expect(await erase(clerk, gone)).toBeNull()
    expect(await erase(boss, 99_999)).toBeNull()
    expect(await one(clerk, `select json_agg(e) from epic_events.erasures() e`)).toBeNull()
    expect(await refusedWith(one(alice, 'select epic_events.erasures()'))).toBe('client:erase')
    expect(await one(clerk, `select json_agg(a) from epic_events.client_changes(${mine}) a`)).toBeNull()
    expect(await one(alice, `select json_agg(a) from epic_events.client_changes(${mine}) a`)).toBeNull()
    expect(await ground.rows()).toEqual(before)
    expect(await erase(clerk, mine)).toMatchObject({ client: mine, replaced: { client: 1 } })
    // Of one that is gone the log still had everything.
    expect(await erase(boss, gone)).toMatchObject({ client: gone, replaced: { client: 0, audit: 2 } })
  })

  test('the settings of an erasure let nobody but its function past the log, and a change of anybody else into it', async () => {
    const hers = await client(alice)
    const gone = await contract(alice, hers)
    await event(alice, gone, 'Logged')
    const attack = `set epic_events.erasing = 'on'; set epic_events.with_events = 'on';`
    const logged = () => owned<string>(`select count(*) from epic_events.audit_log where action <> 'erase'`)
    for (const statement of [
      `update epic_events.audit_log set old_values = null`,
      `update epic_events_api.audit_log set old_values = null`,
      `delete from epic_events.audit_log`,
      `select epic_events.erase_rows('client', '{${hers}}', 'x')`,
      `select epic_events.records_of('{${hers}}')`,
      `select * from epic_events.erasure`,
      `delete from epic_events.erasure`,
    ])
      expect([statement, (await refusal(as(boss, attack + statement)))?.code]).toEqual([statement, '42501'])
    const before = Number(await logged())
    await as(alice, `${attack} update epic_events_api.client set phone = '+33611223344' where id = ${hers}`)
    await as(
      alice,
      `${attack} insert into epic_events_api.interaction (client_id, text, at) values (${hers}, 'x', now() + interval '1 day')`,
    )
    // What triggers and keys of ours write for them is logged too: the date of the client, and the event and the opening of the contract.
    await as(boss, `${attack} delete from epic_events_api.contract where id = ${gone}`)
    expect(Number(await logged()) - before).toBe(6)
    // To the owner the log is append-only too, but for what the function replaces as nobody.
    const owner = (settings: string, statement: string) =>
      ground.owner.begin((sql) => sql.unsafe(`${settings}; ${statement}`))
    const harmless = 'update epic_events.audit_log set old_values = old_values where false'
    expect((await refusal(owner('select 1', harmless)))?.message).toBe('audit_log is append-only')
    expect(
      (await refusal(owner(`set local epic_events.erasing = 'on'`, 'delete from epic_events.audit_log')))?.code,
    ).toBe('42501')
    expect(await refusal(owner(`set local epic_events.erasing = 'on'`, harmless))).toBeUndefined()
  })

  test('rolled back: nothing is claimed; in a trigger: not at all; and a number that somebody else has by now is theirs', async () => {
    const hers = await client(alice)
    const before = await ground.rows()
    await as(boss, `begin; select epic_events.erase_client(${hers}, 'Asked for it'); rollback`)
    expect(await ground.rows()).toEqual(before)
    const trigger = `create temp table t (id integer); create function pg_temp.f() returns trigger language plpgsql as $$
      begin perform epic_events.erase_client(${hers}, 'x'); return new; end $$;
      create trigger t before insert on t for each row execute function pg_temp.f(); insert into t values (1)`
    expect((await refusal(as(boss, trigger)))?.code).toBe('55000')
    expect(await erase(boss, hers, `, now() - interval '1 day'`)).toEqual({ client: hers, other: true })
    expect(await ground.rows()).toEqual(before)
  })

  test('an address that somebody has taken is no way to keep one from being erased', async () => {
    const hers = await client(alice)
    await client(bob, 'In the way', `erased-${hers}@erased.invalid`)
    expect(await erase(boss, hers)).toMatchObject({ replaced: { client: 1 } })
    expect(await owned<string>(`select email from epic_events.client where id = ${hers}`)).toBe(
      `erased-${hers}-1@erased.invalid`,
    )
    expect(await erase(boss, hers)).toMatchObject({ replaced: { client: 0, audit: 0 } })
  })
})

describe('at the same moment', () => {
  /** Runs the statements of somebody in a transaction, then `meanwhile` without waiting for it, then commits. */
  const during = async <T>(who: Someone, statements: string, meanwhile: () => Promise<T>): Promise<T> =>
    ground.connect({ session: who.secret }, async (sql) => {
      await sql.unsafe(`begin; ${statements}`).simple()
      const running = meanwhile()
      running.catch(() => undefined)
      await Bun.sleep(300)
      await sql.unsafe('commit')
      return running
    })

  test('a note, an event and a change that are being written are waited for, and erased', async () => {
    const hers = await client(alice, 'Waited For')
    const signed = await contract(alice, hers)
    const event = `insert into epic_events_api.event (contract_id, title, full_address, start_date, end_date)
      values (${signed}, 'Secret gala', 'Secret street', '2020-01-01', '2020-01-02')`
    await during(
      alice,
      `insert into epic_events_api.interaction (client_id, text) values (${hers}, 'Secret note')`,
      () => erase(boss, hers),
    )
    await during(alice, event, () => erase(boss, hers))
    await during(alice, `update epic_events_api.client set full_name = 'Secret name' where id = ${hers}`, () =>
      erase(boss, hers),
    )
    expect(foundIn(await dump(), ['secret', 'waited for'])).toEqual([])
  })

  test('an undo that is being made is waited for, and one that comes meanwhile finds nothing to bring back', async () => {
    const hers = await client(alice, 'Brought Back')
    await as(alice, `${operation(`gone ${hers}`)} delete from epic_events_api.client where id = ${hers}`)
    const undone = `select * from epic_events.undo(${alice.id}, 'gone ${hers}')`
    // The delete is undone by its maker, who holds client:create in any scope.
    expect(await during(alice, undone, () => erase(boss, hers))).toMatchObject({ replaced: { client: 1 } })
    const other = await client(alice, 'Never Back')
    await as(alice, `${operation(`gone ${other}`)} delete from epic_events_api.client where id = ${other}`)
    const late = during(boss, `select epic_events.erase_client(${other}, 'Asked for it')`, () =>
      undo(alice, `gone ${other}`),
    )
    expect((await refusal(late))?.message).toBe('erased since')
    expect(foundIn(await dump(), ['brought back', 'never back'])).toEqual([])
  })
})
