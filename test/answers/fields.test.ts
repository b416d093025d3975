/**
 * A value that a command accepts is never lost: each option that `create` and `update` declare is given a value, and the record holds it.
 * A store that forgets a column would otherwise answer with success.
 */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { defaultRoles, SUPPORT } from '../../src/access/catalogue.ts'
import type { AnySpec } from '../../src/command/spec.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'

setDefaultTimeout(90_000)

/** By column: what is typed, and what JSON then has. */
type Values = Readonly<Record<string, readonly [typed: string, json: unknown]>>

interface Case {
  readonly noun: string
  readonly as: 'boss' | 'bill'
  readonly create: Values
  readonly update: Values
}

const cases: readonly Case[] = [
  {
    noun: 'company',
    as: 'boss',
    create: {
      name: ['Cool', 'Cool'],
      billing_address: ['12/14 rue Haute', '12/14 rue Haute'],
      vat_number: ['FR 40 303 265 045', 'FR40303265045'],
    },
    update: {
      name: ['Cooler', 'Cooler'],
      billing_address: ['Blois', 'Blois'],
      vat_number: ['be 428.759.497', 'BE0428759497'],
    },
  },
  {
    noun: 'client',
    as: 'bill',
    create: {
      full_name: ['Kevin Casey', 'Kevin Casey'],
      email: ['kevin@startup.io', 'kevin@startup.io'],
      phone: ['+678 123 456 78', '+67812345678'],
      company_id: ['1', 1],
      first_contact_date: ['18/04/2026 10:00', '2026-04-18T10:00:00+02:00'],
      last_contact_date: ['29/03/2026', '2026-03-29T00:00:00+01:00'],
    },
    update: {
      full_name: ['Kevin C. Casey', 'Kevin C. Casey'],
      email: ['casey@startup.io', 'casey@startup.io'],
      phone: ['06 12 34 56 78', '+33612345678'],
      company_id: ['2', 2],
      // The time stays that of the record.
      first_contact_date: ['19/04/2026', '2026-04-19T10:00:00+02:00'],
      last_contact_date: ['20/04/2026', '2026-04-20T00:00:00+02:00'],
      commercial_id: ['5', 5],
    },
  },
  {
    noun: 'contract',
    as: 'boss',
    create: {
      client_id: ['1', 1],
      commercial_id: ['2', 2],
      total_amount: ['1200', '1200.00'],
      remaining_amount: ['0', '0.00'],
      is_signed: ['true', true],
      is_fully_paid: ['true', true],
    },
    update: {
      client_id: ['2', 2],
      commercial_id: ['2', 2],
      total_amount: ['1300,50', '1300.50'],
      remaining_amount: ['200', '200.00'],
      is_signed: ['false', false],
      is_fully_paid: ['false', false],
    },
  },
  {
    noun: 'event',
    as: 'boss',
    create: {
      contract_id: ['2', 2],
      title: ['Gala', 'Gala'],
      full_address: ['53 Rue du Château', '53 Rue du Château'],
      start_date: ['04/06/2027 13:00', '2027-06-04T13:00:00+02:00'],
      end_date: ['05/06/2027 02:00', '2027-06-05T02:00:00+02:00'],
      participant_count: ['75', 75],
      support_contact_id: ['3', 3],
      notes: ['DJ', 'DJ'],
    },
    update: {
      contract_id: ['3', 3],
      title: ['Gala II', 'Gala II'],
      full_address: ['Blois', 'Blois'],
      start_date: ['05/06/2027', '2027-06-05T13:00:00+02:00'],
      end_date: ['06/06/2027', '2027-06-06T02:00:00+02:00'],
      participant_count: ['80', 80],
      support_contact_id: ['4', 4],
      notes: ['No DJ', 'No DJ'],
    },
  },
  {
    noun: 'user',
    as: 'boss',
    create: {
      username: ['lucie.moreau', 'lucie.moreau'],
      full_name: ['Lucie Moreau', 'Lucie Moreau'],
      email: ['lucie@agency.example', 'lucie@agency.example'],
      phone: ['06 12 34 56 78', '+33612345678'],
      role_id: ['support', 3],
    },
    update: {
      username: ['lucie.martin', 'lucie.martin'],
      full_name: ['Lucie Martin', 'Lucie Martin'],
      email: ['martin@agency.example', 'martin@agency.example'],
      phone: ['+678 123 456 78', '+67812345678'],
      role_id: ['commercial', 2],
      is_active: ['false', false],
    },
  },
  {
    noun: 'role',
    as: 'boss',
    create: { name: ['buyer', 'buyer'], permissions: ['support', defaultRoles[SUPPORT]?.permissions.toSorted()] },
    update: { name: ['seller', 'seller'] },
  },
]

let agency: Agency
let people: Readonly<Record<Case['as'], Person>>
beforeAll(async () => {
  agency = await openAgency('server')
  const boss = await agency.person('management')
  const bill = await agency.person('commercial')
  people = { boss, bill }
  for (const role of ['support', 'support', 'commercial']) await agency.person(role)
  const make = (argv: readonly string[], as: Person) => agency.json([...argv], { as })
  for (const name of ['One', 'Two']) await make(['company', 'create', '-n', name], boss)
  for (const name of ['Anne', 'Paul']) await make(['client', 'create', '-n', name, '-e', `${name}@x.example`], bill)
  // Nobody else may set all fields of a client at once.
  await make(['role', 'grant', 'commercial', 'client:assign_commercial'], boss)
  // Contract 1 is left for the update; events need the others signed.
  for (let n = 0; n < 3; n++)
    await make(['contract', 'create', '--client-id', '1', '--total-amount', '10', '--is-signed'], boss)
})
afterAll(() => agency?.close())

/** The declaration of a verb of the program. */
async function specOf(noun: string, verb: string): Promise<AnySpec> {
  const loaded: { default: { spec: AnySpec } } = await import(`../../src/${noun}/${verb}.ts`)
  return loaded.default.spec
}

/** The options of a verb with these values. @throws Error an option has no value in this file */
function optionsOf(spec: AnySpec, values: Values): string[] {
  const fields = Object.values(spec.fields ?? {}).filter(({ kind }) => kind !== 'secret')
  return fields.flatMap(({ column, option }) => {
    const [typed] = values[column] ?? []
    if (typed === undefined) throw new Error(`Give --${option} of ${spec.path.join(' ')} a value in this file.`)
    return [`--${option}`, typed]
  })
}

const wanted = (values: Values) =>
  Object.fromEntries(Object.entries(values).map(([column, [, json]]) => [column, json]))

test.each(cases)('every option of $noun create and $noun update → the record holds its value', async (one) => {
  const as = people[one.as]
  const [create, update] = [await specOf(one.noun, 'create'), await specOf(one.noun, 'update')]
  const password = one.noun === 'user' ? ['--password-stdin'] : []
  const made = await agency.json<{ id: number }>([...create.path, ...optionsOf(create, one.create), ...password], {
    as,
    ...(password.length > 0 ? { stdin: 'Autre-Mot-2026\n' } : {}),
  })
  expect(made).toMatchObject(wanted(one.create))
  // Notes that have text are not replaced by accident.
  const meant = one.noun === 'event' ? ['--replace-notes'] : []
  const changed = await agency.json([...update.path, String(made.id), ...optionsOf(update, one.update), ...meant], {
    as,
  })
  expect(changed).toMatchObject(wanted(one.update))
})
