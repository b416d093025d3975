/** `bun run screenshots`: the pictures of the README, made from the compiled program on the sample agency, under a real terminal. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { builtBinary } from '../support/build.ts'
import { key, type Pty, pty } from '../support/pty.ts'
import { svg } from './svg.ts'

const folder = join(import.meta.dir, '../../docs/images')

interface Shot {
  readonly file: string
  /** For those who do not see the picture. */
  readonly title: string
  readonly args: readonly string[]
  readonly columns: number
  /** Without it the program is run to its end. */
  readonly until?: (terminal: Pty) => Promise<unknown>
}

const shots: readonly Shot[] = [
  { file: 'help', title: 'epic-events: the commands', args: [], columns: 96 },
  { file: 'client-list', title: 'epic-events client list', args: ['client', 'list', '--limit', '12'], columns: 118 },
  { file: 'client-view', title: 'epic-events client view brosse', args: ['client', 'view', 'brosse'], columns: 90 },
  { file: 'find', title: 'epic-events find brosse', args: ['find', 'brosse'], columns: 118 },
  ...['report revenue', 'report pipeline', 'report ageing --by commercial'].map((typed) => ({
    file: typed.split(' ').slice(0, 2).join('-'),
    title: `epic-events ${typed}`,
    args: typed.split(' '),
    columns: 118,
  })),
  { file: 'today', title: 'epic-events today', args: ['today'], columns: 104 },
  {
    file: 'question',
    title: 'epic-events event assign_support: an event is searched for by a part of its name',
    args: ['event', 'assign_support'],
    columns: 88,
    async until(terminal) {
      await terminal.waitFor('Which event?')
      terminal.type('seminaire')
      await terminal.waitFor(/seminaire.*\([1-9]\d* of/)
      terminal.type(key.down)
      await Bun.sleep(200)
    },
  },
]

const binary = await builtBinary()
const home = mkdtempSync(join(tmpdir(), 'epic-events-pictures-'))
const env = { HOME: home, TMPDIR: home, COLORTERM: 'truecolor', EPIC_EVENTS_TZ: 'Europe/Paris', EPIC_EVENTS_LANG: 'en' }
try {
  const filled = Bun.spawn([binary, 'demo', '--quiet'], {
    env: { ...env, PATH: Bun.env['PATH'] ?? '' },
    ...{ stdout: 'ignore', stderr: 'inherit' },
  })
  if ((await filled.exited) !== 0) throw new Error('The sample agency could not be made')
  for (const { file, title, args, columns, until } of shots) {
    await using terminal = pty([binary, ...args], { columns, rows: 60, env })
    await (until ? until(terminal) : terminal.ended())
    await Bun.write(join(folder, `${file}.svg`), svg(terminal.cells(), title, columns))
    process.stdout.write(`docs/images/${file}.svg\n`)
  }
} finally {
  rmSync(home, { recursive: true, force: true })
}
