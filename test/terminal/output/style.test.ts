import { expect, test } from 'bun:test'
import picocolors from 'picocolors'
import { colorDepth, paint } from '../../../src/terminal/output/color.ts'
import { lettering, letteringWidth } from '../../../src/terminal/output/lettering.ts'
import { panel } from '../../../src/terminal/output/panel.ts'
import { asciiTypography, signs, utf8 } from '../../../src/terminal/output/unicode.ts'
import { width } from '../../../src/text/width.ts'

const depth = (env: Record<string, string>, isTerminal = true, color = true) => colorDepth({ color, env, isTerminal })

test('each rule of colour beats those after it', () => {
  const all = { NO_COLOR: '1', FORCE_COLOR: '1', CLICOLOR_FORCE: '1', TERM: 'dumb' }
  expect(depth({ FORCE_COLOR: '3' }, true, false)).toBe('none')
  expect(depth(all)).toBe('none')
  expect(depth({ ...all, NO_COLOR: '' })).toBe('ansi-16')
  expect(depth({ FORCE_COLOR: '1', TERM: 'dumb' }, false)).toBe('ansi-16')
  expect(depth({ CLICOLOR_FORCE: '1', TERM: 'dumb' }, false)).toBe('ansi-16')
  expect(depth({ TERM: 'dumb' })).toBe('none')
  expect(depth({ TERM: 'xterm' })).toBe('ansi-16')
  expect(depth({ TERM: 'xterm' }, false)).toBe('none')
})

test('zero forces nothing, an empty variable is none', () => {
  expect(depth({ CLICOLOR_FORCE: '0' }, false)).toBe('none')
  expect(depth({ FORCE_COLOR: '0', CLICOLOR_FORCE: '1' })).toBe('none')
  expect(depth({ FORCE_COLOR: '', CLICOLOR_FORCE: '' }, false)).toBe('none')
  expect(depth({ NO_COLOR: '', TERM: 'xterm' })).toBe('ansi-16')
})

test('a terminal that takes text only gets no colour, nor does one whose user refuses it', () => {
  // Unset in containers and on serial lines; terminfo has `dumb` and `unknown`. Windows never sets it.
  for (const env of [{}, { TERM: '' }, { TERM: 'dumb' }, { TERM: 'unknown' }]) expect(depth(env)).toBe('none')
  expect(depth({ OS: 'Windows_NT' })).toBe('ansi-16')
  // bixense.com/clicolors: zero refuses, any other value changes nothing, and CLICOLOR_FORCE is stronger.
  expect(depth({ CLICOLOR: '0', TERM: 'xterm' })).toBe('none')
  expect(depth({ CLICOLOR: '1', TERM: 'xterm' })).toBe('ansi-16')
  expect(depth({ CLICOLOR: '1', TERM: 'xterm' }, false)).toBe('none')
  expect(depth({ CLICOLOR: '0', CLICOLOR_FORCE: '1', TERM: 'xterm' }, false)).toBe('ansi-16')
})

test('as many colours as the terminal has', () => {
  expect(depth({ TERM: 'xterm-256color' })).toBe('ansi-256')
  expect(depth({ TERM: 'xterm-256color', COLORTERM: 'truecolor' })).toBe('ansi-16m')
  expect(depth({ TERM: 'xterm-kitty' })).toBe('ansi-16m')
  expect(depth({ FORCE_COLOR: '3', TERM: 'dumb' }, false)).toBe('ansi-16m')
  expect(depth({ FORCE_COLOR: '2' }, false)).toBe('ansi-256')
})

test('the orange, in every depth', () => {
  expect(paint('ansi-16m').orange('x')).toBe('\x1b[38;2;255;95;0mx\x1b[39m')
  expect(paint('ansi-16m').aquamarine('x')).toBe('\x1b[38;2;95;255;175mx\x1b[39m')
  expect(paint('ansi-256').orange('x')).toBe('\x1b[38;5;202mx\x1b[39m')
  expect(paint('ansi-16').orange('x')).toBe('\x1b[33mx\x1b[39m')
  const none = paint('none')
  for (const brush of [
    none.orange,
    none.aquamarine,
    none.gold,
    none.bold,
    none.dim,
    none.green,
    none.red,
    none.yellow,
  ]) {
    expect(brush('x')).toBe('x')
  }
})

test('UTF-8 is what the first locale variable set says', () => {
  expect(utf8({ LC_ALL: 'C', LANG: 'fr_FR.UTF-8' })).toBe(false)
  expect(utf8({ LC_ALL: '', LC_CTYPE: 'fr_FR.utf8', LANG: 'C' })).toBe(true)
  expect(utf8({ LANG: 'C.UTF-8' })).toBe(true)
  expect(utf8({ LANG: 'POSIX' })).toBe(false)
  expect(utf8({ LANG: 'fr_FR.ISO-8859-1' })).toBe(false)
  expect(utf8({})).toBe(true)
})

test('our typography has ASCII stand-ins, letters stay', () => {
  expect(asciiTypography('50 affichés · la suite… → « 1\u202f200,50\u00a0€ »')).toBe(
    '50 affichés - la suite... -> " 1 200,50 € "',
  )
})

test('the lettering is drawn with six characters, each line equally wide', () => {
  for (const shape of ['row', 'column'] as const) {
    const lines = lettering(paint('none'), shape)
    expect(lines).toHaveLength(shape === 'row' ? 6 : 11)
    expect(lines.every((line) => line.length === letteringWidth[shape])).toBe(true)
    expect(lines.join('')).toMatch(/^[_/\\|() ]+$/)
  }
  const painted = lettering(paint('ansi-256'), 'row')
  expect(painted.every((line) => width(line) === letteringWidth.row)).toBe(true)
  expect(painted[2]).toStartWith('\x1b[38;5;202m / _ \\')
  expect(painted[2]).toContain('\x1b[38;5;85m / _ \\\\ \\')
})

test('a panel holds its title and lines, coloured or too long', () => {
  const plain = { paint: paint('none'), signs: signs(true), columns: 16 }
  expect(panel({ ...plain, title: 'HELP', lines: ['one', '漢字漢字漢字漢字'] })).toEqual([
    '╭─ HELP ───────╮',
    '│ one          │',
    '│ 漢字漢字漢…  │',
    '╰──────────────╯',
  ])
  expect(panel({ ...plain, signs: signs(false), title: 'A very long title', lines: [] })).toEqual([
    '+- A very ... -+',
    '+--------------+',
  ])
  const colored = panel({
    ...plain,
    paint: paint('ansi-16'),
    lines: ['\x1b[31mred\x1b[39m', '\x1b[31mmuch too long for it\x1b[39m'],
  })
  expect(colored.map(width)).toEqual([16, 16, 16, 16])
  expect(colored[1]).toContain('\x1b[31mred\x1b[39m         ')
})

test('the plain colours are those of picocolors, also around one another', () => {
  const ours = paint('ansi-16')
  const theirs = picocolors.createColors(true)
  for (const text of [
    'text',
    '',
    ours.red('in red'),
    `a ${ours.bold('b')} c ${ours.dim('d')} e`,
    ours.gold('in gold'),
  ]) {
    for (const name of ['bold', 'dim', 'green', 'red', 'yellow'] as const)
      expect(ours[name](text)).toBe(theirs[name](text))
  }
})
