/** The three streams of a process, and what is known about the terminal behind them. */
import { Usage } from '../errors.ts'
import { decodeUtf8 } from '../text/utf8.ts'

export interface Io {
  readonly stdin: {
    readonly isTerminal: boolean
    /** Reads all of standard input as text. @throws Usage it is not UTF-8 */
    text(): Promise<string>
    /** Reads all of standard input. */
    bytes(): Promise<Uint8Array>
  }
  readonly stdout: ByteStream
  /** Standard output through a pager, for a list that may be longer than the screen; undefined where there is none. */
  readonly page?: () => Paged | undefined
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

/** An output stream that also takes bytes as they are. */
export interface ByteStream extends Stream {
  write(text: string | Uint8Array): Promise<void>
}

/** A list on its way to a person, who may leave the pager before its end. */
export interface Paged extends Stream {
  /**
   * Ends the list: what fits on the screen is written, else the person is waited for until they leave the pager.
   *
   * @returns the exit code of a pager that failed
   */
  end(): Promise<number | undefined>
}

/**
 * What standard input holds as text. A byte order mark at the beginning is dropped: PowerShell 5.1 puts one before what it pipes
 * (google/go-containerregistry#1759), and a password that is typed has none.
 *
 * @throws Usage the bytes are not UTF-8. They may be a secret, so none is repeated
 */
export function inputText(bytes: Uint8Array): string {
  const text = decodeUtf8(bytes)
  if (text === undefined) throw new Usage((t) => t.usage.stdinBytes)
  return text
}
