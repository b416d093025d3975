import type { Call } from '../app.ts'
import * as clients from '../client/store.ts'
import { announce } from '../command/changes.ts'
import { command } from '../command/command.ts'
import { patchOf } from '../field/field.ts'
import { agreements, followed } from './agreements.ts'
import { cardColumns, fields, idField } from './contract.ts'
import { requireAgreement } from './payment.ts'
import * as store from './store.ts'

export default command({
  path: ['contract', 'update'],
  access: 'contract:update',
  positionals: {
    id: {
      field: idField,
      placeholder: 'ID',
      pick: { question: (t) => t.ask.which.contract, choices: store.choicesFor('update') },
    },
  },
  fields,
  versioned: true,
  choices: { clientId: clients.forContract, commercialId: async () => [] },
  current: (connection, { id }) => store.view(connection, id, 'contract:update'),
  follow: (current, { totalAmount, remainingAmount }) => followed(current, totalAmount, remainingAmount),
  agreements,
  async run(call, { args: { id }, values, expected }) {
    requireAgreement(values, 'contract update')
    const change = patchOf(fields, values)
    const { before, after, scheduled } = await call.app.connect(
      (connection) => store.update(connection, id, change, expected),
      {
        writes: true,
      },
    )
    if (after.is_signed && !before?.is_signed) await call.app.report.captureEvent('contract.signed', after.id)
    await announce(call, {
      columns: cardColumns,
      before,
      after,
      updated: (t) => t.contract.updated({ id: after.id, client: after.client_name }),
      unchanged: (t) => t.contract.unchanged({ id: after.id, client: after.client_name }),
    })
    await warnOfSchedule(call, { before, after, scheduled })
    await call.out.record({
      title: (t) => t.contract.card({ id: after.id, client: after.client_name }),
      columns: cardColumns,
      row: after,
    })
  },
})

/** A schedule is a part of the total. Where that was changed, the schedule is left as it was, and is no longer all of it. */
async function warnOfSchedule(
  { out }: Pick<Call, 'out'>,
  { before, after, scheduled }: Awaited<ReturnType<typeof store.update>>,
): Promise<void> {
  const { id: contract, total_amount: total } = after
  if (!scheduled || scheduled === total || before?.total_amount === total) return
  await out.warning((t) =>
    t.payment.noLonger({ contract, scheduled: t.format.amount(scheduled), total: t.format.amount(total) }),
  )
  await out.hint([`contract schedule ${contract}`])
}
