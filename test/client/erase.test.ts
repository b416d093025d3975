/** `client erase` and `client export` as they are typed: what they ask, answer, refuse and write. */
import { beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Exit } from '../../src/errors.ts'
import type { Person } from '../support/agency.ts'
import { type ClientTeam, clientTeam } from './team.ts'

setDefaultTimeout(90_000)

const folder = mkdtempSync(join(tmpdir(), 'epic-erase-'))

describe.each(['server', 'embedded'] as const)('%s', (kind) => {
  let team: ClientTeam
  let serial = 0
  beforeAll(async () => {
    team = await clientTeam(kind)
  })
  /** What the database judges is the same on both. */
  const onServer = kind === 'server' ? test : () => undefined
  const run = (argv: readonly string[], as: Person, more = {}) => team.agency.run(argv, { as, ...more })
  const json = <T>(argv: readonly string[], as: Person) => team.agency.json<T>(argv, { as })
  const made = async (argv: readonly string[], as: Person) => String((await json<{ id: number }>(argv, as)).id)
  /** A client with a note, and a signed contract with an event that is over. */
  const known = async (name = `Erasable ${kind} ${++serial}`) => {
    const { bill } = team
    const email = `erasable${kind}${++serial}@x.example`
    const id = await made(['client', 'create', '-n', name, '-e', email, '-p', '06 12 34 56 78'], bill)
    await json(['client', 'note', id, '<b>Her "words"</b>'], bill)
    const contract = await made(
      ['contract', 'create', '--client', id, '--total-amount', '100', '--is-signed', 'true'],
      bill,
    )
    const dates = ['--start-date', '2020-05-01 10:00', '--end-date', '2020-05-02 10:00', '--notes', 'Vegan']
    const event = ['event', 'create', '--contract', contract, '--title', `Gala of ${name}`, '--full-address', 'Here']
    return { id, contract, event: await made([...event, ...dates], bill), name, email }
  }
  const pay = (contract: string) => json(['contract', 'update', contract, '--remaining-amount', '0'], team.manager)
  const reason = ['--reason', 'Asked for it']

  onServer('money due → 6, named, with the next command; nothing is written', async () => {
    const { id, contract, name } = await known()
    const { code, stderr } = await run(['client', 'erase', id, ...reason, '--yes'], team.manager)
    expect([code, stderr]).toEqual([Exit.refused, expect.stringContaining('€100.00 is due on a signed contract')])
    expect(stderr).toContain(`contract ${contract}`)
    expect(stderr).toContain(`contract list --client ${id} --unpaid`)
    expect(await json(['client', 'view', id], team.bill)).toMatchObject({ full_name: name })
  })

  test('asked: what would be replaced, then its name; no → nothing is written, yes → it is, and for good', async () => {
    const { id, contract, event, name } = await known()
    await pay(contract)
    const argv = ['client', 'erase', id, ...reason]
    const no = await run(argv, team.manager, { terminal: 80, answers: [false] })
    expect(no.code).toBe(Exit.cancelled)
    expect(no.asked).toEqual([
      expect.objectContaining({ message: `Erase the data of client ${id}, ${name}? This cannot be undone.` }),
    ])
    expect(no.stderr).toMatch(/To be replaced: name, email and phone, 1 event, 1 note,? and \d+ entries/)
    expect(await json(['client', 'view', id], team.bill)).toMatchObject({ full_name: name })
    expect((await run(argv, team.manager)).code).toBe(Exit.usage)
    expect(await json([...argv, '--yes'], team.manager)).toEqual({
      client_id: Number(id),
      since: null,
      replaced: { client: 1, event: 1, interaction: 1, payment: 0, instalment: 0, audit: expect.any(Number) },
    })
    expect(await json(['client', 'view', id], team.bill)).toMatchObject({ full_name: `erased-${id}`, phone: null })
    expect(await json(['event', 'view', event], team.bill)).toMatchObject({ title: 'erased', notes: null })
    const again = await run([...argv, '--yes'], team.manager)
    expect([again.code, again.stderr]).toEqual([Exit.ok, expect.stringMatching(/were erased on .*nothing new/)])
    // Neither the file of the session nor anything else beside it holds a value of hers.
    expect(readFileSync(team.bill.sessionFile, 'utf8') + readFileSync(team.manager.sessionFile, 'utf8')).not.toContain(
      'rasable',
    )
    const log = await run(['audit', 'list', '--table', 'client', '--id', id, '--action', 'erase'], team.manager, {
      terminal: 160,
    })
    expect(log.stdout).toContain('Reason: Asked for it')
    const undone = await run(['undo', '--yes'], team.bill)
    expect([undone.code, undone.stderr]).toEqual([Exit.refused, expect.stringContaining('has been erased since')])
    const { stdout } = await run(['undo', '--list'], team.bill, { terminal: 200 })
    expect(stdout).toContain('(cannot be undone)')
    expect(stdout).not.toContain(name)
  })

  onServer('whoever lacks the permission → 5, no such client → 3, a reason that names her → 6', async () => {
    const { id, contract, name } = await known()
    await pay(contract)
    expect((await run(['client', 'erase', id, ...reason, '--yes'], team.bill)).code).toBe(Exit.forbidden)
    expect((await run(['client', 'erase', '99999', ...reason, '--yes'], team.bill)).code).toBe(Exit.forbidden)
    expect((await run(['client', 'erase', '99999', ...reason, '--yes'], team.manager)).code).toBe(Exit.notFound)
    expect((await run(['client', 'erase', '--list'], team.bill)).code).toBe(Exit.forbidden)
    const named = await run(['client', 'erase', id, '--reason', `Wish of ${name}`, '--yes', '--json'], team.manager)
    expect([named.code, JSON.parse(named.stderr)]).toMatchObject([
      Exit.refused,
      { error: { constraint: 'erase_reason_names' } },
    ])
    const both = await run(['client', 'erase', id, '--list'], team.manager)
    expect([both.code, both.stderr]).toEqual([Exit.usage, expect.stringContaining('not both')])
    const neither = await run(['client', 'erase', '--yes'], team.manager)
    expect([neither.code, neither.stderr]).toEqual([Exit.usage, expect.stringContaining('ID, --reason')])
  })

  onServer(
    'the list, done again where an older backup was restored: what is back is erased, what never was is told, twice is once',
    async () => {
      const { id, contract, name, email } = await known()
      await pay(contract)
      await json(['client', 'erase', id, ...reason, '--yes'], team.manager)
      const list = await json<{ client_id: number; at: string }[]>(['client', 'erase', '--list'], team.manager)
      expect(list.find((one) => one.client_id === Number(id))).toEqual({
        ...{ client_id: Number(id), at: expect.any(String), user_id: team.manager.id },
        ...{ user_name: team.manager.fullName, reason: 'Asked for it' },
      })
      const hers = list.filter((one) => one.client_id === Number(id))
      const stranger = await known()
      const path = join(folder, `${kind}.json`)
      // Somebody else has the id by now, of a client who was made after it had been erased.
      const other = { ...hers[0], client_id: Number(stranger.id) }
      writeFileSync(path, JSON.stringify([...hers, other, { ...hers[0], client_id: 77_777 }]))
      // As it was in the backup, with money due.
      await team.agency.owner(async (sql) => {
        await sql`update epic_events.client set full_name = ${name}, email = ${email} where id = ${id}`
        await sql`update epic_events.contract set remaining_amount = 10 where id = ${contract}`
        await sql`delete from epic_events.erasure where client_id = ${id}`
      })
      const { code, stdout, stderr } = await run(['client', 'erase', '--replay', path, '--yes', '--json'], team.manager)
      expect([code, JSON.parse(stdout)]).toEqual([
        Exit.ok,
        { erased: [Number(id)], unchanged: [], missing: [Number(stranger.id), 77_777], due: [Number(id)] },
      ])
      expect(stderr).toContain('Erased anew: 1 · still erased: 0 · not there: 2')
      expect(stderr).toContain(`Money is due or an event is to come for client ${id}.`)
      expect(await json(['client', 'view', stranger.id], team.bill)).toMatchObject({ full_name: stranger.name })
      const stdin = readFileSync(path, 'utf8')
      const again = await run(['client', 'erase', '--replay', '-', '--yes', '--json'], team.manager, { stdin })
      expect(JSON.parse(again.stdout)).toMatchObject({ erased: [], unchanged: [Number(id)] })
      const back = await json<{ client_id: number; at: string }[]>(['client', 'erase', '--list'], team.manager)
      expect(back.find((one) => one.client_id === Number(id))?.at).toBe(hers[0]?.at ?? '')
      for (const broken of ['{}', '[{"client_id": 1}]', 'no list'])
        expect((await run(['client', 'erase', '--replay', '-', '--yes'], team.manager, { stdin: broken })).code).toBe(
          Exit.refused,
        )
      expect((await run(['client', 'erase', '--replay', join(folder, 'none'), '--yes'], team.manager)).code).toBe(
        Exit.usage,
      )
    },
  )

  test('exported: a folder of one’s own with all that is kept, as JSON and as a page that runs nothing', async () => {
    const { id, contract, event, name } = await known(`Ex<script>ported & "Co" ${kind}`)
    await json(['client', 'update', id, '--phone', ''], team.bill)
    const place = join(folder, `export ${kind}`)
    const answer = await json(['client', 'export', id, '--output', place], team.bill)
    expect(answer).toEqual({
      ...{ client_id: Number(id), path: place, instant: expect.any(String), left_out: [] },
      counts: { contracts: 1, instalments: 0, payments: 0, events: 1, notes: 1, audit: expect.any(Number) },
    })
    expect(readdirSync(place).sort()).toEqual(['client.html', 'client.json'])
    for (const file of readdirSync(place)) expect(statSync(join(place, file)).mode & 0o777).toBe(0o600)
    expect(statSync(place).mode & 0o777).toBe(0o700)
    const data = JSON.parse(readFileSync(join(place, 'client.json'), 'utf8'))
    expect(data).toMatchObject({
      client: { id: Number(id), full_name: name, phone: null },
      contracts: [{ id: Number(contract), total_amount: '100.00' }],
      events: [{ id: Number(event), notes: 'Vegan' }],
      notes: [{ text: '<b>Her "words"</b>' }],
    })
    // Who may give her data gives the log of them too, although a salesperson may not read it.
    expect(
      data.audit.map((entry: { table_name: string; action: string }) => `${entry.table_name} ${entry.action}`),
    ).toEqual(
      expect.arrayContaining([
        'client insert',
        'client update',
        'contract insert',
        'event insert',
        'interaction insert',
      ]),
    )
    expect((await run(['audit', 'list'], team.bill)).code).toBe(Exit.forbidden)
    const page = readFileSync(join(place, 'client.html'), 'utf8')
    expect(page).toContain('Ex&lt;script&gt;ported &amp; &quot;Co&quot;')
    expect(page).toContain('&lt;b&gt;Her &quot;words&quot;&lt;/b&gt;')
    expect(page).not.toMatch(/<script|<b>|https?:|<img|<link|javascript:|url\(/i)
    const again = await run(['client', 'export', id, '--output', place], team.bill)
    expect([again.code, again.stderr]).toEqual([Exit.refused, expect.stringContaining('already there')])
    const zip = join(folder, `${kind}.zip`)
    const french = await run(['client', 'export', id, '--output', zip], team.bill, { lang: 'fr' })
    expect([french.code, french.stderr]).toEqual([Exit.ok, expect.stringContaining(`enregistrées dans ${zip}`)])
    expect(statSync(zip).mode & 0o777).toBe(0o600)
  })

  onServer(
    'exported by whom: of a colleague → 5, without the permission → 5, not there → 3, and no file is made',
    async () => {
      const { id } = await known()
      const place = join(folder, `refused ${kind}`)
      for (const [who, of, code] of [
        [team.ann, id, Exit.forbidden],
        [team.kate, id, Exit.forbidden],
        [team.kate, '99999', Exit.forbidden],
        [team.ann, '99999', Exit.notFound],
      ] as const)
        expect([of, (await run(['client', 'export', of, '--output', place], who)).code]).toEqual([of, code])
      expect(existsSync(place)).toBe(false)
    },
  )
})
