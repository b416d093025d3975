/** Questions with clack's prompts. They are rendered here, because clack's own rendering is in English and has its own colours. */
import { PasswordPrompt, Prompt } from '@clack/core'
import { answerOf } from '../../i18n/languages.ts'
import { escapeControlCharacters } from '../../text/escape.ts'
import { ByteWatch } from './bytes.ts'
import { LineEditor, LinesEditor } from './editor.ts'
import { edited, frame, type PromptTheme, promptTheme, type Question } from './frame.ts'
import { ListPrompt, listBody, type Row, row, rowLine, wordRow } from './list.ts'
import type { AnyQuestion, ListQuestion, Prompter, PromptTerminal, SeveralQuestion, TextQuestion } from './prompt.ts'
import { runPrompt } from './run-prompt.ts'
import { markableRows, SeveralPrompt } from './several.ts'
import { columns, sized } from './size.ts'

/**
 * A prompter that draws with clack. Every question throws Cancelled on Esc, Ctrl-C, Ctrl-D, an interruption, or at the end of the input.
 */
export function clackPrompter(o: PromptTerminal): Prompter {
  const { t, input } = o
  const output = sized(o.output)
  const theme = promptTheme(o)
  const draw = (q: Question) => frame(theme, columns(o), q)
  const bytes = new ByteWatch()
  const watched = <T>(q: AnyQuestion, make: (signal: AbortSignal) => Prompt<T>) =>
    bytes.during(input, () => runPrompt(o, q, make))
  const checked = <Q extends { check(answer: string): string | undefined }>(q: Q): Q => ({
    ...q,
    check: (answer) => (bytes.replacedIn(answer) ? t.ask.bytes : q.check(answer)),
  })
  /** The keys of a question, and the one that leads to the question before. */
  const keys = (q: AnyQuestion, ...own: readonly string[]) => (q.back ? [...own, t.ask.back] : own)
  const enterGives = (q: TextQuestion, typed: string): readonly string[] => {
    if (typed === '' && q.optional) return [q.enter === undefined ? t.ask.skip : t.ask.enter({ value: q.enter })]
    const kept = typed !== '' && typed === q.initial ? [t.ask.keepIt] : []
    return q.optional && (q.initial ?? '') !== '' ? [...kept, t.ask.emptied] : kept
  }
  return {
    text(question) {
      const q = checked(question)
      const check = (answer: string | undefined) => accepted(q, answer ?? '')
      if (q.lines) {
        const emptied = q.optional && (q.initial ?? '') !== ''
        const end = q.optional && !emptied ? t.ask.endLinesOrSkip : t.ask.endLines
        return watched(q, (signal) => {
          const initialUserInput = (q.initial ?? '').replaceAll('\r\n', '\n')
          const prompt: LinesEditor = new LinesEditor({
            ...{ input, output, signal, initialUserInput, validate: check, check },
            render: () =>
              draw({
                ...state(prompt, q.message),
                body: [
                  over(prompt)
                    ? given(theme, prompt.state, escapeControlCharacters(prompt.value ?? '', { lines: true }))
                    : edited(prompt.before, prompt.after, { lines: true }),
                ],
                keys: keys(q, end, ...(emptied ? [t.ask.emptied] : [])),
              }),
          })
          return prompt
        }).then((answer) => answer ?? '')
      }
      return watched(q, (signal) => {
        const initialUserInput = oneLine(q.initial ?? '')
        const prompt: LineEditor = new LineEditor({
          ...{ input, output, signal, initialUserInput, validate: check },
          render: () => {
            const typed = prompt.userInput
            const good = typed.trim() !== '' && prompt.state !== 'error' && accepted(q, typed) === undefined
            return draw({
              ...state(prompt, q.message),
              body: [
                over(prompt)
                  ? given(theme, prompt.state, escapeControlCharacters(typed), q.enter)
                  : edited(typed.slice(0, prompt.cursor), typed.slice(prompt.cursor)),
              ],
              preview: good ? q.preview?.(typed) : undefined,
              keys: keys(q, ...enterGives(q, typed)),
            })
          },
        })
        return prompt
      }).then((answer) => answer ?? '')
    },

    async secret(question) {
      const q = checked(question)
      const answer = await watched(q, (signal) => {
        const prompt: PasswordPrompt = new PasswordPrompt({
          ...{ input, output, signal, mask: theme.mask, validate: (typed) => q.check(typed ?? '') },
          render: () => {
            // After the answer, not even the length of a secret is shown.
            const shown = over(prompt) ? theme.mask.repeat(8) : edited(prompt.masked, '')
            return draw({ ...state(prompt, q.message), body: [shown], keys: keys(q) })
          },
        })
        return prompt
      })
      return answer ?? ''
    },

    async choose<T>(q: ListQuestion<T>) {
      const rows = [
        ...(q.optional ? [wordRow(q.enter === undefined ? t.ask.none : escapeControlCharacters(q.enter))] : []),
        ...q.choices.map(row),
      ]
      const current = rows.find(({ choice }) => choice !== undefined && choice.value === q.initial)
      const last = q.create && wordRow(`+ ${escapeControlCharacters(q.create.label)}`)
      // On a low terminal, some lines are kept free for the question, the search, what follows and the wrapped line of keys.
      const page = () => Math.max(3, Math.min(10, (output.rows || 24) - (last ? 11 : 10)))
      let typed = ''
      const answer = await watched(q, (signal) => {
        const prompt: ListPrompt<T> = new ListPrompt<T>({
          ...{ input, output, signal, initialUserInput: oneLine(q.typed ?? ''), rows, current, last, page },
          validate: (chosen) => (chosen === undefined ? t.ask.noMatch : undefined),
          render: () => {
            typed = prompt.userInput
            const width = columns(o) - 3
            const body = over(prompt)
              ? [prompt.chosen === undefined ? '' : rowLine(theme, prompt.chosen, width)]
              : listBody(prompt, { theme, t, width, page: page(), rows, last })
            const long = prompt.found.length > page()
            return draw({
              ...{ ...state(prompt, q.message), body },
              keys: keys(q, long ? t.ask.moveFar : t.ask.move, t.ask.pick, t.ask.type),
            })
          },
        })
        return prompt
      })
      if (q.create && answer === last) return q.create.value(typed.trim())
      return answer?.choice?.value
    },

    async chooseSeveral<T>(q: SeveralQuestion<T>) {
      const { rows, marked } = markableRows(q.choices)
      const page = () => Math.max(3, Math.min(10, (output.rows || 24) - 10))
      // Enter alone takes the row at the cursor, as in a list of one choice.
      const taken = (chosen: Row<T> | undefined) =>
        marked.size > 0 ? rows.filter((each) => marked.has(each)) : chosen ? [chosen] : []
      const answer = await watched(q, (signal) => {
        const prompt: SeveralPrompt<T> = new SeveralPrompt<T>(
          {
            ...{ input, output, signal, rows, current: undefined, last: undefined, page },
            validate: (chosen) => (taken(chosen).length === 0 ? t.ask.noMatch : undefined),
            render: () => {
              const width = columns(o) - 3
              const names = taken(prompt.chosen).map(({ choice }) => escapeControlCharacters(choice?.label ?? ''))
              const body = over(prompt)
                ? [names.join(', ')]
                : listBody(prompt, { theme, t, width, page: page(), rows, last: undefined })
              const take = marked.size > 0 ? t.ask.pickMarked({ count: marked.size }) : t.ask.pick
              return draw({ ...state(prompt, q.message), body, keys: keys(q, t.ask.mark, take, t.ask.type) })
            },
          },
          marked,
        )
        return prompt
      })
      return taken(answer).flatMap(({ choice }) => (choice ? [choice.value] : []))
    },

    async confirm(q) {
      const answer = await watched(q, (signal) => {
        const prompt: Prompt<boolean> = new Prompt<boolean>(
          {
            ...{ input, output, signal },
            validate: (answer) => q.check?.(answer ?? false),
            render: () => {
              const { yes, no } = t.ask
              const word = prompt.value ? yes : no
              if (over(prompt)) return draw({ ...state(prompt, q.message), body: [word] })
              const radio = (word: string, on: boolean) =>
                on ? `${theme.paint.green(theme.on)} ${word}` : theme.paint.dim(`${theme.off} ${word}`)
              const body = [`${radio(yes, prompt.value === true)} / ${radio(no, prompt.value !== true)}`]
              const shown = keys(q, t.ask.toggle, t.ask.enter({ value: word }))
              return draw({ ...state(prompt, q.message), body, keys: shown })
            },
          },
          false,
        )
        prompt.value = q.initial
        let pasting = false
        // Yes stands at the left and No at the right. No other key changes the answer, not even h, j, k and l, which clack takes for arrows.
        prompt.on('key', (char, { name }) => {
          if (name === 'paste-start') pasting = true
          if (name === 'paste-end') pasting = false
          // Letters of a text pasted by mistake must not answer the question.
          if (pasting) return
          if (name === 'left' || name === 'right') prompt.value = name === 'left'
          const answered = char?.length === 1 ? answerOf(char.toLowerCase()) : undefined
          if (answered === undefined) return
          prompt.value = answered
          prompt.error = q.check?.(answered) ?? ''
          prompt.state = prompt.error === '' ? 'submit' : 'error'
        })
        return prompt
      })
      return answer ?? false
    },
  }
}

function over(prompt: Pick<Prompt<unknown>, 'state'>): boolean {
  return prompt.state === 'submit' || prompt.state === 'cancel'
}

/** A text that is written for the person. Readline would take a line break in it for the Enter key. */
function oneLine(text: string): string {
  return text.replace(/[\x00-\x1f\x7f]+/g, ' ')
}

/** An answer as it remains on the screen. */
function given(theme: PromptTheme, state: Prompt<unknown>['state'], answer: string, enter = theme.none): string {
  return answer.trim() === '' && state === 'submit' ? enter : answer
}

function state(prompt: Pick<Prompt<unknown>, 'state' | 'error'>, message: string) {
  return { message, state: prompt.state, error: prompt.error }
}

function accepted(q: { optional?: boolean; check(answer: string): string | undefined }, answer: string) {
  return q.optional && answer.trim() === '' ? undefined : q.check(answer)
}
