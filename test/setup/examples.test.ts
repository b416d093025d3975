/** Every example of the help, run on the sample agency as it stands in the help. What it writes is rolled back. */

import { afterAll, expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'
import { Exit } from '../../src/errors.ts'
import { type CommandName, helpWords } from '../../src/i18n/help.ts'
import { hash } from '../../src/session/password.ts'
import { load } from '../../src/setup/demo-load.ts'
import { sampleRows } from '../../src/setup/demo-rows.ts'
import { samplePassword } from '../../src/setup/sample/people.ts'
import { openAgency, type Ran } from '../support/agency.ts'
import { scratchFolder } from '../support/embedded.ts'

setDefaultTimeout(60_000)

const words = { en: await helpWords('en'), fr: await helpWords('fr') }
const folder = scratchFolder('epic-examples-')

/** Those that fill a database, make a manager, open a session, or make or read files, and undo, have tests of their own. */
const elsewhere = /^(demo|db-create|manager-create|login|logout|refresh|doctor|export|undo|.* import)$/
/** What an example needs before it, and keeps. Those of `role create` are tried before. */
const before: Readonly<Record<string, string>> = {
  'role update': 'role create -n trainee',
  'role delete': 'role create -n trainee',
  'role revoke': 'role grant support audit:list',
}
const prepared = new Set<string>()
const names = (Object.keys(words.en.commands) as CommandName[]).filter((name) => !elsewhere.test(name))

const passwordHash = await hash(samplePassword)
const rows = sampleRows(Date.now(), 'Europe/Paris')
const agency = await sample()
afterAll(() => agency.close())

/** The sample agency, and its people at their terminals. */
async function sample() {
  const agency = await openAgency('server')
  await agency.owner((sql) => load(sql, rows, passwordHash))
  const manager = await agency.person('management')
  // Sessions 2 and 3.
  await agency.owner(
    (sql) => sql`
      insert into epic_events.session (user_id, ends_at)
      select 5, now() + interval '20 hours' from generate_series(2, 3)`,
  )
  const file = join(folder, `${agency.home.name.replaceAll(/\W/g, '')}.json`)
  const bill = once(() =>
    agency.run(['login', '-u', 'bill.boquet', '--password-stdin'], {
      stdin: samplePassword,
      env: { TEMP_FILE_PATH: file },
    }),
  )
  const stdin = (argv: string[]) => (argv.includes('--password-stdin') ? { stdin: `Autre-Mot-2026\n` } : {})
  return {
    close: () => agency.close(),
    prepare: (line: string) => agency.json(line.split(' '), { as: manager }),
    /** Runs as the manager, or as Bill where only commercials may. */
    async run(argv: string[]): Promise<Ran> {
      const ran = await agency.run(argv, { as: manager, rehearsed: true, ...stdin(argv) })
      if (ran.code !== Exit.forbidden) return ran
      expect((await bill()).code).toBe(Exit.ok)
      return agency.run(argv, { env: { TEMP_FILE_PATH: file }, rehearsed: true, ...stdin(argv) })
    },
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}

/** As a shell splits it; what is redirected is given or taken here. */
function argvOf(line: string): string[] {
  const [command = ''] = line.split(/ [<>] /)
  const quotes = /'([^']*)'|"([^"]*)"|(\S+)/g
  return Array.from(command.matchAll(quotes), ([, single, double, bare]) => single ?? double ?? bare ?? '')
}

/** The same command, with what it writes in a folder of its own. */
function placed(argv: readonly string[]): string[] {
  const given = argv.map((word, at) => (argv[at - 1] === '--output' ? join(scratchFolder('epic-output-'), word) : word))
  const writes = argv.slice(0, 2).join(' ') === 'client export' && !argv.includes('--output')
  return writes ? [...given, '--output', join(scratchFolder('epic-output-'), 'client')] : given
}

test.each(names)(
  '%s',
  async (name) => {
    const { examples } = words.en.commands[name]
    expect(words.fr.commands[name].examples.map(({ run }) => argvOf(run).length)).toEqual(
      examples.map(({ run }) => argvOf(run).length),
    )
    const earlier = before[name]
    if (earlier && !prepared.has(earlier)) await agency.prepare(earlier)
    if (earlier) prepared.add(earlier)
    let worked = 0
    for (const { run: line } of examples) {
      const argv = placed(argvOf(line))
      // A person would say yes, and type the password that is asked for.
      const answered = name.endsWith(' delete') && !argv.includes('--yes') ? [...argv, '--yes'] : argv
      let ran = await agency.run(answered)
      if (ran.code === Exit.usage && !argv.includes('--password-stdin') && ran.stderr.includes('--password-stdin')) {
        ran = await agency.run([...answered, '--password-stdin'])
      }
      if (ran.code === Exit.ok) worked++
      // This example lets the program ask for everything. A script gets the list of what is missing.
      else
        expect({ line, ...ran }).toMatchObject({
          code: Exit.usage,
          stderr: expect.stringMatching(/--[a-z-]+|TEXT|AMOUNT/),
        })
    }
    expect({ name, worked }).not.toEqual({ name, worked: 0 })
  },
  20_000,
)
