/** What all help screens have in common, in both languages, on terminals of every width. Their texts are beside their commands. */

import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'
import { isLeaf } from '../../src/command/group.ts'
import { Exit } from '../../src/errors.ts'
import { root, run } from '../../src/run.ts'
import { frameApp } from '../command/frame-app.ts'
import { everyScreen, helpScreen, helpScreens } from './help-screens.ts'
import { crooked, everyCommand } from './sample.ts'

setDefaultTimeout(60_000)

const screens = await everyScreen()
const commands = (await everyCommand()).map(({ path }) => path.join(' '))

await helpScreens('')

test('every screen has its snapshot, beside the tests of its command', async () => {
  const held = new Set<string>()
  for (const path of new Bun.Glob('*/__snapshots__/help.test.ts.snap').scanSync(join(import.meta.dir, '..'))) {
    const text = await Bun.file(join(import.meta.dir, '..', path)).text()
    for (const [, name = ''] of text.matchAll(/^exports\[`((?:en|fr) help .*) 1`\]/gm)) held.add(name)
  }
  expect([...held].sort()).toEqual(screens.flatMap((typed) => [`en help ${typed}`, `fr help ${typed}`]).sort())
})

describe.each(['en', 'fr'] as const)('%s', (lang) => {
  test.each([120, 90, 89, 60, 59, 40])('no line is longer than %i columns, and every frame closed', async (columns) => {
    for (const typed of screens) {
      const text = await helpScreen(typed, lang, columns)
      const long = text
        .split('\n')
        .filter((line) => Bun.stringWidth(line) > Math.min(columns, 100) && !/^ *(epic-events|\$|-\w '|--)/.test(line))
      expect(long, `help ${typed}`).toEqual([])
      if (columns < 90) expect(crooked(text.slice(text.indexOf('╭'))), `help ${typed}`).toEqual([])
    }
  })
})

test('`help COMMAND` and `COMMAND --help` → the same screen', async () => {
  for (const typed of commands) {
    const { app, out } = frameApp({ person: true, env: { NO_COLOR: '1', LANG: 'C.UTF-8' } })
    expect(await run([...typed.split(' '), '--help'], app)).toBe(Exit.ok)
    expect(out.stdout).toBe(await helpScreen(typed, 'en', 80))
  }
})

test('every command has an example, and its examples are commands that parse', async () => {
  for (const lang of ['en', 'fr'] as const) {
    const { helpWords } = await import('../../src/i18n/help.ts')
    const { commands: help } = await helpWords(lang)
    for (const typed of commands) {
      const { examples } = help[typed as keyof typeof help]
      expect(examples.length, typed).toBeGreaterThan(0)
      for (const { run: example } of examples) expect(example, typed).toContain(typed)
    }
  }
})

test('without colours and without UTF-8 nothing but ASCII is drawn around the words', async () => {
  const { app, out } = frameApp({ person: true, env: { NO_COLOR: '1', LC_ALL: 'C' } })
  expect(await run([], app)).toBe(Exit.ok)
  expect(out.stdout).toMatch(/^[\x20-\x7e\n]+$/)
})

test('the lettering stays away from pipes and screen readers', async () => {
  const { app, out } = frameApp({ env: { NO_COLOR: '1', LANG: 'C.UTF-8' } })
  await run([], app)
  expect(out.stdout).not.toContain('|_|')
  expect(await helpScreen('', 'en', 80, ['--accessible'])).not.toContain('|_|')
  expect(isLeaf(root)).toBe(false)
})
