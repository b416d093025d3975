import { expect, test } from 'bun:test'
import { frame, promptTheme } from '../../../src/terminal/prompt/frame.ts'

test.each([true, false])(
  'a line that was full does not begin the next one with its space, with colour: %p',
  (color) => {
    // Between the guide and the edge there is room for 9 columns: two words and the space between them.
    const error = 'aaaa bbbb cccc dddd eee'
    const drawn = frame(promptTheme({ color }), 12, { message: 'Total', state: 'error', body: ['  x'], error })
    const lines = Bun.stripANSI(drawn)
      .split('\n')
      .map((line) => line.trimEnd())
    expect(lines).toEqual(['│', '▲  Total', '│    x', '└  aaaa bbbb', '   cccc', '   dddd eee'])
  },
)
