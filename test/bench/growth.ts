/**
 * Each list, card and log at 1 000 and at 1 000 000 clients (2 000 000 contracts, 600 000 events, 3 000 000 entries of the log), for four
 * roles. The two sizes take turns. `BENCH_RECORDS` as in records.ts.
 * `GROWTH_CLIENTS` is the greater size, `GROWTH_ONLY` chooses the cases whose line holds this text.
 */
import { Exit } from '../../src/errors.ts'
import { builtBinary } from '../support/build.ts'
import { lists, screens, type Team } from './lists.ts'
import { timed } from './race.ts'
import { type Records, recordsOf } from './records.ts'
import { median, rounds, say } from './report.ts'

const sizes = [1_000, Number(Bun.env['GROWTH_CLIENTS'] ?? 1_000_000)] as const
const only = Bun.env['GROWTH_ONLY'] ?? ''
const roles = ['management', 'commercial', 'support', 'scoped'] as const

export default async function growth(): Promise<undefined> {
  const binary = await builtBinary()
  const count = rounds(9)
  const [small, large] = [await recordsOf(sizes[0]), await recordsOf(sizes[1])]
  // Not everybody may do everything, and a scoped role does not find every record that is named. Both are as fast.
  const codes = [Exit.ok, Exit.notFound, Exit.forbidden]
  const time = async (records: Records, role: keyof Team, args: readonly string[]) =>
    (await timed({ command: [binary, ...args], env: records.env(records.people[role]) }, codes)).wall
  try {
    await say(`### At ${sizes.map((size) => size.toLocaleString('en')).join(' and at ')} clients\n`)
    await say(`| list | ${roles.join(' | ')} |`)
    await say(`|---|${roles.map(() => '---:').join('|')}|`)
    const ratios: number[] = []
    const known = { commercial: small.people.commercial.id, support: small.people.support.id }
    const listed = Object.entries(lists(known)).flatMap(([noun, cases]) => cases.map((of) => [noun, 'list', ...of]))
    for (const command of [...listed, ...screens(known)]) {
      const line = command.join(' ')
      if (!line.includes(only)) continue
      const cells: string[] = []
      for (const role of roles) {
        const [few, many]: [number[], number[]] = [[], []]
        for (let round = -1; round < count; round++) {
          const one = await time(small, role, command)
          const other = await time(large, role, command)
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
    for (const records of [small, large]) await records.close()
  }
}
