/** What all help screens have in common, in both languages, on terminals of every width. Their texts are beside their commands. */

import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'
import { isLeaf } from '../../src/command/group.ts'
import { optionsOf } from '../../src/command/options.ts'
import { Exit } from '../../src/errors.ts'
import { root, run } from '../../src/run.ts'
import { frameApp } from '../command/frame-app.ts'
import { everyScreen, helpScreen, helpScreens } from './help-screens.ts'
import { crooked, everyCommand } from './sample.ts'

setDefaultTimeout(60_000)

const screens = await everyScreen()
const commands = (await everyCommand()).map(({ path }) => path.join(' '))

await helpScreens('', 'options')

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

describe.each(['en', 'fr'] as const)('%s: what a page says of its options', (lang) => {
  /** What stands beside an option, and below that. Examples, which have options too, stand before. */
  const explained = (page: string, option: string) => {
    const lines = page.split('\n')
    const at = lines.findLastIndex((line) => new RegExp(`^ {2}(-\\w, | {4})--${option}( |$)`).test(line))
    if (at < 0) return undefined
    const beside = lines[at]?.split(/ {2,}/).slice(2).join(' ') ?? ''
    const next = lines.slice(at + 1)
    const end = next.findIndex((line) => !/^ {9,}\S/.test(line))
    return [beside, ...next.slice(0, end)].join(' ').replace(/ +/g, ' ').trim()
  }

  test('each is explained there, or named there and explained in `help options`', async () => {
    const common = await helpScreen('options', lang, 80)
    for (const spec of await everyCommand()) {
      const page = await helpScreen(spec.path.join(' '), lang, 80)
      for (const { name, valueKind, group } of optionsOf(spec)) {
        if (valueKind === 'secret') continue
        const where = group === 'common' && !explained(page, name) ? common : page
        expect(page, `help ${spec.path.join(' ')}`).toContain(`--${name}`)
        expect(explained(where, name) ?? '', `help ${spec.path.join(' ')}: --${name}`).toMatch(/\p{L}{2}/u)
      }
    }
  })

  test('what a creation takes by itself is said there, and on no page of an update', async () => {
    const said = { en: 'default: ', fr: 'par défaut\u00a0: ' }[lang]
    let found = 0
    for (const { path, fields = {}, current } of await everyCommand()) {
      const page = await helpScreen(path.join(' '), lang, 80)
      for (const field of Object.values(fields)) {
        if (!field.default) continue
        found++
        expect(explained(page, field.option)?.includes(said), path.join(' ')).toBe(!current)
      }
    }
    expect(found).toBeGreaterThan(6)
  })

  test('what can be emptied is said where it can', async () => {
    for (const { path, fields = {}, current } of await everyCommand()) {
      const page = await helpScreen(path.join(' '), lang, 80)
      for (const { option, nullable, kind } of Object.values(fields)) {
        if (kind === 'secret') continue
        expect(explained(page, option)?.includes('""'), `${path.join(' ')} --${option}`).toBe(
          Boolean(nullable && current),
        )
      }
    }
  })

  test('the examples of a group do not repeat its list of commands', async () => {
    for (const typed of screens.filter((name) => !commands.includes(name))) {
      const page = await helpScreen(typed, lang, 100)
      const captions = [...page.matchAll(/# (.*?) *│/g)].map(([, caption = '']) => caption)
      for (const caption of captions) expect(page.split(`  ${caption} `).length, `${typed}: ${caption}`).toBe(1)
      expect(new Set(captions).size).toBe(captions.length)
    }
  })
})

test('the other words for commands are mentioned once, and stand in no list of commands', async () => {
  const pages = await Promise.all(screens.map(async (typed) => [typed, await helpScreen(typed, 'en', 100)] as const))
  expect(pages.filter(([, page]) => /\bls, show, add\b/.test(page)).map(([typed]) => typed)).toEqual([''])
  for (const [typed, page] of pages) expect(page, typed).not.toMatch(/^\W+(ls|show|rm|contrat) {2,}/m)
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
