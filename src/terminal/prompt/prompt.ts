import type { Readable, Writable } from 'node:stream'
import type { Choice } from '../../field/choice.ts'
import type { Catalog } from '../../i18n/catalog.ts'

/** Searching more than this at every key would be felt; beyond it an id is typed. */
export const mostListed = 10_000

export interface Prompter {
  /**
   * @param o.optional an empty answer is accepted, unchecked
   * @param o.lines an answer of several lines
   * @param o.initial present value, to be edited or kept
   * @returns what was typed; `check` returns a sentence while the answer is not accepted, `echo` how an accepted one is understood. @throws Cancelled
   */
  text(o: {
    message: string
    initial?: string
    optional?: boolean
    lines?: boolean
    check(answer: string): string | undefined
    preview?(answer: string): string | undefined
  }): Promise<string>
  /** Hidden. @throws Cancelled */
  secret(o: { message: string; check(answer: string): string | undefined }): Promise<string>
  /** A searchable list; accents and case do not matter. @returns undefined only where `optional` and none was chosen @throws Cancelled */
  choose<T>(o: {
    message: string
    choices: readonly Choice<T>[]
    initial?: T
    optional?: boolean
  }): Promise<T | undefined>
  /** Yes or no. @throws Cancelled */
  confirm(o: { message: string; initial: boolean }): Promise<boolean>
}

/** The terminal on which questions are asked, and in which words. Standard output is the answer's: `output` is standard error. */
export interface PromptTerminal {
  readonly input: Readable & { readonly isTTY?: boolean; setRawMode?(raw: boolean): unknown }
  readonly output: Writable & { readonly columns?: number; readonly rows?: number }
  readonly t: Catalog
  /** Whether colours may be used. */
  readonly color: boolean
  /** `true`: letters and signs of ASCII only, where the terminal does not know UTF-8. */
  readonly ascii?: boolean
  /** `true`: plain numbered questions, nothing redrawn. */
  readonly accessible?: boolean
  /**
   * Calls `cancel` on SIGINT while a question is open, until the returned function is called: the terminal is then put back
   * in order and the question ends as if Ctrl-C had been typed.
   */
  readonly onInterrupt?: (cancel: () => void) => () => void
}

/** The same person, before whose every question something is let go of. */
export function releaseBeforePrompt(prompt: Prompter, release: () => Promise<void>): Prompter {
  return {
    text: (question) => release().then(() => prompt.text(question)),
    secret: (question) => release().then(() => prompt.secret(question)),
    choose: (question) => release().then(() => prompt.choose(question)),
    confirm: (question) => release().then(() => prompt.confirm(question)),
  }
}
