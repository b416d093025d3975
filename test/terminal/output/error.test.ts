import { expect, test } from 'bun:test'
import type { Problem } from '../../../src/command/parse.ts'
import { type Missing, usageError } from '../../../src/command/usage-error.ts'
import { type AppError, Refused, Unavailable, Usage } from '../../../src/errors.ts'
import { catalog } from '../../../src/i18n/catalog.ts'
import { printError } from '../../../src/terminal/output/error.ts'
import type { OutputOptions } from '../../../src/terminal/output/options.ts'
import { at, defaults, type Setup, setUp } from './terminal.ts'

const unsigned = new Refused(
  (t) => (t.lang === 'fr' ? "Le contrat 42 n'est pas signé." : 'Contract 42 is not signed.'),
  { next: ['contract update 42 --is-signed true', 'contract view 42'] },
)

async function told(error: AppError, o: Setup = {}): Promise<string> {
  const { io, stdout, stderr } = setUp(o)
  const options: OutputOptions = {
    io,
    globals: { ...defaults, ...o.globals },
    t: catalog(o.lang ?? 'en', 'Europe/Paris'),
    env: o.env ?? { LANG: 'C.UTF-8' },
    now: () => at,
  }
  await printError(error, options)
  expect(stdout.text).toBe('')
  return stderr.text
}

test('a command of the system on a narrow terminal → on one line, so that it can be copied', async () => {
  const path = `"/home/alice/a folder with a long name/and one that's longer/.env"`
  const error = new Unavailable(() => `Other people can read it. Run: chmod 600 ${path}`, {
    more: [(t) => t.config.fileChmod({ command: `chmod 600 ${path}` })],
  })
  const setup = { stderr: { isTerminal: true, columns: 40 }, env: { TERM: 'xterm', LANG: 'C.UTF-8', NO_COLOR: '1' } }
  for (const lang of ['en', 'fr'] as const) {
    const lines = (await told(error, { ...setup, lang, globals: { color: false } })).split('\n')
    expect(lines.filter((line) => line.trim() === `chmod 600 ${path}`)).toHaveLength(2)
  }
  expect(await told(error)).toContain(`Run: chmod 600 ${path}\n`)
})

test('the sentence, then what to run next', async () => {
  expect(await told(unsigned)).toBe(
    '✗ Contract 42 is not signed.\n  → epic-events contract update 42 --is-signed true\n  → epic-events contract view 42\n',
  )
  expect(await told(unsigned, { lang: 'fr', env: { LC_ALL: 'C' } })).toStartWith(
    "x Le contrat 42 n'est pas signé.\n  -> epic-events contract update",
  )
  expect(await told(unsigned, { globals: { accessible: true } })).toStartWith(
    'Error: Contract 42 is not signed.\n  Next: epic-events',
  )
  expect(await told(unsigned, { globals: { quiet: true } })).toContain('not signed')
  expect(await told(unsigned, { stderr: { isTerminal: true }, env: { TERM: 'xterm' } })).toStartWith(
    '\x1b[31m✗\x1b[39m Contract',
  )
})

test('a program is told which constraint of the database refused, beside the code', async () => {
  const error = new Refused(() => 'Not signed.', { constraint: 'event_contract_signed' })
  const json = await told(error, { globals: { format: 'json' } })
  expect(JSON.parse(json)).toEqual({
    error: { code: 'refused', constraint: 'event_contract_signed', message: 'Not signed.', next: [], fields: {} },
  })
  expect(await told(unsigned, { globals: { format: 'json' } })).not.toContain('constraint')
})

test('more lines stand below; what the sentence says already is not said twice', async () => {
  const error = new Usage(() => 'Two values are not valid.\nemail: "x" is no address.', {
    fields: { email: () => '"x" is no address.', total_amount: () => '"-1" is negative.' },
    more: [() => 'See the help.'],
  })
  expect(await told(error)).toBe(
    '✗ Two values are not valid.\n  email: "x" is no address.\n  "-1" is negative.\n  See the help.\n',
  )
})

test.each([
  ['en', 80],
  ['en', 40],
  ['fr', 80],
  ['fr', 40],
] as const)('each thing is told once, however its lines break: %s at %i columns', async (lang, columns) => {
  const day = () =>
    '"2026-02-30" is not a date: February 2026 has no day 30, only 1 to 28. Write the day first, like 31/12/2026.'
  const start: Problem = {
    column: 'start_date',
    message: (t) => t.usage.ofOption({ option: 'start-date', sentence: day() }),
    fieldMessage: day,
  }
  const end: Problem = {
    column: 'end_date',
    message: (t) => t.usage.ofOption({ option: 'end-date', sentence: day() }),
    fieldMessage: day,
  }
  const seen = async (problems: readonly Problem[], missing: readonly Missing[] = []) => {
    const stderr = { isTerminal: true, columns }
    const error = usageError(['event', 'update'], problems, missing)
    const lines = (await told(error, { lang, stderr, env: { LANG: 'C.UTF-8', NO_COLOR: '1' } })).split('\n')
    for (const line of lines) expect(Bun.stringWidth(line)).toBeLessThanOrEqual(columns)
    return lines.map((line) => line.trim()).join(' ')
  }
  const times = (text: string, part: string) => text.split(part).length - 1
  expect(times(await seen([start]), 'is not a date:')).toBe(1)
  const several = await seen([start, end], [{ key: 'title', column: 'title', name: '--title' }])
  expect(times(several, 'is not a date:')).toBe(2)
  for (const name of ['--start-date', '--end-date', '--title']) expect(times(several, name)).toBe(1)
  expect(times(several, catalog(lang, 'Europe/Paris').usage.absent)).toBe(1)
})

test('what was typed cannot act on the terminal', async () => {
  const error = new Usage(() => '"\x1b[2J\u202e" is no id.', { next: ['client view \x1b[2J\n'] })
  expect(await told(error)).toBe('✗ "\\x1b[2J\\u{202e}" is no id.\n  → epic-events client view \\x1b[2J\\n\n')
})

test('for a program: one line of JSON, its keys always there', async () => {
  const globals = { format: 'json' } as const
  const text = await told(unsigned, { globals, lang: 'fr' })
  expect(text.split('\n')).toHaveLength(2)
  expect(JSON.parse(text)).toEqual({
    error: {
      code: 'refused',
      message: "Le contrat 42 n'est pas signé.",
      next: ['epic-events contract update 42 --is-signed true', 'epic-events contract view 42'],
      fields: {},
    },
  })
  const usage = new Usage(() => 'Bad \x9b.', { fields: { full_name: (t) => t.lang }, more: [() => 'more'] })
  const raw = await told(usage, { globals })
  expect(raw).not.toContain('\x9b')
  expect(JSON.parse(raw)).toEqual({
    error: { code: 'usage', message: 'Bad \x9b.', next: [], fields: { full_name: 'en' }, more: ['more'] },
  })
})
