/** Two people at one record, one of them in its form, for every noun that has one. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'
import { type Answer, esc } from '../support/prompter.ts'

setDefaultTimeout(60_000)

interface Form {
  /** Which of its questions is answered, from 0 on, and how many there are. */
  readonly at: number
  readonly of: number
  readonly key: string
  readonly label: string
  /** What is typed in the first form and in the second one, and how it is saved. */
  readonly typed: readonly [readonly [string, unknown], readonly [string, unknown]]
  /** What somebody else does meanwhile: to another field, and to the same one. */
  readonly another: { readonly command: string; readonly saved: Record<string, unknown> }
  readonly same: { readonly command: string; readonly shown: string }
}

const forms: Readonly<Record<string, Form>> = {
  'client 1': {
    ...{ at: 2, of: 6, key: 'phone', label: 'Phone' },
    typed: [
      ['06 12 34 56 78', '+33612345678'],
      ['06 12 34 56 79', '+33612345679'],
    ],
    another: { command: 'client update 1 --email new@client.fr', saved: { email: 'new@client.fr' } },
    same: { command: 'client update 1 --phone 0712345678', shown: '07 12 34 56 78' },
  },
  'company 1': {
    ...{ at: 0, of: 3, key: 'name', label: 'Name' },
    typed: [
      ['Acme & fils', 'Acme & fils'],
      ['Acme SA', 'Acme SA'],
    ],
    another: { command: 'company update 1 --billing-address Lyon', saved: { billing_address: 'Lyon' } },
    same: { command: 'company update 1 --name SARL', shown: 'SARL' },
  },
  'contract 1': {
    ...{ at: 2, of: 5, key: 'remaining_amount', label: 'Remaining' },
    typed: [
      ['900', '900.00'],
      ['850', '850.00'],
    ],
    // A total alone moves what remains.
    another: {
      command: 'contract update 1 --total-amount 2000 --remaining-amount 1000',
      saved: { total_amount: '2000.00' },
    },
    same: { command: 'contract update 1 --remaining-amount 800.5', shown: '€800.50' },
  },
  'event 1': {
    ...{ at: 3, of: 8, key: 'start_date', label: 'Start' },
    typed: [
      ['14/06/2027', '2027-06-14T00:00:00+02:00'],
      ['15/06/2027', '2027-06-15T00:00:00+02:00'],
    ],
    another: { command: 'event update 1 --title Bal', saved: { title: 'Bal' } },
    same: { command: 'event update 1 --end-date 16/06/2027', shown: '16/06/2027 23:59' },
  },
  'user 4': {
    ...{ at: 1, of: 6, key: 'full_name', label: 'Full name' },
    typed: [
      ['Zoë', 'Zoë'],
      ['Zoé', 'Zoé'],
    ],
    another: { command: 'user update 4 --phone 0611223344', saved: { phone: '+33611223344' } },
    same: { command: 'user update 4 --full-name Zoe', shown: 'Zoe' },
  },
  'role 4': {
    ...{ at: 0, of: 1, key: 'name', label: 'Name' },
    typed: [
      ['payer', 'payer'],
      ['teller', 'teller'],
    ],
    another: { command: 'role grant 4 client:view', saved: { permission_count: 1 } },
    same: { command: 'role update 4 --name collector', shown: 'collector' },
  },
}

describe.each(['server', 'embedded'] as const)('%s', (kind) => {
  let agency: Agency
  let manager: Person, second: Person, anna: Person
  beforeAll(async () => {
    agency = await openAgency(kind)
    manager = await agency.person('management')
    second = await agency.person('management', { fullName: 'Second Manager' })
    anna = await agency.person('commercial', { fullName: 'Anna Other' })
    await agency.person('support')
    await agency.json(['company', 'create', '--name', 'Acme'], { as: manager })
    await agency.json(['client', 'create', '-n', 'Anne', '-e', 'anne@client.fr', '-p', '0611111111'], { as: anna })
    await agency.json(['contract', 'create', '--client-id', '1', '--total-amount', '1000', '--is-signed'], { as: anna })
    const dates = ['-s', '12/06/2027', '-e', '13/06/2027']
    await agency.json(['event', 'create', '-c', '1', '-t', 'Gala', '-a', 'Lyon', ...dates], { as: anna })
    await agency.json(['role', 'create', '-n', 'cashier'], { as: manager })
  }, 60_000)
  afterAll(() => agency?.close())

  const run = async (command: string, as: Person) => {
    const { code, stderr } = await agency.run(command.split(' '), { as })
    expect({ code, stderr }).toMatchObject({ code: Exit.ok })
  }
  const enters = (count: number): Answer[] => Array.from({ length: count }, () => undefined)

  /** The form, with one answer; before it is given, somebody else runs a command. @param after the answers once it is open again */
  const inForm = (record: string, typed: string, other: string, by: Person, after: readonly Answer[] = []) => {
    const [noun = '', id = ''] = record.split(' ')
    const { at, of } = forms[record] as Form
    const late = async () => {
      await run(other, by)
      return typed
    }
    const answers: Answer[] = [...enters(of).with(at, late), ...after]
    // Clients are for their own commercial, who has two terminals.
    return agency.run([noun, 'update', id, '--json'], {
      as: noun === 'client' ? anna : manager,
      terminal: 200,
      answers,
    })
  }

  test.each(Object.entries(forms))('%s', async (record, form) => {
    const { at, of, key, label, typed, another, same } = form
    const [[first, saved], [then, savedThen]] = typed
    const by = /^(company|event|user|role)/.test(record) ? second : anna
    const view = () => agency.json([...record.replace(' ', ' view ').split(' ')], { as: manager })

    const both = await inForm(record, first, another.command, by)
    expect({ code: both.code, stderr: both.stderr }).toMatchObject({ code: Exit.ok })
    expect(both.asked).toHaveLength(of)
    expect(await view()).toMatchObject({ [key]: saved, ...another.saved })

    const again = await inForm(record, then, same.command, by, enters(of))
    expect({ code: again.code, stderr: again.stderr }).toMatchObject({ code: Exit.ok })
    expect(again.stderr).toContain('has changed in the meantime')
    expect(again.stderr).toContain(`now ${same.shown}, yours `)
    expect(again.stderr).toMatch(new RegExp(`${label === 'Start' ? 'End' : label}: changed by ${by.fullName} on `))
    expect(again.asked.slice(of)).toHaveLength(of)
    expect(again.asked[of + at]).toMatchObject({ initial: then })
    expect(await view()).toMatchObject({ [key]: savedThen, ...another.saved })
  })

  test('who leaves the form that has opened again keeps what was typed, and nothing of the other’s is lost', async () => {
    const command = 'client update 1 --phone 0799999999'
    const { code, stderr } = await inForm('client 1', '06 00 00 00 01', command, anna, [undefined, esc])
    expect({ code, stderr }).toEqual({
      code: Exit.cancelled,
      stderr: expect.stringContaining('client update 1 --phone'),
    })
    expect(await agency.json(['client', 'view', '1'], { as: anna })).toMatchObject({ phone: '+33799999999' })
  })

  test.skipIf(kind === 'embedded').each([
    ['the same field', 'full_name', Exit.cancelled, { full_name: 'Held' }],
    ['another field', 'email', Exit.ok, { full_name: 'Waited' }],
  ] as const)('%s in a transaction that is not over → judged once it is', async (_, column, code, after) => {
    let open = () => {}
    const held = new Promise<void>((resolve) => {
      open = resolve
    })
    const late = async () => {
      await held
      return undefined
    }
    const answers: Answer[] = ['Waited', ...enters(4), late, ...(code === Exit.ok ? [] : ([esc] as const))]
    const form = agency.run(['client', 'update', '1'], { as: anna, terminal: 80, answers })
    await agency.owner((sql) =>
      sql.begin(async (inside) => {
        await inside`update epic_events.client set ${inside({ [column]: column === 'email' ? 'held@client.fr' : 'Held' })} where id = 1`
        open()
        // Only then the form's own statement waits for the row.
        while (
          (await inside`select from pg_locks where not granted and pg_backend_pid() = any (pg_blocking_pids(pid))`)
            .length === 0
        )
          await Bun.sleep(20)
      }),
    )
    const { stderr, ...ran } = await form
    expect({ code: ran.code, stderr }).toMatchObject({ code })
    // The owner is nobody of the program.
    if (code !== Exit.ok) expect(stderr).toMatch(/Full name: now Held, yours Waited\n {2}Full name: changed on /)
    expect(await agency.json(['client', 'view', '1'], { as: anna })).toMatchObject(after)
  })

  test('the same value from both is no conflict', async () => {
    const { code, asked } = await inForm('company 1', 'Twins', 'company update 1 --name Twins', second)
    expect([code, asked.length]).toEqual([Exit.ok, 3])
  })

  test('--if-version with a form stays strict', async () => {
    const { version } = await agency.json<{ version: number }>(['company', 'view', '1'], { as: manager })
    const answers = ['Strict', undefined, undefined]
    const { code } = await agency.run(['company', 'update', '1', '--if-version', `${version - 1}`], {
      ...{ as: manager, terminal: 80, answers },
    })
    expect(code).toBe(Exit.refused)
  })
})
