import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Contract } from '../../src/contract/contract.ts'
import { Exit } from '../../src/errors.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'
import { makeContract } from './deal.ts'

setDefaultTimeout(60_000)

/** So many days after today, as they are stored, and as they are shown. */
const day = (days: number) => Temporal.Now.plainDateISO('Europe/Paris').add({ days }).toString()
const dmy = (days: number) => day(days).split('-').reverse().join('/')

let agency: Agency
let bill: Person
let boss: Person
let kate: Person
let contract: Contract

beforeAll(async () => {
  agency = await openAgency('server')
  bill = await agency.person('commercial', { fullName: 'Bill Boquet' })
  boss = await agency.person('management')
  kate = await agency.person('support')
  contract = await make()
  const company = ['company', 'create', '-n', 'Fête & fils', '--vat-number', 'FR40303265045']
  const { id } = await agency.json<{ id: number }>(company, { as: bill })
  const client = ['client', 'update', String(contract.client_id), '-n', 'Anne Œuvre', '-e', 'anne@example.org']
  await agency.json([...client, '--phone', '+33612345678', '--company', String(id)], { as: bill })
})
afterAll(() => agency.close())

const make = () => makeContract(agency, bill, '--is-signed')
/** Signed on the day of these tests, because the database's clock is another. */
const signed = (id: number) =>
  agency.owner((sql) => sql`update epic_events.contract set signed_at = ${`${day(-41)}T10:00:00Z`} where id = ${id}`)
const schedule = (id: number, ...parts: readonly (readonly [day: string, amount: number, label?: string])[]) =>
  agency.owner(async (sql) => {
    for (const [day, amount, label = null] of parts)
      await sql`insert into epic_events.instalment (contract_id, due_on, amount, label) values (${id}, ${day}, ${amount}, ${label})`
  })
const pay = (id: number, day: string, amount: number, method = 'transfer', reference: string | null = null) =>
  agency.owner(
    (sql) => sql`
      insert into epic_events.payment (contract_id, paid_on, amount, kind, method, reference)
      values (${id}, ${day}, ${amount}, ${amount > 0 ? 'payment' : 'refund'}, ${method}, ${reference}) returning id`,
  )
const statement = async (id: number | string, ...more: string[]) => {
  const argv = ['contract', 'statement', String(id), ...more]
  const { code, stdout, stderr } = await agency.run(argv, { as: kate })
  expect({ code, stderr }).toEqual({ code: Exit.ok, stderr: '' })
  return stdout
}
const dueOf = (text: string) => text.slice(text.indexOf('WHAT IS DUE'), text.lastIndexOf('\n\n'))

describe('contract statement', () => {
  test('parties, amounts, what remains of each instalment, the payments that count, what is due today and next', async () => {
    const { id } = contract
    await schedule(id, [day(-41), 360, 'signature'], [day(0), 480], [day(81), 360, 'rest'])
    await pay(id, day(-39), 400, 'transfer', 'VIR <12> & co')
    await pay(id, day(-38), 100, 'cheque', 'CANCELLED')
    await agency.owner(
      (sql) =>
        sql`update epic_events.payment set cancelled_at = now(), cancelled_why = 'x' where reference = 'CANCELLED'`,
    )
    await pay(id, day(-23), -50, 'card')
    await signed(id)
    expect(await statement(id)).toBe(`Contract statement
Contract ${id} · Anne Œuvre
=======================

PARTIES
  Client             Anne Œuvre
  Company            Fête & fils
  VAT number         FR40303265045
  Email              anne@example.org
  Phone              06 12 34 56 78
  Salesperson        Bill Boquet
  Signed             ${dmy(-41)}

AMOUNTS
  Total              €1,200.00
  Paid               €350.00
  Remaining          €850.00

SCHEDULE
  Due on      For         Amount  Remaining
  ${dmy(-41)}  signature  €360.00     €10.00
  ${dmy(0)}             €480.00    €480.00
  ${dmy(81)}  rest       €360.00    €360.00

PAYMENTS
  Paid on        How           Reference       Amount
  ${dmy(-39)}     transfer      VIR <12> & co  €400.00
  ${dmy(-23)}     refund, card                 -€50.00
  Paid in total                               €350.00

WHAT IS DUE
  Due by ${dmy(0)}  €490.00
  Next due           €360.00 on ${dmy(81)}

Contract ${id} · as of ${dmy(0)}
`)
    const page = await statement(id, '--format', 'html', '--lang', 'fr')
    expect(page).toContain(`<title>Situation du contrat · Contrat ${id} · Anne Œuvre</title>`)
    expect(page.slice(page.indexOf('<h2>Échéancier'), page.indexOf('</article>'))).toBe(`<h2>Échéancier</h2>
<table>
<thead><tr><th scope="col">Échéance</th><th scope="col">Objet</th><th scope="col" class="right">Montant</th><th scope="col" class="right">Reste à payer</th></tr></thead>
<tbody>
<tr><td><bdi>${dmy(-41)}</bdi></td><td><bdi>signature</bdi></td><td class="right"><bdi>360,00 €</bdi></td><td class="right"><bdi>10,00 €</bdi></td></tr>
<tr><td><bdi>${dmy(0)}</bdi></td><td><bdi></bdi></td><td class="right"><bdi>480,00 €</bdi></td><td class="right"><bdi>480,00 €</bdi></td></tr>
<tr><td><bdi>${dmy(81)}</bdi></td><td><bdi>rest</bdi></td><td class="right"><bdi>360,00 €</bdi></td><td class="right"><bdi>360,00 €</bdi></td></tr>
</tbody>
</table>
<h2>Paiements</h2>
<table>
<thead><tr><th scope="col">Payé le</th><th scope="col">Moyen</th><th scope="col">Référence</th><th scope="col" class="right">Montant</th></tr></thead>
<tbody>
<tr><td><bdi>${dmy(-39)}</bdi></td><td><bdi>virement</bdi></td><td><bdi>VIR &lt;12&gt; &amp; co</bdi></td><td class="right"><bdi>400,00 €</bdi></td></tr>
<tr><td><bdi>${dmy(-23)}</bdi></td><td><bdi>remboursement, carte</bdi></td><td><bdi></bdi></td><td class="right"><bdi>-50,00 €</bdi></td></tr>
</tbody>
<tfoot><tr><td><bdi>Total payé</bdi></td><td><bdi></bdi></td><td><bdi></bdi></td><td class="right"><bdi>350,00 €</bdi></td></tr></tfoot>
</table>
<h2>Sommes dues</h2>
<dl>
<dt>Dû au ${dmy(0)}</dt><dd><bdi>490,00 €</bdi></dd>
<dt>Prochaine échéance</dt><dd><bdi>360,00 € le ${dmy(81)}</bdi></dd>
</dl>
<footer>Contrat ${id} · au ${dmy(0)}</footer>
`)
    const french = await statement(id, '--lang', 'fr')
    expect(french).toContain(`SOMMES DUES\n  Dû au ${dmy(0)}    490,00 €\n  Prochaine échéance  360,00 € le ${dmy(81)}`)
  })

  test.each([
    ['without a schedule: nothing is due on a day', [], 0, ['€0.00', 'Remaining without a due date  €1,200.00']],
    ['the day of the statement counts', [[day(0), 1200]], 200, ['€1,000.00']],
    ['the day after does not', [[day(1), 1200]], 200, ['€0.00', `€1,000.00 on ${dmy(1)}`]],
    [
      'payments cover what is due first',
      [
        [day(1), 500],
        [day(19), 700],
      ],
      600,
      ['€0.00', `€600.00 on ${dmy(19)}`],
    ],
  ] as const)('%s', async (_, parts, paid, expected) => {
    const { id } = await make()
    await schedule(id, ...parts)
    if (paid > 0) await pay(id, day(-11), paid)
    const text = dueOf(await statement(id))
    for (const part of expected) expect(text).toContain(part)
  })

  test('not signed, or fully paid → nothing is due', async () => {
    const { id } = await makeContract(agency, bill)
    expect(dueOf(await statement(id))).toContain('not signed, so nothing is due')
    const paid = await makeContract(agency, bill, '--is-signed', '--is-fully-paid')
    expect(dueOf(await statement(paid.id))).toContain('fully paid')
  })

  test('a total that was raised after the schedule was agreed → the difference has no day', async () => {
    const { id } = await make()
    await schedule(id, [day(-11), 1200])
    await agency.json(['contract', 'update', String(id), '--total-amount', '1500'], { as: boss })
    expect(dueOf(await statement(id))).toMatch(/Due by \S+ +€1,200.00\n.*without a due date +€300.00/)
    await agency.json(['contract', 'update', String(id), '--total-amount', '900'], { as: boss })
    expect(dueOf(await statement(id))).toMatch(/Due by \S+ +€900.00$/)
  })

  test('it is no invoice, in either language and in all formats', async () => {
    for (const lang of ['en', 'fr'])
      for (const format of ['text', 'html'])
        expect(await statement(contract.id, '--lang', lang, '--format', format)).not.toMatch(/invoice|facture/i)
  })

  test('without contract:view → 5; without payment:view, or not of this contract → 5; absent → 3; another format → 2', async () => {
    const role = async (name: string, ...codes: string[]) => {
      await agency.run(['role', 'create', '--name', name], { as: boss })
      await agency.run(['role', 'grant', name, ...codes], { as: boss })
      return agency.person(name)
    }
    const payer = await role('payer', 'payment:list', 'payment:view', 'contract:list')
    const reader = await role('reader', 'contract:list', 'contract:view')
    const own = await role('own', 'contract:list', 'contract:view', 'payment:list:own', 'payment:view:own')
    for (const [as, words, code] of [
      [payer, [contract.id], Exit.forbidden],
      [reader, [contract.id], Exit.forbidden],
      [reader, [9999], Exit.forbidden],
      [own, [contract.id], Exit.forbidden],
      [own, [9999], Exit.notFound],
      [kate, [9999], Exit.notFound],
      [kate, [contract.id, '--json'], Exit.usage],
    ] as const) {
      const argv = ['contract', 'statement', ...words.map(String)]
      const { code: ended, stdout, stderr } = await agency.run(argv, { as })
      expect({ words, ended, stdout, stderr }).toMatchObject({ words, ended: code, stdout: '' })
    }
    const { stderr } = await agency.run(['contract', 'statement', String(contract.id)], { as: own })
    expect(stderr).toContain('payment:view')
  })
})
