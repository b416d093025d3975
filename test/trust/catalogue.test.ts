/** Compares the system catalogue of PostgreSQL with the sources: nothing more is granted, and nothing less is guarded. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core'
import journal from '../../drizzle/meta/_journal.json'
import {
  attachingColumns,
  codes,
  defaultRoles,
  guardedColumns,
  type Resource,
  resources,
  rulesOf,
} from '../../src/access/catalogue.ts'
import { guards } from '../../src/access/guards.ts'
import { canSql, policies, predicate, predicateUnder } from '../../src/access/predicates.ts'
import { hiddenColumns, keyViewSql, keyViews, viewSql, views } from '../../src/access/views.ts'
import { client } from '../../src/db/schema/client.ts'
import { company } from '../../src/db/schema/company.ts'
import { contract } from '../../src/db/schema/contract.ts'
import { event } from '../../src/db/schema/event.ts'
import { instalment } from '../../src/db/schema/instalment.ts'
import { interaction } from '../../src/db/schema/interaction.ts'
import { payment } from '../../src/db/schema/payment.ts'
import { role } from '../../src/db/schema/role.ts'
import { users } from '../../src/db/schema/users.ts'
import { schemaVersion } from '../../src/db/version.ts'
import { constraint as english } from '../../src/i18n/en/constraint.ts'
import { constraint as french } from '../../src/i18n/fr/constraint.ts'
import { type Ground, openGround } from './ground.ts'

// bcrypt takes a quarter of a second on a quiet machine, and tests seldom have one.
setDefaultTimeout(60_000)

const project = join(import.meta.dir, '..', '..')
let ground: Ground
beforeAll(async () => {
  ground = await openGround()
})
afterAll(() => ground?.close())

/** The first column of a query, as texts. */
const column = async (query: string, of = ground): Promise<string[]> =>
  (await of.owner.unsafe(query)).map((row) => String(Object.values(row)[0]))
const inSchema = `'epic_events'::regnamespace`

describe('row-level security', () => {
  /** Table → why it needs none. */
  const withoutPolicies: Readonly<Record<string, string>> = {
    meta: 'one row that every program must read before anybody is signed in; only select is granted',
    permission: 'the list of codes, public like the source; only select is granted',
    __drizzle_migrations: "drizzle's journal; nothing is granted",
  }

  test('stands on every table but a short list', async () => {
    const bare = await column(
      `select relname from pg_class where relnamespace = ${inSchema} and relkind in ('r', 'p') and not relrowsecurity`,
    )
    expect(bare.sort()).toEqual(Object.keys(withoutPolicies).sort())
  })

  test('is not forced on the owner, or migrations and definer functions would see nothing', async () => {
    expect(
      await column(`select relname from pg_class where relnamespace = ${inSchema} and relforcerowsecurity`),
    ).toEqual([])
  })

  test('every policy is for everybody, permissive, and has a predicate that can be false', async () => {
    const rows = await ground.owner<
      { name: string; cmd: string; qual: string | null; check: string | null; plain: boolean }[]
    >`
      select polname as name, polcmd as cmd, pg_get_expr(polqual, polrelid) as qual,
        pg_get_expr(polwithcheck, polrelid) as check,
        polpermissive and polroles = '{0}' as plain from pg_policy`
    expect(rows.length).toBeGreaterThan(25)
    for (const { name, cmd, qual, check, plain } of rows) {
      expect([name, plain]).toEqual([name, true])
      const needed = { r: [qual], a: [check], w: [qual, check], d: [qual] }[cmd]
      expect([name, needed?.length]).not.toEqual([name, undefined])
      for (const predicate of needed ?? [])
        expect([name, predicate]).toEqual([name, expect.stringContaining('epic_events.can(')])
    }
  })

  const policyTexts = `select c.relname || ' ' || p.polname || ' ' || p.polcmd::text || ' using '
    || coalesce(pg_get_expr(p.polqual, p.polrelid), '') || ' check '
    || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '')
    from pg_policy p join pg_class c on c.oid = p.polrelid order by 1`

  test('says what the catalogue says: the same policies, made from the predicates themselves', async () => {
    const scratch = await openGround()
    try {
      for (const drop of await column(
        `select format('drop policy %I on %s', polname, polrelid::regclass) from pg_policy`,
        scratch,
      ))
        await scratch.owner.unsafe(drop)
      const make = (table: string, command: string, using?: string, check?: string) =>
        scratch.owner.unsafe(
          `create policy ${table}_${command} on epic_events.${table} for ${command} to public
            ${using ? `using (${using})` : ''} ${check ? `with check (${check})` : ''}`,
        )
      for (const resource of resources) {
        const { table } = rulesOf(resource)
        const of = policies(resource)
        if (of.select) await make(table, 'select', of.select)
        if (of.insert) await make(table, 'insert', undefined, of.insert)
        if (of.update) await make(table, 'update', of.update.using, of.update.check)
        if (of.delete) await make(table, 'delete', of.delete)
      }
      const under = (actions: readonly ('list' | 'view' | 'update')[]) =>
        predicateUnder('contract', actions, 'instalment.contract_id')
      await make('instalment', 'select', under(['list', 'view']))
      await make('instalment', 'insert', undefined, under(['update']))
      await make('instalment', 'delete', under(['update']))
      await make('role_permission', 'select', canSql(['role:list', 'role:view']))
      await make('role_permission', 'insert', undefined, canSql(['role:assign']))
      await make('role_permission', 'delete', canSql(['role:assign']))
      expect(await column(policyTexts)).toEqual(await column(policyTexts, scratch))
    } finally {
      await scratch.close()
    }
  })
})

describe('migrations', () => {
  const migration = (name: string) => readFileSync(join(project, 'drizzle', `${name}.sql`), 'utf8')

  /** Functions and triggers of the guards, as PostgreSQL writes them. */
  const guardTexts = `select pg_get_functiondef(oid) || proacl::text from pg_proc
      where pronamespace = ${inSchema} and (proname like 'guard\\_%' or proname like 'attach\\_%')
    union all select pg_get_triggerdef(oid) from pg_trigger where tgname = 'b_guard' or tgname like 'a\\_attach%' order by 1`

  test('the guards of a migrated database are those that the catalogue gives', async () => {
    const scratch = await openGround()
    try {
      const made = await column(
        `select oid::regprocedure from pg_proc where pronamespace = ${inSchema}
          and (proname like 'guard\\_%' or proname like 'attach\\_%')`,
        scratch,
      )
      expect(made).toHaveLength(
        Object.keys(guardedColumns).length +
          Object.values(attachingColumns).flatMap((columns) => Object.keys(columns ?? {})).length,
      )
      for (const name of made) await scratch.owner.unsafe(`drop function ${name} cascade`)
      for (const statement of guards().flatMap(({ statements }) => statements)) await scratch.owner.unsafe(statement)
      expect(await column(guardTexts)).toEqual(await column(guardTexts, scratch))
    } finally {
      await scratch.close()
    }
  })

  test('permissions, default roles and their grants in a migrated database are those of the catalogue', async () => {
    expect(await column('select name from epic_events.permission order by name collate "C"')).toEqual(codes.toSorted())
    const roles = await ground.owner<{ id: number; name: string; permissions: string[] }[]>`
      select r.id, r.name, array_to_json(r.permissions) as permissions from epic_events.role r order by r.id`
    const wanted = Object.entries(defaultRoles).map(([id, { name, permissions }]) => ({
      id: Number(id),
      name,
      permissions: permissions.toSorted(),
    }))
    expect([...roles]).toEqual(wanted)
    const granted = await column(`select role_id || ' ' || p.name from epic_events.role_permission x
      join epic_events.permission p on p.id = x.permission_id order by role_id, p.name collate "C"`)
    expect(granted).toEqual(wanted.flatMap(({ id, permissions }) => permissions.map((code) => `${id} ${code}`)))
    // The next role gets an id of its own.
    expect(await column(`select last_value from epic_events.role_id_seq`)).toEqual([String(wanted.length)])
  })

  test('the version of the schema is the number of migrations, in the database, the journal, the folder and the program', async () => {
    const files = readdirSync(join(project, 'drizzle')).filter((file) => file.endsWith('.sql'))
    expect(journal.entries.map(({ tag }) => `${tag}.sql`)).toEqual(files.sort())
    expect(await column('select schema_version from epic_events.meta')).toEqual([String(files.length)])
    expect(schemaVersion).toBe(files.length)
    expect(await column('select count(*) from epic_events.__drizzle_migrations')).toEqual([String(files.length)])
  })

  test('they take nothing away from anybody but from public, and from a role that is not the owner', () => {
    for (const { tag } of journal.entries) {
      const revokes = migration(tag).match(/^\s*revoke[^;]*/gim) ?? []
      for (const revoke of revokes) expect(revoke).toMatch(/ from (public|epic_events_rows)$/)
    }
  })

  test('the tables of src/db/schema/ are those of the snapshots: drizzle-kit finds nothing to do', async () => {
    const copy = mkdtempSync(join(tmpdir(), 'epic-events-drift-'))
    try {
      for (const part of ['drizzle', 'src', 'package.json', 'tsconfig.json'])
        cpSync(join(project, part), join(copy, part), { recursive: true })
      symlinkSync(join(project, 'node_modules'), join(copy, 'node_modules'))
      const kit = Bun.spawn(
        [
          process.execPath,
          'node_modules/drizzle-kit/bin.cjs',
          'generate',
          '--config',
          'drizzle/drizzle.config.ts',
          '--name',
          'drift',
        ],
        { cwd: copy, stdout: 'pipe', stderr: 'pipe', stdin: 'ignore' },
      )
      const [said, complained] = await Promise.all([new Response(kit.stdout).text(), new Response(kit.stderr).text()])
      expect(`${said}${complained}`).toContain('No schema changes')
      expect(readdirSync(join(copy, 'drizzle')).sort()).toEqual(readdirSync(join(project, 'drizzle')).sort())
    } finally {
      rmSync(copy, { recursive: true, force: true })
    }
  }, 30_000)
})

describe('functions, views and triggers', () => {
  test('every function fixes the settings that reach into it, with pg_temp last', async () => {
    const fixed = [
      'search_path=epic_events, pg_temp',
      'debug_print_parse=off',
      'debug_print_rewritten=off',
      'debug_print_plan=off',
      'plan_cache_mode=force_generic_plan',
    ]
    const wanted = fixed.map((setting) => `"${setting}"`).join(',')
    const loose = await column(`select proname from pg_proc where pronamespace = ${inSchema}
      and not coalesce(proconfig @> '{${wanted}}', false)`)
    expect(loose).toEqual([])
    expect(
      (await column(`select proname from pg_proc where pronamespace = ${inSchema} and prosecdef`)).length,
    ).toBeGreaterThan(15)
  })

  test('no body holds a backslash, which a setting of the caller could read as an escape', async () => {
    expect(
      await column(`select proname from pg_proc where pronamespace = ${inSchema} and position(chr(92) in prosrc) > 0`),
    ).toEqual([])
  })

  test('no variable of a function holds a row with its password hash', async () => {
    const rows = await column(`select proname from pg_proc where pronamespace = ${inSchema}
      and (prosrc ~ '(select|,) *[a-z.]*password_hash[^();]* into ' or prosrc ~ 'users%rowtype' or prosrc ~ 'select u[.][*]')`)
    expect(rows).toEqual([])
  })

  test('none is for public, and epic_events_app may call exactly these', async () => {
    expect(
      await column(`select proname from pg_proc p
        where pronamespace in (${inSchema}, to_regnamespace('epic_events_crypto'))
        and (proacl is null or exists (select from aclexplode(proacl) where grantee = 0))
        and has_schema_privilege('epic_events_app', pronamespace, 'usage')`),
    ).toEqual([])
    const callable = await column(`select proname from pg_proc, aclexplode(proacl) x where pronamespace = ${inSchema}
      and grantee = 'epic_events_app'::regrole order by 1`)
    expect(callable).toEqual(
      (
        'all_words applied as_owner beginnings busy can change_password client_changes client_search condition create_user ' +
        'deactivate delete_role delete_user end_session end_sessions erase_client erasures event_search facts failed_logins fold ' +
        'governs last_changes live_sessions login_attempt login_claim logout merge_records merged_into ' +
        'my_changes my_ids operations phone_condition phone_lexemes prefixes referred refresh_attempt refresh_claim revoke_permissions ' +
        'search speaks uid undo user_search vector words'
      ).split(' '),
    )
  })

  test('guards run as the caller, to tell the owner from nobody; rules that read nothing, or only what the caller can read, do too', async () => {
    const invokers = await column(
      `select proname from pg_proc where pronamespace = ${inSchema} and not prosecdef order by 1`,
    )
    expect(invokers).toEqual(
      (
        'all_words append_only as_owner attach_client attach_contract attach_event attach_interaction attach_interaction_event_id attach_payment beginnings begun ' +
        'client_search code_to_undo codes_to_undo condition event_search fill_interaction fill_payment fill_signed fold followed ' +
        'guard_client guard_event guard_payment guard_users hidden_columns hindrance move_remaining must_be_somebody personal phone_condition phone_lexemes plain prefixes refilled ' +
        'rule_cancel_payment rule_contract_amounts rule_contract_commercial rule_default_role rule_event_contract rule_event_dates rule_payment_kind tell_remaining user_search vector words'
      ).split(' '),
    )
    // They read no table: epic_events_app has no right on one.
    const reading = await column(`select proname from pg_proc where pronamespace = ${inSchema} and not prosecdef
      and proname <> 'as_owner'
      and replace(prosrc, 'distinct from', '') ~ '(from|join) (?!epic_events_api[.]|jsonb_object_keys|unnest|generate_series|pg_)'`)
    expect(reading).toEqual([])
  })

  test('every table that people change has its triggers, in this order, and none is switched off', async () => {
    const triggers =
      await column(`select c.relname || ': ' || string_agg(t.tgname, ' ' order by t.tgtype::integer & 2 desc, t.tgname)
      from pg_trigger t join pg_class c on c.oid = t.tgrelid
      where not t.tgisinternal and c.relnamespace = ${inSchema} and t.tgenabled = 'O' group by c.relname order by 1`)
    expect(triggers).toEqual([
      'audit_log: append_only',
      'client: a_anybody a_attach a_fill b_guard c_rule_delete c_rule_insert c_rule_update d_touch e_words audit audit_derived signed words_changed',
      'company: a_anybody d_touch audit audit_derived signed words_changed',
      'contract: a_anybody a_attach a_commercial a_fill_insert a_fill_update a_signed a_told b_total c_rule_delete c_rule_money c_rule_paid c_rule_signed d_due d_touch e_words audit audit_derived f_settle f_settle_new f_settle_undone has_children has_children_moved signed words_changed',
      'event: a_anybody a_attach a_fill_insert a_fill_update b_guard c_rule_contract_insert c_rule_contract_update c_rule_free_insert c_rule_free_update c_rule_insert c_rule_update c_rule_when d_touch e_words audit audit_derived has_children has_children_moved signed',
      'instalment: a_anybody audit audit_derived f_count_added f_count_removed f_rule_total signed',
      'interaction: a_anybody a_attach a_attach_event_id b_fill c_rule_event audit audit_derived f_count f_count_again signed',
      'payment: a_anybody a_attach a_cancel b_fill b_guard c_rule_kind audit audit_derived f_count f_count_again signed',
      'role: a_anybody c_rule c_rule_held d_touch audit audit_derived signed',
      'role_permission: a_anybody mirror_delete mirror_insert signed',
      'users: a_anybody b_guard c_rule_delete c_rule_oneself c_rule_oneself_delete d_touch audit audit_derived rule_people rule_reactivated signed',
    ])
  })

  test('each view asks for a code that shows its kind of record before anything is scanned, and belongs to the third role', async () => {
    const found = await ground.owner<{ name: string; owner: string; options: string; definition: string }[]>`
      select relname as name, relowner::regrole::text as owner, coalesce(array_to_string(reloptions, ' '), '') as options,
        pg_get_viewdef(oid) as definition
      from pg_class where relnamespace = 'epic_events_api'::regnamespace and relname <> 'colleague' order by 1`
    expect(found.map(({ name }) => name)).toEqual([...Object.keys(views), ...Object.keys(keyViews)].sort())
    const scratch = await openGround()
    try {
      for (const { name, owner, options, definition } of found) {
        expect([name, owner, options]).toEqual([name, 'epic_events_rows', ''])
        const columns = await column(`select attname from pg_attribute
          where attrelid = 'epic_events_api.${name}'::regclass and attnum > 0 order by attnum`)
        await scratch.owner.unsafe(name in views ? viewSql(name, columns) : keyViewSql(name))
        const [wanted] = await column(`select pg_get_viewdef('epic_events_api.${name}'::regclass)`, scratch)
        expect([name, definition]).toEqual([name, wanted ?? ''])
      }
    } finally {
      await scratch.close()
    }
  })

  test('the views hold every column but the secret ones', async () => {
    const hidden = await column(`select a.attrelid::regclass || '.' || a.attname from pg_attribute a
      join pg_class c on c.oid = a.attrelid
      where c.relnamespace = ${inSchema} and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
        and to_regclass('epic_events_api.' || c.relname) is not null
        and not exists (select from pg_attribute v
          where v.attrelid = to_regclass('epic_events_api.' || c.relname) and v.attname = a.attname)`)
    expect(hidden.sort()).toEqual(hiddenColumns.map((one) => `epic_events.${one}`).sort())
  })

  test('touch and audit know the columns that no view shows', async () => {
    const unseen = await column(`select t.relation || '.' || unnest(epic_events.hidden_columns(t.relation))
      from (select distinct tgrelid::regclass as relation from pg_trigger
        where tgfoid in ('epic_events.touch'::regproc, 'epic_events.audit'::regproc)) t`)
    expect(unseen.sort()).toEqual(hiddenColumns.map((one) => `epic_events.${one}`).sort())
  })

  test('the only view that sees more than its reader is colleague, and it is a security barrier', async () => {
    const seeing = await column(`select relname || ' ' || coalesce(array_to_string(reloptions, ' '), '')
        from pg_class where relkind in ('v', 'm') and relnamespace in (${inSchema}, 'epic_events_api'::regnamespace)
          and relowner <> 'epic_events_rows'::regrole`)
    expect(seeing).toEqual(['colleague security_barrier=true'])
    const shown = `select string_agg(attname, ' ' order by attnum)
      from pg_attribute where attrelid = 'epic_events_api.colleague'::regclass and attnum > 0`
    expect(await column(shown)).toEqual(['id full_name role_id role'])
  })

  test('the events that go with a contract are judged by the catalogue', async () => {
    const [source = ''] = await column(`select prosrc from pg_proc where proname = 'rule_delete_contract'`)
    const flat = (text: string) => text.replace(/\s+/g, ' ')
    expect(flat(source)).toContain(`where ${flat(predicate('event', ['delete'], 'e'))} is not true`)
  })
})

describe('values', () => {
  test('every date and amount that people write is bounded, so that no list meets one that it cannot show', async () => {
    const unbounded = await column(`select c.relname || '.' || a.attname from pg_class c
      join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = ${inSchema} and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        and a.atttypid in ('timestamptz'::regtype, 'timestamp'::regtype, 'date'::regtype, 'numeric'::regtype)
        and to_regclass('epic_events_api.' || c.relname) is not null and c.relname <> 'audit_log'
        and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'c'
          and a.attnum = any (k.conkey)
          and (pg_get_constraintdef(k.oid) ~ (a.attname || ' < ') or pg_get_constraintdef(k.oid) ~ (a.attname || ' <= ')))`)
    expect(unbounded).toEqual([])
    // Only the database writes the dates of the others.
    expect(
      await column(`select c.relname from pg_class c where c.relnamespace = ${inSchema} and c.relkind = 'r'
        and has_any_column_privilege('epic_events_app', c.oid, 'insert, update')`),
    ).toEqual([])
  })

  test('every constraint of a new database judges its old rows too', async () => {
    expect(
      await column(`select conname from pg_constraint where connamespace = ${inSchema} and not convalidated`),
    ).toEqual([])
  })

  test('every key that a scope follows is judged', async () => {
    // A scope follows a key from one resource's table to that of another one, by my_ids or by a predicate.
    const keys = await column(`select conrelid::regclass || '.' || a.attname from pg_constraint k
      join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
      where k.contype = 'f' and cardinality(k.conkey) = 1 and k.connamespace = ${inSchema}
        and conrelid::regclass::text ~ '[.](client|contract|event|interaction|payment)$' and confrelid <> 'epic_events.users'::regclass order by 1`)
    const judged = Object.entries(attachingColumns).flatMap(([resource, columns]) =>
      Object.keys(columns ?? {}).map((name) => `epic_events.${rulesOf(resource as Resource).table}.${name}`),
    )
    expect(keys).toEqual(judged.sort())
  })
})

describe('grants', () => {
  const granted = (to: string, schema = 'epic_events_api') => `select relname || ' ' || lower(privilege_type) ||
      coalesce(' (' || string_agg(col, ' ' order by col collate "C") || ')', '') from (
      select relname, privilege_type, null as col, grantee
      from pg_class, aclexplode(relacl) where relnamespace = '${schema}'::regnamespace
      union all select relname, privilege_type, attname, grantee
        from pg_class c join pg_attribute a on a.attrelid = c.oid, aclexplode(attacl)
        where relnamespace = '${schema}'::regnamespace) g
    where grantee = ${to} group by relname, privilege_type order by 1`

  /**
   * Columns that epic_events_app may not write: triggers and functions keep them, or they are generated. Every other column of
   * src/db/schema/ is granted, so a new one needs its grant or a line here.
   */
  const keptByDatabase = [
    ...['id', 'created_at', 'updated_at', 'version', 'role.permissions', 'users.password_hash', 'users.last_login'],
    ...['contract.is_fully_paid', 'event.commercial_id', 'event.contract_signed', 'client.next_contact_date'],
    ...['contract.signed_at', 'contract.next_due', 'interaction.user_id', 'interaction.cancelled_at'],
    ...['payment.user_id', 'payment.cancelled_at', 'payment.cancelled_why'],
  ]
  const writable = (table: PgTable) => {
    const { name, columns } = getTableConfig(table)
    const names = columns.map((one) => one.name).sort()
    return names
      .filter((one) => ![one, `${name}.${one}`].some((kept) => [...keptByDatabase, ...hiddenColumns].includes(kept)))
      .join(' ')
  }

  test('epic_events_app holds exactly these on the views', async () => {
    const records = (table: PgTable) => {
      const { name } = getTableConfig(table)
      return [
        `${name} delete`,
        `${name} insert (${writable(table)})`,
        `${name} select`,
        `${name} update (${writable(table)})`,
      ]
    }
    expect(await column(granted(`'epic_events_app'::regrole`))).toEqual([
      'audit_log select',
      ...records(client),
      'client_keys select',
      'client_wide select',
      'colleague select',
      ...records(company),
      'company_keys select',
      ...records(contract),
      'contract_keys select',
      'contract_wide select',
      ...records(event),
      'event_keys select',
      'event_wide select',
      'instalment delete',
      `instalment insert (${writable(instalment)})`,
      'instalment select',
      `interaction insert (${writable(interaction)})`,
      'interaction select',
      'meta select',
      `payment insert (${writable(payment)})`,
      'payment select',
      'payment update (cancelled_why)',
      'permission select',
      `role insert (${writable(role)})`,
      'role select',
      `role update (${writable(role)})`,
      'role_permission insert',
      'role_permission select',
      'user_keys select',
      'users select',
      `users update (${writable(users)})`,
    ])
  })

  test('it holds nothing on a table, a sequence or a column of one', async () => {
    expect(await column(granted(`'epic_events_app'::regrole`, 'epic_events'))).toEqual([])
  })

  test('the third role reads no hash, no session and no attempt, and nobody but the owner is a member of it', async () => {
    const held = await column(granted(`'epic_events_rows'::regrole`, 'epic_events'))
    expect(held.filter((one) => /password_hash|session|attempt|ended|__drizzle/.test(one))).toEqual([])
    expect(held).toContain(
      'users select (created_at email full_name id is_active last_login name_key phone role_id search updated_at username version)',
    )
    expect(held.filter((one) => /^(users|role|role_permission) (delete|update$|truncate)/.test(one))).toEqual([])
    const members = await column(`select member::regrole from pg_auth_members where roleid = 'epic_events_rows'::regrole
      and member <> (select nspowner from pg_namespace where nspname = 'epic_events')`)
    expect(members).toEqual([])
    const is = `select concat_ws(' ', rolsuper, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls)
      from pg_roles where rolname = 'epic_events_rows'`
    expect(await column(is)).toEqual(['f f f f f f'])
    expect(
      await column(`select roleid::regrole from pg_auth_members where member = 'epic_events_rows'::regrole`),
    ).toEqual([])
  })

  test('public holds nothing, nobody may create, and nothing is granted in advance', async () => {
    expect([...(await column(granted('0'))), ...(await column(granted('0', 'epic_events')))]).toEqual([])
    expect(
      await column(`select nspname || ' ' || grantee::regrole || ' ' || privilege_type from pg_namespace, aclexplode(nspacl)
      where nspname like 'epic_events%' and grantee <> nspowner order by 1`),
    ).toEqual([
      'epic_events epic_events_app USAGE',
      'epic_events epic_events_rows USAGE',
      'epic_events_api epic_events_app USAGE',
    ])
    expect(await column('select defaclobjtype from pg_default_acl')).toEqual([])
  })

  test('epic_events_app owns nothing and can do nothing of its own', async () => {
    expect(await column(`select relname from pg_class where relowner = 'epic_events_app'::regrole`)).toEqual([])
    const is = `select concat_ws(' ', rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication,
      rolbypassrls) from pg_roles where rolname = 'epic_events_app'`
    expect(await column(is)).toEqual(['f t f f f f f'])
    expect(
      await column(`select roleid::regrole from pg_auth_members where member = 'epic_events_app'::regrole`),
    ).toEqual([])
  })
})

test('every constraint has its sentence in both languages, and every sentence its constraint', async () => {
  const names = await column(`select conname from pg_constraint
      where connamespace = ${inSchema} and contype <> 'n' and conrelid <> 'epic_events.__drizzle_migrations'::regclass
    union select c.relname from pg_index i join pg_class c on c.oid = i.indexrelid
    where c.relnamespace = ${inSchema} and i.indisunique and i.indrelid <> 'epic_events.__drizzle_migrations'::regclass
    union select m[1] from pg_proc, regexp_matches(prosrc, 'constraint = ''([a-z_]+)''', 'g') m
    where pronamespace = ${inSchema}`)
  expect(names.length).toBeGreaterThan(50)
  expect(Object.keys(english).sort()).toEqual(names.sort())
  expect(Object.keys(french).sort()).toEqual(names.sort())
})
