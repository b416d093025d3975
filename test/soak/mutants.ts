/**
 * Removes the checks of the program one by one. Each time the matrix (test/matrix) must notice it, on a database that checks too or on
 * one that leaves it to the program.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testServer } from '../support/postgres.ts'

interface Mutant {
  readonly file: string
  /** What stands in the file, once. */
  readonly from: string
  readonly to: string
  /** Tables whose cells the check is about. */
  readonly tables: readonly string[]
}

const root = join(import.meta.dir, '../..')
const deals = ['company', 'client', 'contract', 'event']
const all = ['users', 'role', 'role_permission', ...deals]

/** Checks that every noun shares. */
const shared: Mutant[] = [
  [
    '  for (const need of needs) requirePermission(answer.facts, need, recordOf(need.permission, answer.before))\n',
    '',
    all,
  ],
  ['  if (lacking) throw', '  if (lacking === null) throw', all],
  ['sql`(select t.missing_need is null from target t) and ', 'sql`true and ', all],
  ['  if (needs) requirePermission(who, { permission: needs, scoped: true })\n', '', all],
  ['  if (!permitted) throw', '  if (permitted === null) throw', deals],
  ['const visible = trustedSql(predicate(', "const visible = trustedSql('true' || predicate(", deals],
].map(([from, to, tables]) => ({ file: 'src/db/statement.ts', from, to, tables }) as Mutant)
shared.push({
  file: 'src/db/judgement.ts',
  from: 'need.scoped ? hasPermission : hasUnscopedPermission',
  to: 'hasPermission',
  tables: ['users', 'event'],
})

/** The columns that open with another permission than the table's. */
const columns: readonly Mutant[] = [
  ['    role_id: { permission: ', 'users'],
  ['    is_active: { permission: ', 'users'],
  ['  client: { commercial_id: ', 'client'],
  ['    support_contact_id: { permission: ', 'event'],
  ['    contract_id: { permission: ', 'event'],
].map(([from = '', table = '']) => ({
  file: 'src/access/catalogue.ts',
  from,
  to: from.replace(/(\w+): (?!\{ c)/, '$1_: '),
  tables: [table],
}))

/** What each statement of a noun needs, and which rows its list shows. */
function ofNouns(): Mutant[] {
  const nouns = {
    user: ['users'],
    role: ['role', 'role_permission'],
    company: ['company'],
    client: ['client'],
    contract: ['contract'],
    event: ['event'],
  }
  return Object.entries(nouns).flatMap(([noun, tables]) =>
    readdirSync(join(root, 'src', noun))
      // What hands over a colleague's duties has tests of its own: no permission of the catalogue is named for it.
      .filter((name) => name.endsWith('store.ts') && name !== 'assignments-store.ts')
      .flatMap((name) => {
        const file = `src/${noun}/${name}`
        const text = readFileSync(join(root, file), 'utf8')
        const needs = [...text.matchAll(/needs: (\[inAnyScope\('[\w:]+'\)(, [^\n]*)?\]|neededFor\([^\n]*\)),\n/g)]
        const lists = [...text.matchAll(/(where: (?:sql`\$\{)?)trustedSql\(predicate\('\w+', \['list'\], '\w'\)\)/g)]
        return [
          ...needs.map((found) => at(text, found, file, 'needs: [],\n', tables)),
          ...lists.map((found) => at(text, found, file, `${found[1]}sql\`true\``, tables)),
        ]
      }),
  )
}

/** A text that is in the file only once: the check with what follows it. */
function at(text: string, found: RegExpExecArray, file: string, to: string, tables: readonly string[]): Mutant {
  const rest = text.slice(found.index + found[0].length, found.index + found[0].length + 200)
  return { file, from: found[0] + rest, to: to + rest, tables }
}

/** @returns how many there were, and those that nothing noticed */
export async function mutants(): Promise<{ tried: number; unnoticed: string[] }> {
  const server = await testServer()
  const copy = mkdtempSync(join(tmpdir(), 'epic-events-mutants-'))
  try {
    for (const name of ['src', 'test', 'drizzle', 'dist', 'package.json', 'build.ts', 'tsconfig.json', 'bunfig.toml']) {
      cpSync(join(root, name), join(copy, name), { recursive: true })
    }
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
    const list = [...shared, ...columns, ...ofNouns()]
    const unnoticed: string[] = []
    for (const mutant of list) {
      const answer = await noticed(copy, server.superuserUrl, mutant)
      if (answer !== undefined) unnoticed.push(`${mutant.file}: ${answer}: ${mutant.from.slice(0, 100).trim()}`)
    }
    return { tried: list.length, unnoticed }
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

/** @returns undefined where the matrix noticed */
async function noticed(copy: string, url: string, { file, from, to, tables }: Mutant): Promise<string | undefined> {
  const path = join(copy, file)
  const text = readFileSync(path, 'utf8')
  if (text.split(from).length !== 2) return 'the place is not there once'
  writeFileSync(
    path,
    text.replace(from, () => to),
  )
  try {
    const probe = Bun.spawn([process.execPath, 'test/matrix/probe.ts', ...tables], {
      cwd: copy,
      env: { ...process.env, TEST_DATABASE_URL: url },
      stdout: 'pipe',
      stderr: 'pipe',
    })
    const [stdout, stderr] = await Promise.all([new Response(probe.stdout).text(), new Response(probe.stderr).text()])
    if ((await probe.exited) !== 0) return `the probe failed: ${stderr.trim().slice(0, 500)}`
    return (JSON.parse(stdout.trim().split('\n').at(-1) ?? '[]') as string[]).length > 0 ? undefined : 'unnoticed'
  } finally {
    writeFileSync(path, text)
  }
}
