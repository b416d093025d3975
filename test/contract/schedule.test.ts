import { beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import fc from 'fast-check'
import { allot } from '../../src/contract/allot.ts'
import { Exit } from '../../src/errors.ts'
import { share, whole } from '../../src/field/share.ts'
import type { Instalment, Ledger } from '../../src/payment/payment.ts'
import { en, read } from '../field/read.ts'
import type { Agency, Person } from '../support/agency.ts'
import { sharedAgency } from '../support/shared.ts'
import { makeContract, makeEvent } from './deal.ts'

setDefaultTimeout(60_000)

describe('the cents of a schedule', () => {
  const sum = (cents: readonly bigint[]) => cents.reduce((before, each) => before + each, 0n)

  test('percentages that make 100 → cents that make the total, each less than a cent away from what it is exactly', () => {
    const cuts = fc.array(fc.bigInt({ min: 1n, max: whole - 1n }), { maxLength: 12 })
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 999_999_999_999n }), cuts, (total, places) => {
        const ends = [...new Set([...places, whole])].toSorted((a, b) => (a < b ? -1 : 1))
        const percents = ends.map((end, at) => end - (ends[at - 1] ?? 0n))
        const cents = allot(
          total,
          percents.map((percent) => ({ percent })),
        )
        expect(sum(cents)).toBe(total)
        for (const [at, percent] of percents.entries()) {
          const away = (cents[at] ?? 0n) * whole - total * percent
          expect(away < whole && away > -whole).toBe(true)
        }
      }),
    )
  })

  test('thirds, amounts and a rest', () => {
    const third = { percent: 333_333n }
    expect(allot(100n, [third, third, { percent: 333_334n }])).toEqual([33n, 33n, 34n])
    expect(allot(100_00n, [{ percent: 300_000n }, { cents: 12_34n }, 'rest'])).toEqual([30_00n, 12_34n, 57_66n])
    expect(allot(10_00n, [{ cents: 12_00n }, 'rest'])).toEqual([12_00n, -2_00n])
    expect(allot(1n, [{ percent: 500_000n }, { percent: 500_000n }])).toEqual([1n, 0n])
  })

  test('parts as people write them, in both languages', () => {
    const parsed = (typed: string) => read(share(en), typed)
    const shift = { count: 15, unit: 'day', sign: -1 } as const
    const none = { count: 0, unit: 'day', sign: 1 } as const
    for (const [typed, expected] of [
      ['30%@signature', { share: { percent: 300_000n }, when: { from: 'signature', shift: none } }],
      ['33,3333 % @ 2027-03-01', { share: { percent: 333_333n }, when: { day: '2027-03-01' } }],
      ['rest@event-15d', { share: 'rest', when: { from: 'event', shift } }],
      ['solde@Événement -15j', { share: 'rest', when: { from: 'event', shift } }],
      [
        '1 200,50 €@event+2w',
        { share: { cents: 120_050n }, when: { from: 'event', shift: { count: 2, unit: 'week', sign: 1 } } },
      ],
      [
        '100%@event+1m',
        { share: { percent: whole }, when: { from: 'event', shift: { count: 1, unit: 'month', sign: 1 } } },
      ],
    ] as const) {
      expect(parsed(typed)).toMatchObject(expected)
    }
    for (const typed of [
      '30%',
      '@signature',
      '30%@',
      '0%@signature',
      '101%@signature',
      '30@maybe',
      '5%@event-15x',
      '-5@signature',
      'rest@event-15',
      '1%@1@1',
    ])
      expect(() => parsed(typed)).toThrow()
  })
})

describe.each(['server', 'embedded'] as const)('contract schedule (%s)', (kind) => {
  let agency: Agency
  let bill: Person
  let kate: Person

  beforeAll(async () => {
    agency = await sharedAgency(kind)
    bill = await agency.person('commercial')
    kate = await agency.person('support')
  })

  const schedule = (id: number, ...parts: string[]) =>
    agency.json<Ledger>(['contract', 'schedule', String(id), ...parts], { as: bill })
  const tried = (id: number, ...parts: string[]) =>
    agency.run(['contract', 'schedule', String(id), ...parts], { as: bill })
  const ledger = (id: number) => agency.json<Ledger>(['contract', 'payments', String(id)], { as: bill })
  const day = (days: number) => Temporal.Now.plainDateISO('Europe/Paris').add({ days }).toString()
  const dues = ({ schedule }: Ledger) => schedule.map(({ due_on, amount, label }) => [due_on, amount, label])

  test('percent at the signature, an amount on a day, the rest before the event', async () => {
    const event = await makeEvent(agency, bill)
    const id = event.contract_id
    const signed = day(0)
    const answer = await schedule(id, 'rest@event-15d', '30%@signature', '100@2027-03-01')
    expect(dues(answer)).toEqual([
      [signed, '360.00', 'signature'],
      ['2027-03-01', '100.00', null],
      ['2027-05-20', '740.00', 'event-15d'],
    ])
    expect(answer).toMatchObject({ contract_id: id, total_amount: '1200.00', paid_amount: '0.00', next_due: signed })
    expect(dues(await ledger(id))).toEqual(dues(answer))
  })

  test('what is paid covers the instalments in the order of their days, whichever way it came', async () => {
    const { id } = await makeContract(agency, bill, '--is-signed', '--remaining-amount', '1100')
    const [first, second, third] = [day(-1), day(0), day(20)]
    await schedule(id, `50%@${third}`, `25%@${first}`, `25%@${second}`)
    const states = async () =>
      (await ledger(id)).schedule.map((one: Instalment) => [
        one.due_on,
        one.paid_amount,
        one.remaining_amount,
        one.state,
      ])
    expect(await states()).toEqual([
      [first, '100.00', '200.00', 'overdue'],
      [second, '0.00', '300.00', 'due'],
      [third, '0.00', '600.00', 'due'],
    ])
    const paid = await agency.json(['contract', 'pay', String(id), '350'], { as: bill })
    expect(paid).toMatchObject({ next_due: second })
    expect(await states()).toEqual([
      [first, '300.00', '0.00', 'covered'],
      [second, '150.00', '150.00', 'part'],
      [third, '0.00', '600.00', 'due'],
    ])
    expect(await ledger(id)).toMatchObject({ next_due: second })
    await agency.json(['contract', 'update', String(id), '--is-fully-paid'], { as: bill })
    expect((await states()).map(([, , , state]) => state)).toEqual(['covered', 'covered', 'covered'])
    expect(await ledger(id)).toMatchObject({ next_due: null })
  })

  test('replaced → what was before is said, undo brings it back, the same again changes nothing', async () => {
    const { id } = await makeContract(agency, bill)
    await schedule(id, '400@2027-01-01', 'rest@2027-02-01')
    const before = await ledger(id)
    const { code, stderr } = await tried(id, '100%@2027-03-01')
    expect({ code, stderr }).toMatchObject({
      code: Exit.ok,
      stderr: expect.stringContaining('Before: 01/01/2027 €400.00 · 01/02/2027 €800.00'),
    })
    expect((await agency.run(['undo', '--yes'], { as: bill })).code).toBe(Exit.ok)
    expect(await ledger(id)).toEqual(before)
    const same = await tried(id, 'rest@2027-02-01', '400@2027-01-01')
    expect(same.stderr).toContain('already has this schedule')
    expect(await ledger(id)).toEqual(before)
    expect((await tried(id, '--clear')).stderr).toContain('removed.')
    expect(await ledger(id)).toMatchObject({ schedule: [], next_due: null })
    expect((await tried(id, '--clear')).stderr).toContain('has no schedule. Nothing was changed.')
  })

  test('refused, and the schedule stays: a wrong sum, no signature, no event, nothing left, two rests, another version', async () => {
    const { id } = await makeContract(agency, bill)
    const before = await schedule(id, '100%@2027-01-01')
    const { version } = await agency.json<{ version: number }>(['contract', 'view', String(id)], { as: bill })
    for (const [parts, code, said] of [
      [['33.33%@2027-01-01', '33.33%@2027-02-01', '33.33%@2027-03-01'], Exit.refused, '€0.12 less than the total'],
      [['30%@signature', 'rest@2027-01-01'], Exit.refused, `contract update ${id} --is-signed true`],
      [['100%@event-15d'], Exit.refused, `event create --contract-id ${id}`],
      [
        ['1200@2027-01-01', 'rest@2027-02-01'],
        Exit.refused,
        'Nothing is left for the rest: the other parts make €1,200.00',
      ],
      [['0.0001%@2027-01-01', 'rest@2027-02-01'], Exit.refused, '0.0001%@2027-01-01 is less than a cent of €1,200.00'],
      [['rest@2027-01-01', 'rest@2027-02-01'], Exit.usage, 'Only one part can be the rest'],
      [['rest@2027-02-01', '--if-version', String(version - 1)], Exit.refused, `now at version ${version}`],
      [['--clear', '--if-version', String(version - 1)], Exit.refused, `now at version ${version}`],
      [['rest@2027-02-01', '--clear'], Exit.usage, '--clear'],
      [[], Exit.usage, 'PART'],
    ] as const) {
      const { code: got, stdout, stderr } = await tried(id, ...parts)
      expect({ parts, code: got, stdout, stderr }).toEqual({
        parts,
        code,
        stdout: '',
        stderr: expect.stringContaining(said),
      })
    }
    expect(await ledger(id)).toMatchObject({ schedule: before.schedule })
    const argv = ['contract', 'schedule', String(id), '100%@2027-01-01']
    expect((await agency.run(argv, { as: kate })).code).toBe(Exit.forbidden)
    const ann = await agency.person('commercial')
    expect((await agency.run(argv, { as: ann })).code).toBe(Exit.forbidden)
  })

  test('a total that changes → told, with the command; no instalment asks for more than what remains', async () => {
    const { id } = await makeContract(agency, bill, '--is-signed')
    await schedule(id, '600@2027-01-01', 'rest@2027-02-01')
    const { stderr } = await agency.run(['contract', 'update', String(id), '--total-amount', '1000'], { as: bill })
    expect(stderr).toContain(
      `! The schedule of contract ${id} adds up to €1,200.00, no longer to the total (€1,000.00).`,
    )
    expect(stderr).toContain(`contract schedule ${id}`)
    expect((await ledger(id)).schedule.map((one) => one.remaining_amount)).toEqual(['600.00', '400.00'])
    const signed = await agency.run(['contract', 'update', String(id), '--is-signed', 'false'], { as: bill })
    expect(signed.stderr).not.toContain('no longer to the total')
  })

  test('two people at once → one schedule stands, whole', async () => {
    const { id } = await makeContract(agency, bill)
    const both = await Promise.all([tried(id, '100%@2027-01-01'), tried(id, '50%@2027-02-01', 'rest@2027-03-01')])
    expect(both.map(({ code }) => code)).toEqual([Exit.ok, Exit.ok])
    const { schedule } = await ledger(id)
    expect(schedule.reduce((sum, { amount }) => sum + Number(amount), 0)).toBe(1200)
  })
})
