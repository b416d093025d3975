/** The process's three streams, as interfaces: main.ts makes them of the process, tests keep them in memory. */

/** The three streams and what is known of the terminal behind them. */
export interface Io {
  readonly stdin: {
    readonly isTerminal: boolean
    /** All of standard input as text, to its end. */
    text(): Promise<string>
  }
  readonly stdout: Stream
  readonly stderr: Stream
}

export interface Stream {
  readonly isTerminal: boolean
  /** Columns now (a window may be resized); 80 when unknown. */
  columns(): number
  /** Resolves once the text was handed over: a slow reader slows the writer, a closed one is no error. */
  write(text: string): Promise<void>
  /** `true` once the reader has gone: there is no point in going on. */
  readonly closed: boolean
}
