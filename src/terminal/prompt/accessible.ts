/** Plain numbered questions (`--accessible`): one line after the other. Nothing moves, and nothing is drawn over. */
import { Cancelled } from '../../errors.ts'
import type { Choice } from '../../field/choice.ts'
import { answerOf } from '../../i18n/languages.ts'
import { escapeControlCharacters } from '../../text/escape.ts'
import type { Prompter, PromptTerminal } from './prompt.ts'
import { Reader } from './reader.ts'
import { folded, matcher, searched } from './search.ts'

/** The most choices that are printed at once. */
const limit = 20

/**
 * A prompter that prints lines and reads lines. Every question throws Cancelled on Ctrl-C, on Esc with Enter, on Ctrl-D, on an interruption,
 * or at the end of the input.
 */
export function accessiblePrompter(o: PromptTerminal): Prompter {
  const { t, output } = o
  const reader = new Reader(o)
  const [arrow, dash] = o.ascii ? ['->', '-'] : ['→', '—']

  const labelled = (label: string) => t.output.labelled({ label })
  const print = (text: string) => output.write(`${text}\n`)
  const refusal = (sentence: string) => `${t.output.errorWord} ${escapeControlCharacters(sentence, { lines: true })}`
  const refuse = (sentence: string) => print(refusal(sentence))
  // The numbers before the choices are their positions, and only these are typed. So an id is announced as one.
  const named = ({ label, hint }: Choice<unknown>) =>
    escapeControlCharacters(hint === undefined ? label : `${label} ${dash} ${hint.replace(/^#(?=\d)/, `${t.ask.id} `)}`)
  const checked = (q: { check(answer: string): string | undefined }, typed: string) =>
    reader.bytes.replacedIn(typed) ? t.ask.bytes : q.check(typed)
  const ask = async (question: string, hidden = false): Promise<string> => {
    const answer = await reader.line(`${question} `, { hidden })
    if (hidden || answer === undefined) output.write('\n')
    if (answer === undefined) throw new Cancelled((words) => words.ask.cancelled)
    return answer
  }

  return {
    async text(q) {
      const current = q.initial ?? ''
      const notes = [
        ...(current === '' && q.optional && !q.lines ? [t.ask.skip] : []),
        ...(q.lines ? [q.optional && current === '' ? t.ask.endLinesOrSkip : t.ask.endLines] : []),
        ...(current === ''
          ? []
          : [t.ask[q.optional ? 'keepOrEmpty' : 'keep']({ value: escapeControlCharacters(current) })]),
      ]
      const message = escapeControlCharacters(q.message, { lines: true })
      const question = labelled(notes.length > 0 ? `${message} (${notes.join(t.ask.betweenNotes)})` : message)
      while (true) {
        const typed = await (q.lines ? severalLines(question) : ask(question))
        if (current !== '' && typed.trim() === '') return current
        if (q.optional && (typed.trim() === '' || (current !== '' && typed.trim() === '-'))) return ''
        const refused = checked(q, typed)
        if (refused !== undefined) {
          refuse(refused)
          continue
        }
        const preview = q.preview?.(typed)
        if (preview !== undefined) print(`${arrow} ${preview}`)
        return typed
      }
    },

    async secret(q) {
      const question = labelled(escapeControlCharacters(q.message, { lines: true }))
      let before = ''
      while (true) {
        const typed = await ask(before + question, true)
        const refused = checked(q, typed)
        if (refused === undefined) return typed
        // The error is printed with the next question, when the terminal hides what is typed again.
        before = `${refusal(refused)}\n`
      }
    },

    async choose<T>(q: {
      message: string
      choices: readonly Choice<T>[]
      initial?: T
      typed?: string
      optional?: boolean
    }) {
      const choices = q.choices.map((choice) => ({ choice, searched: searched(choice) }))
      const current = q.initial === undefined ? undefined : choices.find(({ choice }) => choice.value === q.initial)
      print(escapeControlCharacters(q.message, { lines: true }))
      const enter = current
        ? t.ask[q.optional ? 'keepOrEmpty' : 'keep']({ value: named(current.choice) })
        : q.optional && t.ask.enterTakesNone
      if (enter) print(enter)
      let found: readonly Searched<T>[] = choices
      if (q.typed !== undefined && q.typed.trim() !== '') {
        const typed = matching(choices, q.typed)
        if (typed.length > 0) found = typed
        else refuse(t.ask.noMatch)
      }
      while (true) {
        const numbered = found.length <= limit
        if (numbered) for (const [index, { choice }] of found.entries()) print(`${index + 1}) ${named(choice)}`)
        else print(t.ask.tooMany({ found: t.format.count(found.length) }))
        // After a search, Enter still keeps the current choice or takes none. It does not take the one that was found.
        if (enter && found !== choices) print(enter)
        // The question is repeated without the list until the list changes.
        while (true) {
          const typed = (await ask(numbered ? t.ask.numberOrName : t.ask.partOfName)).trim()
          if (typed === '' && current) return current.choice.value
          if (q.optional && (typed === '' || (typed === '-' && current))) return undefined
          const number = /^\d+$/.test(typed) && numbered ? Number(typed) : undefined
          const chosen = number === undefined ? undefined : found[number - 1]
          if (chosen) return chosen.choice.value
          if (typed === '' || number !== undefined) {
            refuse(numbered ? t.ask.outOfRange({ max: found.length }) : t.ask.needed)
            continue
          }
          const next = matching(choices, typed)
          if (next.length > 0) {
            found = next
            break
          }
          refuse(t.ask.noMatch)
        }
      }
    },

    async confirm(q) {
      while (true) {
        const question = `${escapeControlCharacters(q.message, { lines: true })} ${t.ask.yesOrNo({ initial: q.initial })}`
        const typed = folded((await ask(question)).trim())
        if (typed === '') return q.initial
        const answer = answerOf(typed)
        if (answer !== undefined) return answer
        refuse(t.ask.answerYesOrNo)
      }
    },
  }

  async function severalLines(question: string): Promise<string> {
    print(question)
    const lines: string[] = []
    while (true) {
      const line = await ask('>')
      if (line.trim() === '') return lines.join('\n')
      lines.push(line)
    }
  }
}

interface Searched<T> {
  readonly choice: Choice<T>
  readonly searched: string
}

/** The choices that contain what was typed. If these are too many, only those with exactly that name: `Martin` among the Martins. */
function matching<T>(choices: readonly Searched<T>[], typed: string): readonly Searched<T>[] {
  const matches = matcher(typed)
  const found = choices.filter((each) => matches(each.searched))
  if (found.length <= limit) return found
  const exact = found.filter(({ choice }) => folded(choice.label) === folded(typed))
  return exact.length > 0 && exact.length <= limit ? exact : found
}
