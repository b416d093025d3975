/** Every help screen, in both languages, on terminals of every width. */

import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { isLeaf } from '../../src/command/group.ts'
import { Exit } from '../../src/errors.ts'
import { root, run } from '../../src/run.ts'
import { frameApp } from '../command/frame-app.ts'
import { crooked, everyCommand } from './sample.ts'

setDefaultTimeout(60_000)

const env = { NO_COLOR: '1', LANG: 'C.UTF-8' }
const groups = Object.keys(root.verbs)
const commands = (await everyCommand()).map(({ path }) => path.join(' '))
const screens = ['', ...groups.filter((name) => !commands.includes(name)), ...commands]

async function shown(typed: string, lang: string, columns: number, more: readonly string[] = []): Promise<string> {
  const { app, out } = frameApp({ person: true, columns, env })
  const words = typed === '' ? [] : typed.split(' ')
  expect(await run(['help', ...words, '--lang', lang, ...more], app)).toBe(Exit.ok)
  expect(out.stderr).toBe('')
  return out.stdout
}

describe.each(['en', 'fr'] as const)('%s', (lang) => {
  test.each(screens)('help %s', async (typed) => {
    expect(await shown(typed, lang, 80)).toMatchSnapshot()
  })

  test.each([120, 90, 89, 60, 59, 40])('no line is longer than %i columns, and every frame closed', async (columns) => {
    for (const typed of screens) {
      const text = await shown(typed, lang, columns)
      const long = text
        .split('\n')
        .filter((line) => Bun.stringWidth(line) > Math.min(columns, 100) && !/^ *(epic-events|\$|-\w '|--)/.test(line))
      expect(long, `help ${typed}`).toEqual([])
      if (columns < 90) expect(crooked(text.slice(text.indexOf('╭'))), `help ${typed}`).toEqual([])
    }
  })
})

test('both spellings are one screen', async () => {
  for (const typed of commands) {
    const { app, out } = frameApp({ person: true, env })
    expect(await run([...typed.split(' '), '--help'], app)).toBe(Exit.ok)
    expect(out.stdout).toBe(await shown(typed, 'en', 80))
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
  const { app, out } = frameApp({ env })
  await run([], app)
  expect(out.stdout).not.toContain('|_|')
  expect(await shown('', 'en', 80, ['--accessible'])).not.toContain('|_|')
  expect(isLeaf(root)).toBe(false)
})
