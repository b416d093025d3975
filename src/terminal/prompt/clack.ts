/** Questions with clack's prompts. They are rendered here, because clack's own rendering is in English and has its own colours. */
import { AutocompletePrompt, isCancel, PasswordPrompt, Prompt } from '@clack/core'
import { Cancelled } from '../../errors.ts'
import type { Choice } from '../../field/choice.ts'
import { answerOf } from '../../i18n/languages.ts'
import { escapeControlCharacters } from '../../text/escape.ts'
import { ByteWatch } from './bytes.ts'
import { LineEditor, LinesEditor } from './editor.ts'
import { edited, frame, type PromptTheme, promptTheme, type Question } from './frame.ts'
import type { Prompter, PromptTerminal } from './prompt.ts'
import { matcher, searched } from './search.ts'
import { columns, sized } from './size.ts'

/** A choice with everything that showing and searching it needs, so that nothing is computed again at every key. */
interface Row<T> {
  readonly choice: Choice<T> | undefined
  readonly label: string
  readonly hint: string
  readonly searched: string
}

/** clack's `cursor` is the row of the list. The cursor in the search text is not public, so it is read here. */
class Finder<T> extends AutocompletePrompt<{ value: Row<T> }> {
  get typed(): readonly [before: string, after: string] {
    return [this.userInput.slice(0, this._cursor), this.userInput.slice(this._cursor)]
  }
}

/**
 * A prompter that draws with clack. Every question throws Cancelled on Esc, Ctrl-C, Ctrl-D, an interruption, or at the end of the input.
 */
export function clackPrompter(o: PromptTerminal): Prompter {
  const { t, input } = o
  const output = sized(o.output)
  const theme = promptTheme(o)
  const draw = (q: Question) => frame(theme, columns(o), q)
  const bytes = new ByteWatch()
  const watched = <T>(make: (signal: AbortSignal) => Prompt<T>) => bytes.during(input, () => run(o, make))
  const checked = <Q extends { check(answer: string): string | undefined }>(q: Q): Q => ({
    ...q,
    check: (answer) => (bytes.replacedIn(answer) ? t.ask.bytes : q.check(answer)),
  })
  return {
    text(question) {
      const q = checked(question)
      const check = (answer: string | undefined) => accepted(q, answer ?? '')
      const emptied = q.optional && (q.initial ?? '') !== ''
      const keys = emptied ? [t.ask.emptied] : q.optional ? [t.ask.skip] : []
      if (q.lines) {
        return watched((signal) => {
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
                keys: emptied ? [t.ask.endLines, t.ask.emptied] : [q.optional ? t.ask.endLinesOrSkip : t.ask.endLines],
              }),
          })
          return prompt
        }).then((answer) => answer ?? '')
      }
      return watched((signal) => {
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
                  ? given(theme, prompt.state, escapeControlCharacters(typed))
                  : edited(typed.slice(0, prompt.cursor), typed.slice(prompt.cursor)),
              ],
              preview: good ? q.preview?.(typed) : undefined,
              keys,
            })
          },
        })
        return prompt
      }).then((answer) => answer ?? '')
    },

    async secret(question) {
      const q = checked(question)
      const answer = await watched((signal) => {
        const prompt: PasswordPrompt = new PasswordPrompt({
          ...{ input, output, signal, mask: theme.mask, validate: (typed) => q.check(typed ?? '') },
          render: () => {
            // After the answer, not even the length of a secret is shown.
            const shown = over(prompt) ? theme.mask.repeat(8) : edited(prompt.masked, '')
            return draw({ ...state(prompt, q.message), body: [shown] })
          },
        })
        return prompt
      })
      return answer ?? ''
    },

    async choose<T>(q: {
      message: string
      choices: readonly Choice<T>[]
      initial?: T
      typed?: string
      optional?: boolean
    }) {
      const rows = q.choices.map(row)
      if (q.optional) rows.unshift({ choice: undefined, label: t.ask.none, hint: '', searched: '' })
      const current = rows.find((each) => each.choice !== undefined && each.choice.value === q.initial)
      const sought = remembered(matcher)
      const answer = await watched<Row<T> | Row<T>[]>((signal) => {
        const prompt: Finder<T> = new Finder<T>({
          ...{ input, output, signal, initialUserInput: oneLine(q.typed ?? '') },
          options: rows.map((value) => ({ value })),
          ...(current ? { initialValue: [current] } : {}),
          filter: (typed, option) => sought(typed)(option.value.searched),
          // clack accepts Enter on an empty list and answers undefined.
          validate: (chosen) => (chosen === undefined ? t.ask.noMatch : undefined),
          render: () => draw(list(prompt, q.message, rows.length)),
        })
        return prompt
      })
      return (answer as Row<T> | undefined)?.choice?.value
    },

    async confirm(q) {
      const answer = await watched((signal) => {
        const prompt: Prompt<boolean> = new Prompt<boolean>(
          { ...{ input, output, signal }, render: () => draw(yesOrNo(prompt, q.message)) },
          false,
        )
        prompt.value = q.initial
        let pasting = false
        prompt.on('cursor', (action) => {
          // Letters and spaces of a text pasted by mistake must not answer the question.
          if (!pasting && action !== 'enter' && action !== 'cancel') prompt.value = !prompt.value
        })
        prompt.on('key', (char, key) => {
          if (key.name === 'paste-start') pasting = true
          if (key.name === 'paste-end') pasting = false
          const answered = char?.length === 1 ? answerOf(char.toLowerCase()) : undefined
          if (answered === undefined || pasting) return
          prompt.value = answered
          prompt.state = 'submit'
        })
        return prompt
      })
      return answer ?? false
    },
  }

  function list<T>(prompt: Finder<T>, message: string, of: number): Question {
    const wide = columns(o) - 3
    if (over(prompt)) {
      const [chosen] = prompt.selectedValues as Row<T>[]
      return { ...state(prompt, message), body: [chosen === undefined ? '' : line(theme, chosen, wide)] }
    }
    const found = prompt.filteredOptions
    // On a low terminal, some lines are kept free for the question, the search and the wrapped line of keys.
    const shown = Math.max(3, Math.min(10, (output.rows || 24) - 8))
    const first = Math.max(0, Math.min(prompt.cursor - Math.floor(shown / 2), found.length - shown))
    const count = t.ask.matches({ found: t.format.count(found.length), of: t.format.count(of) })
    const none = found.length === 0 && prompt.state !== 'error' ? [theme.paint.yellow(t.ask.noMatch)] : []
    return {
      ...state(prompt, message),
      body: [
        `${theme.paint.dim(t.ask.search)} ${edited(...prompt.typed)} ${theme.paint.dim(`(${count})`)}`,
        ...found.slice(first, first + shown).map(({ value }, index) => {
          const here = first + index === prompt.cursor
          return `${here ? theme.paint.green(theme.on) : theme.paint.dim(theme.off)} ${line(theme, value, wide - 2)}`
        }),
        ...none,
      ],
      keys: [t.ask.move, t.ask.pick, t.ask.type],
    }
  }

  function yesOrNo(prompt: Prompt<boolean>, message: string): Question {
    const { yes, no, toggle, pick } = t.ask
    if (over(prompt)) return { ...state(prompt, message), body: [prompt.value ? yes : no] }
    const radio = (word: string, on: boolean) =>
      on ? `${theme.paint.green(theme.on)} ${word}` : theme.paint.dim(`${theme.off} ${word}`)
    const body = [`${radio(yes, prompt.value === true)} / ${radio(no, prompt.value !== true)}`]
    return { ...state(prompt, message), body, keys: [toggle, pick] }
  }
}

// Bracketed paste (xterm, "Bracketed Paste Mode") tells a pasted line break from the Enter key.
const takePastes = '\x1b[?2004h'
const give = '\x1b[?2004l\x1b[?25h'
const hideCursor = '\x1b[?25l'

/** Members of clack's prompt that its types keep private. */
interface Private {
  /** What stands on the screen. */
  _prevFrame: string
  render(): void
  rl?: { on(signal: 'SIGTSTP', raise: () => void): unknown }
}

/** Asks one question, and restores the terminal afterwards. */
async function run<T>(o: PromptTerminal, make: (signal: AbortSignal) => Prompt<T>): Promise<T | undefined> {
  const { input, output } = o
  const aborter = new AbortController()
  const leave = () => aborter.abort()
  input.once('end', leave)
  output.write(takePastes)
  const prompt = make(aborter.signal)
  const inner = prompt as unknown as Private
  const closed = o.opened?.({
    cancel: leave,
    pause() {
      input.setRawMode?.(false)
      output.write(`${give}\n`)
    },
    resume() {
      // A process that was stopped without being asked (SIGSTOP) still believes that the terminal is in raw mode.
      input.setRawMode?.(false)
      input.setRawMode?.(true)
      output.write(`${takePastes}${hideCursor}`)
      inner._prevFrame = ''
      inner.render()
    },
  })
  try {
    prompt.on('key', (char, key) => {
      // On Ctrl-D, readline closes the input. The question would then wait for ever, or the process would end with exit code 0.
      const end = key.ctrl === true && key.name === 'd' && prompt.userInput === ''
      if (end && prompt.state !== 'submit') prompt.state = 'cancel'
      if (char === '\x1c') o.raise?.('SIGQUIT')
    })
    const answering = prompt.prompt()
    // Without a listener, readline would stop the process by itself and leave it without the terminal's keys.
    inner.rl?.on('SIGTSTP', () => o.raise?.('SIGTSTP'))
    const answer = await answering
    if (isCancel(answer)) throw new Cancelled((t) => t.ask.cancelled)
    return answer
  } finally {
    output.write(give)
    input.off('end', leave)
    closed?.()
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
function given(theme: PromptTheme, state: Prompt<unknown>['state'], answer: string): string {
  return answer.trim() === '' && state === 'submit' ? theme.none : answer
}

function state(prompt: Pick<Prompt<unknown>, 'state' | 'error'>, message: string) {
  return { message, state: prompt.state, error: prompt.error }
}

function accepted(q: { optional?: boolean; check(answer: string): string | undefined }, answer: string) {
  return q.optional && answer.trim() === '' ? undefined : q.check(answer)
}

function row<T>(choice: Choice<T>): Row<T> {
  return {
    choice,
    label: escapeControlCharacters(choice.label),
    hint: escapeControlCharacters(choice.hint ?? ''),
    searched: searched(choice),
  }
}

/** One row on one line: the name, then as much of the hint as fits. */
function line(theme: PromptTheme, { label, hint }: Row<unknown>, width: number): string {
  const ellipsis = theme.mask === '*' ? '~' : '…'
  const name = Bun.sliceAnsi(label, 0, width, { ellipsis })
  const room = width - Bun.stringWidth(name) - 2
  if (hint === '' || room < 4) return name
  return `${name}  ${theme.paint.dim(Bun.sliceAnsi(hint, 0, room, { ellipsis }))}`
}

/** Remembers the last result, because clack filters the list choice by choice with the same words. */
function remembered<R>(make: (text: string) => R): (text: string) => R {
  let last: { text: string; result: R } | undefined
  return (text) => {
    if (last?.text !== text) last = { text, result: make(text) }
    return last.result
  }
}
