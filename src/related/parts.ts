/** The records below a card: for a person the first few of each kind, for a program those that `--with` names. */
import type { Call } from '../app.ts'
import type { Message } from '../errors.ts'
import type { Column } from '../field/column.ts'
import type { Field } from '../field/field.ts'
import { InvalidValue, parser } from '../field/parser.ts'
import type { Part } from '../terminal/output/output.ts'
import { excerpt } from '../text/excerpt.ts'
import { nearest } from '../text/nearest.ts'
import { columns, type Kind } from './related.ts'
import type { RelatedRows, Wanted } from './store.ts'

/** How many rows of each kind a card shows. */
const shown = 5

/** The option `--with`: words with commas between them, or given several times. */
export const withField = <K extends Kind>(kinds: readonly K[]) =>
  ({
    kind: 'enum',
    option: 'with',
    column: 'with',
    many: true,
    words: kinds,
    label: (t) => t.related.with,
    help: (t) => t.related.withHelp,
    schema: (t) =>
      parser(t, (typed): readonly K[] | InvalidValue => {
        const words = typed.split(',').map((word) => word.trim().toLowerCase())
        const unknown = words.find((word) => !kinds.some((kind) => kind === word))
        if (unknown === undefined) return kinds.filter((kind) => words.includes(kind))
        const near = nearest(unknown, kinds)
        return new InvalidValue(t.related.unknown({ received: excerpt(unknown), words: kinds.join(', '), near }))
      }),
  }) satisfies Field<readonly K[]>

/**
 * What to fetch: for a person all kinds, and one row more than is shown; for a program all rows of what it asked for.
 *
 * @param whole kinds of which everybody gets all rows
 */
export async function wantedBy<K extends Kind>(
  { out }: Pick<Call, 'out'>,
  kinds: readonly K[],
  typed: readonly K[] = [],
  whole: readonly K[] = [],
): Promise<Wanted<K>> {
  let wanted: Wanted<K> = { kinds: kinds.filter((kind) => [...typed, ...whole].includes(kind)), most: undefined }
  await out.forReader(async () => {
    wanted = { kinds, most: shown + 1, whole }
  })
  return wanted
}

/** How the part of a kind differs from card to card. */
interface PartOptions {
  /** The command that lists all rows. */
  readonly all: string
  readonly title?: Message
  /** Columns that would say the same in each row. */
  readonly without?: readonly string[]
}

/**
 * The parts of a card. What one may not list is left out; of a kind without rows a person sees nothing.
 *
 * @param o in the order of the screen
 */
export function partsOf<K extends Kind>(
  related: RelatedRows<K>,
  { kinds, most, whole = [] }: Wanted<K>,
  o: { readonly [each in K]: PartOptions },
): Part[] {
  return kinds.flatMap((kind): Part[] => {
    const rows = related[kind]
    if (!rows || (most !== undefined && rows.length === 0)) return []
    const { all, title = titles[kind], without = [] } = o[kind]
    const more = most !== undefined && !whole.includes(kind) && rows.length >= most
    return [
      {
        key: kind,
        title,
        columns: columns[kind].filter(({ key }) => !without.includes(key)).map(narrowed),
        rows: more ? rows.slice(0, shown) : rows,
        more,
        all,
      },
    ]
  })
}

/** A card is no list: what would be dropped first for lack of room is left to programs. */
const narrowed = (column: Column): Column => ((column.dropPriority ?? 0) > 3 ? { ...column, cardOnly: true } : column)

const titles: Readonly<Record<Kind, Message>> = {
  clients: (t) => t.client.title,
  contracts: (t) => t.contract.title,
  events: (t) => t.event.title,
  interactions: (t) => t.interaction.title,
  payments: (t) => t.payment.title,
  schedule: (t) => t.payment.schedule,
}
