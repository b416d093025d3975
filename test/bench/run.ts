/**
 * `bun run bench` makes the figures of docs/PERFORMANCE.md: `bun run bench` those of a command, `bun run bench growth bulk` the parts that
 * are named. Each figure is a ratio within one run. `BENCH_ROUNDS` is the number of pairs; `--write` puts the tables into the document.
 *
 * A part is a file of this folder. To add one, write it with a `Part` as its default export, which says its tables by report.ts and removes
 * what it has made, and name it below.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildImage } from '../../build.ts'
import { builtBinary } from '../support/build.ts'
import { onThisMachine, type Part, rounds, said, say, table } from './report.ts'

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
  import: { always: false },
}

const { values, positionals: named } = parseArgs({
  args: Bun.argv.slice(2),
  options: { write: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const unknown = named.filter((name) => !(name in parts))
if (unknown.length > 0) {
  process.stderr.write(`There is no part ${unknown.join(', ')}. The parts: ${Object.keys(parts).join(', ')}\n`)
  process.exitCode = 2
} else {
  rounds() // Nonsense is told before anything is built.
  const chosen = Object.keys(parts).filter((name) => (named.length === 0 ? parts[name]?.always : named.includes(name)))
  const tables: Record<string, string[]> = {}
  const brief: string[][] = []
  await onThisMachine(async () => {
    // The sources import it.
    await buildImage()
    await builtBinary()
    for (const name of chosen) {
      const from = said.length
      const part = (await import(`./${name}.ts`)) as { default: Part }
      brief.push(...((await part.default()) ?? []))
      tables[name] = said.slice(from)
    }
    if (brief.length === 0) return
    await say('## In short\n')
    await table(['`client list`', 'it takes>', '`psql`>', 'ratio>'], brief)
  })
  if (values.write) {
    const short = said.slice(said.indexOf('## In short'))
    const after = short.findIndex((line) => line.startsWith('Load after'))
    short.splice(after, 0, said[0] ?? '')
    write(named.length === 0 ? { ...tables, short } : tables)
  }
}

/** Puts tables where the document has those of an earlier run. The table in short goes with a run of all parts. */
function write(of: Readonly<Record<string, readonly string[]>>): void {
  const document = join(import.meta.dir, '../../docs/PERFORMANCE.md')
  const text = readFileSync(document, 'utf8').replaceAll(
    /(<!-- bench (\w+) -->\n).*?(<!-- \/bench -->)/gs,
    (old, begin: string, name: string, end: string) =>
      of[name]?.length ? `${begin}\n${of[name].join('\n').trim()}\n\n${end}` : old,
  )
  writeFileSync(document, text)
}
