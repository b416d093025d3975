/** Everything that one may read, a file for each noun, as it was at one moment. */
import packageJson from '../../package.json' with { type: 'json' }
import { type CurrentUser, meets } from '../access/can.ts'
import type { Call } from '../app.ts'
import { command } from '../command/command.ts'
import type { FileForm } from '../command/spec.ts'
import type { Connection } from '../db/connection.ts'
import { Refused } from '../errors.ts'
import { columnsOf, fieldsOf } from '../field/attribute.ts'
import type { Row } from '../field/column.ts'
import { text } from '../field/text.ts'
import { type DataFormatName, dataFormats } from '../terminal/output/formats.ts'
import type { Place } from '../terminal/place.ts'
import { quoted } from '../text/shell.ts'
import type { Content } from './contents.ts'

const { place } = fieldsOf('exports', { place: { kind: 'text', schema: (t) => text(t, { max: 4096 }) } })

/** What the file `manifest.json` says, under these keys. */
interface Manifest {
  /** Of the program that wrote it. */
  readonly version: string
  /** Of the schema of the database. */
  readonly schema: number
  readonly instant: string
  readonly username: string | null
  readonly format: DataFormatName
  /** How many records each file has, by its name without the ending. */
  readonly counts: Readonly<Record<string, number>>
  /** By the name of the file, in hexadecimal. */
  readonly sha256: Readonly<Record<string, string>>
  /** What the role may not list. */
  readonly left_out: readonly string[]
}

const answer = columnsOf('exports', {
  path: { kind: 'text' },
  version: { kind: 'text' },
  schema: { kind: 'count' },
  instant: { kind: 'text' },
  username: { kind: 'text' },
  format: { kind: 'text' },
  counts: { kind: 'json' },
  sha256: { kind: 'json' },
  left_out: { kind: 'words' },
})

export default command({
  path: ['export'],
  access: 'signed-in',
  positionals: { place: { field: place, placeholder: 'DIR|FILE.zip', optional: true } },
  formats: ['csv', 'json', 'xlsx'],
  output: 'none',
  async run(call, { args, files: form = { format: 'csv', raw: false } }) {
    const { app, t, out } = call
    const [{ isFree, placeAt }, { contents }] = await Promise.all([
      import('../terminal/place.ts'),
      import('./contents.ts'),
    ])
    const now = t.format.now()
    const path = args.place ?? `epic-events-export-${now.toPlainDate()}`
    if (!isFree(path)) {
      throw new Refused((t) => t.exports.taken({ path }), { next: [`export ${quoted(freeBeside(path, isFree))}`] })
    }
    const { manifest, made } = await app.connect(
      async (connection) => {
        const made = placeAt(path, now)
        try {
          return { made, manifest: await written(connection, { call, made, contents, form }) }
        } catch (error) {
          made.drop()
          throw error
        }
      },
      { snapshot: true },
    )
    try {
      await made.keep()
    } finally {
      made.drop()
    }
    if (form.format === 'json') await out.data({ columns: answer, row: { path, ...manifest } })
    const records = Object.values(manifest.counts).reduce((sum, count) => sum + count, 0)
    const files = Object.keys(manifest.counts).length
    await out.success((t) => t.exports.done({ path, records: t.format.count(records), files }))
    const titles = contents.filter(({ name }) => manifest.left_out.includes(name)).map(({ title }) => title)
    if (titles.length > 0) await out.note((t) => t.exports.leftOut({ what: titles.map((title) => title(t)) }))
  },
})

/** Writes all files and the manifest. */
async function written(
  connection: Connection,
  o: { call: Call; made: Place; contents: readonly Content[]; form: FileForm },
): Promise<Manifest> {
  const { app, t, out } = o.call
  const { format, raw } = o.form
  const { moment } = await import('./store.ts')
  const { currentUser, instant, schema } = await moment(connection)
  const [counts, sha256]: [Record<string, number>, Record<string, string>] = [{}, {}]
  const task = app.progress.begin((words) => words.output.writing)
  let records = 0
  const counted = async function* (name: string, rows: AsyncIterable<readonly Row[]>) {
    for await (const batch of rows) {
      yield batch
      counts[name] = (counts[name] ?? 0) + batch.length
      records += batch.length
      task.reached(records)
    }
  }
  const mine = o.contents.filter((content) => mayList(currentUser, content))
  try {
    for (const { name, title, columns, rows } of mine) {
      counts[name] = 0
      const [path, hash] = [`${name}.${format}`, new Bun.CryptoHasher('sha256')]
      const to = await o.made.file(path)
      const stream = {
        ...{ isTerminal: false, closed: false, columns: () => 80 },
        async write(text: string | Uint8Array) {
          hash.update(text)
          await to.write(text)
        },
      }
      const target = { out: stream, t, raw, warning: out.warning }
      await dataFormats[format].list({ title, columns }, counted(name, rows(connection)), target)
      await to.end()
      sha256[path] = hash.digest('hex')
    }
  } finally {
    task.end()
  }
  const manifest: Manifest = {
    ...{ version: packageJson.version, schema, instant: t.format.rfc3339(instant), username: currentUser.username },
    ...{ format, counts, sha256 },
    left_out: o.contents.filter((content) => !mine.includes(content)).map(({ name }) => name),
  }
  const file = await o.made.file('manifest.json')
  await file.write(`${JSON.stringify(manifest, undefined, 2)}\n`)
  await file.end()
  return manifest
}

const mayList = (currentUser: CurrentUser, { needs }: Content): boolean =>
  meets(currentUser, { permission: needs, scoped: true })

/** A name like this one that an export can get: with a number before its ending. */
function freeBeside(path: string, isFree: (path: string) => boolean): string {
  const [, stem = path, ending = ''] = /^(.*?)\/*(\.zip)?$/is.exec(path) ?? []
  for (let n = 2; ; n++) if (isFree(`${stem}-${n}${ending}`)) return `${stem}-${n}${ending}`
}
