/**
 * Each list at 1 000 and at 1 000 000 clients (2 000 000 contracts, 600 000 events), for four roles. The two sizes take turns.
 * `GROWTH_CLIENTS` is the greater size, `GROWTH_ONLY` chooses the cases whose line holds this text.
 */
import { rmSync } from 'node:fs'
import { Exit } from '../../src/errors.ts'
import { type Agency, openAgency, secretKey } from '../support/agency.ts'
import { builtBinary } from '../support/build.ts'
import { scratchFolder } from '../support/embedded.ts'
import { lists, loaded, type Team } from './lists.ts'
import { timed } from './race.ts'
import { median, progress, rounds, say } from './report.ts'

const sizes = [1_000, Number(Bun.env['GROWTH_CLIENTS'] ?? 1_000_000)] as const
const only = Bun.env['GROWTH_ONLY'] ?? ''
const roles = ['management', 'commercial', 'support', 'scoped'] as const

interface Size {
  readonly agency: Agency
  readonly team: Team
}

export default async function growth(): Promise<undefined> {
  const binary = await builtBinary()
  const folder = scratchFolder('epic-growth-')
  const count = rounds(9)
  const [small, large] = [await opened(sizes[0]), await opened(sizes[1])]
  const time = async ({ agency, team }: Size, role: keyof Team, args: readonly string[]) => {
    const env = {
      PATH: Bun.env['PATH'] ?? '',
      HOME: folder,
      TMPDIR: folder,
      LANG: 'C.UTF-8',
      DATABASE_URL: agency.url ?? '',
      SECRET_KEY: secretKey,
      TEMP_FILE_PATH: team[role].sessionFile,
    }
    // A scoped role does not find every record that an option names, which is as fast.
    return (await timed({ command: [binary, ...args], env }, [Exit.ok, Exit.notFound])).wall
  }
  try {
    await say(`### At ${sizes.map((size) => size.toLocaleString('en')).join(' and at ')} clients\n`)
    await say(`| list | ${roles.join(' | ')} |`)
    await say(`|---|${roles.map(() => '---:').join('|')}|`)
    const ratios: number[] = []
    const known = { commercial: small.team.commercial.id, support: small.team.support.id }
    for (const [noun, cases] of Object.entries(lists(known)))
      for (const options of cases) {
        const line = `${noun} list ${options.join(' ')}`.trim()
        if (!line.includes(only)) continue
        const cells: string[] = []
        for (const role of roles) {
          const [few, many]: [number[], number[]] = [[], []]
          for (let round = -1; round < count; round++) {
            const one = await time(small, role, [noun, 'list', ...options])
            const other = await time(large, role, [noun, 'list', ...options])
            if (round < 0) continue
            few.push(one)
            many.push(other)
          }
          const ratio = median(many) / median(few)
          ratios.push(ratio)
          cells.push(`${median(few).toFixed(0)} → ${median(many).toFixed(0)} ms ×${ratio.toFixed(2)}`)
        }
        await say(`| \`${line}\` | ${cells.join(' | ')} |`)
      }
    await say()
    await say(
      `${ratios.length} measures: median ×${median(ratios).toFixed(2)}, greatest ×${Math.max(...ratios).toFixed(2)}`,
    )
    await say()
  } finally {
    for (const { agency } of [small, large]) await agency.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function opened(clients: number): Promise<Size> {
  const agency = await openAgency('server')
  const start = performance.now()
  const team = await loaded(agency, clients, Math.max(10, clients / 2500))
  await progress(`${clients} clients: ${Math.round((performance.now() - start) / 1000)} s to load`)
  return { agency, team }
}
