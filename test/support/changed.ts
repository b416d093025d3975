/**
 * `bun run test:changed [COMMIT]`: runs the tests that belong to what changed since a commit (default: the last one), in under a minute for
 * a change in one verb. `bun run test` remains the proof before a change is sent.
 *
 * `bun test --changed` is no help here. It follows imports, and the tests reach the whole program from any command, because the program
 * loads its verbs by `import()` from src/run.ts: a change in any file of it would run nearly all tests. This script follows the folders
 * instead, since test/ mirrors src/.
 */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const root = join(import.meta.dir, '..', '..')

/**
 * Tests of a part of the tree that does not mirror it, beside those of its folder: files or folders below test/, which need not exist. A
 * name alone means the file of that name in every folder.
 */
const beyond: readonly (readonly [changed: RegExp, tests: readonly string[]])[] = [
  // The help of every noun lies in its own folder.
  [/^src\/(i18n\/|command\/help\.ts)/, ['help.test.ts']],
  [
    /^src\/(access|db\/schema)\/|^drizzle\//,
    ['trust/catalogue.test.ts', 'trust/rule-details.test.ts', 'db/rules.test.ts', 'setup/db-create.test.ts'],
  ],
  [/^(README\.md|docs\/.*)$/, ['house/readme.test.ts']],
  [/^build\.ts$/, ['binary/build.test.ts']],
]

/** Tests of every verb: its help, its screens, how programs read its answers, and the guides that name it. */
const ofVerbs = ['answers', 'command/help.test.ts', 'screens', 'setup/examples.test.ts', 'house/command-tables.test.ts']

/** Is this a file of a noun? Only their folders list verbs, in `index.ts`. */
const isOfNoun = (path: string) => existsSync(join(root, 'src', dirname(path), 'index.ts'))

/** The rules of the house that a change may break anywhere. They take a few seconds. */
const always = ['house/imports.test.ts', 'house/commands.test.ts']

const tests = new Set(
  [...new Bun.Glob('**/*.test.ts').scanSync(join(root, 'test'))].map((path) => path.replaceAll('\\', '/')),
)

/** The test files below a folder of test/, or the one file. */
const below = (path: string) => [...tests].filter((test) => test === path || test.startsWith(`${path}/`))

/** The test files with this name in any folder. */
const inEveryFolder = (name: string) => [...tests].filter((test) => test.endsWith(`/${name}`))

/** The tests of a file of src/: those of its own name where there are some, those of its folder, or of the next folder above that has any. */
function mirrored(path: string): string[] {
  if (isOfNoun(path)) return [...below(dirname(path)), ...ofVerbs.flatMap(below)]
  const own = below(path.replace(/\.ts$/, '.test.ts'))
  if (own.length > 0) return own
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    const found = below(folder)
    if (found.length > 0) return found
  }
  return []
}

/** The test files that import this file themselves, or by a file of their own folder. */
function importers(path: string): string[] {
  const found: string[] = []
  for (const file of new Bun.Glob('**/*.ts').scanSync(join(root, 'test'))) {
    if (file.startsWith('support/') || !imports(`test/${file}`).includes(path)) continue
    if (tests.has(file)) found.push(file)
    else found.push(...below(dirname(file)).filter((test) => imports(`test/${test}`).includes(`test/${file}`)))
  }
  return found
}

/** What a file imports from the repository, by the paths that it names. */
function imports(file: string): string[] {
  const named = readFileSync(join(root, file), 'utf8').matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']+)'/g)
  return [...named].map(([, path = '']) => join(dirname(file), path).replaceAll('\\', '/'))
}

/** The test files to run for these changed files, relative to test/. */
export function testsFor(changed: readonly string[]): string[] {
  const chosen = new Set(always.filter((test) => tests.has(test)))
  for (const file of changed) {
    const inSource = /^src\/(.*)$/.exec(file)?.[1]
    const inTest = /^test\/(.*)$/.exec(file)?.[1]
    const own = inSource ? mirrored(inSource) : inTest && tests.has(inTest) ? [inTest] : []
    for (const test of [...own, ...importers(file)]) chosen.add(test)
    for (const [pattern, more] of beyond) {
      if (pattern.test(file))
        for (const test of more.flatMap((path) => [...below(path), ...inEveryFolder(path)])) chosen.add(test)
    }
  }
  return [...chosen].sort()
}

function git(...args: string[]): string[] {
  const { stdout, stderr, success } = Bun.spawnSync(['git', ...args], { cwd: root })
  if (!success) throw new Error(`git ${args.join(' ')}: ${stderr}`)
  return `${stdout}`.split('\n').filter(Boolean)
}

if (import.meta.main) {
  const since = process.argv[2] ?? 'HEAD'
  const changed = [...git('diff', '--name-only', since), ...git('ls-files', '--others', '--exclude-standard')]
  const files = testsFor(changed).map((test) => `test/${test}`)
  process.stdout.write(`${changed.length} files changed since ${since}: ${files.length} test files of ${tests.size}\n`)
  const run = Bun.spawn([process.execPath, 'run', 'test', ...files], {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit'],
  })
  process.exitCode = await run.exited
}
