/** What stands on the paper about a contract. It is no invoice, and never called one: the law says what an invoice has to hold. */
import { shownLabel } from '../field/share.ts'
import type { Catalog } from '../i18n/catalog.ts'
import type { Fact, Paper, Section } from '../papers/paper.ts'
import { isNothing } from './payment.ts'
import type { Statement } from './statement-store.ts'

/** @param day of the statement, as the reader writes days */
export function contractPaper(contract: Statement, day: string, t: Catalog): Paper {
  const { statement: words } = t.papers
  const of = { id: contract.id, client: contract.client_name }
  const title = words.of(of)
  const sections = [
    { title: words.parties, facts: parties(contract, t) },
    { title: words.amounts, facts: amounts(contract, t) },
    schedule(contract, t),
    payments(contract, t),
    due(contract, day, t),
  ]
  return {
    title: `${words.title} · ${title}`,
    updatedAt: contract.updated_at,
    sheets: [{ kind: words.title, title, sections, foot: words.foot({ id: contract.id, day }) }],
  }
}

function parties(contract: Statement, t: Catalog): Fact[] {
  const { statement: words } = t.papers
  return [
    [words.client, contract.client_name],
    [words.company, contract.company_name],
    [words.vat_number, contract.company_vat_number],
    [words.email, contract.client_email],
    [words.phone, contract.client_phone && t.format.phone(contract.client_phone)],
    [words.commercial, contract.commercial_name],
    [words.signed, contract.signed_at === null ? words.unsigned : t.format.date(contract.signed_at).slice(0, 10)],
  ].flatMap(([label, value]) => (label && value ? [{ label, value }] : []))
}

function amounts(contract: Statement, t: Catalog): Fact[] {
  const { statement: words } = t.papers
  return [
    { label: words.total, value: t.format.amount(contract.total_amount) },
    { label: words.paid, value: t.format.amount(contract.paid_amount) },
    { label: words.remaining, value: t.format.amount(contract.remaining_amount) },
  ]
}

function schedule({ schedule }: Statement, t: Catalog): Section {
  const { statement: words } = t.papers
  if (schedule.length === 0) return { title: words.schedule, text: words.noSchedule }
  const { due_on, label, amount } = t.payment.label
  return {
    title: words.schedule,
    table: {
      columns: [
        ...[{ label: due_on }, { label }],
        ...[amount, words.open].map((label) => ({ label, right: true as const })),
      ],
      rows: schedule.map((part) => [
        t.format.date(part.due_on),
        shownLabel(part.label, t) ?? '',
        t.format.amount(part.amount),
        t.format.amount(part.open),
      ]),
    },
  }
}

function payments({ payments, paid_amount: paid }: Statement, t: Catalog): Section {
  const { statement: words } = t.papers
  if (payments.length === 0) return { title: words.payments, text: words.noPayments }
  const { paid_on, reference, amount } = t.payment.label
  return {
    title: words.payments,
    table: {
      columns: [{ label: paid_on }, { label: words.how }, { label: reference }, { label: amount, right: true }],
      rows: payments.map((payment) => [
        t.format.date(payment.paid_on),
        how(payment, t),
        payment.reference ?? '',
        t.format.amount(payment.amount),
      ]),
      total: [words.paidInAll, '', '', t.format.amount(paid)],
    },
  }
}

/** `transfer`, `refund, card`; what the program wrote itself has no method. */
function how({ kind, method }: Statement['payments'][number], { payment: words }: Catalog): string {
  if (kind === 'opening' || kind === 'adjustment') return words.kind[kind]
  return kind === 'payment' ? words.method[method] : `${words.kind[kind]}, ${words.method[method]}`
}

function due(contract: Statement, day: string, t: Catalog): Section {
  const { statement: words } = t.papers
  const title = words.due
  if (isNothing(contract.remaining_amount)) return { title, text: words.settled }
  if (!contract.is_signed) return { title, text: words.notSigned }
  const { next, unscheduled_amount: unscheduled } = contract
  const facts = [
    { label: words.dueNow({ day }), value: t.format.amount(contract.due_amount) },
    ...(next
      ? [
          {
            label: words.next,
            value: words.nextDue({ amount: t.format.amount(next.open), day: t.format.date(next.due_on) }),
          },
        ]
      : []),
    ...(isNothing(unscheduled) ? [] : [{ label: words.unscheduled, value: t.format.amount(unscheduled) }]),
  ]
  return { title, facts }
}
