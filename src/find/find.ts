import { hasPermission } from '../access/can.ts'
import { command } from '../command/command.ts'
import type { Message } from '../errors.ts'
import { columnsOf, fieldsOf } from '../field/attribute.ts'
import type { Column } from '../field/column.ts'
import { largest } from '../field/count.ts'
import { text } from '../field/text.ts'
import { columns } from '../related/related.ts'
import { quoted } from '../text/shell.ts'
import * as store from './store.ts'

const { words } = fieldsOf('find', { words: { kind: 'text', schema: (t) => text(t, { max: 200 }) } })

/** What a person reads above the sections. A program gets the sections alone. */
const heading: readonly Column[] = columnsOf('find', { words: { kind: 'text', audience: 'person' } })

const companies = columnsOf('company', { id: { kind: 'id' }, name: { kind: 'text' } })
const colleagues = columnsOf('user', {
  id: { kind: 'id' },
  full_name: { kind: 'text' },
  role_id: { kind: 'reference' },
})

/** The sections in the order of the screen, and the command that shows the rest. */
const sections = {
  client: { columns: columns.clients, title: (t) => t.client.title },
  company: { columns: companies, title: (t) => t.company.title },
  contract: { columns: columns.contracts, title: (t) => t.contract.title },
  event: { columns: columns.events, title: (t) => t.event.title },
  user: { columns: colleagues, title: (t) => t.user.title },
} as const satisfies Record<keyof store.Found, { columns: readonly Column[]; title: Message }>

export default command({
  path: ['find'],
  access: 'signed-in',
  positionals: { words: { field: words, placeholder: 'WORDS', many: true } },
  async run({ app, out }, { args }) {
    const typed = args.words.join(' ')
    const now = new Date(app.clock.now()).toISOString()
    const { facts, found } = await app.connect((connection) => store.find(connection, { typed, id: idOf(typed), now }))
    const parts = Object.entries(found).flatMap(([noun, rows]) => {
      if (rows === null) return []
      const listed = noun !== 'user' || hasPermission(facts, 'user', 'list')
      return [
        {
          key: noun,
          ...sections[noun as keyof store.Found],
          rows: rows.slice(0, store.limit),
          more: rows.length > store.limit,
          all: listed ? `${noun} list --search ${quoted(typed)}` : undefined,
          // A screen is for what was found. A program gets every key.
          ...(rows.length === 0 ? { audience: 'program' as const } : {}),
        },
      ]
    })
    await out.record({
      title: (t) => t.find.title,
      columns: heading,
      row: { words: typed },
      parts,
      isParts: true,
    })
    if (parts.some(({ rows }) => rows.length > 0)) return
    await out.note((t) => t.find.nothing({ words: typed }))
    await out.hint(['client list', 'help find'])
  },
})

/** The id that was typed: `8`, `#8`. What begins with 0 or + is a phone number. */
function idOf(typed: string): number | undefined {
  const [, digits] = /^#?([1-9]\d{0,9})$/.exec(typed) ?? []
  const id = Number(digits)
  return digits !== undefined && id <= largest ? id : undefined
}
