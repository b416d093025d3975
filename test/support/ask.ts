/** Asks one question on the terminal it is run in, and prints the answer as JSON: the program of the PTY tests. */

import { type GenericSchema, safeParse } from 'valibot'
import { AppError } from '../../src/errors.ts'
import { amount } from '../../src/field/amount.ts'
import type { Choice } from '../../src/field/choice.ts'
import { date } from '../../src/field/date.ts'
import { text } from '../../src/field/text.ts'
import { catalog } from '../../src/i18n/catalog.ts'
import { prompter } from '../../src/terminal/prompt/load.ts'
import { Back } from '../../src/terminal/prompt/prompt.ts'

const [question = '', language = 'en', ...flags] = process.argv.slice(2)
const t = catalog(language === 'fr' ? 'fr' : 'en', 'Europe/Paris', () => Date.now())
const prompt = prompter({
  ...{ input: process.stdin, output: process.stderr, t },
  color: flags.includes('color'),
  ascii: flags.includes('ascii'),
  accessible: flags.includes('accessible'),
  opened: ({ cancel }) => {
    process.once('SIGINT', cancel)
    return () => void process.off('SIGINT', cancel)
  },
})

const validator = (schema: GenericSchema<string, unknown>) => (answer: string) => {
  const result = safeParse(schema, answer)
  return result.success ? undefined : result.issues[0].message
}
const few: Choice<number>[] = [
  { value: 0, label: 'Nobody yet', hint: '#0' },
  { value: 7, label: 'Fête d’été', hint: '#7 · Lyon · signed' },
  { value: 8, label: 'Œuvres sociales', hint: '#8 · Paris' },
  { value: 9, label: 'Bad \x1b[2J\x1b[31mname', hint: '#9 · Nîmes \x07' },
]
const many = Array.from({ length: 5000 }, (_, n) => ({
  value: n + 1,
  label: `Client ${n + 1}`,
  hint: `#${n + 1} · Lyon`,
}))

const questions: Record<string, () => Promise<unknown>> = {
  amount: () =>
    prompt.text({ message: 'Total', check: validator(amount(t)), preview: (typed) => t.format.amount(typed) }),
  date: () =>
    prompt.text({
      message: 'Start',
      check: validator(date(t, { edge: 'start' })),
      preview: (typed) => t.format.longDate(String(safeParse(date(t, { edge: 'start' }), typed).output)),
    }),
  title: () => prompt.text({ message: 'Title', initial: "L'été d'Anne", check: validator(text(t, { max: 128 })) }),
  phone: () => prompt.text({ message: 'Phone', optional: true, check: () => 'never checked when empty' }),
  kept: () => prompt.text({ message: 'Phone', initial: '06 12 34 56 78', optional: true, check: () => undefined }),
  notes: () =>
    prompt.text({ message: 'Notes', lines: true, optional: true, check: validator(text(t, { max: 40, lines: true })) }),
  secret: () => prompt.secret({ message: 'Password', check: (typed) => (typed.length < 8 ? 'Too short.' : undefined) }),
  client: () => prompt.choose({ message: 'Client', choices: few }),
  support: () => prompt.choose({ message: 'Support', choices: few, initial: 8, optional: true }),
  nobody: () => prompt.choose({ message: 'Support', choices: few, optional: true }),
  same: () => prompt.choose({ message: 'Support', choices: few, optional: true, enter: 'as before' }),
  typed: () => prompt.choose({ message: 'Client', choices: few, typed: 'ete' }),
  unknown: () => prompt.choose({ message: 'Client', choices: few, typed: 'zz' }),
  several: () => prompt.chooseSeveral({ message: 'Guests', choices: few }),
  many: () => prompt.choose({ message: 'Client', choices: many }),
  scroll: () => prompt.choose({ message: 'Client', choices: many.slice(0, 25), optional: true, initial: 13 }),
  company: () =>
    prompt.choose<number | string>({
      ...{ message: 'Company', choices: many.slice(0, 12), optional: true },
      create: { label: 'new company…', value: (typed) => `new: ${typed}` },
    }),
  first: () => prompt.text({ message: 'First contact', optional: true, enter: 'today', check: () => undefined }),
  /** Answers that may contradict others. */
  contradictory: async () => [
    await prompt.text({ message: 'End', initial: '12', check: (typed) => (typed === '12' ? 'Too early.' : undefined) }),
    await prompt.confirm({ message: 'Paid', initial: true, check: (paid) => (paid ? 'Not yet.' : undefined) }),
  ],
  signed: () => prompt.confirm({ message: 'Signed', initial: false }),
  delete: () => prompt.confirm({ message: 'Delete client 12?', initial: false }),
  back: async () => {
    const answers: unknown[] = []
    let notes = ''
    const ask = [
      (back: boolean) =>
        prompt.text({ message: 'Title', initial: String(answers[0] ?? ''), back, check: () => undefined }),
      (back: boolean) => prompt.text({ message: 'Notes', initial: notes, lines: true, back, check: () => undefined }),
      (back: boolean) => prompt.choose({ message: 'Client', choices: few, back }),
      (back: boolean) => prompt.confirm({ message: 'Signed', initial: false, back }),
      (back: boolean) => prompt.secret({ message: 'Password', back, check: () => undefined }),
    ]
    for (let at = 0; at < ask.length; at++) {
      try {
        answers[at] = await ask[at]?.(at > 0)
      } catch (error) {
        if (!(error instanceof Back)) throw error
        if (at === 1) notes = error.typed
        at -= 2
      }
    }
    return answers
  },
  two: async () => [
    await prompt.text({ message: 'Address', check: validator(text(t, { max: 256 })) }),
    await prompt.text({ message: 'City', check: validator(text(t, { max: 256 })) }),
  ],
}

try {
  const answer = await questions[question]?.()
  process.stdout.write(`answer=${JSON.stringify(answer ?? null)}\n`)
} catch (error) {
  if (!(error instanceof AppError)) throw error
  process.stdout.write(`${error.code}: ${error.userMessage(t)}\n`)
  process.exitCode = error.exit
}
