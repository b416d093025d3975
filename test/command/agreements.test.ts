/** What the answers contradict among themselves is told at the question that completes it, in the words of the database's refusal. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'
import { type Answer, shiftTab } from '../support/prompter.ts'

setDefaultTimeout(60_000)

let agency: Agency
let manager: Person, anna: Person
beforeAll(async () => {
  agency = await openAgency('embedded')
  ;[manager, anna] = [await agency.person('management'), await agency.person('commercial')]
  await agency.json(['client', 'create', '-n', 'Anne', '-e', 'anne@client.fr', '-f', '01/06/2026'], { as: anna })
  await agency.json(['contract', 'create', '--client-id', '1', '--total-amount', '1000', '--is-signed'], { as: anna })
  const dates = ['-s', '12/06/2027 10:00', '-e', '12/06/2027 18:00']
  await agency.json(['event', 'create', '-c', '1', '-t', 'Gala', '-a', 'Lyon', ...dates], { as: anna })
}, 60_000)
afterAll(() => agency?.close())

/** Runs the questions. @returns what was said against answers, by question, and the record */
async function answer(command: string, as: Person, answers: readonly Answer[], lang: 'en' | 'fr' = 'en') {
  const ran = await agency.run([...command.split(' '), '--json'], { as, terminal: 80, answers, lang })
  const refused = ran.asked.flatMap(({ message, refused }) => (refused ? [`${message}: ${refused}`] : []))
  return { ...ran, refused, record: ran.code === Exit.ok ? JSON.parse(ran.stdout) : undefined }
}
const enter = undefined

test('a new event that ends before it starts → told at the end; either date can be corrected', async () => {
  const before = ['Bal', 'Rue', '12/06/2027 19:00', '12/06/2027 19:00'] as const
  const said = 'End: An event must end after it starts: 12/06/2027 19:00 is not after 12/06/2027 19:00.'
  const event = 'event create -c 1'
  const end = await answer(event, anna, [...before, '12/06/2027 23:00', enter, enter])
  expect(end).toMatchObject({ refused: [said], record: { end_date: '2027-06-12T23:00:00+02:00' } })
  const start = await answer(event, anna, [...before, shiftTab, '12/06/2027 18:00', '12/06/2027 19:00', enter, enter])
  expect(start).toMatchObject({ refused: [said], record: { start_date: '2027-06-12T18:00:00+02:00' } })
  const given = await answer(`${event} -s 2027-06-12 -e 2027-06-11`, anna, [])
  expect({ code: given.code, asked: given.asked, stderr: given.stderr }).toMatchObject({
    ...{ code: Exit.refused, asked: [], stderr: expect.stringContaining('"constraint":"event_dates_order"') },
  })
})

test('the form of an event: a stored date counts as well as a typed one, and a day keeps its time', async () => {
  const form: Answer[] = [enter, enter, enter, enter, '12/06/2027 09:00', '11/06/2027', '13/06/2027', enter, enter]
  const { refused, record } = await answer('event update 1', manager, form, 'fr')
  expect(refused).toEqual([
    'Fin: La fin (12/06/2027 09:00) doit être après le début (12/06/2027 10:00).',
    'Fin: La fin (11/06/2027 18:00) doit être après le début (12/06/2027 10:00).',
  ])
  expect(record).toMatchObject({ end_date: '2027-06-13T18:00:00+02:00' })
})

test('a new contract: more remains than the total, or something of one that is fully paid', async () => {
  const answers: Answer[] = [
    'Anne',
    '100',
    '100.01',
    shiftTab,
    '200',
    '100.01',
    false,
    true,
    shiftTab,
    shiftTab,
    '0',
    enter,
    true,
  ]
  const { refused, record } = await answer('contract create', manager, answers)
  expect(refused).toEqual([
    'Remaining: The remaining amount (€100.01) cannot be more than the total (€100.00).',
    'Fully paid: A fully paid contract has no remaining amount, but --remaining-amount is €100.01.',
  ])
  expect(record).toMatchObject({ total_amount: '200.00', remaining_amount: '0.00', is_fully_paid: true })
  const given = await answer('contract create --remaining-amount 300', manager, ['Anne', '200', '300', enter, enter])
  expect(given.refused).toEqual(['Total: The remaining amount (€300.00) cannot be more than the total (€200.00).'])
})

test('the form of a contract: a lower total, a signature that events need, and what is paid follows what remains', async () => {
  const answers: Answer[] = [enter, '500', '600', '0', false, enter, false, enter]
  const { refused, record, asked } = await answer('contract update 1', manager, answers)
  expect(refused).toEqual([
    'Remaining: The remaining amount (€600.00) cannot be more than the total (€500.00).',
    'Signed: Contract 1 has events, so it must stay signed.',
    'Fully paid: A contract that is not fully paid has a remaining amount, but --remaining-amount is 0.',
  ])
  expect(asked.at(-1)).toMatchObject({ message: 'Fully paid', initial: true })
  expect(record).toMatchObject({ total_amount: '500.00', remaining_amount: '0.00' })
  const unpaid = await answer('contract update 1', manager, [
    enter,
    enter,
    enter,
    enter,
    false,
    shiftTab,
    shiftTab,
    '9',
    enter,
    enter,
  ])
  expect(unpaid.refused).toEqual(['Fully paid: Contract 1 is fully paid. To change that, give the remaining amount.'])
  expect(unpaid.record).toMatchObject({ remaining_amount: '9.00', is_fully_paid: false })
})

test('a last contact before the first → told beside the answer, and saved', async () => {
  const { asked, record } = await answer('client update 1', anna, [
    enter,
    enter,
    enter,
    enter,
    enter,
    '31/05/2026 10:00',
  ])
  expect(asked.at(-1)?.reading).toBe('Sun 31 May 2026 10:00 ! before the first contact (01/06/2026 00:00)')
  expect(record).toMatchObject({ last_contact_date: '2026-05-31T10:00:00+02:00' })
})

test('one’s own account cannot be deactivated → told at the question; a default role → before the first', async () => {
  const { refused, code } = await answer(`user update ${manager.id}`, manager, [
    enter,
    enter,
    enter,
    enter,
    enter,
    false,
    true,
  ])
  expect({ refused, code }).toEqual({ refused: [expect.stringContaining('your own account')], code: Exit.ok })
  expect(await answer('role update support', manager, [])).toMatchObject({ code: Exit.refused, asked: [] })
})
