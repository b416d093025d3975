/**
 * The schema can go on after a release. In a copy of the sources a permission and two columns are added as docs/ARCHITECTURE.md says;
 * `bun run migrations` makes the migration; then policies, guards, grants and permissions of an older database follow, nothing that an
 * agency has set is touched, and the tests that compare the catalogue with a migrated database pass on the copy as it is.
 */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { schemaVersion } from '../../src/db/version.ts'
import { type Ground, openGround, refusal, type Someone } from './ground.ts'

setDefaultTimeout(180_000)

const project = join(import.meta.dir, '..', '..')
let copy: string
let ground: Ground

/** Replaces a text that must be there. */
async function edit(file: string, from: string, to: string): Promise<void> {
  const text = readFileSync(join(copy, file), 'utf8')
  expect(text).toContain(from)
  await Bun.write(join(copy, file), text.replace(from, to))
}

/** Runs a program of the copy. @throws Error with what it printed, when it fails */
async function runInCopy(argv: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const child = Bun.spawn([process.execPath, ...argv], {
    cwd: copy,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [out, err] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
  if ((await child.exited) !== 0) throw new Error(`${argv.join(' ')}: ${out}${err}`)
  return out + err
}

const migrationsOf = (folder: string) =>
  readdirSync(join(folder, 'drizzle'))
    .filter((file) => file.endsWith('.sql'))
    .sort()

beforeAll(async () => {
  copy = mkdtempSync(join(tmpdir(), 'epic-events-evolution-'))
  for (const part of ['drizzle', 'src', 'test', 'build.ts', 'package.json', 'tsconfig.json', 'bunfig.toml', 'bun.lock'])
    cpSync(join(project, part), join(copy, part), { recursive: true })
  symlinkSync(join(project, 'node_modules'), join(copy, 'node_modules'))
  // The image of the migrations so far, which is made anew otherwise.
  for (const file of ['dist/database.tar.gz', 'dist/database.tar.gz.inputs'])
    if (existsSync(join(project, file))) cpSync(join(project, file), join(copy, file))
  ground = await openGround()
})
afterAll(async () => {
  await ground?.close()
  rmSync(copy, { recursive: true, force: true })
})

describe('a permission, a column under it and a plain column', () => {
  let alice: Someone, manager: Someone, clerk: Someone
  let before: string[]
  const grants = async () =>
    (
      await ground.owner<{ grant: string }[]>`select r.name || ' ' || p.name as grant from epic_events.role_permission x
        join epic_events.role r on r.id = x.role_id join epic_events.permission p on p.id = x.permission_id order by 1`
    ).map((row) => row.grant)

  test('the migration is made by one command', async () => {
    await edit(
      'src/access/catalogue.ts',
      "assign_commercial: 'update',",
      "assign_commercial: 'update', archive: 'update',",
    )
    await edit(
      'src/access/catalogue.ts',
      "'client:assign_commercial',\n",
      "'client:assign_commercial',\n'client:archive',\n",
    )
    await edit(
      'src/access/catalogue.ts',
      "client: { commercial_id: { permission: 'client:assign_commercial', scoped: true } },",
      `client: { commercial_id: { permission: 'client:assign_commercial', scoped: true },
        archived_at: { permission: 'client:archive' as never, scoped: true } },`,
    )
    await edit(
      'src/db/schema/client.ts',
      "phone: text('phone'),",
      "phone: text('phone'), archivedAt: instant('archived_at'), vatNumber: text('vat_number'),",
    )
    await edit(
      'src/db/schema/client.ts',
      "'last_contact_date', 'created_at'",
      "'last_contact_date', 'archived_at', 'created_at'",
    )
    const said = await runInCopy(['drizzle/generate.ts', '--name', 'archive'])
    expect(said).toContain('were appended')
    const [made, ...more] = migrationsOf(copy).slice(schemaVersion)
    expect(more).toEqual([])
    expect(made).toMatch(/^\d{4}_archive\.sql$/)
    const text = readFileSync(join(copy, 'drizzle', made ?? ''), 'utf8')
    expect(text).toContain('ADD COLUMN "vat_number"')
    expect(text).toContain('ALTER POLICY "client_update"')
    expect(text).toContain('create or replace view epic_events_api.client as')
    expect(text).toMatch(/version, next_contact_date, archived_at, vat_number\n {2}from epic_events.client/)
    expect(text.match(/create or replace function epic_events\.\w+/g)).toEqual([
      'create or replace function epic_events.guard_client',
    ])
    expect(text).toContain(
      "insert into epic_events.permission (name) values ('client:archive'), ('client:archive:own'), ('client:archive:assigned');",
    )
    expect(text).toEndWith(`update epic_events.meta set schema_version = ${schemaVersion + 1};\n`)
    // The one statement that is written by hand: who may write the columns.
    appendFileSync(
      join(copy, 'drizzle', made ?? ''),
      `--> statement-breakpoint
grant insert (archived_at, vat_number), update (archived_at, vat_number) on epic_events_api.client to epic_events_app;\n`,
    )
  })

  test('a second run finds nothing to do', async () => {
    await runInCopy(['drizzle/generate.ts', '--name', 'nothing'])
    expect(migrationsOf(copy)).toHaveLength(schemaVersion + 1)
  })

  test('catalogue and migrated database agree, by the tests as they are', async () => {
    const said = await runInCopy(['test', '--timeout', '120000', 'test/trust/catalogue.test.ts'])
    expect(said).toContain(' 0 fail')
  })

  test('an older database is brought up to it; what the agency had set stays', async () => {
    await ground.owner.unsafe(`insert into epic_events.role (name) values ('clerk');
      insert into epic_events.role_permission select r.id, p.id from epic_events.role r, epic_events.permission p
        where r.name = 'clerk' and p.name in ('client:view', 'client:assign_commercial');
      delete from epic_events.role_permission x using epic_events.permission p
        where p.id = x.permission_id and x.role_id = 3 and p.name = 'company:list'`)
    manager = await ground.person('management')
    alice = await ground.person('commercial')
    clerk = await ground.person('clerk')
    await ground.owner`insert into epic_events.client (full_name, email, commercial_id)
      values ('Kim', 'kim@client.example', ${alice.id})`
    before = await grants()
    const said = await runInCopy(['src/main.ts', 'db-create', '--json'], { DATABASE_URL: ground.database.url() })
    expect(said).toMatch(new RegExp(`"schema_version": ?${schemaVersion + 1}`))
    const after = await grants()
    expect(after.filter((grant) => !before.includes(grant))).toEqual(['management client:archive'])
    expect(before.filter((grant) => !after.includes(grant))).toEqual([])
  })

  test('policy and guards judge by it', async () => {
    const write = (who: Someone, assignment: string) =>
      ground.connect({ session: who.secret }, async (sql) => {
        let rows = 0
        const refused = await refusal(
          sql.unsafe(`update epic_events_api.client set ${assignment}`).then((done) => (rows = done.count)),
        )
        return refused ? refused.message : `${rows} written`
      })
    const needed = (permission: string) => `permission ${permission} needed`
    expect(await write(manager, 'archived_at = now()')).toBe('1 written')
    expect(await write(manager, "vat_number = 'FR1'")).toBe(needed('client:update'))
    expect(await write(clerk, 'archived_at = null')).toBe(needed('client:archive'))
    expect(await write(clerk, "vat_number = 'FR1'")).toBe(needed('client:update'))
    expect(await write(alice, 'archived_at = null')).toBe(needed('client:archive'))
    expect(await write(alice, "vat_number = 'FR1'")).toBe('1 written')
    // Without the permission nobody can write the column when a row is created either.
    const insert = ground.connect({ session: alice.secret }, (sql) =>
      refusal(
        sql`insert into epic_events_api.client (full_name, email, archived_at) values ('Lou', 'lou@client.example', now())`,
      ),
    )
    expect((await insert)?.message).toBe(needed('client:archive'))
  })
})
