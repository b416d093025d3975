/** What a person sees of the compiled program, on terminals of several kinds. */

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'
import { embedded } from '../../src/db/connection/connect.ts'
import { Exit } from '../../src/errors.ts'
import { crooked } from '../screens/sample.ts'
import { type Machine, sampleMachine } from './sample.ts'

setDefaultTimeout(60_000)

let machine: Machine
beforeAll(async () => {
  machine = await sampleMachine()
}, 240_000)
afterAll(() => machine?.remove())

test.each([120, 80, 40])('at %i columns → no line is longer', async (columns) => {
  for (const typed of ['today', 'client list', 'event view 3', 'help']) {
    await using p = machine.terminal(typed, { columns, rows: 50, env: { NO_COLOR: '1' } })
    expect(await p.ended()).toBe(Exit.ok)
    // A terminal wraps a line that is too long; the screen then has lines that the program did not write.
    // What stood there before it was cleared said that the database is being opened.
    const written = p
      .output()
      .replaceAll('\r\n', '\n')
      .split('\n')
      .map((line) => line.split('\x1b[J').at(-1) ?? '')
    expect(written.filter((line) => Bun.stringWidth(line) > columns && !line.includes('epic-events '))).toEqual([])
    if (typed !== 'help' && written.some((line) => line.startsWith('╭'))) {
      expect(crooked(written.filter((line) => /^[╭│├╰]/.test(line)).join('\n'))).toEqual([])
    }
  }
})

test('the colours are the original’s where the terminal has them, near ones where it has 16, none where it is dumb', async () => {
  const shown = async (env: Readonly<Record<string, string>>) => {
    await using p = machine.terminal('client view 8', { env })
    await p.ended()
    return p.output()
  }
  expect(await shown({ COLORTERM: 'truecolor' })).toContain('\x1b[38;2;255;95;0m')
  expect(await shown({ TERM: 'xterm-256color' })).toContain('\x1b[38;5;202m')
  expect(await shown({ TERM: 'xterm' })).toContain('\x1b[33m')
  expect(await shown({ TERM: 'dumb' })).not.toContain('\x1b')
})

test('whatever is shown → the screen is never cleared', async () => {
  await using p = machine.terminal('today')
  await p.ended()
  expect(p.output()).not.toMatch(/\x1b\[[23]?J|\x1bc|\x1b\[\?1049h/)
})

test('waiting for the embedded database → is shown, and Ctrl-C ends it', async () => {
  const home = embedded(join(machine.home, '.local/share/epic-events'), { uid: process.geteuid?.(), onWait() {} })
  try {
    await home.use({}, async () => {
      await using p = machine.terminal('client view 8', { env: { NO_COLOR: '1' } })
      await p.waitFor('Another epic-events command is using the database')
      await p.waitFor('Opening the database')
      p.type('\x03')
      expect(await p.ended()).toBe(Exit.cancelled)
      expect(p.screen()).not.toContain('Opening the database')
      expect(p.cursorShown).toBe(true)
      expect(p.output()).not.toMatch(/\x1b\[3\d/)
    })
  } finally {
    await home.close()
  }
})
