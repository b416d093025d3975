import type { Call } from '../app.ts'
import { command } from '../command/command.ts'
import { Usage } from '../errors.ts'
import { columnsOf, fieldsOf } from '../field/attribute.ts'
import { text } from '../field/text.ts'
import type { Catalog } from '../i18n/catalog.ts'
import { idField } from './client.ts'
import * as store from './erase-store.ts'
import { erasuresIn } from './erasures.ts'
import { choicesFor } from './store.ts'

const { reason, replay } = fieldsOf('privacy', {
  reason: { kind: 'text', schema: (t) => text(t, { max: 256 }) },
  replay: { kind: 'text', placeholder: 'FILE', insteadOf: ['id', 'reason'], schema: (t) => text(t, { max: 4096 }) },
})

const listColumns = columnsOf('privacy', {
  client_id: { kind: 'id' },
  at: { kind: 'date' },
  user_id: { kind: 'reference' },
  reason: { kind: 'text' },
})
/** What a program gets. */
const erasedColumns = columnsOf('privacy', {
  client_id: { kind: 'id' },
  since: { kind: 'date' },
  replaced: { kind: 'json' },
})
const replayedColumns = columnsOf('privacy', {
  erased: { kind: 'json' },
  unchanged: { kind: 'json' },
  missing: { kind: 'json' },
  due: { kind: 'json' },
})

export default command({
  path: ['client', 'erase'],
  access: 'client:erase',
  positionals: {
    id: {
      field: idField,
      placeholder: 'ID',
      pick: { question: (t) => t.ask.which.client, choices: choicesFor('erase') },
    },
  },
  fields: { reason, replay },
  required: ['reason'],
  switches: { list: { option: 'list', help: (t) => t.privacy.help.list, insteadOf: ['id', 'reason'] } },
  harmless: ['list'],
  async confirm({ app, out }, { id }, _flags, { reason, replay }) {
    if (replay !== undefined) {
      const erasures = await erasuresIn(replay, app.io)
      const would = await app.connect((connection) => store.previewReplay(connection, erasures), { longRunning: true })
      await out.note((t) => t.privacy.wouldReplay(counted(would)))
      const count = would.erased.length
      return count === 0 ? undefined : { question: (t) => t.privacy.confirmReplay({ count }) }
    }
    const how = { reason: reason ?? '' }
    const would = await app.connect((connection) => store.preview(connection, id, how), { longRunning: true })
    if (!store.isChanged(would)) return undefined
    await out.note((t) => t.privacy.willReplace({ what: replacedText(would, t) }))
    await out.note((t) => t.privacy.stays)
    return {
      question: (t) => t.privacy.confirmErase({ id: would.client, name: would.name }),
      args: { id: would.client },
    }
  },
  async run(call, { args: { id }, values: { reason, replay }, flags: { list } }) {
    if (list && replay !== undefined) throw new Usage((t) => t.privacy.notBoth({ options: '--list, --replay' }))
    if (list) return listed(call)
    if (replay !== undefined) return replayed(call, replay)
    const { app, out } = call
    const erased = await app.connect((connection) => store.erase(connection, id, { reason }), {
      writes: true,
      longRunning: true,
    })
    const { client, since, replaced } = erased
    if (store.isChanged(erased)) {
      await out.success((t) => t.privacy.erased({ id: client, what: replacedText(erased, t) }))
      await out.note((t) => t.privacy.backups)
    } else await out.note((t) => t.privacy.already({ id: client, at: t.format.date(String(since)) }))
    await out.data({ columns: erasedColumns, row: { client_id: client, since, replaced } })
  },
})

/** The tables in which something is replaced, in the order of the sentence. */
const tables = ['client', 'event', 'interaction', 'payment', 'instalment', 'audit'] as const

/** `name, email and phone, 3 events and 12 entries of the audit log` */
const replacedText = ({ replaced }: store.Erased, t: Catalog): string =>
  t.format.listing(
    tables.flatMap((table) => {
      const count = replaced[table] ?? 0
      return count > 0 ? [t.privacy.kind({ table, count })] : []
    }),
  )

const counted = ({ erased, unchanged, missing }: store.Replayed) => ({
  erased: erased.length,
  unchanged: unchanged.length,
  missing: missing.length,
})

async function listed({ app, out }: Call): Promise<void> {
  const rows = await app.connect(store.erasures)
  await out.list({
    title: (t) => t.privacy.title,
    columns: listColumns,
    rows: batch(rows),
    limit: 0,
    empty: (t) => t.privacy.none,
  })
}

async function replayed({ app, out }: Call, path: string): Promise<void> {
  const erasures = await erasuresIn(path, app.io)
  const done = await app.connect((connection) => store.replay(connection, erasures), {
    writes: true,
    longRunning: true,
  })
  await out.success((t) => t.privacy.replayed(counted(done)))
  if (done.due.length > 0) await out.warning((t) => t.privacy.replayedDue({ ids: done.due }))
  await out.data({ columns: replayedColumns, row: { ...done } })
}

async function* batch<R>(rows: readonly R[]): AsyncGenerator<readonly R[]> {
  if (rows.length > 0) yield rows
}
