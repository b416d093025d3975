/** The words that people try for a command: which are understood, and that none of them hides a command. */
import { beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { command } from '../../src/command/command.ts'
import { type Branch, group, isLeaf, type Node, optionsPage, walk } from '../../src/command/group.ts'
import { aliases as allAliases, commandNamed } from '../../src/command/words.ts'
import { text } from '../../src/field/text.ts'
import { root } from '../../src/run.ts'
import type { Agency, Person } from '../support/agency.ts'
import { field } from '../support/fields.ts'
import { sharedAgency } from '../support/shared.ts'

setDefaultTimeout(60_000)

/** Every group of the program, the program itself first. */
async function groups(): Promise<Branch[]> {
  const nodes = await Promise.all(
    Object.values(root.verbs).map(async (load) => {
      const loaded = await load()
      return ('default' in loaded && typeof loaded.default === 'object' ? loaded.default : loaded) as Node
    }),
  )
  return [root, ...nodes.flatMap((node) => (isLeaf(node) ? [] : [node]))]
}
const all = await groups()
const aliases = allAliases()
const namesOf = ({ verbs, aliases: own = {} }: Branch) => ({ names: Object.keys(verbs), own })
const folded = (name: string) => name.toLowerCase().replace(/[-_]/g, '')

describe('no word hides a command', () => {
  test('each word stands for one command', () => {
    const words = aliases.map(([word]) => word)
    expect(words.filter((word, at) => words.indexOf(word) !== at)).toEqual([])
  })

  test('no word is the name of a command, in no group', () => {
    const names = all.flatMap(({ verbs }) => Object.keys(verbs)).map(folded)
    expect(aliases.filter(([word]) => names.includes(word))).toEqual([])
    for (const { names } of all.map(namesOf))
      expect(names.filter((name) => /^(help|aide)$|^options$/.test(name))).toEqual([])
    expect(Object.keys(root.verbs)).not.toContain(optionsPage)
  })

  test('in every group each command is found by its own name, and no two are spelt alike', () => {
    for (const branch of all) {
      const names = namesOf(branch)
      for (const name of names.names) expect(commandNamed(name, names)).toBe(name)
      expect(new Set(names.names.map(folded)).size).toBe(names.names.length)
      // A word of a group's own stands for one of its verbs and hides none.
      for (const [word, name] of Object.entries(names.own)) {
        expect(names.names).toContain(name)
        expect(names.names).not.toContain(word)
      }
    }
  })

  test('every word is of use somewhere', () => {
    const elsewhere = ['help', 'find']
    const useless = aliases.filter(
      ([word, name]) => !elsewhere.includes(name) && all.every((branch) => !commandNamed(word, namesOf(branch))),
    )
    expect(useless).toEqual([])
  })
})

describe('the same command', () => {
  test.each([
    ['client ls', 'client list'],
    ['clients liste', 'client list'],
    ['client lister', 'client list'],
    ['CLIENT List', 'client list'],
    ['customers show', 'client view'],
    ['client voir', 'client view'],
    ['client get', 'client view'],
    ['client afficher', 'client view'],
    ['client cr\u00e9er', 'client create'],
    // The same letters as macOS writes them in names of files.
    ['client cre\u0301er', 'client create'],
    ['client creer', 'client create'],
    ['client CRÉER', 'client create'],
    ['client add', 'client create'],
    ['client new', 'client create'],
    ['client ajouter', 'client create'],
    ['client nouveau', 'client create'],
    ['contrat modifier', 'contract update'],
    ['contrats edit', 'contract update'],
    ['contracts rm', 'contract delete'],
    ['contract supprimer', 'contract delete'],
    ['événement affecter', 'event assign_support'],
    ['evenements assign', 'event assign_support'],
    ['event assign-support', 'event assign_support'],
    ['event assignSupport', 'event assign_support'],
    ['évènement voir', 'event view'],
    ['entreprise liste', 'company list'],
    ['companies ls', 'company list'],
    ['collaborateur nouveau', 'user create'],
    ['utilisateurs ls', 'user list'],
    ['user mot-de-passe', 'user update-password'],
    ['user handover', 'user hand-over'],
    ['collaborateur transmettre', 'user hand-over'],
    ['rôle accorder', 'role grant'],
    ['rôles retirer', 'role revoke'],
    ['role remove', 'role delete'],
    ['session rm', 'session revoke'],
    ['sessions delete', 'session revoke'],
    ['journal liste', 'audit list'],
    ['déconnexion', 'logout'],
    ["aujourd'hui", 'today'],
    ['aujourd’hui', 'today'],
  ])('%s', async (typed, name) => {
    const found = await walk(root, [...typed.split(' '), '--json'])
    expect(isLeaf(found.node) && found.node.spec.path.join(' ')).toBe(name)
    expect(found).toMatchObject({ args: ['--json'], help: false })
    for (const asked of [`help ${typed}`, `aide ${typed}`, `--lang fr ${typed.replace(' ', ' help ')}`]) {
      const page = await walk(root, asked.split(' '))
      if (page.help) expect(page.node).toBe(found.node)
    }
  })

  test.each(['client constructor', 'client toString', 'ls', 'client liste9', 'client ls-la', 'today aide'])(
    '%s is none',
    async (typed) => {
      const found = await walk(root, typed.split(' ')).catch(() => undefined)
      expect(found?.help ?? false).toBe(false)
      if (found) expect(found.args).toEqual(['aide'])
    },
  )
})

describe('find in a group', () => {
  const search = field({
    kind: 'text',
    option: 'search',
    column: 'search',
    label: () => 'Search',
    help: () => 'help',
    schema: (t) => text(t, { max: 128 }),
  })
  const list = command({
    path: ['client', 'list'],
    access: 'client:list',
    fields: { search },
    pages: true,
    run: async () => {},
  })
  const plainList = command({ path: ['role', 'list'], access: 'role:list', pages: true, run: async () => {} })
  const program = group({
    path: [],
    verbs: {
      client: async () => group({ path: ['client'], verbs: { list: async () => list } }),
      role: async () => group({ path: ['role'], verbs: { list: async () => plainList } }),
    },
  })

  test.each([
    ['client find garnier', ['--search=garnier']],
    ['client search kevin casey', ['--search=kevin casey']],
    ['clients chercher kevin --limit 5 --json casey', ['--search=kevin casey', '--limit', '5', '--json']],
    ['--format csv client find x', ['--search=x', '--format', 'csv']],
    ['client find', []],
    ['client find -- --x', ['--search=--x']],
    ['client find --search a b', ['--search=b', '--search', 'a']],
  ])('%s', async (typed, args) => {
    expect(await walk(program, typed.split(' '))).toEqual({ node: list, args, help: false })
  })

  test('its help is that of the list', async () => {
    expect(await walk(program, ['help', 'client', 'find'])).toEqual({ node: list, args: [], help: true })
  })

  test('a list without --search has none', async () => {
    const error = await walk(program, ['role', 'find', 'x']).catch((refused) => refused)
    expect(error.detail.next).toEqual(['help role'])
  })
})

describe('through the program', () => {
  let agency: Agency
  let manager: Person
  beforeAll(async () => {
    agency = await sharedAgency('embedded')
    manager = await agency.person('management')
  })

  test('in a script, in every language → the same answer', async () => {
    const wanted = await agency.run(['role', 'list', '--json'], { as: manager })
    expect(wanted.code).toBe(0)
    for (const lang of ['en', 'fr']) {
      const { code, stdout, stderr } = await agency.run(['rôles', 'lister', '--json', '--lang', lang], { as: manager })
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(stdout).toBe(wanted.stdout)
    }
  })

  test('an error and its hint name the command itself', async () => {
    const { stderr } = await agency.run(['contrats', 'voir', '--json'], { as: manager })
    expect(JSON.parse(stderr).error).toMatchObject({ code: 'usage', next: ['epic-events help contract view'] })
  })
})
