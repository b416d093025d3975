import { command } from '../command/command.ts'
import * as companies from '../company/store.ts'
import { cardColumns, fields } from './client.ts'
import { contactsInOrder } from './contact-dates.ts'
import { mostAlike } from './duplicates-store.ts'
import { newCompany } from './new-company.ts'
import * as store from './store.ts'
import { warnOfUnlikely } from './unlikely.ts'

export default command({
  path: ['client', 'create'],
  access: 'client:create',
  fields,
  required: ['fullName', 'email'],
  choices: { companyId: companies.choices },
  judges: { email: store.emailMustBeFree, companyId: store.companyMustExist },
  creates: { companyId: newCompany },
  agreements: [contactsInOrder],
  async run(call, { values }) {
    const { app, out } = call
    const { alike, ...client } = await app.connect((connection) => store.create(connection, values), { writes: true })
    await out.success((t) => t.client.created({ id: client.id }))
    await warnOfUnlikely(call, client)
    for (const one of alike.slice(0, mostAlike)) await out.warning((t) => t.merge.likely(one))
    if (alike.length > mostAlike) await out.warning((t) => t.merge.moreLikely)
    await out.record({
      title: (t) => t.client.card({ id: client.id, name: client.full_name }),
      columns: cardColumns,
      row: client,
    })
  },
})
