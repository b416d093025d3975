import type { CommandDef } from 'citty'
import type { Permission } from '../access/catalogue.ts'
import type { App, Call } from '../app.ts'
import type { Connection } from '../db/connection.ts'
import type { Message } from '../errors.ts'
import type { Choice } from '../field/choice.ts'
import type { Field, Fields, ValueOf, ValuesOf } from '../field/field.ts'
import type { CommandPath } from '../i18n/help.ts'
import type { CommandLine } from './command-line.ts'

/** Who may run a command: a permission in any scope, any one of several, everybody who is signed in, or anybody at all (it must be written). */
export type Access = Permission | readonly Permission[] | 'signed-in' | 'public'

/** A value without a name, in the order typed: an id, a role's name. Always required. */
export interface Positional<T = unknown> {
  readonly field: Field<T>
  /** What help calls it: `ID`, `ROLE`, `PERMISSION`. */
  readonly placeholder: string
  /** The last one may take one or more values. */
  readonly many?: true
  /** With a person there it is chosen from a list instead of typed blind. */
  readonly pick?: Pick
}

/** The records that a positional may be. */
export interface Pick {
  /** `Which client?` */
  readonly question: Message
  /**
   * Only what this person may use, fetched in a connection of its own before the question.
   *
   * @param given the positionals before it, by their names
   * @param limit how many a list can hold: where there are more, fetching one more is enough
   */
  readonly choices: (connection: Connection, given: Values, t: Call['t'], limit: number) => Promise<Choice<unknown>[]>
  /** `true`: their order says something (what is most urgent first); otherwise they are sorted by name. */
  readonly presorted?: true
}

/** A switch: on or off, never asked for. Or a value that is never asked for (`--since`). */
export interface Switch {
  readonly option: string
  readonly short?: string
  readonly help: Message
}

export type Positionals = Readonly<Record<string, Positional<unknown>>>

export type Switches = Readonly<Record<string, Switch>>

export type PositionalValue<P> = P extends { readonly field: infer F; readonly many: true }
  ? readonly ValueOf<F>[]
  : P extends { readonly field: infer F }
    ? ValueOf<F>
    : never

export type PositionalValues<P extends Positionals> = { readonly [K in keyof P]: PositionalValue<P[K]> }

export type SwitchValues<S extends Switches> = { readonly [K in keyof S]: boolean }

/** `--limit`, `--after`, `--count`: what every list understands. */
export interface Page {
  readonly limit: number
  readonly after: number
  readonly count: boolean
}

export interface Input<P extends Positionals, F extends Fields, S extends Switches> {
  readonly args: PositionalValues<P>
  /** Only what was given or answered. */
  readonly values: ValuesOf<F>
  readonly flags: SwitchValues<S>
  readonly page: Page
  /** `--if-version N`, or the version that a form or confirmation showed. */
  readonly ifVersion?: number
}

export interface Spec<P extends Positionals, F extends Fields, S extends Switches, R extends keyof F & string> {
  /** As typed: `['client', 'create']`; one that the help catalogue lacks does not compile. */
  readonly path: CommandPath
  readonly access: Access
  readonly positionals?: P
  readonly fields?: F
  /** Which fields must have a value: asked for when a person is there, a usage error naming all of them otherwise. */
  readonly required?: readonly R[]
  readonly switches?: S
  /** `true`: a list, with --limit, --after, --count. */
  readonly pages?: boolean
  /** `true`: --if-version is understood. */
  readonly versioned?: boolean
  /** The choices of a reference, only what this person may use; fetched in one connection before the first question. `most` as in Pick. */
  readonly choices?: {
    readonly [K in keyof F]?: (
      connection: Connection,
      given: ValuesOf<F>,
      t: Call['t'],
      limit: number,
    ) => Promise<Choice<ValueOf<F[K]>>[]>
  }
  /** For `update`: the record as it is, to fill the form that opens when no option is given. Keys are columns. @throws NotFound */
  readonly current?: (
    connection: Connection,
    args: PositionalValues<P>,
  ) => Promise<object & { readonly version: number }>
  /** What must hold before anything is asked and that no permission says: `manager-create` is for root. */
  readonly before?: (call: Call) => Promise<void>
  /** For `delete`: what is shown before the question, and the version it showed. */
  readonly confirm?: (
    call: Call,
    args: PositionalValues<P>,
    flags: SwitchValues<S>,
  ) => Promise<{ readonly question: Message; readonly version?: number }>
  readonly run: (
    call: Call,
    input: Input<P, F, S> & { readonly values: { readonly [K in R]-?: NonNullable<ValueOf<F[K]>> } },
  ) => Promise<void>
}

/** A spec with its types forgotten: what the frame and the help work with. */
export interface AnySpec {
  readonly path: CommandPath
  readonly access: Access
  readonly positionals?: Positionals
  readonly fields?: Fields
  readonly required?: readonly string[]
  readonly switches?: Switches
  readonly pages?: boolean
  readonly versioned?: boolean
  readonly choices?: Readonly<Record<string, Pick['choices']>>
  readonly current?: (connection: Connection, args: Values) => Promise<Values & { readonly version: number }>
  readonly before?: (call: Call) => Promise<void>
  readonly confirm?: (
    call: Call,
    args: Values,
    flags: AnyInput['flags'],
  ) => Promise<{ readonly question: Message; readonly version?: number }>
  readonly run: (call: Call, input: AnyInput) => Promise<void>
}

export type Values = Readonly<Record<string, unknown>>

export interface AnyInput {
  readonly args: Values
  readonly values: Values
  readonly flags: Readonly<Record<string, boolean>>
  readonly page: Page
  readonly ifVersion?: number
}

/** A verb in citty's tree, with its declaration for the help and the tests. */
export type Leaf = CommandDef & { readonly spec: AnySpec }

/** What citty hands to a verb: everything that `execute` needs. */
export interface Invocation {
  readonly app: App
  readonly line: CommandLine
  /** What was typed, without the words of the command itself. */
  readonly args: readonly string[]
}
