import { command } from '../command/command.ts'
import { paperFormats } from '../papers/paper.ts'
import { idField } from './event.ts'
import { eventPaper } from './sheet-paper.ts'
import { sheets } from './sheet-store.ts'
import * as store from './store.ts'

export default command({
  path: ['event', 'sheet'],
  access: 'event:view',
  positionals: {
    ids: {
      field: idField,
      placeholder: 'ID',
      many: true,
      pick: { question: (t) => t.ask.which.event, choices: store.choicesFor('view'), presorted: true },
    },
  },
  switches: { withoutAmounts: { option: 'without-amounts', help: (t) => t.papers.sheet.withoutAmounts } },
  formats: paperFormats,
  async run({ app, out, t }, { args: { ids }, flags: { withoutAmounts } }) {
    const events = await app.connect((connection) => sheets(connection, ids))
    await out.paper(eventPaper(events, { t, withoutAmounts }))
  },
})
