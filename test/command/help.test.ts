import { describe, expect, test } from 'bun:test'
import { command } from '../../src/command/command.ts'
import { group, type Node } from '../../src/command/group.ts'
import { helpLines } from '../../src/command/help.ts'
import { Exit } from '../../src/errors.ts'
import { amount } from '../../src/field/amount.ts'
import { id } from '../../src/field/id.ts'
import { yesNo } from '../../src/field/yes-no.ts'
import { catalog } from '../../src/i18n/catalog.ts'
import type { CommandHelp } from '../../src/i18n/command-help.ts'
import { helpWords } from '../../src/i18n/help.ts'
import type { Lang } from '../../src/i18n/languages.ts'
import { run } from '../../src/run.ts'
import { outputStyle } from '../../src/terminal/output/options.ts'
import { field } from '../support/fields.ts'
import { frameApp, type Situation } from './frame-app.ts'

const nothing = async () => {}
const both = (en: string, fr: string) => (t: { lang: Lang }) => (t.lang === 'fr' ? fr : en)
const client = field({
  kind: 'reference',
  option: 'client-id',
  column: 'client_id',
  label: both('Client', 'Client'),
  help: both('whose contract it is', 'à qui est le contrat'),
  schema: id,
})
const create = command({
  path: ['contract', 'create'],
  access: 'contract:create',
  fields: {
    clientId: client,
    total: field({
      kind: 'amount',
      option: 'total-amount',
      column: 'total_amount',
      label: both('Total', 'Total'),
      help: both('what the whole costs, in euros', 'le prix du tout, en euros'),
      schema: amount,
    }),
    isSigned: field({
      kind: 'yes-no',
      option: 'is-signed',
      column: 'is_signed',
      label: both('Signed', 'Signé'),
      help: both('whether it is signed', "s'il est signé"),
      schema: yesNo,
    }),
  },
  required: ['clientId', 'total'],
  run: nothing,
})
const list = command({
  path: ['contract', 'list'],
  access: 'contract:list',
  switches: { unsigned: { option: 'unsigned', help: both('those not signed', 'ceux qui ne sont pas signés') } },
  pages: true,
  run: nothing,
})
const update = command({
  path: ['event', 'update'],
  access: 'event:update',
  positionals: { id: { field: { ...client, option: 'id' }, placeholder: 'ID' } },
  versioned: true,
  run: nothing,
})
const contracts = group({ path: ['contract'], verbs: { create: async () => create, list: async () => list } })

async function shown(node: Node, lang: Lang, o: Situation & { accessible?: boolean } = {}): Promise<string> {
  const { app } = frameApp({ ...o, env: { NO_COLOR: '1', ...o.env } })
  const globals = {
    format: 'table',
    input: true,
    yes: false,
    quiet: false,
    color: false,
    accessible: o.accessible ?? false,
    raw: false,
    chart: true,
    pager: true,
    verbose: false,
  } as const
  const screen = { io: app.io, globals, t: catalog(lang, 'Europe/Paris'), env: app.env, now: () => 0 }
  return helpLines(node, await helpWords(lang), outputStyle(screen, app.io.stdout)).join('\n')
}

describe('screens at 80 columns', () => {
  test.each<Lang>(['en', 'fr'])('%s: a command with options', async (lang) => {
    expect(await shown(create, lang)).toMatchSnapshot()
  })
  test.each<Lang>(['en', 'fr'])('%s: a list', async (lang) => {
    expect(await shown(list, lang)).toMatchSnapshot()
  })
  test.each<Lang>(['en', 'fr'])('%s: an update', async (lang) => {
    expect(await shown(update, lang)).toMatchSnapshot()
  })
  test.each<Lang>(['en', 'fr'])('%s: a group', async (lang) => {
    expect(await shown(contracts, lang)).toMatchSnapshot()
  })
})

describe('on any terminal', () => {
  test.each([40, 60, 80, 89, 90, 100, 200])('%i columns: no line is longer, at most 100', async (columns) => {
    for (const lang of ['en', 'fr'] as const) {
      // Commands are broken between options, never inside a quoted value: they stay fit to copy.
      const prose = (text: string) => text.split('\n').filter((line) => !/^ +(epic-events|-)/.test(line))
      for (const node of [create, list, update]) {
        for (const line of prose(await shown(node, lang, { person: true, columns }))) {
          expect(Bun.stringWidth(line)).toBeLessThanOrEqual(Math.min(columns, 100))
        }
      }
      for (const line of (await shown(contracts, lang, { person: true, columns })).split('\n')) {
        expect(Bun.stringWidth(line)).toBeLessThanOrEqual(Math.min(columns, 100))
      }
    }
  })

  test('the lettering stands beside the panel, above it when narrow, nowhere when piped or accessible', async () => {
    const wide = await shown(contracts, 'en', { person: true, columns: 100 })
    expect(wide.split('\n')[0]).toMatch(/_ +╭─ HELP ─+╮$/)
    const narrow = await shown(contracts, 'en', { person: true, columns: 89 })
    expect(narrow).toContain('\n╭─ HELP ─')
    expect(narrow.split('\n')[0]).not.toContain('╭')
    for (const plain of [
      await shown(contracts, 'en'),
      await shown(contracts, 'en', { person: true, accessible: true }),
    ]) {
      expect(plain).not.toMatch(/[╭│╰]/)
      expect(plain.split('\n')[0]).toBe('Manage contracts, signatures and payments')
    }
  })

  test('frames are ASCII where UTF-8 is not shown', async () => {
    expect(await shown(contracts, 'en', { person: true, columns: 100, env: { LANG: 'C' } })).toContain('+- HELP -')
  })
})

describe('roles by default', () => {
  test('as the catalogue of permissions says', async () => {
    const unwrapped = async (node: Node) => (await shown(node, 'en')).replaceAll('\n  ', ' ')
    expect(await unwrapped(update)).toContain(
      'Needs event:update. Default roles that have it: management, support (assigned events only)',
    )
    expect(await unwrapped(create)).toContain('management, commercial (own clients only)')
  })
  test('several permissions of which one is enough', async () => {
    const leaf = command({
      path: ['client', 'update'],
      access: ['client:update', 'client:assign_commercial'],
      run: nothing,
    })
    const text = await shown(leaf, 'en')
    expect(text).toContain('Needs client:update. Default roles that have it: commercial (own clients only)')
    expect(text).toContain('Needs client:assign_commercial. Default roles that have it: management')
  })
  test('everybody, anybody', async () => {
    expect(await shown(command({ path: ['whoami'], access: 'signed-in', run: nothing }), 'en')).toContain(
      'Every logged-in user.',
    )
    expect(await shown(command({ path: ['login'], access: 'public', run: nothing }), 'en')).toContain('No login needed')
  })
})

describe('the catalogue', () => {
  test('every command has an example in both languages, with the same options', async () => {
    const [en, fr] = [await helpWords('en'), await helpWords('fr')]
    const french = fr.commands as Readonly<Record<string, CommandHelp>>
    const options = (of: CommandHelp | undefined) => of?.examples.map(({ run }) => run.match(/ -{1,2}[a-z-]+/gi))
    for (const [name, help] of Object.entries(en.commands as Readonly<Record<string, CommandHelp>>)) {
      expect(help.examples.length).toBeGreaterThan(0)
      for (const { run } of help.examples) expect(run).toStartWith(name)
      expect(options(french[name])).toEqual(options(help))
      expect(french[name]?.next).toEqual(help.next ?? [])
      expect(help.summary).not.toEndWith('.')
      expect(french[name]?.summary).not.toEndWith('.')
    }
  })

  test('what to run next exists', async () => {
    const { commands } = await helpWords('en')
    const names = Object.keys(commands)
    for (const { next = [] } of Object.values(commands as Readonly<Record<string, CommandHelp>>)) {
      for (const command of next) expect(names.some((name) => `${command} `.startsWith(`${name} `))).toBe(true)
    }
  })
})

describe('through run', () => {
  // Broken settings on purpose: help must not even notice.
  const broken = { DATABASE_URL: 'nonsense', SECRET_KEY: 'x', EPIC_EVENTS_TZ: 'Nowhere/Land' }
  const screen = async (...argv: string[]) => {
    const { app, out } = frameApp({ env: broken })
    return { code: await run(argv, app), ...out }
  }

  test('every way to ask shows the same screen on standard output, exit 0', async () => {
    const asked = await Promise.all([
      screen('help', 'logout'),
      screen('logout', '--help'),
      screen('logout', '-h'),
      screen('-h', 'logout'),
      screen('--lang', 'en', 'logout', '--unknown', '-h'),
    ])
    for (const answer of asked) expect(answer).toEqual(asked[0] as (typeof asked)[0])
    expect(asked[0]).toMatchObject({ code: Exit.ok, stderr: '' })
    expect(asked[0]?.stdout).toStartWith('Log out.\n')
  })

  test('the program alone, and a group alone', async () => {
    const root = await screen()
    expect(root).toMatchObject({ code: Exit.ok, stderr: '' })
    expect(root.stdout).toContain('RECORDS\n')
    expect((await screen('--lang', 'fr')).stdout).toContain('FICHES\n')
    expect((await screen('client')).stdout).toBe((await screen('help', 'client')).stdout)
  })

  test('a value after -- is no question for help', async () => {
    expect((await screen('logout', '--', '-h')).code).toBe(Exit.usage)
  })

  test('help on nothing that exists', async () => {
    const { code, stdout, stderr } = await screen('help', 'clinet')
    expect({ code, stdout }).toEqual({ code: Exit.usage, stdout: '' })
    expect(stderr).toContain('Did you mean client?')
  })

  test('the version', async () => {
    for (const flag of ['-V', '--version']) {
      const { code, stdout } = await screen(flag)
      expect(code).toBe(Exit.ok)
      expect(stdout).toMatch(/^epic-events \d+\.\d+\.\d+ \(commit \w+\)\n$/)
    }
  })

  test('errors in JSON and in the language asked for, though nothing parses', async () => {
    const { code, stdout, stderr } = await screen('logout', '--jsno', '--format=json', '--lang', 'fr')
    expect({ code, stdout }).toEqual({ code: Exit.usage, stdout: '' })
    expect(JSON.parse(stderr).error).toMatchObject({
      code: 'usage',
      message: 'Option inconnue\u00a0: --jsno. Vouliez-vous dire --json\u00a0?',
      next: ['epic-events logout --json --format=json --lang fr'],
      fields: { jsno: 'Option inconnue\u00a0: --jsno. Vouliez-vous dire --json\u00a0?' },
    })
  })
})
