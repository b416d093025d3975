import { command } from '../command/command.ts'
import { Refused } from '../errors.ts'
import { columnsOf } from '../field/attribute.ts'
import { quoted } from '../text/shell.ts'
import { idField } from './client.ts'
import { choicesFor } from './store.ts'

/** What a program gets. */
const answer = columnsOf('privacy', {
  client_id: { kind: 'id' },
  path: { kind: 'text' },
  instant: { kind: 'date' },
  counts: { kind: 'json' },
  left_out: { kind: 'words' },
})

const kinds = ['contracts', 'instalments', 'payments', 'events', 'notes', 'audit'] as const

export default command({
  path: ['client', 'export'],
  access: 'client:export',
  positionals: {
    id: {
      field: idField,
      placeholder: 'ID',
      pick: { question: (t) => t.ask.which.client, choices: choicesFor('export') },
    },
  },
  output: 'own',
  async run({ app, out, t, globals }, { args: { id } }) {
    const [{ isFree, placeAt }, { everything }, { clientPage }] = await Promise.all([
      import('../terminal/place.ts'),
      import('./export-store.ts'),
      import('./export-page.ts'),
    ])
    const now = t.format.now()
    const wanted = globals.output
    if (wanted !== undefined && !isFree(wanted)) throw taken(wanted)
    const data = await app.connect((connection) => everything(connection, id), { snapshot: true, longRunning: true })
    const { client } = data
    const path = wanted ?? `client-${client.id}-${now.toPlainDate()}`
    if (!isFree(path)) throw taken(path, `client export ${client.id} --output ${quoted(`${path}-2`)}`)
    const made = placeAt(path, now)
    try {
      const files = { 'client.json': `${JSON.stringify(data, undefined, 2)}\n`, 'client.html': clientPage(data, t) }
      for (const [name, text] of Object.entries(files)) {
        const file = await made.file(name)
        await file.write(text)
        await file.end()
      }
      await made.keep()
    } finally {
      made.drop()
    }
    const counts = Object.fromEntries(kinds.flatMap((kind) => (data[kind] ? [[kind, data[kind].length]] : [])))
    const leftOut = kinds.filter((kind) => data[kind] === null)
    const records = 1 + Object.values(counts).reduce((sum, count) => sum + count, 0)
    await out.success((t) => t.privacy.exported({ id: client.id, path, records }))
    if (leftOut.length > 0)
      await out.note((t) => t.privacy.leftOut({ what: leftOut.map((kind) => t.privacy.page[kind]) }))
    await out.data({
      columns: answer,
      row: { client_id: client.id, path, instant: data.instant, counts, left_out: leftOut },
    })
  },
})

const taken = (path: string, ...next: readonly string[]) => new Refused((t) => t.exports.taken({ path }), { next })
