/** `+ new company…` in the list of companies of a client. */
import { newChoice } from '../command/spec.ts'
import { fields } from '../company/company.ts'
import * as companies from '../company/store.ts'

export const newCompany = newChoice({
  access: 'company:create',
  label: (t) => t.company.fresh,
  fields: { name: fields.name },
  create: companies.createChoice,
  created: (id) => (t) => t.company.created({ id }),
})
