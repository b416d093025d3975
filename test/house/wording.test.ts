/**
 * The words of the house. Comments are plain English for readers who are not native speakers, and each thing has one name: what was renamed
 * must not come back under its old name.
 */
import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { comments, type Source, source, sources } from './scanner.ts'

const ours = sources(join(import.meta.dir, '..', '..', 'src'))

/** Turns of phrase that a learner of English has to read twice. Each has a plain sentence that says the same. */
const banned =
  /\b(who(m)?ever|lets? go of|what cannot|nobody's business|has no say|is (un)?hurried|gives? way|the likes of|or so it seems|shall not)\b/i

/** Comments that use a banned phrase, as `path:line`. */
const hardToRead = (files: readonly Source[]): string[] =>
  files.flatMap(({ path, text }) =>
    comments(text).flatMap((comment) => (banned.test(comment.text) ? [`${path}:${comment.line} ${comment.text}`] : [])),
  )

test('comments are plain sentences', () => {
  expect(hardToRead(ours)).toEqual([])
})

test.each([
  '// What cannot even be complained about is let go.',
  '/** Whoever hid the cursor has no say any more. */',
  '/**\n * Nobody is asked\n * whomever it concerns.\n */',
])('a riddle is found: %s', (text) => {
  expect(hardToRead([source('x.ts', text)])).toHaveLength(1)
})

/** Old names → the name of the same thing today. */
const renamed: Readonly<Record<string, string>> = {
  transact: 'connect',
  Tx: 'Connection',
  Surroundings: 'AppDependencies',
  Keeper: 'SessionContext',
  Facts: 'CurrentUser',
  Say: 'Message',
  Told: 'ErrorReport',
  peek: 'readGlobalOptions',
  unhurried: 'releaseBeforePrompt',
  mustHold: 'requirePermission',
  fromCatalogue: 'trustedSql',
  OwnRefusals: 'ConstraintErrors',
  hindered: 'violationError',
  obstacle: 'violation',
  toldApart: 'withAppErrors',
  lenient: 'valueOrUndefined',
  Laid: 'SizedColumn',
  presentPassword: 'currentPassword',
  inOrder: 'presorted',
}

/** Old names in use, as `path:line name is called …`. */
const oldNames = (files: readonly Source[]): string[] =>
  files.flatMap(({ path, tokens }) =>
    tokens.flatMap(({ kind, text, line }) =>
      kind === 'word' && Object.hasOwn(renamed, text) ? [`${path}:${line} ${text} is called ${renamed[text]}`] : [],
    ),
  )

test('each thing has one name', () => {
  expect(oldNames(ours)).toEqual([])
  expect(oldNames([source('x.ts', 'await app.transact(work)')])).toEqual(['x.ts:1 transact is called connect'])
})
