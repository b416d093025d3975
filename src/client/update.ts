import { announce } from '../command/changes.ts'
import { command } from '../command/command.ts'
import * as companies from '../company/store.ts'
import { dayOrMoment } from '../field/date.ts'
import { patchOf } from '../field/field.ts'
import { isDay, withTimesOf } from '../field/kept-time.ts'
import type { Catalog } from '../i18n/catalog.ts'
import * as users from '../user/store.ts'
import { cardColumns, commercialId, fields, idField } from './client.ts'
import { contactsInOrder, edges } from './contact-dates.ts'
import { newCompany } from './new-company.ts'
import * as store from './store.ts'
import { warnOfUnlikely } from './unlikely.ts'

const schema = (t: Catalog) => dayOrMoment(t, { edge: 'start' })
const changing = {
  ...fields,
  firstContactDate: { ...fields.firstContactDate, schema },
  lastContactDate: { ...fields.lastContactDate, schema },
  commercialId,
}

export default command({
  path: ['client', 'update'],
  access: ['client:update', 'client:assign_commercial'],
  positionals: {
    id: {
      field: idField,
      placeholder: 'ID',
      pick: { question: (t) => t.ask.which.client, choices: store.choicesFor('update', 'assign_commercial') },
    },
  },
  fields: changing,
  versioned: true,
  choices: { companyId: companies.choices, commercialId: users.commercials },
  creates: { companyId: newCompany },
  current: (connection, { id }) => store.view(connection, id, 'client:update', 'client:assign_commercial'),
  agreements: [contactsInOrder],
  async run(call, { args: { id }, values, expected }) {
    const typed = patchOf(changing, values)
    const { before, after } = await call.app.connect(
      async (connection) => {
        // A day without a time keeps the time of the record, which costs a round trip.
        const stored = Object.values(typed).some(isDay) ? await store.dates(connection, id) : undefined
        return store.update(connection, id, withTimesOf(typed, edges, stored, call.t), expected)
      },
      { writes: true },
    )
    await announce(call, {
      columns: cardColumns,
      before,
      after,
      updated: (t) => t.client.updated({ id: after.id, name: after.full_name }),
      unchanged: (t) => t.client.unchanged({ id: after.id, name: after.full_name }),
    })
    await warnOfUnlikely(call, after, before ?? after)
    await call.out.record({
      title: (t) => t.client.card({ id: after.id, name: after.full_name }),
      columns: cardColumns,
      row: after,
    })
  },
})
