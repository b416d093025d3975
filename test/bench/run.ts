/**
 * `bun run bench` makes the figures of docs/PERFORMANCE.md: `bun run bench` those of a command, `bun run bench growth bulk` the parts that
 * are named. Each figure is a ratio within one run. `BENCH_ROUNDS` is the number of pairs.
 *
 * A part is a file of this folder. To add one, write it with a `Part` as its default export, which says its tables by report.ts and removes
 * what it has made, and name it below.
 */
import { buildImage } from '../../build.ts'
import { builtBinary } from '../support/build.ts'
import { onThisMachine, type Part, rounds, say, table } from './report.ts'

/** The parts in the order of the document. */
const parts: Readonly<Record<string, { readonly always: boolean }>> = {
  cold: { always: true },
  embedded: { always: true },
  far: { always: true },
  startup: { always: true },
  // These take from ten minutes to half an hour.
  growth: { always: false },
  bulk: { always: false },
  capacity: { always: false },
}

const named = Bun.argv.slice(2)
const unknown = named.filter((name) => !(name in parts))
if (unknown.length > 0) {
  process.stderr.write(`There is no part ${unknown.join(', ')}. The parts: ${Object.keys(parts).join(', ')}\n`)
  process.exitCode = 2
} else {
  rounds() // Nonsense is told before anything is built.
  await onThisMachine(async () => {
    // The sources import it.
    await buildImage()
    await builtBinary()
    const brief: string[][] = []
    for (const [name, { always }] of Object.entries(parts)) {
      if (named.length === 0 ? !always : !named.includes(name)) continue
      const part = (await import(`./${name}.ts`)) as { default: Part }
      brief.push(...((await part.default()) ?? []))
    }
    if (brief.length === 0) return
    await say('## In short\n')
    await table(['`client list`', 'it takes>', '`psql`>', 'ratio>'], brief)
  })
}
