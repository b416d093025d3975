import { beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import type { Ledger, Payment } from '../../src/payment/payment.ts'
import type { Agency, Person } from '../support/agency.ts'
import { sharedAgency } from '../support/shared.ts'
import { makeContract } from './deal.ts'

setDefaultTimeout(60_000)

describe.each(['server', 'embedded'] as const)('contract cancel-payment (%s)', (kind) => {
  let agency: Agency
  let manager: Person
  let bill: Person

  beforeAll(async () => {
    agency = await sharedAgency(kind)
    manager = await agency.person('management', { fullName: 'Manon Lefèvre' })
    bill = await agency.person('commercial')
  })

  const pay = (id: number, ...more: string[]) =>
    agency.json<Payment>(['contract', 'pay', String(id), ...more], { as: bill })
  const cancel = (payment: number, ...more: string[]) =>
    agency.run(['contract', 'cancel-payment', String(payment), ...more], { as: manager })
  const ledger = (id: number) =>
    agency.json<Ledger & { payments: Payment[] }>(['contract', 'payments', String(id)], { as: bill })

  test('a reason → it no longer counts, and stays in the list with who, when and why', async () => {
    const { id } = await makeContract(agency, bill)
    const paid = await pay(id, '500')
    const { code, stdout, stderr } = await cancel(paid.id, '--reason', 'Wrong contract', '--yes', '--json')
    expect({ code, answer: JSON.parse(stdout) }).toMatchObject({
      code: Exit.ok,
      answer: {
        id: paid.id,
        cancelled_at: expect.any(String),
        cancelled_why: 'Wrong contract',
        remaining_amount: '1200.00',
      },
    })
    expect(stderr).toContain(`Payment ${paid.id} of €500.00 for contract ${id}`)
    expect(await ledger(id)).toMatchObject({
      paid_amount: '0.00',
      payments: [{ id: paid.id, amount: '500.00', cancelled_why: 'Wrong contract' }],
    })
    const shown = await agency.run(['contract', 'payments', String(id)], { as: bill })
    expect(shown.stdout).toContain('payment (cancelled)')
  })

  test('a person → is asked for the payment, the reason and a yes; No cancels nothing', async () => {
    const { id } = await makeContract(agency, bill)
    const paid = await pay(id, '77.70')
    const answers = [`#${paid.id}`, 'Typed twice']
    const asking = (answer: boolean) =>
      agency.run(['contract', 'cancel_payment'], { as: manager, terminal: 80, answers: [...answers, answer] })
    const no = await asking(false)
    expect(no.code).toBe(Exit.cancelled)
    const today = Temporal.Now.plainDateISO('Europe/Paris').toString().split('-').reverse().join('/')
    expect(no.asked[0]?.choices?.join()).toContain(`#${paid.id} · €77.70 · ${today}`)
    expect(no.asked.map(({ message }) => message)).toEqual([
      'Which payment?',
      'Reason',
      expect.stringMatching(new RegExp(`^Cancel payment ${paid.id} of €77\\.70 for contract ${id} `)),
    ])
    expect(await ledger(id)).toMatchObject({ paid_amount: '77.70' })
    expect((await asking(true)).code).toBe(Exit.ok)
    expect(await ledger(id)).toMatchObject({ paid_amount: '0.00' })
  })

  test('without --yes or a reason in a script → 2; a salesperson → 5, an absent payment → 3', async () => {
    const { id } = await makeContract(agency, bill)
    const paid = await pay(id, '5')
    expect((await cancel(paid.id, '--yes')).code).toBe(Exit.usage)
    expect(await cancel(paid.id, '--reason', 'x')).toMatchObject({
      code: Exit.usage,
      stderr: expect.stringContaining('--yes'),
    })
    expect((await cancel(999999, '--reason', 'x', '--yes')).code).toBe(Exit.notFound)
    const argv = ['contract', 'cancel-payment', String(paid.id), '--reason', 'x', '--yes']
    expect((await agency.run(argv, { as: bill })).code).toBe(Exit.forbidden)
    expect(await ledger(id)).toMatchObject({ paid_amount: '5.00' })
  })

  test('cancelled already, an opening → a person hears so before the question', async () => {
    const { id } = await makeContract(agency, bill, '--remaining-amount', '700')
    const [opening] = (await ledger(id)).payments
    const paid = await pay(id, '100')
    await cancel(paid.id, '--reason', 'x', '--yes')
    for (const [payment, sentence] of [
      [paid.id, `Payment ${paid.id} was cancelled on `],
      [opening?.id, `contract update ${id}`],
    ] as const) {
      const argv = ['contract', 'cancel-payment', String(payment), '--reason', 'x']
      const { code, asked, stderr } = await agency.run(argv, { as: manager, terminal: 80 })
      expect({ code, asked }).toEqual({ code: Exit.refused, asked: [] })
      expect(stderr).toContain(sentence)
    }
    expect(await ledger(id)).toMatchObject({ paid_amount: '500.00' })
  })

  test('a refund that is cancelled although the rest was paid meanwhile → 6; undo → the payment counts again', async () => {
    const { id } = await makeContract(agency, bill)
    await pay(id, '1200')
    const refund = await pay(id, '200', '--refund')
    await pay(id, '200', '--reference', 'again')
    expect((await cancel(refund.id, '--reason', 'x', '--yes')).code).toBe(Exit.refused)
    const other = await makeContract(agency, bill)
    const paid = await pay(other.id, '300')
    await cancel(paid.id, '--reason', 'x', '--yes')
    expect((await agency.run(['undo', '--yes'], { as: manager })).code).toBe(Exit.ok)
    expect(await ledger(other.id)).toMatchObject({
      paid_amount: '300.00',
      payments: [{ id: paid.id, cancelled_at: null, cancelled_why: null }],
    })
  })
})
