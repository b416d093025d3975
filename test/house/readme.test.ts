/**
 * The guides are true: what README.md and docs/README.fr.md show works. The convention of their code blocks:
 *
 *     ```sh       works on the sample agency, in the order of the page, from an empty embedded database on. Only `epic-events …` lines,
 *                 `# comments`, and `\` at the end of a line that goes on. What follows ` | ` or ` > ` is another program's.
 *     ```bash     anything else that is typed: it needs a clone, a server or root. `epic-events …` lines name commands and options there are.
 *     ```sql      what the administrator of a server runs.
 */

import { afterAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { settingNames } from '../../src/config.ts'
import { Exit } from '../../src/errors.ts'
import { helpWords } from '../../src/i18n/help.ts'
import { samplePassword } from '../../src/setup/sample/people.ts'
import { openAgency } from '../support/agency.ts'
import { scratchFolder } from '../support/embedded.ts'
import type { Answers } from '../support/prompter.ts'

setDefaultTimeout(180_000)

const root = resolve(import.meta.dir, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const readmes = { en: 'README.md', fr: 'docs/README.fr.md' } as const
const guides = [
  'README.md',
  ...readdirSync(join(root, 'docs')).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
]

interface Block {
  readonly language: string
  /** Without comments and blank lines; a line that goes on is one. */
  readonly lines: readonly string[]
}

function blocks(markdown: string): Block[] {
  return Array.from(markdown.matchAll(/^```(\w*)\n(.*?)^```$/gms), ([, language = '', text = '']) => ({
    language,
    lines: text
      .replaceAll(/\\\n\s*/g, '')
      .split('\n')
      .filter((line) => line.trim() !== '' && !/^\s*(#|--)/.test(line)),
  }))
}

/** As a shell splits it, up to the pipe. */
function argvOf(line: string): string[] {
  const [command = ''] = line.split(/ [|>] /)
  const words = Array.from(command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g), ([, a, b, c]) => a ?? b ?? c ?? '')
  return words.slice(words.indexOf('epic-events') + 1)
}

/** The passwords that a person would type: a new one twice. */
function secrets(argv: readonly string[]): Answers {
  const command = argv.slice(0, 2).join(' ')
  if (argv[0] === 'login') return [samplePassword]
  return command === 'user create' && !argv.includes('--generate-password') ? ['Autre-Mot-2026', 'Autre-Mot-2026'] : []
}

const words = await helpWords('en')
const commands = Object.keys(words.commands)
const folder = scratchFolder('epic-readme-')
const reference = await openAgency('embedded')
afterAll(() => reference.close())

describe.each(['en', 'fr'] as const)('the README in %s', (lang) => {
  const text = read(readmes[lang])

  test('sets up a fresh clone in two commands', () => {
    const setUp = blocks(text).find(({ lines }) => lines.some((line) => line.startsWith('npx ')))
    expect(setUp).toEqual({ language: 'bash', lines: ['npx -y bun@1.4.5 run demo', 'npx -y bun@1.4.5 run verify'] })
  })

  test('every example for the sample agency works', async () => {
    const agency = await openAgency('embedded')
    try {
      const lines = blocks(text).flatMap(({ language, lines }) => (language === 'sh' ? lines : []))
      expect(lines.length).toBeGreaterThan(30)
      for (const line of lines) {
        expect(line).toStartWith('epic-events ')
        // Files are made where nobody works.
        const argv = argvOf(line).map((word) =>
          /^[a-z]+\.(csv|ics|zip|pdf|html)$/.test(word) ? join(folder, lang + word) : word,
        )
        const env = { TEMP_FILE_PATH: join(folder, `${lang}.json`) }
        const screen = line.includes(' > ') ? {} : { terminal: 100 }
        const answers = argv.includes('--suggest') ? ['Fatou Diop'] : secrets(argv)
        const { code, stderr } = await agency.run(argv, { lang, env, ...screen, answers })
        expect({ line, code, stderr: code === Exit.ok ? '' : stderr }).toEqual({ line, code: Exit.ok, stderr: '' })
      }
    } finally {
      await agency.close()
    }
  }, 180_000)

  test('every command is mentioned', () => {
    expect(commands.filter((name) => !text.includes(`\`${name}\``))).toEqual([])
  })

  test('every setting is mentioned', () => {
    expect(settingNames.filter((name) => !text.includes(`\`${name}\``))).toEqual([])
  })

  test('the messages are those that the program says', () => {
    const sources = readdirSync(join(root, 'src/i18n', lang), { recursive: true, encoding: 'utf8' })
    const said = sources
      .flatMap((name) => (name.endsWith('.ts') ? [read(join('src/i18n', lang, name))] : []))
      .join('\n')
    const table = text.split(/^\| (?:it says|le message) \|.*\n.*\n/m)[1]?.split('\n\n')[0] ?? ''
    const messages = table.split('\n').map((row) => row.split(' | ')[0]?.replace(/^\| /, '') ?? '')
    expect(messages.length).toBeGreaterThan(10)
    const unsaid = messages.filter((one) => !one.split('…').every((part) => said.includes(part.trim())))
    expect(unsaid).toEqual([])
  })
})

test('both READMEs show the same code, but for dates and periods in words', () => {
  const english = read(readmes.fr)
    .replaceAll("'la semaine prochaine'", "'next week'")
    .replaceAll(' -l hier', ' -l yesterday')
    .replaceAll("'samedi prochain'", "'next saturday'")
  expect(blocks(english)).toEqual(blocks(read(readmes.en)))
})

test('both installation guides show the same code, but for the values of settings', () => {
  const code = (path: string) => blocks(read(path)).filter(({ language }) => language !== 'ini')
  expect(code('docs/INSTALLATION.fr.md')).toEqual(code('docs/INSTALLATION.md'))
})

describe.each(guides)('%s', (guide) => {
  const text = read(guide)

  test('every link and picture is there', () => {
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
    const dead = links.filter(
      (link) => !/^(https?:|#)/.test(link) && !existsSync(join(root, dirname(guide), link.split('#')[0] ?? '')),
    )
    expect(dead).toEqual([])
  })

  test('it names commands and options that there are', async () => {
    const typed = blocks(text).flatMap(({ language, lines }) => (/^(sh|bash)$/.test(language) ? lines : []))
    const inline = [...text.matchAll(/`(epic-events [^`\n]+)`/g)].map(([, line = '']) => line)
    for (const line of [...typed, ...inline].filter((one) => /^(sudo )?epic-events /.test(one))) {
      const argv = argvOf(line).filter((word) => word !== '…')
      const first = argv.findIndex((word) => word.startsWith('-'))
      const path = argv[0] === 'help' ? argv.slice(1) : argv.slice(0, first < 0 ? undefined : first)
      const { code, stdout, stderr } = await reference.run([
        'help',
        ...path.filter((word) => /^[a-z][a-z_-]*$/.test(word)).slice(0, 2),
      ])
      expect({ line, code, stderr }).toEqual({ line, code: Exit.ok, stderr: '' })
      const unknown = argv.filter(
        (word) =>
          /^--?[a-z]/i.test(word) && !/^-[Vh]$|^--version$/.test(word) && !stdout.includes(word.split('=')[0] ?? word),
      )
      expect({ line, unknown }).toEqual({ line, unknown: [] })
    }
  })
})
