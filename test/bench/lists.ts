/** The lists that are measured: every filter and every key of order, alone and as people combine them. */
import type { Agency, Person } from '../support/agency.ts'
import { load } from './load.ts'

/** Ids that exist in a loaded agency; the options name them. */
export interface Known {
  readonly commercial: number
  readonly support: number
}

const sorted = (keys: readonly string[]) => keys.flatMap((key) => [[`--sort=${key}`], [`--sort=${key}`, '--desc']])

/** The options of each list that is measured. */
export function lists({ commercial, support }: Known): Readonly<Record<'client' | 'contract' | 'event', string[][]>> {
  return {
    client: [
      [],
      ...sorted(['id', 'name', 'company', 'first_contact', 'last_contact', 'next_contact']),
      ['--search=zebulon'],
      ['--search=hugo'],
      ['--search=mart hug'],
      ['--search=06 12 34'],
      [`--commercial=${commercial}`],
      ['--company=7'],
      ['--without-company'],
      ['--without-contract'],
      ['--since=2024'],
      ['--until=2020-02'],
      ['--silent=2y'],
      ['--due=2026-02'],
      ['--only-mine'],
      ['--search=hugo', '--sort=name'],
      ['--search=zebulon', '--sort=last_contact', '--desc'],
      ['--search=dubois', '--without-contract'],
      [`--commercial=${commercial}`, '--sort=name'],
      [`--commercial=${commercial}`, '--silent=2y', '--sort=last_contact'],
      ['--only-mine', '--sort=last_contact', '--desc'],
      ['--only-mine', '--due=2026-02'],
      ['--company=7', '--sort=name'],
      ['--without-company', '--sort=name'],
      ['--without-contract', '--sort=first_contact', '--desc'],
      ['--after=900', '--sort=name'],
      ['--after=900', '--sort=last_contact', '--desc'],
    ],
    contract: [
      [],
      ...sorted(['id', 'client', 'total', 'due', 'created']),
      ['--search=zebulon'],
      ['--search=hugo'],
      ['--client=8'],
      [`--commercial=${commercial}`],
      ['--company=7'],
      ['--signed'],
      ['--unsigned'],
      ['--paid'],
      ['--unpaid'],
      ['--without-event'],
      ['--min=90000'],
      ['--max=600'],
      ['--min-due=70000'],
      ['--max-due=100'],
      ['--since=2026'],
      ['--until=2021-06'],
      ['--only-mine'],
      ['--client=8', '--unpaid', '--sort=due', '--desc'],
      ['--unpaid', '--sort=due', '--desc'],
      ['--unpaid', '--sort=due'],
      ['--paid', '--sort=due', '--desc'],
      ['--unsigned', '--sort=created'],
      ['--signed', '--without-event', '--sort=created', '--desc'],
      [`--commercial=${commercial}`, '--unpaid', '--sort=due', '--desc'],
      [`--commercial=${commercial}`, '--sort=client'],
      ['--only-mine', '--unsigned'],
      ['--only-mine', '--sort=total', '--desc'],
      ['--search=hugo', '--unpaid', '--sort=due', '--desc'],
      ['--company=7', '--sort=total', '--desc'],
      ['--after=900', '--sort=total'],
      ['--after=900', '--sort=client'],
    ],
    event: [
      [],
      ...sorted(['id', 'start', 'title', 'participants', 'client']),
      ['--search=zebulon'],
      ['--search=gala'],
      ['--search=gala hugo'],
      ['--search=zebulon gala'],
      ['--search=gala zebulon'],
      ['--client=8'],
      ['--contract=8'],
      [`--support=${support}`],
      ['--unassigned'],
      [`--commercial=${commercial}`],
      ['--on=2025-06-12'],
      ['--since=2028', '--until=2028-02'],
      ['--since=2027'],
      ['--until=2022-01'],
      ['--upcoming'],
      ['--min-participants=490'],
      ['--only-mine'],
      ['--upcoming', '--unassigned'],
      [`--support=${support}`, '--upcoming'],
      ['--only-mine', '--upcoming'],
      ['--unassigned', '--sort=start'],
      [`--commercial=${commercial}`, '--sort=title'],
      [`--support=${support}`, '--sort=participants', '--desc'],
      ['--search=gala', '--upcoming'],
      ['--search=hugo', '--unassigned'],
      ['--after=200', '--sort=start'],
      ['--after=200', '--sort=client', '--desc'],
    ],
  }
}

/** What else shows many records: what needs doing, cards with the records below them, the log. */
export const screens = ({ commercial }: Known): string[][] => [
  ['today'],
  ['client', 'view', '8'],
  ['company', 'view', '7'],
  ['contract', 'view', '8'],
  ['event', 'view', '8'],
  ['user', 'view', `${commercial}`],
  ['client', 'view', '8', '--history'],
  ...[
    [],
    ['--oldest'],
    [`--user=${commercial}`],
    ['--table=client'],
    ['--table=role'],
    ['--table=client', '--id=8'],
    ['--id=8'],
    ['--action=delete'],
    ['--since=2024'],
    ['--until=2021'],
  ].map((options) => ['audit', 'list', ...options]),
]

/** The people of a loaded agency: one of each default role, and one whose role sees only what is their own. */
export interface Team {
  readonly management: Person
  readonly commercial: Person
  readonly support: Person
  readonly scoped: Person
}

/** Fills an empty agency and gives its people their share of the records. @param clients how many @param people how many colleagues more */
export async function loaded(agency: Agency, clients: number, people: number): Promise<Team> {
  await agency.owner(async (sql) => {
    await sql`insert into epic_events.role (name) values ('own records')`
    await sql`insert into epic_events.role_permission (role_id, permission_id)
      select r.id, p.id from epic_events.role r, epic_events.permission p
      where r.name = 'own records' and p.name ~ '^(client|contract|event|company):(list|view):own$'`
  })
  const [management, commercial, support, scoped] = [
    await agency.person('management'),
    await agency.person('commercial'),
    await agency.person('support'),
    await agency.person('own records'),
  ]
  await agency.owner((sql) =>
    load(sql, { clients, people, sellers: [commercial.id, scoped.id], helpers: [support.id] }),
  )
  return { management, commercial, support, scoped }
}
