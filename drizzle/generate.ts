/**
 * Makes a migration: `bun run migrations --name what_it_does`.
 *
 * drizzle-kit writes what changed in src/db/schema/ (tables, columns, policies). What it cannot know is appended here: the guards whose
 * text follows from the catalogue and changed, the views whose tables have new columns, new permissions with their grants to the default
 * roles, and the version of the schema. The grants of a new column are written by hand.
 * To know what changed, the catalogue is compared with a database that has all migrations so far.
 *
 * `--custom` makes a migration although the schema did not change, for functions, triggers and grants that are written by hand.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { is } from 'drizzle-orm'
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core'
import type postgres from 'postgres'
import { buildImage } from '../build.ts'
import { codes } from '../src/access/catalogue.ts'
import { guards } from '../src/access/guards.ts'
import { permissionStatements } from '../src/access/seed.ts'
import { hiddenColumns, keyViewSql, keyViews, viewSql, views } from '../src/access/views.ts'
import { databaseIn } from '../src/db/embedded/folder.ts'
import { openEmbedded } from '../src/db/embedded/open.ts'

const root = join(import.meta.dir, '..')
/** The tables of src/db/schema/. */
const schema = Object.assign(
  {},
  ...(await Promise.all(
    readdirSync(join(root, 'src/db/schema')).map((file) => import(join(root, 'src/db/schema', file))),
  )),
) as Readonly<Record<string, unknown>>
const separator = '--> statement-breakpoint\n'

/** The tags of the journal, in order; read anew each time, because drizzle-kit changes it. */
const tags = (): string[] =>
  JSON.parse(readFileSync(join(import.meta.dir, 'meta', '_journal.json'), 'utf8')).entries.map(
    ({ tag }: { tag: string }) => tag,
  )

/** The statements that the catalogue asks for and that no migration has yet. */
async function missingStatements(): Promise<string[]> {
  await buildImage()
  // This module needs the file that was built a moment ago.
  const { unpackImage } = await import('../src/db/embedded/image.ts')
  const folder = mkdtempSync(join(tmpdir(), 'epic-events-migrations-'))
  try {
    await unpackImage(databaseIn(folder))
    const database = await openEmbedded(folder, { crypto: false, uid: process.geteuid?.() })
    try {
      const sql = database.sql({})
      const definitions = async () => {
        const rows = await sql<{ name: string; definition: string }[]>`
          select proname as name, pg_get_functiondef(oid) as definition from pg_proc
          where pronamespace = 'epic_events'::regnamespace and (proname like 'guard\\_%' or proname like 'attach\\_%')`
        return new Map(rows.map(({ name, definition }) => [name, definition]))
      }
      const before = await definitions()
      // Only the functions: a trigger needs its table, which may be part of the new migration.
      for (const { statements } of guards()) await sql.unsafe(statements[0] ?? '')
      const after = await definitions()
      const changed = guards().filter(({ name }) => before.get(name) !== after.get(name))
      const known = new Set(
        (await sql<{ name: string }[]>`select name from epic_events.permission`).map((row) => row.name),
      )
      return [
        ...(await changedViews(sql)),
        ...changed.flatMap(({ statements }) => statements),
        ...permissionStatements(codes.filter((code) => !known.has(code))),
      ]
    } finally {
      await database.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The views whose tables have got columns, or whose condition follows from another catalogue now. */
async function changedViews(sql: postgres.Sql): Promise<string[]> {
  const tables = new Map(
    Object.values(schema)
      .filter((one) => is(one, PgTable))
      .map((one) => getTableConfig(one))
      .map(({ name, columns }) => [name, columns.map((column) => column.name)]),
  )
  const statements: string[] = []
  for (const name of Object.keys(views)) {
    const [view] = await sql<{ columns: string[]; definition: string }[]>`
      select array_to_json(array(select attname::text from pg_attribute where attrelid = c.oid and attnum > 0 order by attnum)) as columns,
        pg_get_viewdef(c.oid) as definition
      from pg_class c where c.oid = to_regclass(${`epic_events_api.${name}`})`
    const shown = view?.columns ?? []
    const more = (tables.get(name) ?? []).filter(
      (column) => !shown.includes(column) && !hiddenColumns.includes(`${name}.${column}`),
    )
    // The table is part of the new migration too.
    if (!view) {
      statements.push(viewSql(name, more))
      continue
    }
    // Without the new columns, which the database does not have yet, the text can be compared as PostgreSQL writes it.
    await sql.unsafe(viewSql(name, shown))
    const [now] = await sql<{ definition: string }[]>`
      select pg_get_viewdef(to_regclass(${`epic_events_api.${name}`})) as definition`
    if (more.length > 0 || now?.definition !== view.definition) statements.push(viewSql(name, [...shown, ...more]))
  }
  for (const name of Object.keys(keyViews)) {
    const definition = async () =>
      (
        await sql<{ definition: string | null }[]>`
        select pg_get_viewdef(to_regclass(${`epic_events_api.${name}`})) as definition`
      )[0]?.definition
    const before = await definition()
    // A column that the database does not have yet belongs to the new migration.
    const replaced = await sql.unsafe(keyViewSql(name)).then(
      () => true,
      () => false,
    )
    if (!replaced || (await definition()) !== before) statements.push(keyViewSql(name))
  }
  return statements
}

/** Runs drizzle-kit. @returns the tag of the migration that it made, undefined where the schema did not change */
async function generate(more: readonly string[]): Promise<string | undefined> {
  const before = tags().length
  const config = ['--config', 'drizzle/drizzle.config.ts']
  const kit = Bun.spawn([process.execPath, 'node_modules/drizzle-kit/bin.cjs', 'generate', ...config, ...more], {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit'],
  })
  if ((await kit.exited) !== 0) throw new Error('drizzle-kit failed')
  return tags()[before]
}

const { values } = parseArgs({ options: { name: { type: 'string' }, custom: { type: 'boolean', default: false } } })
if (!values.name) throw new Error('usage: bun run migrations --name what_it_does [--custom]')
const missing = await missingStatements()
const named = ['--name', values.name]
let tag = await generate(values.custom ? [...named, '--custom'] : named)
if (!tag && missing.length > 0) tag = await generate([...named, '--custom'])
if (tag) {
  const file = join(import.meta.dir, `${tag}.sql`)
  const made = readFileSync(file, 'utf8').trimEnd()
  // What `--custom` makes is a comment alone, which must not swallow the first statement.
  const rest = made.startsWith('-- Custom') ? '\n' : separator
  const version = `update epic_events.meta set schema_version = ${tags().indexOf(tag) + 1}`
  const statements = [...missing, version].map((statement) => `${statement};`)
  writeFileSync(file, `${made}${rest}${statements.join(separator)}\n`)
  process.stdout.write(
    `drizzle/${tag}.sql: ${missing.length} statements of the catalogue and the version were appended\n`,
  )
}
