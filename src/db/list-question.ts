/**
 * The SQL of a list. A statement has two steps: the inner one finds ids and keys in a narrow view, in order and no more than are wanted, which
 * is an index range; the outer one shows those records. Policies judge both.
 */
import { type SQL, sql } from 'drizzle-orm'
import { type CurrentUser, hasUnscopedPermission } from '../access/can.ts'
import { type Permission, type Resource, rulesOf } from '../access/catalogue.ts'
import { canSql, listedByScope } from '../access/predicates.ts'
import { NotFound } from '../errors.ts'
import type { Filters, FilterValues } from '../field/filter.ts'
import { isNamed, type Reference } from '../field/reference.ts'
import type { Connection } from './connection.ts'
import { byId, every, type Listed, type Sort } from './narrowing.ts'
import type { Listing, Piece } from './page.ts'
import { described, type Referred, seenId } from './seen.ts'
import { trustedSql } from './statement.ts'
import { unresolved } from './unresolved.ts'

/** Which part of a list is wanted, in which order, and what was typed for its filters. */
export interface Wanted<F extends Filters> extends Listing {
  readonly sort?: string | undefined
  readonly desc: boolean
  /** The command that starts at the beginning of the list. */
  readonly again?: string | undefined
  readonly filters: FilterValues<F>
}

/** More matches of a search than these are found by walking along the order of the list. */
const mostMatches = 2_000
/** The most that the database searches for. */
const allMatches = 5_000

/** How a statement is written for somebody. */
export interface Mode {
  /** The role may list some records only. */
  readonly scoped: boolean
  /** The role may read the wide view. */
  readonly wide: boolean
  /** Records through which the list is sorted may be hidden. */
  readonly hidden: boolean
  /** The words match more records than `mostMatches`. */
  readonly walks: boolean
}

/** The last row of a piece: its id, and its key if it was read. */
export interface Place {
  readonly id: number
  readonly key: unknown
}

/** What a statement says beside its rows. */
export interface About {
  readonly refs: readonly ({ readonly id: number; readonly name: string } | null)[] | null
  readonly many: boolean
  readonly gone: boolean
}

/** One question to a list, and its SQL. */
export class Question<F extends Filters> {
  readonly permission: Permission
  readonly sortName: string
  readonly #of: Listed<F>
  readonly #o: Wanted<F>
  readonly #sort: Sort
  /** The filters that were given. */
  readonly #given: {
    readonly name: string
    readonly values: readonly unknown[]
    readonly narrowing: Listed<F>['filters'][string]
  }[]
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
    this.#refs = this.#given.flatMap(({ name, values, narrowing }) =>
      typeof narrowing === 'object' && 'refers' in narrowing
        ? (values as readonly Reference[]).map((reference) => {
            const gone = narrowing.gone === true && !isNamed(reference)
            return { name, noun: narrowing.refers, reference, gone }
          })
        : [],
    )
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
    const usesWide = many || this.#given.some(({ narrowing }) => typeof narrowing === 'object' && 'wide' in narrowing)
    return {
      scoped: scoped && !this.#isMine,
      wide: !usesWide || all(wide?.needs),
      hidden: !all(this.#sort.through?.needs),
      walks: many,
    }
  }

  /** The rows of one piece, with their keys. */
  rows(mode: Mode, piece: Piece<Place>): SQL {
    const { columns, records } = this.#of
    const direction = this.#o.desc ? sql` desc` : sql``
    return sql`select ${columns}, p.key as sort_key from (${this.#found(mode, piece)}) p
      join ${records} x on x.id = p.id order by p.key${direction} nulls last, p.id`
  }

  /** How many rows match. */
  all(mode: Mode): SQL {
    const conditions = this.#conditions(mode)
    const ranges = this.#ranges(mode).map(
      (range) => sql`select k.id from ${this.#source(mode)} where ${every([range, ...conditions])}`,
    )
    return sql`select count(*)::integer as total from (${sql.join(ranges, sql` union `)}) matching`
  }

  /** The tables that every part reads, and what is answered beside the rows. @param begins this is the first piece of the list */
  beside(mode: Mode, begins: boolean): { before?: SQL; about?: SQL } {
    const { resource, keys } = this.#of
    const tables: SQL[] = []
    if (this.#refs.length > 0) {
      const ids = this.#refs.map(({ noun, reference, gone }, at) => {
        const id = gone ? sql`${reference}::integer` : seenId(noun, reference)
        return sql`${id} as ${column(at)}`
      })
      tables.push(sql`refs as materialized (select ${sql.join(ids, sql`, `)})`)
    }
    if (this.#words !== undefined && !this.#walksBy(mode)) {
      const most = mode.walks ? allMatches : mostMatches
      tables.push(
        sql`found as materialized (select f.id from epic_events.search(${resource}::text, ${this.#words}::text, ${most}::integer) f(id))`,
      )
    }
    const looksUp = begins && this.#looksUp
    if (looksUp) {
      const joins = (this.#sort.through?.joins ?? []).map((join) => sql` left join ${join}`)
      tables.push(sql`place as materialized (select ${this.#sort.key} as key from ${keys} k${sql.join(joins)}
        where k.id = ${this.#o.after}::integer)`)
    }
    if (tables.length === 0) return {}
    const named = this.#refs.map(({ noun }, at) => sql`(${described(noun, sql`(select ${column(at)} from refs)`)})`)
    return {
      before: sql`with ${sql.join(tables, sql`, `)} `,
      about: sql`json_build_object(
        'refs', ${named.length === 0 ? sql`null` : sql`json_build_array(${sql.join(named, sql`, `)})`},
        'many', ${this.#words !== undefined && !mode.walks ? sql`exists (select from found where id is null)` : sql`false`},
        'gone', ${looksUp ? sql`not exists (select from place)` : sql`false`})`,
    }
  }

  /** @throws NotFound · Ambiguous */
  async judge(connection: Connection, about: About | undefined): Promise<void> {
    const missing = this.#refs.find(({ gone }, at) => about?.refs?.[at] === null && !gone)
    if (missing) {
      const { name, noun, reference } = missing
      if (isNamed(reference)) throw await unresolved(connection, noun, reference, name)
      const message: NotFound['userMessage'] = (t) => t.refusal.noSuch({ noun: t.noun[noun], id: reference })
      throw new NotFound(message, { fields: { [name]: message }, next: [`${noun} list`] })
    }
    if (about?.gone) {
      const id = this.#o.after
      throw new NotFound((t) => t.list.startAgain({ noun: t.noun[this.#of.resource], id }), {
        next: this.#o.again === undefined ? [] : [this.#o.again],
      })
    }
  }

  names(about: About | undefined): Record<string, string[]> {
    const names: Record<string, string[]> = {}
    for (const [at, { name }] of this.#refs.entries()) {
      const record = about?.refs?.[at]
      if (record) names[name] = [...(names[name] ?? []), record.name]
    }
    return names
  }

  get #isMine(): boolean {
    return this.#given.some(({ narrowing }) => narrowing === 'mine')
  }

  /** `--after` in another order than that of ids: the key of that record is looked up. */
  get #looksUp(): boolean {
    return this.#o.after !== 0 && this.#sort !== byId
  }

  /** The words of a row, where the rows are found by walking along the order; undefined where matches are searched for. */
  #walksBy(mode: Mode): SQL | undefined {
    if (!mode.walks) return undefined
    return this.#of.wide && mode.wide ? sql`k.words` : this.#of.words
  }

  /** Where the rows are found. A search has found their ids already, and looks each of them up. */
  #source(mode: Mode): SQL {
    const { keys, wide } = this.#of
    const usesWide =
      mode.walks || this.#given.some(({ narrowing }) => typeof narrowing === 'object' && 'wide' in narrowing)
    const view = wide && usesWide && mode.wide ? wide.view : keys
    if (this.#words === undefined || this.#walksBy(mode)) return sql`${view} k`
    return sql`found f cross join lateral (select w.* from ${view} w where w.id = f.id offset 0) k`
  }

  /** What every row must meet. */
  #conditions(mode: Mode): SQL[] {
    const walksBy = this.#walksBy(mode)
    const conditions = this.#given.flatMap(({ name, values, narrowing }): SQL[] => {
      if (typeof narrowing !== 'object') return []
      if ('rows' in narrowing) return [narrowing.rows(values as never, { wide: mode.wide, given: this.#o.filters })]
      const ids = [...this.#refs.entries()].flatMap(([at, ref]) =>
        ref.name === name ? [sql`(select ${column(at)} from refs)`] : [],
      )
      return [narrowing.is(ids, this.#o.filters)]
    })
    return walksBy
      ? [...conditions, sql`(${walksBy}) @@ (select epic_events.prefixes(${this.#words}::text))`]
      : conditions
  }

  /** Conditions of which a row must meet one: the scopes of the caller, and the ranges of a filter. */
  #ranges(mode: Mode): SQL[] {
    const { resource, also } = this.#of
    const scopes =
      this.#isMine || mode.scoped
        ? listedByScope(resource, 'k').map(({ may, rows }) => trustedSql(`${may} and ${rows}`))
        : [trustedSql(canSql([`${resource}:list`]))]
    const ranges = also?.(this.#o.filters) ?? []
    return ranges.length === 0 ? scopes : scopes.flatMap((scope) => ranges.map((range) => sql`${scope} and ${range}`))
  }

  /** The ids of one piece with their keys: the rows beside the last one, those behind its key, those without a key. */
  #found(mode: Mode, piece: Piece<Place>): SQL {
    const parts = this.#parts(mode, piece.behind).map(({ where, key, order, joins }) => {
      const conditions = [...where, ...this.#conditions(mode)]
      const ranges = this.#ranges(mode).map(
        (range) => sql`(select k.id, ${key} as key from ${this.#source(mode)}${joins}
          where ${every([range, ...conditions])} order by ${order} limit ${piece.limit})`,
      )
      const [only] = ranges
      if (only && ranges.length === 1) return only
      // A row of two ranges comes once.
      const direction = this.#o.desc ? sql` desc` : sql``
      return sql`(select u.id, u.key from (${sql.join(ranges, sql` union `)}) u
        order by u.key${direction} nulls last, u.id limit ${piece.limit})`
    })
    const [only] = parts
    if (only && parts.length === 1) return only
    return sql`select a.id, a.key from (${sql.join(parts, sql` union all `)}) a limit ${piece.limit}`
  }

  /**
   * The parts of the list behind a row, in their order. Each is an index range, and the next is read only where the ones before it have too
   * few rows: a comparison of both key and id would read all rows that share a key.
   */
  #parts(mode: Mode, behind: Place | undefined): { where: SQL[]; key: SQL; order: SQL; joins: SQL }[] {
    const { key, type, nullable, through } = this.#sort
    const { desc, after } = this.#o
    const beyond = desc ? sql`<` : sql`>`
    const direction = desc ? sql` desc` : sql``
    const id = sql`${behind?.id ?? after}::integer`
    if (this.#sort === byId) {
      const where = behind || after !== 0 ? [sql`k.id ${beyond} ${id}`] : []
      return [{ where, key, order: sql`k.id${direction}`, joins: sql`` }]
    }
    const joins = sql.join((through?.joins ?? []).map((join) => sql` join ${join}`))
    const all = mode.hidden
      ? []
      : (through?.needs ?? []).map((one) => trustedSql(canSql([`${one}:list`, `${one}:view`])))
    const ordered = { key, order: sql`${key}${direction}, k.id`, joins }
    const without = nullable ? sql`${key} is null` : mode.hidden ? through?.hidden : through?.none
    const nothing = sql`null::${trustedSql(type)}`
    const last = (where: SQL[]) =>
      without ? [{ where: [without, ...where], key: nothing, order: sql`k.id`, joins: sql`` }] : []
    if (behind ? behind.key === null : false) return last([sql`k.id > ${id}`])
    const keyed = nullable ? [sql`${key} is not null`] : []
    if (!behind && after === 0) return [{ ...ordered, where: [...all, ...keyed] }, ...last([])]
    // As text, because the driver would read a time as a date of JavaScript, which has no microseconds.
    const at = behind ? sql`${String(behind.key)}::text::${trustedSql(type)}` : sql`(select key from place)`
    return [
      { ...ordered, where: [...all, sql`${key} = ${at}`, sql`k.id > ${id}`], order: sql`k.id` },
      { ...ordered, where: [...all, sql`${key} ${beyond} ${at}`] },
      ...last(behind ? [] : [sql`(${at} is not null or k.id > ${id})`]),
    ]
  }
}

const column = (at: number): SQL => sql`${sql.identifier(`r${at}`)}`
