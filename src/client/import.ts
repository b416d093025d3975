import { command } from '../command/command.ts'
import { dayOrMoment } from '../field/date.ts'
import type { Catalog } from '../i18n/catalog.ts'
import type { Importable } from '../import/importable.ts'
import { commercial, createCompanies, file, optionsFor, switches } from '../import/options.ts'
import { columns, commercialId, fields, idField } from './client.ts'

const schema = (t: Catalog) => dayOrMoment(t, { edge: 'start' })

const importable = async (): Promise<Importable> => ({
  id: idField,
  fields: {
    ...fields,
    firstContactDate: { ...fields.firstContactDate, schema },
    lastContactDate: { ...fields.lastContactDate, schema },
    commercialId,
  },
  required: ['full_name', 'email'],
  target: (await import('./import-store.ts')).target,
  edges: { first_contact_date: 'start', last_contact_date: 'start' },
  match: ['email', 'id', 'none'],
})

export default command({
  path: ['client', 'import'],
  access: 'client:create',
  dateless: 'always',
  positionals: { file: { field: file, placeholder: 'FILE' } },
  fields: { ...optionsFor(['email', 'id', 'none']), commercial },
  switches: { ...switches, createCompanies },
  async run(call, input) {
    const { importFile } = await import('../import/run.ts')
    const { newCommercial } = await import('./import-store.ts')
    const { commercial } = input.values
    await importFile(call, await importable(), input, {
      exported: columns,
      commercial: commercial === undefined ? undefined : (connection) => newCommercial(connection, commercial),
    })
  },
})
