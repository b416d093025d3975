/** A program in a real pseudo-terminal. A test types into it, resizes it, interrupts it, and reads its screen. */
import { Screen } from './screen.ts'

export interface Pty {
  readonly pid: number
  /** Sends keys as a terminal does: Enter is `\r`. Bytes are those of a terminal that is not set to UTF-8. */
  type(keys: string | Uint8Array): void
  /** Waits until the screen shows a text, or matches. @throws Error with the screen, after the time allowed */
  waitFor(what: string | RegExp): Promise<string>
  /** What a person sees now. */
  screen(): string
  /** The same with its colours. */
  cells(): ReturnType<Screen['cells']>
  /** Everything that was ever written, escape sequences included. */
  output(): string
  readonly cursorShown: boolean
  readonly bracketedPaste: boolean
  resize(columns: number, rows: number): void
  signal(name: NodeJS.Signals): void
  /** Exit code; 128 + n for a signal. Waits for the end. */
  ended(): Promise<number>
  [Symbol.asyncDispose](): Promise<void>
}

export interface PtyOptions {
  readonly columns?: number
  readonly rows?: number
  /** Added to an environment without a pager. */
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly cwd?: string
  /** How long to wait for a text, in milliseconds. */
  readonly patience?: number
}

/** Keys that have no letter. */
export const key = {
  enter: '\r',
  escape: '\x1b',
  up: '\x1b[A',
  down: '\x1b[B',
  left: '\x1b[D',
  right: '\x1b[C',
  pageUp: '\x1b[5~',
  pageDown: '\x1b[6~',
  home: '\x1b[H',
  end: '\x1b[F',
  shiftTab: '\x1b[Z',
  backspace: '\x7f',
  ctrlC: '\x03',
  ctrlD: '\x04',
}

/** Text as a terminal hands it over when it is pasted and the program asked to be told. */
export const pasted = (text: string) => `\x1b[200~${text.replaceAll('\n', '\r')}\x1b[201~`

/**
 * Starts a program whose standard input, output and error are a terminal of its own.
 *
 * @param command program and arguments
 */
export function pty(command: readonly string[], o: PtyOptions = {}): Pty {
  const { columns = 80, rows = 24, patience = 20_000 } = o
  const screen = new Screen(columns)
  const decoder = new TextDecoder()
  let written = ''
  let heard = () => {}
  const { PATH = '' } = Bun.env
  const process = Bun.spawn([...command], {
    ...(o.cwd === undefined ? {} : { cwd: o.cwd }),
    env: { PATH, TERM: 'xterm-256color', LANG: 'C.UTF-8', PAGER: 'cat', ...o.env },
    terminal: {
      ...{ cols: columns, rows },
      data(_, bytes) {
        const text = decoder.decode(bytes, { stream: true })
        written += text
        screen.write(text)
        heard()
      },
    },
  })
  const { terminal } = process
  if (!terminal) throw new Error('No pseudo-terminal')
  let over = false
  const end = process.exited.then((code) => {
    over = true
    heard()
    return process.signalCode === null ? code : code > 128 ? code : 128 + code
  })

  return {
    pid: process.pid,
    type: (keys) => void terminal.write(keys),
    async waitFor(what) {
      const shown = () => (typeof what === 'string' ? screen.text().includes(what) : what.test(screen.text()))
      const until = performance.now() + patience
      while (!shown()) {
        const left = until - performance.now()
        if (over || left <= 0) {
          throw new Error(`${over ? 'Ended' : 'Timed out'} before the screen showed ${String(what)}:\n${screen.text()}`)
        }
        let timer: Timer | undefined
        await new Promise<void>((resolve) => {
          heard = resolve
          timer = setTimeout(resolve, Math.min(left, 1000))
        })
        clearTimeout(timer)
      }
      return screen.text()
    },
    screen: () => screen.text(),
    cells: () => screen.cells(),
    output: () => written,
    get cursorShown() {
      return screen.cursorShown
    },
    get bracketedPaste() {
      return screen.bracketedPaste
    },
    resize(wide, high) {
      screen.columns = wide
      terminal.resize(wide, high)
    },
    signal: (name) => process.kill(name),
    async ended() {
      let timer: Timer | undefined
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error(`Still running:\n${screen.text()}`)), patience)
      })
      return Promise.race([end, late]).finally(() => clearTimeout(timer))
    },
    async [Symbol.asyncDispose]() {
      if (!over) process.kill('SIGKILL')
      await end
      terminal.close()
    },
  }
}
