/** One question of clack on the terminal: the keys that all questions have, signals, and the terminal as it was afterwards. */
import type { Key } from 'node:readline'
import { isCancel, type Prompt } from '@clack/core'
import { LinesEditor } from './editor.ts'
import { ListPrompt } from './list.ts'
import { type AnyQuestion, Back, Left, type PromptTerminal } from './prompt.ts'

// Bracketed paste (xterm, "Bracketed Paste Mode") tells a pasted line break from the Enter key.
const takePastes = '\x1b[?2004h'
const give = '\x1b[?2004l\x1b[?25h'
const hideCursor = '\x1b[?25l'

/** Members of clack's prompt that its types keep private. */
interface Private {
  /** What stands on the screen. */
  _prevFrame: string
  _render(): string
  render(): void
  rl?: { on(signal: 'SIGTSTP', raise: () => void): unknown }
}

/**
 * Asks one question, and restores the terminal afterwards.
 *
 * @throws Cancelled · Back
 */
export async function runPrompt<T>(
  o: PromptTerminal,
  q: AnyQuestion,
  make: (signal: AbortSignal) => Prompt<T>,
): Promise<T | undefined> {
  const { input, output } = o
  const aborter = new AbortController()
  const leave = () => aborter.abort()
  input.once('end', leave)
  output.write(takePastes)
  const prompt = make(aborter.signal)
  const inner = prompt as unknown as Private
  const closed = o.opened?.({
    cancel: leave,
    pause() {
      input.setRawMode?.(false)
      output.write(`${give}\n`)
    },
    resume() {
      // A process that was stopped without being asked (SIGSTOP) still believes that the terminal is in raw mode.
      input.setRawMode?.(false)
      input.setRawMode?.(true)
      output.write(`${takePastes}${hideCursor}`)
      inner._prevFrame = ''
      inner.render()
    },
  })
  let back = false
  try {
    prompt.on('key', (char, key) => {
      if (q.back && leadsBack(prompt, key)) {
        back = true
        // A question that is left for the one before goes from the screen.
        inner._render = () => ''
        prompt.state = 'cancel'
      }
      // On Ctrl-D, readline closes the input. The question would then wait for ever, or the process would end with exit code 0.
      const end = key.ctrl === true && key.name === 'd' && prompt.userInput === ''
      if (end && prompt.state !== 'submit') prompt.state = 'cancel'
      if (char === '\x1c') o.raise?.('SIGQUIT')
    })
    const answering = prompt.prompt()
    // Without a listener, readline would stop the process by itself and leave it without the terminal's keys.
    inner.rl?.on('SIGTSTP', () => o.raise?.('SIGTSTP'))
    const answer = await answering
    if (back) {
      output.write('\x1b[1A')
      throw new Back(prompt.userInput, typeof prompt.value === 'boolean' ? prompt.value : undefined)
    }
    if (isCancel(answer)) throw new Left(prompt.userInput)
    return answer
  } finally {
    output.write(give)
    input.off('end', leave)
    closed?.()
  }
}

/** Shift-Tab everywhere, and the up arrow where it moves nothing: not in a list, and in several lines only from the first one. */
function leadsBack(prompt: Prompt<unknown>, { name, shift }: Key): boolean {
  if (name === 'tab') return shift === true
  if (name !== 'up' || prompt instanceof ListPrompt) return false
  return !(prompt instanceof LinesEditor) || prompt.leftAtTop
}
