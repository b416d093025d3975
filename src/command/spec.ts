/** What a verb declares, with its types, and the same with its types forgotten, as the frame and the help use it. */
import type { CommandDef } from 'citty'
import type { Permission } from '../access/catalogue.ts'
import type { App, Call } from '../app.ts'
import type { Connection } from '../db/connection.ts'
import type { Expected, Shown } from '../db/expected.ts'
import type { Message, Unauthenticated } from '../errors.ts'
import type { Choice } from '../field/choice.ts'
import type { Column } from '../field/column.ts'
import type { Field, Fields, ValueOf, ValuesOf } from '../field/field.ts'
import type { Filters, FilterValues, Given } from '../field/filter.ts'
import type { CommandPath } from '../i18n/help.ts'
import type { DataFormatName, OutputFormat } from '../terminal/output/formats.ts'
import type { Agreement } from './agreement.ts'
import type { CommandLine } from './command-line.ts'

/** Who may run a command: the holders of a permission in any scope, or of one of several; everybody who is signed in; or everybody. */
export type Access = Permission | readonly Permission[] | 'signed-in' | 'public'

/** A value without a name, such as an id or a role's name. */
export interface Positional<T = unknown> {
  readonly field: Field<T>
  /** Its name in help: `ID`, `ROLE`, `PERMISSION`. */
  readonly placeholder: string
  /** `true`: it takes one or more values. Only the last positional may. */
  readonly many?: true
  /** `true`: it need not be given, and is never asked for. Only the last positional may be. */
  readonly optional?: true
  /** Refuses a value that was given, with the words of `run`, before the first question about what follows it. */
  judge?(connection: Connection, value: T): Promise<unknown>
  /** The list from which a person at a terminal chooses, if nothing was typed. */
  readonly pick?: Pick
  /** What its question begins with, where nothing was typed. @param given the positionals before this one, by their names */
  readonly suggestion?: (connection: Connection, given: Values) => Promise<string | undefined>
}

/** The records that a positional may be. */
export interface Pick {
  /** `Which client?` */
  readonly question: Message
  /**
   * The records that this person may use. They are fetched in a connection of their own before the question.
   *
   * @param given the positionals before this one, by their names
   * @param limit the most choices that a list can hold; one more is enough to tell that there are too many
   */
  readonly choices: (connection: Connection, given: Values, t: Call['t'], limit: number) => Promise<Choice<unknown>[]>
  /** `true`: the choices keep their order, because it means something (the most urgent first). Default: they are sorted by name. */
  readonly presorted?: true
}

/** A record that a person can make from within a list of choices, where the list lacks it. */
export interface NewChoice<F extends Fields = Fields> {
  /** Who may. For everybody else the list does not offer it. */
  readonly access: Permission
  /** `new company…` */
  readonly label: Message
  /** What is asked for, all of it required. The first field begins with what the list was searched for. */
  readonly fields: F
  readonly create: (
    connection: Connection,
    values: { readonly [K in keyof F]: NonNullable<ValueOf<F[K]>> },
  ) => Promise<Choice<number>>
  /** `Company 12 created.` It is said at once, and again to somebody who cancels afterwards, because the record stays. */
  readonly created: (id: number) => Message
}

/** The same with its types forgotten. A verb declares its new choices with it. */
export function newChoice<const F extends Fields>(declared: NewChoice<F>): NewChoice {
  return declared as unknown as NewChoice
}

/** An option without a value, which is never asked for. */
export interface Switch {
  readonly option: string
  readonly short?: string
  readonly help: Message
  /** The required fields or the last positional, by their names, that this option stands for: then they need not be given, and must not be. */
  readonly insteadOf?: string | readonly string[]
}

export type Positionals = Readonly<Record<string, Positional<unknown>>>
export type Switches = Readonly<Record<string, Switch>>

export type PositionalValue<P> = P extends { readonly field: infer F; readonly many: true }
  ? readonly ValueOf<F>[]
  : P extends { readonly field: infer F; readonly optional: true }
    ? ValueOf<F> | undefined
    : P extends { readonly field: infer F }
      ? ValueOf<F>
      : never

export type PositionalValues<P extends Positionals> = { readonly [K in keyof P]: PositionalValue<P[K]> }
export type SwitchValues<S extends Switches> = { readonly [K in keyof S]: boolean }

/** The options `--limit`, `--after` and `--count`, which every list has. */
export interface Page {
  readonly limit: number
  readonly after: number
  readonly count: boolean
  /** `count`: `--count` without `--limit` and `--after`. Only the number is wanted, no rows. */
  readonly only?: 'count'
}

/** What a list of records has beside these options. */
export interface Narrowed<G extends Given = Given> {
  /** `--sort`; absent where the list has its usual order. */
  readonly sort?: string
  /** `--desc` */
  readonly desc: boolean
  /** The command line that starts at the beginning of the list, without the program's name. */
  readonly again?: string
  readonly filters: G
}

/** A list that can be narrowed and sorted. */
export interface Narrowable<L extends Filters> {
  readonly filters: L
  /** The words of `--sort`. */
  readonly sorts: readonly string[]
}

export interface Confirmation {
  readonly question: Message
  readonly version?: number
  /** What exactly was shown, where the words that were typed may mean something else by the time it is confirmed. */
  readonly args?: Values
}

/** How the files are written that a command makes. */
export interface FileForm {
  readonly format: DataFormatName
  /** `--raw` */
  readonly raw: boolean
}

export interface Input<P extends Positionals, F extends Fields, S extends Switches, L extends Filters> {
  readonly args: PositionalValues<P>
  /** Only the fields that were given or answered. */
  readonly values: ValuesOf<F>
  readonly flags: SwitchValues<S>
  readonly page: Page & Narrowed<FilterValues<L>>
  /** Of a command that makes files (`formats`): how. */
  readonly files?: FileForm
  /** `--if-version N`, or the version that the confirmation showed. */
  readonly ifVersion?: number
  /** The same for an `update`, or what its form showed. */
  readonly expected?: Expected
}

export interface Spec<
  P extends Positionals,
  F extends Fields,
  S extends Switches,
  L extends Filters,
  R extends keyof F & string,
> {
  /** As typed: `['client', 'create']`. A path that the help catalogue lacks does not compile. */
  readonly path: CommandPath
  readonly access: Access
  /** Permissions for what it shows besides, each of which opens its part of the answer. */
  readonly shows?: readonly Permission[]
  readonly positionals?: P
  readonly fields?: F
  /** The fields that must have a value. They are asked for at a terminal; elsewhere a usage error names all that are missing. */
  readonly required?: readonly R[]
  readonly switches?: S
  /** `true`: a list, which has --limit, --after and --count. */
  readonly pages?: boolean
  /** The filters and orders of a list. */
  readonly list?: Narrowable<L>
  /** The columns of a list. It then has --columns, whose names are checked before anything is opened. */
  readonly columns?: readonly Column[]
  /** `true`: the command has --if-version. */
  readonly versioned?: boolean
  /** The formats of the files or the paper that the command makes, instead of those of answers. The first is the default. */
  readonly formats?: readonly [OutputFormat, ...OutputFormat[]]
  /** Default: `--output` stands for standard output. `own`: the command itself writes what the option names. `none`: it has no such option. */
  readonly output?: 'own' | 'none'
  /**
   * Where the answer has no dates: `always`, or `table`, when only JSON and CSV have them. Default: it has dates everywhere, or nowhere for a
   * command that asks for confirmation.
   */
  readonly dateless?: 'always' | 'table'
  /** The choices of a reference: what this person may use. All are fetched in one connection before the first question. `limit` as in Pick. */
  readonly choices?: {
    readonly [K in keyof F]?: (
      connection: Connection,
      given: ValuesOf<F>,
      t: Call['t'],
      limit: number,
    ) => Promise<Choice<ValueOf<F[K]>>[]>
  }
  /** The fields whose choices depend on the answers before: they are fetched once more, with these and the record, when their question comes. */
  readonly late?: readonly (keyof F & string)[]
  /** Refuse values that were given, with the words of `run`, before the first question about the others. */
  readonly judges?: {
    readonly [K in keyof F]?: (connection: Connection, value: NonNullable<ValueOf<F[K]>>) => Promise<unknown>
  }
  /** The records that can be made from within a list of `choices`. */
  readonly creates?: { readonly [K in keyof F]?: NewChoice }
  /**
   * For `update`: the record as it is, by column. It fills the form that opens when no option is given.
   *
   * @throws NotFound · Forbidden the caller may not change this record
   */
  readonly current?: (
    connection: Connection,
    args: PositionalValues<P>,
  ) => Promise<object & { readonly version: number }>
  /** The same record as the answers so far change it: what the questions after them are filled in with. */
  readonly follow?: (current: Values, answers: ValuesOf<F>, t: Call['t']) => Values
  /** What a form tells at the question, because the write would be refused for it, or because nobody means it. */
  readonly agreements?: readonly Agreement[]
  /** `true`: the command runs with settings that are not understood, too, because it reports them. */
  readonly diagnoses?: true
  /** A check before the first question that is no permission: `manager-create` is for root. */
  readonly before?: (call: Call) => Promise<void>
  /**
   * For `delete`, and for what concerns many records: names what will be touched, and gives the question that asks for confirmation, with the
   * version of the record that it shows. Nothing is asked where it gives none, because nothing would be touched.
   */
  readonly confirm?: (
    call: Call,
    args: PositionalValues<P>,
    flags: SwitchValues<S>,
    values: ValuesOf<F>,
  ) => Promise<Confirmation | undefined>
  /** The switches with which it writes nothing, so that nothing is confirmed. */
  readonly harmless?: readonly (keyof S & string)[]
  readonly run: (
    call: Call,
    input: Input<P, F, S, L> & { readonly values: { readonly [K in R]-?: NonNullable<ValueOf<F[K]>> } },
  ) => Promise<void>
}

/** A spec with its types forgotten, as the frame and the help use it. */
export interface AnySpec {
  readonly path: CommandPath
  readonly access: Access
  readonly shows?: readonly Permission[]
  readonly positionals?: Positionals
  readonly fields?: Fields
  readonly required?: readonly string[]
  readonly switches?: Switches
  readonly pages?: boolean
  readonly list?: Narrowable<Filters>
  readonly columns?: readonly Column[]
  readonly versioned?: boolean
  readonly formats?: readonly [OutputFormat, ...OutputFormat[]]
  readonly output?: 'own' | 'none'
  readonly dateless?: 'always' | 'table'
  readonly choices?: Readonly<Record<string, Pick['choices']>>
  readonly late?: readonly string[]
  readonly judges?: Readonly<Record<string, (connection: Connection, value: unknown) => Promise<unknown>>>
  readonly creates?: Readonly<Record<string, NewChoice>>
  readonly agreements?: readonly Agreement[]
  readonly diagnoses?: true
  readonly current?: (connection: Connection, args: Values) => Promise<Shown>
  readonly follow?: (current: Values, answers: Values, t: Call['t']) => Values
  readonly before?: (call: Call) => Promise<void>
  readonly confirm?: (
    call: Call,
    args: Values,
    flags: AnyInput['flags'],
    values: Values,
  ) => Promise<Confirmation | undefined>
  readonly harmless?: readonly string[]
  readonly run: (call: Call, input: AnyInput) => Promise<void>
}

export type Values = Readonly<Record<string, unknown>>

export interface AnyInput {
  readonly args: Values
  readonly values: Values
  readonly flags: Readonly<Record<string, boolean>>
  readonly page: Page & Partial<Narrowed>
  readonly files?: FileForm
  readonly ifVersion?: number
  readonly expected?: Expected
}

/** A verb in citty's tree, with its declaration for the frame, the help and the tests. */
export type Leaf = CommandDef & { readonly spec: AnySpec }

/** What citty hands to a verb: everything that `execute` needs. */
export interface Invocation {
  readonly app: App
  readonly line: CommandLine
  /** What was typed, without the words of the command itself. */
  readonly args: readonly string[]
  /** Asks a person at the terminal for their password when the session is over. Without it the command fails with the reason. */
  readonly signInAgain?: (call: Call, reason: Unauthenticated) => Promise<void>
}

/** How a command line is confirmed before it runs; undefined where nothing is. */
export const confirmation = ({ confirm, harmless = [] }: AnySpec, flags: AnyInput['flags']): AnySpec['confirm'] =>
  harmless.some((key) => flags[key]) ? undefined : confirm
