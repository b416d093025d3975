import { command } from '../command/command.ts'
import type { Message } from '../errors.ts'
import type { Importable } from '../import/importable.ts'
import { file, optionsFor, switches } from '../import/options.ts'
import { columns, fields, idField } from './contract.ts'
import { paymentDisagreement } from './payment.ts'

type Values = Readonly<Record<string, unknown>>

/** `is_fully_paid` is not stored: it says that nothing remains. */
function settle({ is_fully_paid: paid, ...values }: Values): Values | Message {
  const remaining = values['remaining_amount'] as string | undefined
  if (paid === undefined) return values
  if (remaining !== undefined)
    return (
      paymentDisagreement({ remainingAmount: remaining, isFullyPaid: paid === true }, 'contract create')?.userMessage ??
      values
    )
  return paid === true ? { ...values, remaining_amount: '0.00' } : values
}

const importable = async (): Promise<Importable> => ({
  id: idField,
  fields,
  required: ['client_id', 'total_amount'],
  target: (await import('./import-store.ts')).target,
  edges: {},
  match: ['id', 'none'],
  settle,
})

export default command({
  path: ['contract', 'import'],
  access: 'contract:create',
  dateless: 'always',
  positionals: { file: { field: file, placeholder: 'FILE' } },
  fields: optionsFor(['id', 'none']),
  switches,
  async run(call, input) {
    const { importFile } = await import('../import/run.ts')
    await importFile(call, await importable(), input, { exported: columns })
  },
})
