/**
 * Every example of the French help at a terminal, on the sample agency: each of them parses and names records that exist. Those of the
 * English help are run by test/setup/examples.test.ts.
 */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Exit } from '../../src/errors.ts'
import type { CommandHelp } from '../../src/i18n/command-help.ts'
import { helpWords } from '../../src/i18n/help.ts'
import { scratchFolder } from '../support/embedded.ts'
import { esc } from '../support/prompter.ts'
import { openSample, type Sample, samplePassword } from './sample.ts'

setDefaultTimeout(60_000)

/** They leave, replace or end the session in which the others are run, make files where they are run, or need an operation whose id nobody knows. */
const elsewhere = ['logout', 'refresh', 'demo', 'db-create', 'export', 'undo']
const commercials = ['client create', 'client import', 'client update', 'client delete', 'event create']
/** These run last, because others use the records that they delete. */
const last = /--yes|--is-active false|role revoke|hand-over/

/** The words of a line as a shell reads it, up to a redirection. */
function wordsOf(line: string): string[] {
  const words = line.split(/ [<>|] ?/)[0]?.match(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g) ?? []
  return words.map((word) => word.replace(/'([^']*)'|"([^"]*)"/g, (_, single, double) => single ?? double))
}

/** What is imported: a row that says nothing new. The files that an import writes are new. */
const rows: Readonly<Record<string, readonly [headings: string, row: string]>> = {
  client: ['full_name;email', 'Kevin Casey;kevin@startup.io'],
  company: ['name', 'Cool Startup LLC'],
  contract: ['id;client_id;total_amount', '1;10;1200'],
  event: ['id;contract_id;title;full_address;start_date;end_date', '1;1;Gala;Ici;2026-07-12;2026-07-13'],
  user: ['username;full_name;email;role', 'one.more;One More;one.more@x.example;support'],
}
function withFiles(line: string, words: readonly string[]): string[] {
  const folder = scratchFolder('epic-sheet-')
  const [noun = '', , file = ''] = words
  const [headings = '', row = ''] = rows[noun] ?? []
  const [, mapped = 'full_name'] = /--map '([^=]+)=full_name'/.exec(line) ?? []
  writeFileSync(join(folder, file), [headings.replace('full_name', mapped), row].join('\n'))
  return words.map((word) => (word.endsWith('.csv') ? join(folder, word) : word))
}

/** What is written, in a folder of its own. */
const elsewhereWritten = (words: readonly string[]): string[] => {
  const named = words[0] === 'client' && words[1] === 'export' && !words.includes('--output')
  return (named ? [...words, '--output', 'client'] : words).map((word, at, all) =>
    all[at - 1] === '--output' ? join(scratchFolder('epic-output-'), word) : word,
  )
}

let sample: Sample
beforeAll(async () => {
  sample = await openSample()
})
afterAll(() => sample?.agency.close())

describe('fr', async () => {
  const { commands } = await helpWords('fr')
  const all = Object.entries(commands as Readonly<Record<string, CommandHelp>>)
    .filter(([name]) => !elsewhere.includes(name))
    .flatMap(([name, { examples }]) => examples.map(({ run }) => [run, name] as const))
  const ordered = [...all.filter(([run]) => !last.test(run)), ...all.filter(([run]) => last.test(run))]

  test.each(ordered)('%s', async (line, name) => {
    const as = ['login', 'manager-create'].includes(name)
      ? undefined
      : sample[commercials.includes(name) && !line.includes('--commercial-id 6') ? 'commercial' : 'manager']
    const common = { ...(as ? { as } : {}), lang: 'fr' as const }
    const piped = line.includes('--password-stdin')
    // A person is at the terminal, and cancels the first question.
    const { code, stderr } = await sample
      .run(name.endsWith(' import') ? withFiles(line, wordsOf(line)) : elsewhereWritten(wordsOf(line)), {
        ...common,
        ...(piped ? { stdin: samplePassword } : { terminal: 80, answers: [esc] }),
      })
      .catch((error: Error) => ({
        code: error.message.startsWith('Answers that nobody asked for') ? Exit.ok : Exit.internal,
        stderr: error.message,
      }))
    // A deletion may be refused by a rule. Any other example succeeds, or asks a question.
    const fine: readonly number[] =
      last.test(line) || name.endsWith('delete') ? [Exit.ok, Exit.refused, Exit.cancelled] : [Exit.ok, Exit.cancelled]
    expect(fine, stderr).toContain(code)
  })
})

test.each(['en', 'fr'] as const)('those of the program are among them (%s)', async (lang) => {
  const { commands, programExamples } = await helpWords(lang)
  const known = Object.values(commands as Readonly<Record<string, CommandHelp>>).flatMap(({ examples }) =>
    examples.map(({ run }) => run),
  )
  expect(programExamples.map(({ run }) => run).filter((run) => !known.includes(run))).toEqual([])
})
