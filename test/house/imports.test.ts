// biome-ignore-all lint/suspicious/noTemplateCurlyInString: sources are quoted here, holes and all
/** The rules of the house, read from its sources; each is shown to work on a source that breaks it. */
import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'
import { circles, layering, lengths, packages, surroundings, upwardFloors } from './layers.ts'
import { imports, type Source, scan, source, sources } from './scanner.ts'
import { sentences, statements } from './texts.ts'

setDefaultTimeout(60_000)

const ours = sources(join(import.meta.dir, '..', '..', 'src'))

/** Lines for the administrator of a database, to be copied as they stand: they are shown, never run. */
const toBeCopied = [
  'db/migrate.ts: create role ${} nologin;',
  'db/migrate.ts: grant ${} to "${}";',
  'db/connection/failures.ts: create role ${} nologin;',
  'db/connection/failures.ts: grant ${} to ${};',
  'setup/owner.ts: sudo epic-events manager-create',
  // Under the key `note`, which elsewhere is shown.
  'command/words.ts: notes noter log remind rappel',
]

type Rule = (sources: readonly Source[]) => string[]
const rules: Readonly<
  Record<
    string,
    {
      readonly rule: Rule
      readonly rejects: readonly (readonly [path: string, text: string])[]
      readonly allows?: readonly (readonly [path: string, text: string])[]
    }
  >
> = {
  'who imports whom': {
    rule: layering,
    rejects: [
      ['db/x.ts', "import { outputStyle } from '../terminal/output/style.ts'"],
      ['access/x.ts', "import { query } from '../db/statement.ts'"],
      ['i18n/en/x.ts', "import { amount } from '../../field/amount.ts'"],
      ['i18n/x.ts', "import type { App } from '../app.ts'"],
      ['terminal/x.ts', "import type { App } from '../app.ts'"],
      ['terminal/x.ts', "import type { Connection } from '../db/connection.ts'"],
      ['field/x.ts', "import type { Prompter } from '../terminal/prompt/prompt.ts'"],
      ['app.ts', "import type { Spec } from './command/spec.ts'"],
      ['session/x.ts', "import type { App } from '../app.ts'"],
      ['command/x.ts', "import * as store from '../client/store.ts'"],
      ['command/x.ts', "import { client } from '../client/client.ts'"],
      ['command/x.ts', "import { schemaVersion } from '../db/version.ts'"],
      ['client/store.ts', "import { command } from '../command/command.ts'"],
      ['client/store.ts', "import { catalog } from '../i18n/catalog.ts'"],
      ['client/store.ts', "import * as events from '../event/store.ts'"],
      ['client/store.ts', "import { columns } from './client.ts'"],
      ['client/view.ts', "import { list } from '../event/store.ts'"],
      ['client/client.ts', "import { make } from '../terminal/output/make.ts'"],
      ['client/client.ts', "import * as store from './store.ts'"],
      ['client/index.ts', "import list from './list.ts'"],
      ['client/index.ts', "export default group({ verbs: { list: () => import('../event/list.ts') } })"],
      ['event/create.ts', "import { helper } from '../contract/payment.ts'"],
      ['errors.ts', "import type { Column } from './field/column.ts'"],
      ['config.ts', "import { outputStyle } from './terminal/output/style.ts'"],
      ['command/x.ts', "const { store } = await import('../client/store.ts')"],
      ['terminal/x.ts', "export * from '../db/statement.ts'"],
      ['terminal/x.ts', "import '../db/statement.ts'"],
      ['text/x.ts', "import json from '../../package.json.ts'"],
    ],
    allows: [
      [
        'event/create.ts',
        "import * as contracts from '../contract/store.ts'\nimport { id } from '../client/client.ts'",
      ],
      [
        'client/store.ts',
        "import type { Choice } from '../field/choice.ts'\nimport type { Client } from './client.ts'",
      ],
      ['command/x.ts', "import type { App } from '../app.ts'\nimport type { Connection } from '../db/connection.ts'"],
      ['client/index.ts', "export default group({ verbs: { list: () => import('./list.ts') } })"],
    ],
  },
  'no circle of imports': {
    rule: circles,
    rejects: [['text/x.ts', "import type { X } from './x.ts'"]],
    allows: [['text/x.ts', "import type { X } from './y.ts'"]],
  },
  'who imports which package': {
    rule: packages,
    rejects: [
      ['client/list.ts', "import { defineCommand } from 'citty'"],
      ['setup/x.ts', "import { confirm } from '@clack/prompts'"],
      ['session/file.ts', "const { sign } = await import('hono/jwt')"],
      ['main.ts', "const sentry = await import('@sentry/bun')"],
      ['report.ts', "import * as Sentry from '@sentry/bun'"],
      ['client/store.ts', "import postgres from 'postgres'"],
      ['db/connection/server.ts', "import { PGlite } from '@electric-sql/pglite'"],
      ['client/list.ts', "import { sql } from 'drizzle-orm'"],
      ['text/x.ts', "import lodash from 'lodash'"],
      ['session/file.ts', "import { Database } from 'bun:sqlite'"],
    ],
    allows: [
      ['app.ts', "import type postgres from 'postgres'"],
      ['report.ts', "const sentry = await import('@sentry/bun')"],
    ],
  },
  'process, clock, console': {
    rule: surroundings,
    rejects: [
      ['terminal/x.ts', 'const width = process.stdout.columns'],
      ['main.ts', 'process.exit(1)'],
      ['run.ts', 'process.exit()'],
      ['session/x.ts', 'const now = Date.now()'],
      ['session/x.ts', 'const now = new Date()'],
      ['session/x.ts', 'const now = new Date'],
      ['session/x.ts', 'const now = Date()'],
      ['session/x.ts', '`${new Date().getFullYear()}`'],
      ['terminal/x.ts', 'console.error(1)'],
      ['config.ts', 'const home = Bun.env.HOME'],
    ],
    allows: [
      [
        'session/x.ts',
        "const at = new Date(now)\n// Date.now() and process.exit()\nconst s = 'process.exit'\nconst { process: mine } = o",
      ],
      ['main.ts', 'const now = Date.now(); process.exitCode = 1'],
    ],
  },
  'no file that is too long': {
    rule: lengths,
    rejects: [['terminal/x.ts', '\n'.repeat(301)]],
    allows: [['terminal/x.ts', '\n'.repeat(300)]],
  },
  'no sentence outside i18n': {
    rule: (all) => sentences(all, toBeCopied),
    rejects: [
      ['client/x.ts', "await out.note(() => 'No client yet')"],
      ['client/x.ts', 'await call.out.success((t) => { return `Client ${id} was created` })'],
      ['client/x.ts', "throw new Refused(() => 'The contract is not signed')"],
      ['client/x.ts', 'throw new Usage((t) => t.x, { more: [() => `an event of ${name} there`] })'],
      ['client/x.ts', "export const f = field({ option: 'name', label: () => 'Full name' })"],
      ['client/x.ts', "const c = { key: 'name', help: (t) => t.lang === 'fr' ? 'nom complet' : 'full name' }"],
      ['client/x.ts', "await prompt.confirm({ message: 'Delete this client?' })"],
      ['main.ts', "process.stderr.write('Something went wrong')"],
      ['client/x.ts', "const text = 'The client has gone.'"],
    ],
    allows: [
      ['client/x.ts', "throw new Error('facts() gave no row')"],
      ['client/x.ts', 'await out.hint([`client view ${id}`])'],
      ['client/x.ts', "throw new Refused((t) => t.client.gone({ id }), { next: ['client list', 'company list'] })"],
      ['client/x.ts', 'const rows = sql`select id from epic_events.client c`'],
      ['i18n/en/x.ts', "export const x = { gone: 'The client has gone.' }"],
    ],
  },
  'no SQL from values': {
    rule: (all) => statements(all, toBeCopied),
    rejects: [
      ['client/store.ts', 'const q = `select id from client where name = ${name}`'],
      ['client/store.ts', "const q = 'select id from client where name = ' + name"],
      ['client/store.ts', "const q = base + ' where name = 1'"],
      ['client/store.ts', "q += ' order by name'"],
      ['client/store.ts', 'await connection.unsafe(text)'],
      ['client/store.ts', 'const q = sql`select ${sql.raw(name)}`'],
      ['client/store.ts', 'const q = sql.raw(`delete from client where id = ${id}`)'],
      ['client/store.ts', 'const q = trustedSql(name)'],
      ['client/store.ts', 'const q = trustedSql(`c.${name}`)'],
      ['terminal/x.ts', "const q = String.raw`update client set name = '${name}'`"],
      ['db/x.ts', 'const q = `create role ${name} nologin`'],
      ['db/x.ts', 'const q = "select set_config(\'role\', \'" + name + "\', true)"'],
    ],
    allows: [
      ['db/page.ts', 'Bun.unsafe.setJITPolicy(1)'],
      ['client/store.ts', 'const q = sql<Row[]>`select id from client where name = ${name}`'],
      ['client/store.ts', "const c = sql.raw('c')\nconst q = trustedSql(predicate('client', ['list'], 'c'))"],
      ['client/store.ts', "const q = 'select the best of both'"],
    ],
  },
}

for (const [name, { rule, rejects, allows = [] }] of Object.entries(rules)) {
  describe(name, () => {
    test('in all sources', () => {
      expect(ours.length).toBeGreaterThan(100)
      expect(rule(ours)).toEqual([])
    })
    for (const [path, text] of rejects)
      test(`rejects, in ${path}: ${text.trim()}`, () => expect(rule([source(path, text)])).not.toEqual([]))
    for (const [path, text] of allows)
      test(`allows, in ${path}: ${text.trim()}`, () => expect(rule([source(path, text)])).toEqual([]))
  })
}

test('no floor may import a floor above it', () => {
  expect(upwardFloors()).toEqual([])
  expect(upwardFloors({ high: ['low'], low: ['high'] })).toEqual(['low may import high'])
})

test('a circle of several files is told as one', () => {
  const files = [
    source('text/a.ts', "import { b } from './b.ts'"),
    source('text/b.ts', "const load = () => import('./c.ts')"),
    source('text/c.ts', "import type { A } from './a.ts'"),
    source('text/d.ts', "import { a } from './a.ts'"),
  ]
  expect(circles(files)).toEqual(['text/a.ts ⇄ text/b.ts ⇄ text/c.ts'])
})

test('a verb imports no verb', () => {
  const list = source('client/list.ts', 'export default command({})')
  expect(
    layering([list, source('client/view.ts', "import list from './list.ts'\nexport default command({})")]),
  ).toHaveLength(1)
  expect(
    layering([
      source('client/list.ts', 'export const rows = 1'),
      source('client/view.ts', "import { rows } from './list.ts'"),
    ]),
  ).toEqual([])
})

describe('the scanner', () => {
  const texts = (text: string) => scan(text).map(({ kind, text: of }) => `${kind} ${of}`)

  test('knows strings, templates, expressions and comments from one another', () => {
    expect(texts("a = 'it\\'s' // 'no'\n/* `no` */ + \"b\"")).toEqual([
      'word a',
      'mark =',
      "string it\\'s",
      'mark +',
      'string b',
    ])
    expect(texts('x = /[/"]\\/`/g.test(y) / 2 / z')).toContain('regex /[/"]\\/`/g')
    expect(texts('if (a / b) return /x y/u')).toContain('regex /x y/u')
    expect(texts('`a ${b ? `c ${{ d: 1 }.d}` : "}"} e`')).toEqual([
      'template a ${} e',
      'open ${',
      'word b',
      'mark ?',
      'template c ${}',
      'open ${',
      'mark {',
      'word d',
      'mark :',
      'number 1',
      'mark }',
      'mark .',
      'word d',
      'close }',
      'mark :',
      'string }',
      'close }',
    ])
  })

  test('finds the tag of a template, type arguments in between', () => {
    expect(scan('await db.sql<Map<string, Row[]>>`x ${y}`').find(({ kind }) => kind === 'template')).toMatchObject({
      tag: 'sql',
      holes: 1,
    })
    expect(scan('return `x`').find(({ kind }) => kind === 'template')?.tag).toBeUndefined()
  })

  test('finds every kind of import', () => {
    const text = `import a, { b } from 'one'
      import type { C } from 'two'
      import 'three'
      export { d } from 'four'
      export type { E } from 'five'
      const f = async () => (await import('six')).default
      type G = typeof import('seven').g
      import * as h from "eight"
      export const i = 'not from here'`
    expect(
      imports(source('x.ts', text)).map(
        ({ from, type, lazy }) => `${from}${type ? ' type' : ''}${lazy ? ' lazy' : ''}`,
      ),
    ).toEqual(['one', 'two type', 'three', 'four', 'five type', 'six lazy', 'seven type lazy', 'eight'])
  })

  test('reads all sources without losing itself: brackets close, and no string swallows a line', () => {
    for (const { path, tokens } of ours) {
      const count = (...of: string[]) =>
        tokens.filter(({ kind, text }) => (kind === 'mark' || kind === 'open' || kind === 'close') && of.includes(text))
          .length
      expect([path, count('('), count('['), count('{', '${')]).toEqual([path, count(')'), count(']'), count('}')])
    }
  })
})
