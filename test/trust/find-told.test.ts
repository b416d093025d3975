/**
 * What the program says of a record that one may not see is, to the byte, what it says of one that is not there: of references by name, email,
 * phone and id, of filters, orders, counts, searches, of what belongs to a record, and of refusals that name the record in the way.
 */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { type Agency, openAgency, type Person } from '../support/agency.ts'

setDefaultTimeout(120_000)

/** Ids of records that are hidden, and the same of none, of as many digits. */
const [there, nowhere] = ['9001', '9002']

describe.each(['server', 'embedded'] as const)('%s', (kind) => {
  let agency: Agency
  let own: Person, reader: Person
  beforeAll(async () => {
    agency = await openAgency(kind)
    await agency.owner((sql) =>
      sql
        .unsafe(`insert into epic_events.role (name) values ('own'), ('reader');
        insert into epic_events.role_permission select r.id, p.id from epic_events.role r, epic_events.permission p
        where r.name = 'own' and p.name ~ '^(client|company|contract|event):[a-z_]+:own$'
          or r.name = 'reader' and p.name in ('contract:list', 'contract:view', 'contract:update')`)
        .simple(),
    )
    const bob = await agency.person('commercial')
    own = await agency.person('commercial')
    reader = await agency.person('reader')
    await agency.owner((sql) =>
      sql
        .unsafe(`insert into epic_events.company (id, name) overriding system value values (9001, 'Zorglub Industries'), (1, 'Mine');
        insert into epic_events.client (id, full_name, email, phone, commercial_id, company_id) overriding system value
          values (9001, 'Zorglub Secret', 'zorglub@secret.fr', '+33699887766', ${bob.id}, 9001),
            (8, 'Zz Last', 'zz@x.fr', null, ${bob.id}, 9001), (9, 'Aa First', 'aa@x.fr', null, ${bob.id}, null),
            (1, 'Mine', 'mine@x.fr', null, ${own.id}, 1);
        insert into epic_events.contract (id, client_id, total_amount, is_signed) overriding system value
          values (9001, 9001, 100, true), (8, 8, 100, true), (9, 9, 100, false), (1, 1, 5, true);
        insert into epic_events.event (id, contract_id, title, full_address, start_date, end_date) overriding system value
          values (9001, 9001, 'Zorglub Gala', 'Zorgville', now(), now() + interval '1 h');
        select setval('epic_events.client_id_seq', 5000), setval('epic_events.company_id_seq', 5000);
        update epic_events.users set role_id = (select id from epic_events.role where name = 'own') where id = ${own.id}`)
        .simple(),
    )
  })
  afterAll(() => agency?.close())

  /** What a command said, with what was typed written as `…`. */
  const told = async (who: Person, argv: readonly string[], typed: string) => {
    const { code, stdout, stderr } = await agency.run(argv, { as: who })
    const plain = (text: string) => text.replaceAll(typed, '…').replaceAll(typed.toLowerCase(), '…')
    return { code, stdout: plain(stdout), stderr: plain(stderr) }
  }

  const names = {
    client: [
      ['Zorglub Secret', 'Zorglax Secret'],
      ['zorg', 'zarg'],
      ['zorglub@secret.fr', 'zorglax@secret.fr'],
      ['+33699887766', '+33699887755'],
      [there, nowhere],
    ],
    company: [
      ['Zorglub Industries', 'Zorglax Industries'],
      ['zorg', 'zarg'],
      [there, nowhere],
    ],
    event: [
      ['Zorglub Gala', 'Zorglax Gala'],
      [there, nowhere],
    ],
  }
  const ask = {
    client: (ref: string) => [
      ['client', 'view', ref],
      ['client', 'view', ref, '--json', '--with', 'contracts,events'],
      ['client', 'view', ref, '--history'],
      ['client', 'update', ref, '--email', 'new@x.fr'],
      ['client', 'update', ref, '--commercial', 'nobody'],
      ['client', 'delete', ref, '--yes'],
      ['client', 'list', '--search', ref],
      ['client', 'list', '--search', ref, '--count'],
      ['contract', 'create', '--client', ref, '--total-amount', '5'],
      ['contract', 'view', ref],
      ['contract', 'list', '--client', ref],
      ['contract', 'list', '--client', ref, '--count'],
      ['contract', 'list', '--search', ref, '--count'],
      ['event', 'list', '--search', ref, '--count'],
      ['event', 'list', '--client', ref],
      [
        'event',
        'create',
        '--contract',
        ref,
        '--title',
        'T',
        '--full-address',
        'A',
        '--start-date',
        '2027-01-01',
        '--end-date',
        '2027-01-02',
      ],
      ['find', ref],
      ['find', ref, '--json'],
    ],
    company: (ref: string) => [
      ['company', 'view', ref],
      ['company', 'view', ref, '--json', '--with', 'clients'],
      ['company', 'update', ref, '--name', 'New'],
      ['company', 'delete', ref, '--yes'],
      ['company', 'list', '--search', ref, '--count'],
      ['client', 'list', '--company', ref],
      ['client', 'list', '--company', ref, '--count'],
      ['client', 'update', '1', '--company', ref],
      ['contract', 'list', '--company', ref, '--count'],
      ['find', ref],
    ],
    event: (ref: string) => [
      ['event', 'view', ref],
      ['event', 'update', ref, '--title', 'New'],
      ['event', 'delete', ref, '--yes'],
      ['event', 'list', '--search', ref, '--count'],
      ['find', ref],
    ],
  }

  for (const [noun, pairs] of Object.entries(names) as [keyof typeof names, string[][]][])
    test(`${noun}: somebody who sees only their own hears the same of a hidden one and of none`, async () => {
      for (const [hidden = '', missing = ''] of pairs) {
        const instead = ask[noun](missing)
        for (const [i, argv] of ask[noun](hidden).entries()) {
          const [first, second] = [await told(own, argv, hidden), await told(own, instead[i] ?? [], missing)]
          expect([argv, first]).toEqual([argv, second])
          expect(`${first.stdout}${first.stderr}`).not.toMatch(/secret|industries|gala|zorg/i)
        }
      }
    })

  test('a name like that of a hidden record is no similar name, and a taken email names nobody', async () => {
    // What is created differs in its id.
    const made = async (...argv: string[]) => {
      const { code, stdout, stderr } = await agency.run([...argv, '--no-input'], { as: own, rehearsed: true })
      return { code, told: stderr.replaceAll(/500\d/g, 'N'), lines: stdout.split('\n').length }
    }
    const create = (name: string, email: string) => made('client', 'create', '--full-name', name, '--email', email)
    const like = await create('Zorglub Secret', 'n1@x.fr')
    expect(like).toEqual(await create('Another Person', 'n1@x.fr'))
    expect(like.code).toBe(0)
    const alike = await made('company', 'create', '--name', 'Zorglub Industries')
    expect(alike).toEqual(await made('company', 'create', '--name', 'Another Company'))
    const taken = await create('N', 'zorglub@secret.fr')
    expect(taken.code).toBe(6)
    expect(taken.told).not.toMatch(/Zorglub Secret|9001|commercial 1/)
  })

  test('somebody who sees contracts but no clients: no name, no order by name, no search by it', async () => {
    const of = (argv: string[]) => agency.run(argv, { as: reader })
    const sorted = await of(['contract', 'list', '--sort', 'client', '--json'])
    const plain = await of(['contract', 'list', '--sort', 'id', '--json'])
    if (sorted.code === 0) expect(sorted.stdout).toBe(plain.stdout)
    for (const [hidden = '', missing = ''] of [...names.client.slice(0, 4), ...names.company.slice(0, 2)])
      for (const argv of [
        ['contract', 'list', '--search', hidden],
        ['contract', 'list', '--search', hidden, '--count'],
        ['contract', 'list', '--client', hidden, '--count'],
        ['contract', 'list', '--company', hidden, '--count'],
        ['contract', 'view', hidden],
        ['contract', 'update', hidden, '--total-amount', '7'],
        ['find', hidden],
        ['find', hidden, '--json'],
      ])
        expect([argv, await told(reader, argv, hidden)]).toEqual([
          argv,
          await told(
            reader,
            argv.map((part) => (part === hidden ? missing : part)),
            missing,
          ),
        ])
    for (const argv of [
      ['contract', 'view', '9001'],
      ['contract', 'view', '9001', '--json', '--with', 'events'],
      ['contract', 'list', '--json'],
    ]) {
      const { stdout, stderr } = await of(argv)
      expect(`${stdout}${stderr}`).not.toMatch(/zorg|secret|zz last|gala/i)
    }
  })

  test('whether there are events is not asked by somebody who may not see them', async () => {
    const filtered = await agency.run(['contract', 'list', '--without-event', '--json'], { as: reader })
    const all = await agency.run(['contract', 'list', '--json'], { as: reader })
    if (filtered.code === 0) expect(filtered.stdout).toBe(all.stdout)
    else expect(filtered.code).toBe(5)
  })
})
