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
  /** The width now, because a window may be resized; 80 if it is not known. */
  columns(): number
  /** Resolves when the text was handed over, so that a slow reader slows the writer down. A reader that has closed is no error. */
  write(text: string): Promise<void>
  /** `true` after the reader has closed the stream. Nothing more needs to be written. */
  readonly closed: boolean
}
