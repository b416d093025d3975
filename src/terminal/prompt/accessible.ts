/** Plain numbered questions (`--accessible`): one line after the other. Nothing moves, and nothing is drawn over. */
import { Cancelled } from '../../errors.ts'
import type { Choice } from '../../field/choice.ts'
import { answerOf } from '../../i18n/languages.ts'
import { escapeControlCharacters } from '../../text/escape.ts'
import { fold } from '../../text/fold.ts'
import {
  type AnyQuestion,
  Back,
  Left,
  type ListQuestion,
  type Prompter,
  type PromptTerminal,
  type SeveralQuestion,
} from './prompt.ts'
import { Reader } from './reader.ts'
import { matcher, searched } from './search.ts'

/** The most choices that are printed without having been asked for, and the number that is printed at once. */
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
  let backTold = false
  const ask = async (question: string, { back }: Pick<AnyQuestion, 'back'>, hidden = false): Promise<string> => {
    // It is said once, because it would be read out at every question.
    if (back && !backTold) print(t.ask.backTyped)
    backTold ||= back === true
    let before = ''
    while (true) {
      const answer = await reader.line(`${before}${question} `, { hidden })
      if (hidden || answer === undefined) output.write('\n')
      if (answer === undefined) throw new Cancelled((words) => words.ask.cancelled)
      if (back === undefined || answer.trim() !== '<') return answer
      if (back) throw new Back('')
      before = `${refusal(t.ask.first)}\n`
    }
  }

  return {
    async text(q) {
      const current = q.initial ?? ''
      const notes = [
        ...(current === '' && q.optional && !q.lines
          ? [q.enter === undefined ? t.ask.skip : t.ask.enter({ value: q.enter })]
          : []),
        ...(q.lines ? [q.optional && current === '' ? t.ask.endLinesOrSkip : t.ask.endLines] : []),
        ...(current === ''
          ? []
          : [t.ask[q.optional ? 'keepOrEmpty' : 'keep']({ value: escapeControlCharacters(current) })]),
      ]
      const message = escapeControlCharacters(q.message, { lines: true })
      const question = labelled(notes.length > 0 ? `${message} (${notes.join(t.ask.betweenNotes)})` : message)
      while (true) {
        const entered = await (q.lines ? severalLines(question, q) : ask(question, q))
        const keeps = current !== '' && entered.trim() === ''
        const typed = keeps ? current : entered
        if (q.optional && (typed.trim() === '' || (current !== '' && typed.trim() === '-'))) return ''
        const refused = checked(q, typed)
        if (refused !== undefined) {
          refuse(refused)
          continue
        }
        const preview = keeps ? undefined : q.preview?.(typed)
        if (preview !== undefined) print(`${arrow} ${preview}`)
        return typed
      }
    },

    async secret(q) {
      const question = labelled(escapeControlCharacters(q.message, { lines: true }))
      let before = ''
      while (true) {
        const typed = await ask(before + question, q, true)
        const refused = checked(q, typed)
        if (refused === undefined) return typed
        // The error is printed with the next question, when the terminal hides what is typed again.
        before = `${refusal(refused)}\n`
      }
    },

    async choose<T>(q: ListQuestion<T>) {
      const choices = q.choices.map((choice) => ({ choice, searched: searched(choice) }))
      const current = q.initial === undefined ? undefined : choices.find(({ choice }) => choice.value === q.initial)
      print(escapeControlCharacters(q.message, { lines: true }))
      const enter = current
        ? t.ask[q.optional ? 'keepOrEmpty' : 'keep']({ value: named(current.choice) })
        : q.optional && (q.enter === undefined ? t.ask.enterTakesNone : t.ask.enter({ value: q.enter }))
      if (enter) print(enter)
      let found: readonly Searched<T>[] = choices
      let sought = q.typed?.trim() ?? ''
      if (sought !== '') {
        const first = matching(choices, sought)
        if (first.length > 0) found = first
        else refuse(t.ask.noMatch)
      }
      // The choices that have been read out, and can be chosen by their numbers.
      let shown = 0
      const printMore = () => {
        for (const { choice } of found.slice(shown, shown + limit)) print(`${++shown}) ${named(choice)}`)
        const count = found.length - shown
        if (count > 0) print(t.ask.moreTyped({ count, shown: t.format.count(count) }))
        if (q.create) print(`+) ${escapeControlCharacters(q.create.label)}`)
      }
      while (true) {
        shown = 0
        if (found.length <= limit) printMore()
        else {
          print(t.ask.tooMany({ found: t.format.count(found.length) }))
          if (q.create) print(`+) ${escapeControlCharacters(q.create.label)}`)
        }
        // After a search, Enter still keeps the current choice or takes none. It does not take the one that was found.
        if (enter && found !== choices) print(enter)
        // The question is repeated without the list until the list changes.
        while (true) {
          const typed = (await ask(shown > 0 ? t.ask.numberOrName : t.ask.partOfName, q)).trim()
          if (typed === '' && current) return current.choice.value
          if (q.optional && (typed === '' || (typed === '-' && current))) return undefined
          if (typed === '+' && q.create) return q.create.value(sought)
          if (typed === '>' && shown < found.length) {
            printMore()
            continue
          }
          const number = /^\d+$/.test(typed) && shown > 0 ? Number(typed) : undefined
          const chosen = number !== undefined && number <= shown ? found[number - 1] : undefined
          if (chosen) return chosen.choice.value
          if (typed === '' || number !== undefined) {
            refuse(shown > 0 ? t.ask.outOfRange({ max: shown }) : t.ask.needed)
            continue
          }
          sought = typed
          const next = matching(choices, typed)
          if (next.length > 0) {
            found = next
            break
          }
          refuse(t.ask.noMatch)
        }
      }
    },

    async chooseSeveral<T>(q: SeveralQuestion<T>) {
      const choices = q.choices.map((choice) => ({ choice, searched: searched(choice) }))
      const chosen = new Set<Choice<T>>()
      print(escapeControlCharacters(q.message, { lines: true }))
      let found: readonly Searched<T>[] = choices
      let readOut: typeof found | undefined
      while (true) {
        const numbered = found.length <= limit
        // The question is repeated without the list until the list changes.
        if (numbered && readOut !== found)
          for (const [index, { choice }] of found.entries()) print(`${index + 1}) ${named(choice)}`)
        if (!numbered && readOut !== found) print(t.ask.tooMany({ found: t.format.count(found.length) }))
        readOut = found
        const typed = (await ask(numbered ? t.ask.numbersOrName : t.ask.partOfName, q)).trim()
        if (typed === '' && chosen.size > 0)
          return q.choices.filter((choice) => chosen.has(choice)).map(({ value }) => value)
        const numbers = /^\d+(?:[\s,;]+\d+)*$/.test(typed) && numbered ? typed.split(/[\s,;]+/).map(Number) : undefined
        const picked = numbers?.map((number) => found[number - 1]?.choice)
        if (picked?.every((choice) => choice !== undefined)) {
          for (const choice of picked) if (choice) chosen.add(choice)
          print(t.ask.chosen({ names: [...chosen].map(({ label }) => escapeControlCharacters(label)).join(', ') }))
          continue
        }
        if (typed === '' || numbers) {
          refuse(numbers ? t.ask.outOfRange({ max: found.length }) : t.ask.needed)
          continue
        }
        const next = matching(choices, typed)
        if (next.length > 0) found = next
        else refuse(t.ask.noMatch)
      }
    },

    async confirm(q) {
      while (true) {
        const question = `${escapeControlCharacters(q.message, { lines: true })} ${t.ask.yesOrNo({ initial: q.initial })}`
        const typed = (await ask(question, q)).trim().toLowerCase()
        const answer = typed === '' ? q.initial : answerOf(typed)
        if (answer === undefined) {
          refuse(t.ask.answerYesOrNo)
          continue
        }
        const refused = q.check?.(answer)
        if (refused === undefined) return answer
        refuse(refused)
      }
    },
  }

  async function severalLines(question: string, { back }: AnyQuestion): Promise<string> {
    print(question)
    const lines: string[] = []
    while (true) {
      const line = await ask('>', lines.length === 0 && back !== undefined ? { back } : {}).catch((error: unknown) => {
        throw error instanceof Cancelled ? new Left(lines.join('\n')) : error
      })
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
  const exact = found.filter(({ choice }) => fold(choice.label) === fold(typed))
  return exact.length > 0 && exact.length <= limit ? exact : found
}
