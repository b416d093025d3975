import { command } from '../command/command.ts'
import { file, optionsFor, switches } from '../import/options.ts'
import { columns, fields, idField } from './company.ts'

export default command({
  path: ['company', 'import'],
  access: 'company:create',
  dateless: 'always',
  positionals: { file: { field: file, placeholder: 'FILE' } },
  fields: optionsFor(['name', 'id', 'none']),
  switches,
  async run(call, input) {
    const [{ importFile }, { target }] = await Promise.all([import('../import/run.ts'), import('./import-store.ts')])
    const what = {
      ...{ id: idField, fields, required: ['name'], target, edges: {} },
      match: ['name', 'id', 'none'],
    } as const
    await importFile(call, what, input, { exported: columns })
  },
})
