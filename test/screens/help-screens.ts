/** Help screens as they are shown, and the tests that hold them: `test/<noun>/help.test.ts` has those of its noun. */
import { describe, expect, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import { root, run } from '../../src/run.ts'
import { frameApp } from '../command/frame-app.ts'
import { everyCommand } from './sample.ts'

const env = { NO_COLOR: '1', LANG: 'C.UTF-8' }

/** Every screen that `help` can show, by the words typed after it: '' (the program), `options`, each group, and each command. */
export async function everyScreen(): Promise<string[]> {
  const commands = (await everyCommand()).map(({ path }) => path.join(' '))
  return ['', 'options', ...Object.keys(root.verbs).filter((name) => !commands.includes(name)), ...commands]
}

/**
 * The help of a command as a person sees it.
 *
 * @param typed the words after `help`; '' is the help of the program itself
 */
export async function helpScreen(
  typed: string,
  lang: string,
  columns: number,
  more: readonly string[] = [],
): Promise<string> {
  const { app, out } = frameApp({ person: true, columns, env })
  const words = typed === '' ? [] : typed.split(' ')
  expect(await run(['help', ...words, '--lang', lang, ...more], app)).toBe(Exit.ok)
  expect(out.stderr).toBe('')
  return out.stdout
}

/**
 * Tests the help of these commands and groups, with all that is below them, against the snapshots of the file that calls it: in both
 * languages, at 80 columns.
 *
 * @param names the first word of each, `contract` for instance
 */
export async function helpScreens(...names: readonly string[]): Promise<void> {
  const screens = (await everyScreen()).filter((typed) => names.includes(typed.split(' ')[0] ?? ''))
  describe.each(['en', 'fr'])('%s', (lang) => {
    test.each(screens)('help %s', async (typed) => {
      expect(await helpScreen(typed, lang, 80)).toMatchSnapshot()
    })
  })
}
