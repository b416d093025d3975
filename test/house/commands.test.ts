/** Commands, permissions, help and README: a test fails when one of them is added without the others. */
import { describe, expect, test } from 'bun:test'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Permission, resources, rulesOf } from '../../src/access/catalogue.ts'
import { type Branch, isLeaf, type Node } from '../../src/command/group.ts'
import type { Access, Leaf } from '../../src/command/spec.ts'
import type { CommandHelp } from '../../src/i18n/command-help.ts'
import { help as english } from '../../src/i18n/en/help.ts'
import { help as french } from '../../src/i18n/fr/help.ts'

const project = join(import.meta.dir, '..', '..')

/** Permissions that no command declares yet: this list may only become shorter. */
const notYet: readonly Permission[] = []

type Loaded = Awaited<ReturnType<Branch['verbs'][string]>>
const opened = async (loaded: Loaded): Promise<Node> =>
  'default' in loaded && typeof loaded.default === 'object' ? (loaded.default as Node) : (loaded as Node)

/** Every command, by the words that are typed; read from where the program itself has them. */
async function everyCommand(): Promise<Map<string, Leaf>> {
  const found = new Map<string, Leaf>()
  const walk = async (node: Node, words: readonly string[]): Promise<void> => {
    if (isLeaf(node)) return void found.set(words.join(' '), node)
    for (const [word, load] of Object.entries((node as Branch).verbs))
      await walk(await opened(await load()), [...words, word])
  }
  const text = readFileSync(join(project, 'src', 'run.ts'), 'utf8')
  for (const [, quoted, bare, path] of text.matchAll(/(?:'([\w-]+)'|(\w+)): \(\) => import\('([^']+)'\)/g))
    await walk(await opened((await import(join(project, 'src', path ?? ''))) as Loaded), [quoted ?? bare ?? ''])
  return found
}
const commands = await everyCommand()
const names = [...commands.keys()].sort()
const accessOf = (name: string): Access | undefined => commands.get(name)?.spec.access
const permissions = resources.flatMap((resource) =>
  Object.keys(rulesOf(resource).actions).map((action) => `${resource}:${action}` as Permission),
)

test('the commands were found', () => {
  expect(names.length).toBeGreaterThan(40)
  expect(names).toContain('event assign_support')
})

describe('permissions', () => {
  test('every command declares who may run it, in words that the catalogue knows', () => {
    for (const name of names) {
      const access = accessOf(name)
      expect([name, access]).not.toEqual([name, undefined])
      const codes = access === 'public' || access === 'signed-in' ? [] : [access ?? []].flat()
      if (typeof access === 'object') expect([name, codes.length]).not.toEqual([name, 0])
      for (const code of codes) expect(permissions).toContain(code as Permission)
    }
  })

  test('those that need none are these, and each is a decision', () => {
    const open = (access: Access) => names.filter((name) => accessOf(name) === access)
    expect(open('public')).toEqual('db-create demo doctor login logout manager-create refresh'.split(' '))
    expect(open('signed-in')).toEqual([
      'export',
      'find',
      'session list',
      'session revoke',
      'today',
      'undo',
      'user update-password',
      'whoami',
    ])
  })

  test('every permission of the catalogue is declared by a command', () => {
    const declared = new Set(
      [...commands].flatMap(([name, { spec }]) => [accessOf(name) ?? [], spec.shows ?? []].flat()),
    )
    expect(permissions.filter((permission) => !declared.has(permission))).toEqual([...notYet])
  })

  test('a command of a record asks for a permission of that record, notes something about it, records its payments, or hands something over', () => {
    for (const name of names) {
      const [noun] = name.split(' ')
      if (!resources.some((resource) => resource === noun) || accessOf(name) === 'signed-in') continue
      const codes = [accessOf(name) ?? []].flat()
      const fits =
        codes.some((code) => code.startsWith(`${noun}:`) || code === 'interaction:create') ||
        (noun === 'contract' && codes.every((code) => code.startsWith('payment:'))) ||
        name === 'user hand-over'
      expect([name, fits]).toEqual([name, true])
    }
  })
})

describe('help', () => {
  const catalogues: Readonly<Record<string, Readonly<Record<string, CommandHelp>>>> = {
    en: english.commands,
    fr: french.commands,
  }

  test('every command is explained in both languages, and nothing else is', () => {
    expect(Object.keys(english.commands).sort()).toEqual(names)
    expect(Object.keys(french.commands).sort()).toEqual(names)
  })

  test('every command stands where its declaration says', () => {
    for (const [name, { spec }] of commands) expect(spec.path.join(' ')).toBe(name)
  })

  test('with a summary of one line and examples of that command, differently worded in each language', () => {
    for (const [language, words] of Object.entries(catalogues)) {
      for (const name of names) {
        const { summary = '', examples = [] } = words[name] ?? {}
        expect([language, name, summary]).toEqual([language, name, expect.stringMatching(/^\S[^\n]{4,78}[^.\s]$/)])
        const own = examples.filter(({ run }) => run.includes(name))
        expect([language, name, own.length]).not.toEqual([language, name, 0])
      }
    }
    const same = names.filter((name) => catalogues['en']?.[name]?.summary === catalogues['fr']?.[name]?.summary)
    expect(same).toEqual([])
  })

  test('examples and hints name commands that exist', () => {
    for (const words of Object.values(catalogues)) {
      for (const [name, { examples, next = [] }] of Object.entries(words)) {
        for (const line of [...examples.map(({ run }) => run), ...next]) {
          const typed = (line.includes('epic-events ') ? (line.split('epic-events ')[1] ?? '') : line).split(' ')
          const known = [typed.slice(0, 2).join(' '), typed[0] ?? ''].some(
            (start) =>
              commands.has(start) ||
              start === 'help' ||
              (typed.length === 1 && names.some((other) => other.startsWith(`${start} `))),
          )
          expect([name, line, known]).toEqual([name, line, true])
        }
      }
    }
  })
})

const readme = join(project, 'README.md')
describe.if(existsSync(readme))('README', () => {
  const text = existsSync(readme) ? readFileSync(readme, 'utf8') : ''
  test('names every command', () => {
    const missing = names.filter((name) => !new RegExp(`(^|[\`\\s|])${name}(?![\\w-])`, 'm').test(text))
    expect(missing).toEqual([])
  })

  test('names no command that is not there', () => {
    const typed = [...text.matchAll(/epic-events ([a-z][\w-]*)(?: ([a-z][\w-]*))?/g)]
    const unknown = typed.filter(([, first = '', second = '']) => {
      const isGroup = names.some((name) => name.startsWith(`${first} `))
      return (
        first !== 'help' &&
        !commands.has(first) &&
        !(isGroup && (second === '' || second === 'help' || commands.has(`${first} ${second}`)))
      )
    })
    expect(unknown.map(([line]) => line)).toEqual([])
  })
})
