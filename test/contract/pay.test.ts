import { beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import type { Ledger, Payment } from '../../src/payment/payment.ts'
import type { Balance } from '../../src/payment/store.ts'
import type { Agency, Person } from '../support/agency.ts'
import { sharedAgency } from '../support/shared.ts'
import { makeContract } from './deal.ts'

setDefaultTimeout(60_000)

type Answer = Payment & Balance
const day = (days: number) => Temporal.Now.plainDateISO('Europe/Paris').add({ days }).toString()

describe.each(['server', 'embedded'] as const)('contract pay (%s)', (kind) => {
  let agency: Agency
  let manager: Person
  let bill: Person

  beforeAll(async () => {
    agency = await sharedAgency(kind)
    manager = await agency.person('management')
    bill = await agency.person('commercial', { fullName: 'Bill Boquet' })
  })

  const pay = (id: number, ...more: string[]) =>
    agency.json<Answer>(['contract', 'pay', String(id), ...more], { as: bill })
  const ledger = (id: number) =>
    agency.json<Ledger & { payments: Payment[] }>(['contract', 'payments', String(id)], { as: bill })

  test('an amount → the payment of today, by transfer, and what remains', async () => {
    const { id } = await makeContract(agency, bill, '--is-signed')
    const { code, stdout, stderr } = await agency.run(['contract', 'pay', String(id), '500', '--json'], { as: bill })
    const paid = JSON.parse(stdout)
    expect({ code, paid }).toMatchObject({
      code: Exit.ok,
      paid: {
        ...{ contract_id: id, amount: '500.00', method: 'transfer', reference: null, kind: 'payment' },
        ...{ paid_on: day(0), user_id: bill.id, user_name: 'Bill Boquet' },
        ...{ cancelled_at: null, cancelled_why: null, remaining_amount: '700.00', next_due: null },
      },
    })
    expect(stderr).toMatch(/^✓ Payment \d+ of €500\.00 recorded for contract \d+ \(Client \d+\)\.\n$/)
    expect(await ledger(id)).toMatchObject({
      total_amount: '1200.00',
      paid_amount: '500.00',
      remaining_amount: '700.00',
    })
  })

  test('a cheque of yesterday, in French → the words people use; an unsigned contract is told', async () => {
    const { id } = await makeContract(agency, bill)
    const argv = [
      'contract',
      'pay',
      String(id),
      '1 000,50',
      '--on',
      'hier',
      '--method',
      'Chèque',
      '--reference',
      'N° 7',
    ]
    const { code, stdout, stderr } = await agency.run([...argv, '--json'], { as: bill, lang: 'fr' })
    expect({ code, paid: JSON.parse(stdout) }).toMatchObject({
      code: Exit.ok,
      paid: { amount: '1000.50', paid_on: day(-1), method: 'cheque', reference: 'N° 7', remaining_amount: '199.50' },
    })
    expect(stderr).toContain(`! Le contrat ${id} n'est pas encore signé.`)
  })

  test('the last cent → fully paid; a refund → it is owed again', async () => {
    const { id } = await makeContract(agency, bill)
    expect(await pay(id, '1199.99')).toMatchObject({ remaining_amount: '0.01' })
    expect(await pay(id, '0.01')).toMatchObject({ remaining_amount: '0.00' })
    expect(await agency.json(['contract', 'view', String(id)], { as: bill })).toMatchObject({
      is_fully_paid: true,
      paid_amount: '1200.00',
    })
    expect(await pay(id, '200', '--refund')).toMatchObject({
      kind: 'refund',
      amount: '-200.00',
      remaining_amount: '200.00',
    })
  })

  test('a colleague’s contract → 5, a support → 5, an absent one → 3; tomorrow, nothing, a wrong method → 2; nothing is written', async () => {
    const ann = await agency.person('commercial')
    const kate = await agency.person('support')
    const { id } = await makeContract(agency, ann)
    for (const [as, more, code] of [
      [bill, [String(id), '5'], Exit.forbidden],
      [kate, [String(id), '5'], Exit.forbidden],
      [kate, ['999999', '5'], Exit.forbidden],
      [bill, ['999999', '5'], Exit.notFound],
      [ann, [String(id), '5', '--on', 'tomorrow'], Exit.usage],
      [ann, [String(id), '0'], Exit.usage],
      [ann, [String(id), '-5'], Exit.usage],
      [ann, [String(id), '5', '--method', 'beer'], Exit.usage],
    ] as const) {
      const answer = await agency.run(['contract', 'pay', ...more], { as })
      expect({ more, code: answer.code, stdout: answer.stdout }).toEqual({ more, code, stdout: '' })
    }
    expect(await ledger(id)).toMatchObject({ paid_amount: '0.00', payments: [] })
  })

  test('the same payment within a minute → a script is warned and it is written; a person is asked, and No writes nothing', async () => {
    const { id } = await makeContract(agency, bill)
    const first = await pay(id, '100', '--reference', 'R1')
    const argv = ['contract', 'pay', String(id), '100', '--reference', 'R1']
    const warned = new RegExp(
      `^! The same payment was recorded on .* by Bill Boquet \\(${bill.id}\\): payment ${first.id}\\.$`,
      'm',
    )
    const again = await agency.run(argv, { as: bill })
    expect(again.code).toBe(Exit.ok)
    expect(again.stderr).toMatch(warned)
    expect(again.stderr).toContain('€100.00 recorded for contract')
    const no = await agency.run(argv, { as: bill, terminal: 80, answers: [false] })
    expect(no.code).toBe(Exit.cancelled)
    expect(no.stderr).toMatch(/payment\s+\d+\./)
    expect(await ledger(id)).toMatchObject({ paid_amount: '200.00' })
    const yes = await agency.run(argv, { as: bill, terminal: 80, answers: [true] })
    expect(yes.code).toBe(Exit.ok)
    expect(yes.asked.map(({ message }) => message)).toEqual(['Record it once more?'])
    // Another reference, a refund, or a first payment that was cancelled is no repetition.
    for (const more of [
      ['100', '--reference', 'R2'],
      ['100', '--reference', 'R1', '--refund'],
    ]) {
      const other = await agency.run(['contract', 'pay', String(id), ...more], { as: bill, terminal: 80 })
      expect(other).toMatchObject({ code: Exit.ok, asked: [] })
      expect(other.stderr).not.toContain('The same payment')
    }
    expect(await ledger(id)).toMatchObject({ paid_amount: '300.00' })
  })

  test('asked → the contract, then the amount, which begins with what remains', async () => {
    const { id } = await makeContract(agency, bill, '--remaining-amount', '450.50')
    const { code, asked, stderr } = await agency.run(['contract', 'pay', String(id)], {
      as: bill,
      terminal: 80,
      answers: [undefined],
    })
    expect(code).toBe(Exit.ok)
    expect(asked).toMatchObject([{ message: 'Amount', initial: '450.50' }])
    expect(stderr).toContain(`contract pay ${id} 450.50`)
    expect(await ledger(id)).toMatchObject({ remaining_amount: '0.00' })
    const next = await makeContract(agency, bill)
    const { asked: both } = await agency.run(['contract', 'pay'], {
      as: bill,
      terminal: 80,
      answers: [String(next.client_name), '1'],
    })
    expect(both.map(({ message }) => message)).toEqual(['Which contract?', 'Amount'])
  })

  test('two tills at the same moment → the second hears what the first left', async () => {
    const { id } = await makeContract(agency, bill)
    const both = await Promise.all(
      [bill, manager].map((as) => agency.run(['contract', 'pay', String(id), '700', '--json'], { as })),
    )
    expect(both.map(({ code }) => code).sort()).toEqual([Exit.ok, Exit.refused])
    const refused = both.find(({ code }) => code === Exit.refused)
    expect(JSON.parse(refused?.stderr ?? '').error).toMatchObject({
      constraint: 'payment_within_remaining',
      message: '€700.00 is more than what remains (€500.00).',
    })
    expect(await ledger(id)).toMatchObject({ paid_amount: '700.00' })
  })
})
