/** A person who answers by script. Every question needs an answer, and every answer must be asked for. */

import { Cancelled } from '../../src/errors.ts'
import { Back, type ListQuestion, type Prompter, type SeveralQuestion } from '../../src/terminal/prompt/prompt.ts'
import { matcher, searched } from '../../src/terminal/prompt/search.ts'

/** Esc, where an answer is expected. */
export const esc = Symbol('Esc')

/** Shift-Tab, where an answer is expected. */
export const shiftTab = Symbol('Shift-Tab')

/** Text for a text or a secret; part of a label, or a value, for a list; a boolean for a confirmation; undefined is Enter alone. */
export type Answer = Given | Meanwhile

type Given = string | number | boolean | undefined | typeof esc | typeof shiftTab

/** An answer before which somebody else does something, while the question waits. */
export type Meanwhile = () => Promise<Given>

/** By the question's message (several answers where it is asked again), or in the order of the questions. */
export type Answers = Readonly<Record<string, Answer | readonly Answer[]>> | readonly Answer[]

export interface Asked {
  readonly kind: 'text' | 'lines' | 'secret' | 'choose' | 'several' | 'confirm'
  readonly message: string
  readonly initial?: unknown
  readonly optional?: boolean
  /** What Enter gives, where the question says so. */
  readonly enter?: string
  /** What a list was searched for at once. */
  readonly typed?: string
  /** Labels and hints that were offered. */
  readonly choices?: readonly string[]
  readonly answer?: Answer
  /** What was said against the answer; it was asked again. */
  readonly refused?: string
  /** How the answer was understood. */
  readonly reading?: string
}

export interface Scripted extends Prompter {
  /** What was asked, in order; a refused answer is an entry of its own. */
  readonly asked: readonly Asked[]
  /** @throws Error naming the answers that nobody asked for */
  done(): void
}

/** @throws Error (from a question) where there is no answer for it, or an answer that it cannot take */
export function scripted(answers: Answers = []): Scripted {
  const inOrder = Array.isArray(answers) ? [...(answers as readonly Answer[])] : undefined
  const byMessage = new Map<string, Answer[]>(
    inOrder
      ? []
      : Object.entries(answers).map(([message, given]) => [
          message,
          Array.isArray(given) ? [...given] : [given as Answer],
        ]),
  )
  const asked: Asked[] = []

  const next = async (question: Asked, back: boolean | undefined): Promise<Exclude<Given, symbol>> => {
    const left = inOrder ?? byMessage.get(question.message)
    if (!left || left.length === 0) {
      const refused = asked.findLast(({ message }) => message === question.message)?.refused
      const why = refused === undefined ? '' : ` (the last one was refused: ${refused})`
      asked.push(question)
      throw new Error(`No answer to the question "${question.message}"${why}`)
    }
    const waiting = left.shift()
    const answer = typeof waiting === 'function' ? await waiting() : waiting
    if (answer === esc) {
      asked.push({ ...question, answer })
      throw new Cancelled((t) => t.ask.cancelled)
    }
    if (answer === shiftTab) {
      asked.push({ ...question, answer })
      if (back) throw new Back('')
      // On the first question it does nothing, so there is another answer.
      return next(question, back)
    }
    return answer
  }
  const unfit = (question: Asked, answer: Answer) =>
    new Error(`The question "${question.message}" (${question.kind}) cannot be answered with ${String(answer)}`)

  return {
    asked,
    async text(q) {
      const question: Asked = {
        ...{ kind: q.lines ? 'lines' : 'text', message: q.message, initial: q.initial },
        ...(q.optional ? { optional: true } : {}),
        ...(q.enter === undefined ? {} : { enter: q.enter }),
      }
      while (true) {
        const answer = await next(question, q.back)
        if (answer !== undefined && typeof answer !== 'string') throw unfit(question, answer)
        const typed = answer ?? q.initial ?? ''
        const refused = q.optional && typed.trim() === '' ? undefined : q.check(typed)
        const reading = refused === undefined && typed.trim() !== '' ? q.preview?.(typed) : undefined
        asked.push({
          ...question,
          answer,
          ...(refused === undefined ? {} : { refused }),
          ...(reading === undefined ? {} : { reading }),
        })
        if (refused === undefined) return typed
      }
    },
    async secret(q) {
      const question: Asked = { kind: 'secret', message: q.message }
      while (true) {
        const answer = await next(question, q.back)
        if (typeof answer !== 'string') throw unfit(question, answer)
        const refused = q.check(answer)
        asked.push({ ...question, answer, ...(refused === undefined ? {} : { refused }) })
        if (refused === undefined) return answer
      }
    },
    async choose<T>(q: ListQuestion<T>) {
      const { create } = q
      const choices = q.choices.map(({ label, hint }) => (hint === undefined ? label : `${label} ${hint}`))
      if (create) choices.push(`+ ${create.label}`)
      const question: Asked = {
        ...{ kind: 'choose', message: q.message, initial: q.initial, choices },
        ...(q.typed === undefined ? {} : { typed: q.typed }),
        ...(q.optional ? { optional: true } : {}),
        ...(q.enter === undefined ? {} : { enter: q.enter }),
      }
      const answer = await next(question, q.back)
      asked.push({ ...question, answer })
      if (answer === undefined) {
        if (q.initial === undefined && !q.optional) throw unfit(question, answer)
        return q.initial
      }
      // `+ new company…`, or `+ Acme` after a search for Acme that found nothing.
      if (create && typeof answer === 'string' && answer.startsWith('+ ')) {
        const typed = answer.slice(2)
        return create.value(typed === create.label ? '' : typed)
      }
      const same = q.choices.filter(({ value, label }) => value === answer || label === answer)
      const found = same.length > 0 ? same : q.choices.filter((choice) => matcher(String(answer))(searched(choice)))
      const [only] = found
      if (only && found.length === 1) return only.value
      throw new Error(`"${String(answer)}" matches ${found.length} choices of "${q.message}": ${choices.join(', ')}`)
    },
    async chooseSeveral<T>(q: SeveralQuestion<T>) {
      const offered = q.choices.map(({ label, hint }) => (hint === undefined ? label : `${label} ${hint}`))
      const question: Asked = { kind: 'several', message: q.message, choices: offered }
      const answer = await next(question, q.back)
      asked.push({ ...question, answer })
      if (typeof answer !== 'string') throw unfit(question, answer)
      const labels = answer.split(/, */)
      const unknown = labels.filter((label) => !q.choices.some((choice) => choice.label === label))
      if (unknown.length > 0) throw new Error(`"${unknown.join(', ')}" is not among the choices of "${q.message}"`)
      return q.choices.filter(({ label }) => labels.includes(label)).map(({ value }) => value)
    },
    async confirm(q) {
      const question: Asked = { kind: 'confirm', message: q.message, initial: q.initial }
      while (true) {
        const answer = await next(question, q.back)
        if (answer !== undefined && typeof answer !== 'boolean') throw unfit(question, answer)
        const refused = q.check?.(answer ?? q.initial)
        asked.push({ ...question, answer, ...(refused === undefined ? {} : { refused }) })
        if (refused === undefined) return answer ?? q.initial
      }
    },
    done() {
      const left = inOrder
        ? inOrder.map(String)
        : [...byMessage]
            .filter(([, answer]) => answer.length > 0)
            .map(([message, answer]) => `${message}: ${answer.map(String).join(', ')}`)
      if (left.length > 0) throw new Error(`Answers that nobody asked for: ${left.join('; ')}`)
    },
  }
}
