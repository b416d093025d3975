/** The three streams of a process, and what is known about the terminal behind them. */
export interface Io {
  readonly stdin: {
    readonly isTerminal: boolean
    /** Reads all of standard input as text. */
    text(): Promise<string>
  }
  readonly stdout: Stream
  readonly stderr: Stream
}

/** An output stream. */
export interface Stream {
  readonly isTerminal: boolean
  /** The width in columns now, because a window may be resized; 80 when it is unknown. */
  columns(): number
  /** Resolves once the system has taken the text, so that a slow reader slows the writer. A reader that has gone is no error. */
  write(text: string): Promise<void>
  /** `true` once the reader has gone: nothing more needs to be written. */
  readonly closed: boolean
}
