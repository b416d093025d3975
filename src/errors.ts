/**
 * What can go wrong, and with which exit code the program says so (docs/PRODUCT.md §7).
 *
 * | class           | exit | JSON `code`       |
 * |-----------------|------|-------------------|
 * | Usage           | 2    | `usage`           |
 * | NotFound        | 3    | `not_found`       |
 * | Ambiguous       | 3    | `ambiguous`       |
 * | Unauthenticated | 4    | `unauthenticated` `password_change_required` |
 * | Forbidden       | 5    | `forbidden`       |
 * | Refused         | 6    | `refused`         |
 * | Unavailable     | 7    | `unavailable`     |
 * | Cancelled       | 130  | `cancelled`       |
 *
 * Anything else that is thrown is a bug: exit 1, `internal`.
 */
import type { Catalog } from './i18n/catalog.ts'

/** Every exit code of the program: success, a bug, and one for each class below. */
export const Exit = {
  ok: 0,
  internal: 1,
  usage: 2,
  notFound: 3,
  unauthenticated: 4,
  forbidden: 5,
  refused: 6,
  unavailable: 7,
  cancelled: 130,
} as const

/** A sentence that waits for its language: called with the catalogue once it is to be shown. */
export type Message = (t: Catalog) => string

/** One of the records that a name could mean. */
export interface Candidate {
  readonly id: number
  readonly name: string
  /** What tells records of one name apart; empty where there is nothing. */
  readonly hint: Message
}

export interface ErrorDetail {
  /** Commands to run next, without the program's name: `contract update 42 --is-signed true`. */
  readonly next?: readonly string[]
  /** What is wrong with each option or column, by its snake_case name. */
  readonly fields?: Readonly<Record<string, Message>>
  /** More lines for people, below the sentence: what is in the way, what differs. */
  readonly more?: readonly Message[]
  /** The records that a name could mean. One of them can be chosen in its place. */
  readonly candidates?: readonly Candidate[]
  /** The name that has these candidates, and what was referred to by it. */
  readonly referred?: { readonly noun: string; readonly typed: string }
  /** Of a refusal for lack of a permission: what was lacking. */
  readonly denied?: Denied
  /** Who can help, as far as the caller may know. */
  readonly ask?: readonly { readonly id: number; readonly name: string; readonly role: string }[]
  /** The name of the database's constraint that refused. */
  readonly constraint?: string
  /** What the server or the system itself said, for --verbose. It must hold no value of a record and no secret. */
  readonly original?: string
  readonly cause?: unknown
}

/** A permission that somebody lacks. */
export interface Denied {
  /** `event:update` */
  readonly permission: string
  /** `true`: only the permission without a scope is enough. */
  readonly whole?: boolean
  /** The record on which it is lacking. */
  readonly record?: { readonly noun: string; readonly id: number } | undefined
}

export abstract class AppError extends Error {
  abstract readonly exit: number
  abstract readonly code: string
  readonly userMessage: Message
  readonly detail: ErrorDetail

  constructor(userMessage: Message, detail: ErrorDetail = {}) {
    super('', detail.cause === undefined ? {} : { cause: detail.cause })
    this.name = new.target.name
    this.userMessage = userMessage
    this.detail = detail
  }
}

export class Usage extends AppError {
  readonly exit = Exit.usage
  readonly code = 'usage'
}

export class NotFound extends AppError {
  readonly exit = Exit.notFound
  readonly code = 'not_found'
}

/** A name that several records have. */
export class Ambiguous extends AppError {
  readonly exit = Exit.notFound
  readonly code = 'ambiguous'
}

export class Unauthenticated extends AppError {
  readonly exit = Exit.unauthenticated
  readonly code = 'unauthenticated' as string
}

/** Somebody whose password the program made. They are nobody until they have chosen their own (docs/TRUST.md §2). */
export interface FirstTimer {
  readonly id: number
  readonly username: string
}

/** The session is good for nothing but a change of the password. */
export class PasswordChangeRequired extends Unauthenticated {
  override readonly code = 'password_change_required'
  readonly person: FirstTimer

  constructor(person: FirstTimer) {
    super((t) => t.refusal.chooseOwnPassword, { next: [`user update-password ${person.id} --password-stdin`] })
    this.person = person
  }
}

export class Forbidden extends AppError {
  readonly exit = Exit.forbidden
  readonly code = 'forbidden'
}

export class Refused extends AppError {
  readonly exit = Exit.refused
  readonly code = 'refused'
}

/** Of a record that somebody else changed meanwhile. */
export class Outdated extends Refused {}

export class Unavailable extends AppError {
  readonly exit = Exit.unavailable
  readonly code = 'unavailable'
}

export class Cancelled extends AppError {
  readonly exit = Exit.cancelled
  readonly code = 'cancelled'
}

/**
 * The refusal for lack of a permission. Whom to ask for it is looked up afterwards (db/whom-to-ask.ts).
 *
 * @param o.or other permissions, each of which would do as well
 * @param o.here `true`: the role holds the permission for other records
 */
export function forbidden(
  { permission: code, ...o }: Denied,
  { or = [], here = false }: { readonly or?: readonly string[]; readonly here?: boolean } = {},
): Forbidden {
  return new Forbidden((t) => (here ? t.refusal.forbiddenHere({ code }) : t.refusal.forbidden({ code, or })), {
    denied: { permission: code, ...o },
    more: [(t) => t.refusal.ask({ roles: [], names: [] })],
  })
}

/** A database without a first user. @param demo whether it is an embedded one, which the sample agency may fill */
export const nobodyYet = ({ demo }: { demo: boolean } = { demo: false }): Unauthenticated =>
  new Unauthenticated((t) => t.refusal.nobodyYet, { next: demo ? ['demo', 'manager-create'] : ['manager-create'] })

/**
 * The message of an error of the language as far as it speaks of code alone. JavaScriptCore puts values into its messages: the text that is
 * no date or no JSON, and after `(In …` the value that was called. So only known forms are let through.
 *
 * @returns an empty string for every other error and form
 */
export function codeMessage(name: string, message: string): string {
  if (name !== 'TypeError' && name !== 'ReferenceError') return ''
  const [said = ''] = message.split(/[.\s]*\(In '/)
  return codeForms.some((form) => new RegExp(`^${form}\\.?$`).test(said)) ? said : ''
}

/** Names, members and calls, as they are written in code: neither strings nor a number that could be a value. */
const code = '[A-Za-z_$(][\\w$.\\[\\]()?!#, ]{0,200}'
const codeForms = [
  `${code} is not (?:an [Oo]bject|a function|a constructor|iterable|defined)(?: \\(evaluating '${code}'\\))?`,
  `Cannot access '[\\w$]+' before initialization`,
  'Attempted to assign to readonly property',
]
