/**
 * The SQL of a list. A statement has two steps: the inner one finds ids and keys in a narrow view, in order and no more than are wanted, which
 * is an index range; the outer one shows those records. Policies judge both.
 */
import { type SQL, sql } from 'drizzle-orm'
import { type CurrentUser, hasUnscopedPermission } from '../access/can.ts'
import { type Permission, type Resource, rulesOf } from '../access/catalogue.ts'
import { NotFound } from '../errors.ts'
import type { Filters, FilterValues } from '../field/filter.ts'
import type { Connection } from './connection.ts'
import { type Place, partsOf } from './list-parts.ts'
import { beginning, fewIn, type Lead, mayListAll, type Scoped, scopesOf } from './list-ranges.ts'
import { describedRefs, type Given, idsOf, namesOf, referredBy, refsTable, requireFound } from './list-refs.ts'
import { looksAhead, matchesOf, notAhead, rowsAhead, unlessAhead } from './list-words.ts'
import { joined, leftOut } from './lookup.ts'
import { type About, byId, every, type Listed, type Mode, type Sort } from './narrowing.ts'
import type { Listing, Piece } from './page.ts'
import type { Referred } from './seen.ts'

/** Which part of a list is wanted, in which order, and what was typed for its filters. */
export interface Wanted<F extends Filters> extends Listing {
  readonly sort?: string | undefined
  readonly desc: boolean
  /** The command that starts at the beginning of the list. */
  readonly again?: string | undefined
  readonly filters: FilterValues<F>
}

/** One question to a list, and its SQL. */
export class Question<F extends Filters> {
  readonly permission: Permission
  readonly sortName: string
  readonly #of: Listed<F>
  readonly #o: Wanted<F>
  readonly #sort: Sort
  /** The filters that were given. */
  readonly #given: readonly Given<F>[]
  readonly #refs: readonly Referred[]
  readonly #words: string | undefined

  constructor(of: Listed<F>, o: Wanted<F>) {
    this.#of = of
    this.#o = o
    this.permission = `${of.resource}:list` as Permission
    this.sortName = o.sort ?? of.usual?.(o.filters) ?? 'id'
    this.#sort = of.sorts[this.sortName] ?? byId
    this.#given = Object.entries(of.filters).flatMap(([name, narrowing]) => {
      const values = o.filters[name]
      return values === undefined ? [] : [{ name, values, narrowing }]
    })
    this.#refs = referredBy(this.#given)
    this.#words = this.#given.find(({ narrowing }) => narrowing === 'words')?.values[0] as string | undefined
  }

  /** The statement that suits this person. Only what makes a difference to this question counts. */
  modeFor(facts: CurrentUser, many: boolean): Mode {
    const { resource, wide } = this.#of
    const all = (needs: readonly Resource[] = []) =>
      needs.every((one) =>
        ['list', 'view'].some((action) => facts.permissions.includes(`${one}:${action}` as Permission)),
      )
    const scoped = rulesOf(resource).scopes.length > 0 && !hasUnscopedPermission(facts, resource, 'list')
    const usesWide =
      (many && this.#words !== undefined) ||
      this.#given.some(({ narrowing }) => typeof narrowing === 'object' && 'wide' in narrowing)
    return {
      scoped: scoped && !this.#isMine,
      wide: !usesWide || all(wide?.needs),
      hidden: !all(this.#sort.through?.needs),
      walks: many,
    }
  }

  /** The rows of one piece, with their keys. @param whole whether they say what they say of other records */
  rows(mode: Mode, piece: Piece<Place>, whole = true): SQL {
    const { columns, records, lookups = {} } = this.#of
    const others = whole ? joined(lookups) : leftOut(lookups)
    const direction = this.#o.desc ? sql` desc` : sql``
    if (this.#isPlain(mode)) {
      const { desc, after } = this.#o
      const behind = piece.behind?.id ?? after
      const later = behind === 0 ? sql`` : sql` and x.id ${desc ? sql`<` : sql`>`} ${behind}::integer`
      return sql`select ${columns}, x.id as sort_key from ${records} x${others}
        where ${mayListAll(this.#of.resource)}${later} order by x.id${direction} limit ${piece.limit}`
    }
    const rows = this.#found(mode, piece)
    const found = this.#ahead(mode, piece) ? unlessAhead(rows, piece) : rows
    // A lookup for each row: a join of thousands of rows would be made by reading all records, for each piece anew.
    return sql`select ${columns}, p.key as sort_key from (${found}) p
      cross join lateral (select w.* from ${records} w where w.id = p.id offset 0) x${others} order by p.key${direction} nulls last, p.id`
  }

  /** How many rows match. */
  all(mode: Mode): SQL {
    const conditions = this.#conditions(mode)
    const ranges = this.#ranges(mode).map(
      ({ where, rows }) =>
        sql`select k.id from ${this.#source(mode)} where ${every([...where, ...rows, ...conditions])}`,
    )
    return sql`select count(*)::integer as total from (${sql.join(ranges, sql` union `)}) matching`
  }

  /** The tables that every part reads, and what is answered beside the rows. @param piece undefined: only the number of rows is wanted */
  beside(mode: Mode, piece: Piece<Place> | undefined): { before?: SQL; about?: SQL } {
    const { resource, keys } = this.#of
    const tables: SQL[] = []
    if (this.#refs.length > 0) tables.push(refsTable(this.#refs))
    const looksUp = piece !== undefined && piece.behind === undefined && this.#looksUp
    if (looksUp) {
      const joins = (this.#sort.through?.joins ?? []).map((join) => sql` left join ${join}`)
      tables.push(sql`place as materialized (select ${this.#sort.key} as key from ${keys} k${sql.join(joins)}
        where k.id = ${this.#o.after}::integer)`)
    }
    const ahead = this.#ahead(mode, piece)
    if (ahead) tables.push(sql`ahead as materialized (${this.#found({ ...mode, walks: true }, ahead, rowsAhead)})`)
    if (this.#words !== undefined && !this.#walksBy(mode)) {
      const where = [
        ...(mode.scoped || this.#isMine ? [] : [mayListAll(resource)]),
        ...(ahead ? [notAhead(ahead)] : []),
      ]
      tables.push(matchesOf(resource, this.#words, { all: mode.walks, where }))
    } else if (this.#range && this.#finds(mode)) tables.push(...fewIn(this.#range, { resource, keys }))
    if (tables.length === 0) return {}
    return {
      before: sql`with ${sql.join(tables, sql`, `)} `,
      about: sql`json_build_object(
        'refs', ${describedRefs(this.#refs)},
        'many', ${this.#finds(mode) && !mode.walks ? sql`exists (select from found where id is null)` : sql`false`},
        'gone', ${looksUp ? sql`not exists (select from place)` : sql`false`})`,
    }
  }

  /** @throws NotFound · Ambiguous */
  async judge(connection: Connection, about: About | undefined): Promise<void> {
    await requireFound(connection, this.#refs, about)
    if (about?.gone) {
      const id = this.#o.after
      throw new NotFound((t) => t.list.startAgain({ noun: t.noun[this.#of.resource], id }), {
        next: this.#o.again === undefined ? [] : [this.#o.again],
      })
    }
  }

  names(about: About | undefined): Record<string, string[]> {
    return namesOf(this.#refs, about)
  }

  /** Nothing narrows the list and it is in order of id: the records themselves are walked, which plans in a third less time. */
  #isPlain(mode: Mode): boolean {
    const also = this.#of.also?.(this.#o.filters) ?? []
    return this.#sort === byId && this.#given.length === 0 && also.length === 0 && !mode.scoped
  }

  get #isMine(): boolean {
    return this.#given.some(({ narrowing }) => narrowing === 'mine')
  }

  /** `--after` in another order than that of ids: the key of that record is looked up. */
  get #looksUp(): boolean {
    return this.#o.after !== 0 && this.#sort !== byId
  }

  /** The piece, if it is looked for at the beginning of the order first; of several ranges none would be known to be whole. */
  #ahead(mode: Mode, piece: Piece<Place> | undefined): Piece<Place> | undefined {
    const canWalk = !mode.walks && this.#walksBy({ ...mode, walks: true }) && this.#ranges(mode).length === 1
    return canWalk && looksAhead(this.#sort, piece) ? piece : undefined
  }

  /** The words of a row, where the rows are found by walking along the order; undefined where matches are searched for. */
  #walksBy(mode: Mode): SQL | undefined {
    if (!mode.walks || this.#words === undefined) return undefined
    return this.#of.wide && mode.wide ? sql`k.words` : this.#of.words
  }

  /** A range of a column that few rows may be in. */
  get #range(): { readonly column: SQL; readonly conditions: readonly SQL[] } | undefined {
    if (this.#words !== undefined || this.#sort !== byId || this.#isMine || this.#refs.length > 0) return undefined
    const probed = this.#given.flatMap(({ values, narrowing }) =>
      typeof narrowing === 'object' && 'rows' in narrowing && narrowing.range
        ? [{ column: narrowing.range, is: narrowing.rows(values as never, { wide: false, given: this.#o.filters }) }]
        : [],
    )
    const [first] = probed
    if (!first) return undefined
    return {
      column: first.column,
      conditions: probed.filter(({ column }) => column === first.column).map(({ is }) => is),
    }
  }

  /** Whether the statement has found the ids of all rows before it looks at any. */
  #finds(mode: Mode): boolean {
    if (this.#words !== undefined) return !this.#walksBy(mode)
    return this.#range !== undefined && !mode.scoped && !mode.walks
  }

  /** Where the rows are found. A search has found their ids already, and looks each of them up. */
  #source(mode: Mode): SQL {
    if (!this.#finds(mode)) return sql`${this.#view(mode)} k`
    return sql`found f cross join lateral (select w.* from ${this.#view(mode)} w where w.id = f.id offset 0) k`
  }

  /** The view that has the columns of all filters. */
  #view(mode: Mode): SQL {
    const { keys, wide } = this.#of
    const usesWide =
      (mode.walks && this.#words !== undefined) ||
      this.#given.some(({ narrowing }) => typeof narrowing === 'object' && 'wide' in narrowing)
    return wide && usesWide && mode.wide ? wide.view : keys
  }

  /** What every row must meet. */
  #conditions(mode: Mode, lead?: Lead): SQL[] {
    const walksBy = this.#walksBy(mode)
    const conditions = this.#given.flatMap(({ name, values, narrowing }): SQL[] => {
      if (typeof narrowing !== 'object' || lead?.filter === name) return []
      if ('rows' in narrowing) return [narrowing.rows(values as never, { wide: mode.wide, given: this.#o.filters })]
      return [narrowing.is(idsOf(this.#refs, name), this.#o.filters)]
    })
    return walksBy
      ? // As an operand of `coalesce` it is not estimated to hold for next to no row, and the walk ends early.
        [...conditions, sql`coalesce((${walksBy}) @@ (select epic_events.prefixes(${this.#words}::text)), false)`]
      : conditions
  }

  /** Of these a row must meet one: the scopes of the caller, and the ranges of a filter. */
  #ranges(mode: Mode): Scoped[] {
    const { resource, also } = this.#of
    return scopesOf(resource, { byScope: this.#isMine || mode.scoped, ranges: also?.(this.#o.filters) ?? [] })
  }

  /** The filter on one person by which an index begins. */
  get #leadingFilter(): Lead | undefined {
    for (const { name, values, narrowing } of this.#given)
      if (typeof narrowing === 'object' && 'refers' in narrowing && narrowing.leads && values.length === 1) {
        const [value = sql`null`] = idsOf(this.#refs, name)
        return { column: narrowing.leads, value, filter: name }
      }
    return undefined
  }

  /**
   * The ids of one piece with their keys: the rows beside the last one, those behind its key, those without a key.
   *
   * @param ahead only so many rows are looked at, from the beginning of the first part
   */
  #found(mode: Mode, { behind, limit }: Piece<Place>, ahead?: number): SQL {
    const { desc, after } = this.#o
    const direction = desc ? sql` desc` : sql``
    const few = this.#isMine || mode.scoped || this.#leadingFilter !== undefined
    const all = partsOf(this.#sort, { desc, after, few, hidden: mode.hidden, behind })
    const parts = (ahead === undefined ? all : all.slice(0, 1)).map((part) => {
      const ranges = this.#ranges(mode).map(({ where, rows, lead: own, apart }) => {
        const lead = this.#finds(mode) || apart ? undefined : (this.#leadingFilter ?? own)
        const begin = lead && beginning(this.#sort, lead, part.keyed)
        const mine = begin && lead === own ? [] : rows
        const further = this.#conditions(mode, begin && lead)
        const within = [...where, ...mine, ...part.where, ...(begin?.where ?? [])]
        const order = begin ? sql`${begin.column}${part.keyed ? direction : sql``}, ${part.order}` : part.order
        const source =
          apart && !this.#finds(mode)
            ? sql`(select w.* from ${this.#view(mode)} w where ${apart} offset 0) k`
            : this.#source(mode)
        if (ahead !== undefined)
          return sql`(select k.id, ${part.key} as key from (select k.* from ${source} where ${every(within)}
            order by ${order} limit ${ahead}::integer) k where ${every(further)} order by ${order} limit ${limit})`
        return sql`(select k.id, ${part.key} as key from ${source}${part.joins}
          where ${every([...within, ...further])} order by ${order} limit ${limit})`
      })
      const [only] = ranges
      if (only && ranges.length === 1) return only
      // A row of two ranges comes once.
      return sql`(select u.id, u.key from (${sql.join(ranges, sql` union `)}) u
        order by u.key${direction} nulls last, u.id limit ${limit})`
    })
    const [only] = parts
    if (only && parts.length === 1) return only
    return sql`select a.id, a.key from (${sql.join(parts, sql` union all `)}) a limit ${limit}`
  }
}
