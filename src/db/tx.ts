/** One connection with one identity, for the time of one command. What stores speak to. */
import type { SQL } from 'drizzle-orm'
import type { Facts } from '../access/can.ts'

export interface Tx {
  /** Runs one statement; every value travels as a bound parameter. */
  query<R>(statement: SQL): Promise<R[]>
  /** Runs one statement and hands over its rows in batches, without holding them all. */
  stream<R>(statement: SQL, batch: number): AsyncIterable<R[]>
}

/** What every reading statement answers: who asked, and what was found. */
export interface Read<R> {
  readonly facts: Facts
  readonly rows: R[]
}
