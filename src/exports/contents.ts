/** What an export consists of: for each noun its file, who gets it, and where its rows come from. A new noun is a line here. */
import type { Permission } from '../access/catalogue.ts'
import * as audit from '../audit/audit.ts'
import { page as auditPage } from '../audit/list-store.ts'
import * as client from '../client/client.ts'
import { page as clientPage } from '../client/list-store.ts'
import * as company from '../company/company.ts'
import { page as companyPage } from '../company/list-store.ts'
import * as contract from '../contract/contract.ts'
import { page as contractPage } from '../contract/list-store.ts'
import type { Connection } from '../db/connection.ts'
import type { Message } from '../errors.ts'
import * as event from '../event/event.ts'
import { page as eventPage } from '../event/list-store.ts'
import type { Column, Row } from '../field/column.ts'
import { cardColumns as noteColumns } from '../interaction/interaction.ts'
import { page as notePage } from '../interaction/list-store.ts'
import { instalmentPage, page as paymentPage } from '../payment/list-store.ts'
import * as payment from '../payment/payment.ts'
import { page as rolePage } from '../role/list-store.ts'
import * as role from '../role/role.ts'
import { page as userPage } from '../user/list-store.ts'
import * as user from '../user/user.ts'

export interface Content {
  /** The name of its file, without the ending. */
  readonly name: string
  readonly title: Message
  readonly needs: Permission
  readonly columns: readonly Column[]
  rows(connection: Connection): AsyncIterable<readonly Row[]>
}

/** All rows, in order of id. */
const whole = { limit: 0, after: 0, count: false, desc: false, filters: {} } as const

export const contents: readonly Content[] = [
  {
    ...{ name: 'companies', title: (t) => t.company.title, needs: 'company:list', columns: company.columns },
    rows: (connection) => later(companyPage(connection, whole)),
  },
  {
    ...{ name: 'clients', title: (t) => t.client.title, needs: 'client:list', columns: client.columns },
    rows: (connection) => later(clientPage(connection, whole)),
  },
  {
    ...{ name: 'contracts', title: (t) => t.contract.title, needs: 'contract:list', columns: contract.columns },
    rows: (connection) => later(contractPage(connection, whole)),
  },
  {
    ...{ name: 'payments', title: (t) => t.payment.title, needs: 'payment:list', columns: payment.columns },
    rows: (connection) => later(paymentPage(connection, whole)),
  },
  {
    ...{
      name: 'instalments',
      title: (t) => t.payment.schedule,
      needs: 'payment:list',
      columns: payment.instalmentColumns,
    },
    rows: (connection) => later(instalmentPage(connection, whole)),
  },
  {
    ...{ name: 'events', title: (t) => t.event.title, needs: 'event:list', columns: event.columns },
    rows: (connection) => later(eventPage(connection, whole)),
  },
  {
    ...{ name: 'notes', title: (t) => t.interaction.title, needs: 'interaction:list', columns: noteColumns },
    rows: (connection) => later(notePage(connection, whole)),
  },
  {
    ...{ name: 'users', title: (t) => t.user.title, needs: 'user:list', columns: user.columns },
    // Those who have left are a list of their own.
    async *rows(connection) {
      yield* later(userPage(connection, whole))
      yield* later(userPage(connection, { ...whole, filters: { inactive: [true] } }))
    },
  },
  {
    ...{ name: 'roles', title: (t) => t.role.title, needs: 'role:list', columns: role.columns },
    rows: (connection) => later(rolePage(connection, whole)),
  },
  {
    ...{ name: 'audit', title: (t) => t.audit.title, needs: 'audit:list', columns: audit.columns },
    rows: (connection) => later(auditPage(connection, { ...whole, filters: { oldest: [true] } })),
  },
]

/** The rows of a page that is asked for when the first of them is. */
async function* later(page: Promise<{ readonly rows: AsyncIterable<readonly Row[]> }>): AsyncGenerator<readonly Row[]> {
  yield* (await page).rows
}
