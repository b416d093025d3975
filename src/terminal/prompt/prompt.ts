/** How a person is asked: the kinds of question, and the terminal on which they are asked. */
import type { Readable, Writable } from 'node:stream'
import { Cancelled } from '../../errors.ts'
import type { Choice } from '../../field/choice.ts'
import type { Catalog } from '../../i18n/catalog.ts'

/** The most choices of a list. Searching more at every key would be noticeably slow, so an id is typed instead. */
export const mostListed = 10_000

/** Thrown by a question when the person goes back to the one before. Only a question with `back: true` throws it. */
export class Back extends Error {
  /** What was typed so far, where a text was asked for. */
  readonly typed: string
  /** Yes or No, where the arrows had chosen one of them. */
  readonly chosen: boolean | undefined

  constructor(typed: string, chosen?: boolean) {
    super()
    this.typed = typed
    this.chosen = chosen
  }
}

/** Esc or Ctrl-C at a question for which a text was being typed. */
export class Left extends Cancelled {
  readonly typed: string

  constructor(typed: string) {
    super((t) => t.ask.cancelled)
    this.typed = typed
  }
}

/** What all kinds of question have. */
export interface AnyQuestion {
  readonly message: string
  /**
   * For one of several questions: whether there is one before it. Shift-Tab goes back to that one, and so does the up arrow where it moves
   * nothing; `<` where questions are plain. On the first question they do nothing.
   */
  readonly back?: boolean
}

export interface TextQuestion extends AnyQuestion {
  readonly initial?: string
  readonly optional?: boolean
  readonly enter?: string
  readonly lines?: boolean
  check(answer: string): string | undefined
  preview?(answer: string): string | undefined
}

export interface SecretQuestion extends AnyQuestion {
  check(answer: string): string | undefined
}

export interface ListQuestion<T> extends AnyQuestion {
  readonly choices: readonly Choice<T>[]
  readonly initial?: T
  readonly typed?: string
  readonly optional?: boolean
  readonly enter?: string
  readonly create?: { readonly label: string; value(typed: string): T }
}

export interface SeveralQuestion<T> extends AnyQuestion {
  readonly choices: readonly Choice<T>[]
}

export interface YesNoQuestion extends AnyQuestion {
  readonly initial: boolean
  check?(answer: boolean): string | undefined
}

export interface Prompter {
  /**
   * A text, which is typed.
   *
   * @param o.initial the current value, which can be edited or kept
   * @param o.optional `true` accepts an empty answer without checking it
   * @param o.enter what an empty answer to an optional question gives: `today`
   * @param o.lines `true`: the answer may have several lines
   * @param o.check returns a sentence while the answer is not accepted
   * @param o.preview returns how an accepted answer is understood
   * @throws Cancelled, Back
   */
  text(o: TextQuestion): Promise<string>
  /** A text that is not shown while it is typed. @throws Cancelled, Back */
  secret(o: SecretQuestion): Promise<string>
  /**
   * A list that can be searched; accents and case do not matter.
   *
   * @param o.initial the current choice
   * @param o.typed what was typed before the question: the list is searched for it at once
   * @param o.enter what none of an optional list gives: `as before`
   * @param o.create for something that the list lacks: its name behind a `+`, and the answer that stands for it, made of what was searched for
   * @returns undefined only if `optional` and none was chosen
   * @throws Cancelled, Back
   */
  choose<T>(o: ListQuestion<T>): Promise<T | undefined>
  /** One or more of a list, in the order of the list. @throws Cancelled, Back */
  chooseSeveral<T>(o: SeveralQuestion<T>): Promise<readonly T[]>
  /** Yes or no. @param o.check as for a text @throws Cancelled, Back */
  confirm(o: YesNoQuestion): Promise<boolean>
}

/** The terminal on which questions are asked, and their language. `output` is standard error, because standard output is for the answer. */
export interface PromptTerminal {
  readonly input: Readable & { readonly isTTY?: boolean; setRawMode?(raw: boolean): unknown }
  readonly output: Writable & { readonly columns?: number; readonly rows?: number }
  readonly t: Catalog
  /** `true`: colours may be used. */
  readonly color: boolean
  /** `true`: only ASCII, because the terminal does not know UTF-8. */
  readonly ascii?: boolean
  /** `true`: plain numbered questions, and nothing is redrawn. */
  readonly accessible?: boolean
  /**
   * Tells the process that a question is open, until the returned function is called.
   */
  readonly opened?: (question: OpenQuestion) => () => void
  /** Sends a signal to the process: Ctrl-Z and Ctrl-\\ are ordinary keys while a question reads every key itself. */
  readonly raise?: (signal: 'SIGTSTP' | 'SIGQUIT') => void
}

/** What signals do with a question that is open. */
export interface OpenQuestion {
  /** Restores the terminal and ends the question as if Ctrl-C had been typed. */
  cancel(): void
  /** Gives the terminal back as it was, because the process is about to stop or to end. */
  pause(): void
  /** Takes the terminal again, and draws the question with what was typed. */
  resume(): void
}

/** Wraps a prompter and calls `release` before each question (closes the embedded database, so that another process can use it). */
export function releaseBeforePrompt(prompt: Prompter, release: () => Promise<void>): Prompter {
  return {
    text: (question) => release().then(() => prompt.text(question)),
    secret: (question) => release().then(() => prompt.secret(question)),
    choose: (question) => release().then(() => prompt.choose(question)),
    chooseSeveral: (question) => release().then(() => prompt.chooseSeveral(question)),
    confirm: (question) => release().then(() => prompt.confirm(question)),
  }
}
