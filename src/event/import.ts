import { command } from '../command/command.ts'
import { dayOrMoment } from '../field/date.ts'
import type { Catalog } from '../i18n/catalog.ts'
import type { Importable } from '../import/importable.ts'
import { file, optionsFor, switches } from '../import/options.ts'
import { columns, fields, idField } from './event.ts'

const importable = async (): Promise<Importable> => ({
  id: idField,
  fields: {
    ...fields,
    startDate: { ...fields.startDate, schema: (t: Catalog) => dayOrMoment(t, { edge: 'start' }) },
    endDate: { ...fields.endDate, schema: (t: Catalog) => dayOrMoment(t, { edge: 'end' }) },
  },
  required: ['contract_id', 'title', 'full_address', 'start_date', 'end_date'],
  target: (await import('./import-store.ts')).target,
  edges: { start_date: 'start', end_date: 'end' },
  match: ['id', 'none'],
})

export default command({
  path: ['event', 'import'],
  access: 'event:create',
  dateless: 'always',
  positionals: { file: { field: file, placeholder: 'FILE' } },
  fields: optionsFor(['id', 'none']),
  switches,
  async run(call, input) {
    const { importFile } = await import('../import/run.ts')
    await importFile(call, await importable(), input, { exported: columns })
  },
})
