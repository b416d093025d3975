/** The cells of payments, which are read and made below their contract, and of the schedule, which belongs to it. */
import { type Cell, held, scanned, withVerdicts } from './cell.ts'
import type { Someone } from './ground.ts'
import { type Situation, sees, situations } from './oracle.ts'

export function money(who: Someone): Cell[] {
  return situations.flatMap((row) => [...payments(who, row), ...schedules(who, row)])
}

function payments(who: Someone, row: Situation): Cell[] {
  const { contract, payment } = who.deals[row].paid
  const reading: Omit<Cell, 'name'> = {
    ...{ table: 'payment', row, program: 'no' },
    sql: `select id from epic_events_api.payment where id = ${payment}`,
    database: sees(who.codes, 'payment', row) ? 'yes' : 'no',
  }
  return [
    ...(row === 'own' ? [scanned(who, 'payment', 'payment', row)] : []),
    held(who, 'payment', 'payment', row, payment, ['payment:cancel']),
    { ...reading, name: 'payment:list' },
    { ...reading, name: 'payment:view' },
    withVerdicts(who, {
      name: 'payment:create',
      table: 'payment',
      row,
      needs: [{ permission: 'payment:create', on: row }],
      seen: { resource: 'contract', row },
      target: { resource: 'contract', row, needs: 'payment:create' },
      sql: `insert into epic_events_api.payment (contract_id, amount) values (${contract}, 5)`,
    }),
    withVerdicts(who, {
      name: 'payment:cancel',
      table: 'payment',
      row,
      needs: [{ permission: 'payment:cancel', on: row }],
      seen: { resource: 'payment', row },
      sql: `update epic_events_api.payment set cancelled_why = 'Wrong' where id = ${payment}`,
    }),
  ]
}

function schedules(who: Someone, row: Situation): Cell[] {
  const { contract, paid } = who.deals[row]
  const needs = [{ permission: 'contract:update', on: row }] as const
  const seen = { resource: 'contract', row } as const
  return [
    ...(row === 'own' ? [scanned(who, 'contract', 'instalment', row)] : []),
    {
      ...{ name: 'contract.schedule', table: 'instalment', row, program: 'no' },
      sql: `select id from epic_events_api.instalment where id = ${paid.instalment}`,
      database: sees(who.codes, 'contract', row) ? 'yes' : 'no',
    },
    withVerdicts(who, {
      name: 'contract.schedule made',
      table: 'instalment',
      row,
      needs,
      seen,
      sql: `insert into epic_events_api.instalment (contract_id, due_on, amount) values (${contract}, '2026-07-01', 100)`,
    }),
    withVerdicts(who, {
      name: 'contract.schedule removed',
      table: 'instalment',
      row,
      needs,
      seen,
      sql: `delete from epic_events_api.instalment where id = ${paid.instalment}`,
    }),
  ]
}
