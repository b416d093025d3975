/** Dates through whole commands: what was typed is what is shown and written back, and no stored date keeps a list from being shown. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { sql } from 'drizzle-orm'
import { Exit } from '../../src/errors.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'

setDefaultTimeout(60_000)

describe.each(['server', 'embedded'] as const)('on a %s database', (kind) => {
  let agency: Agency
  let anna: Person, manager: Person

  beforeAll(async () => {
    agency = await openAgency(kind)
    ;[anna, manager] = [await agency.person('commercial'), await agency.person('management')]
    for (const id of [1, 2, 3, 4, 5, 6]) {
      await agency.json(['client', 'create', '-n', `Client ${id}`, '-e', `${id}@client.fr`], { as: anna })
    }
    await agency.json(['contract', 'create', '--client-id', '1', '--total-amount', '100', '--is-signed'], { as: anna })
    await agency.json(
      ['event', 'create', '-c', '1', '-t', 'Gala', '-a', 'Lyon', '-s', '12/06/2027', '-e', '13/06/2027'],
      { as: anna },
    )
  })
  afterAll(() => agency.close())

  // PostgreSQL's own tables have other rules for some of these, and read the sign of an offset the other way round:
  // home-assistant/core#182784, nodejs/node#62323, sequelize/sequelize#18413, docker-library/postgres#1361.
  const zones = [
    ['America/Vancouver', '15/12/2026 14:00', '2026-12-15T14:00:00'],
    ['America/Vancouver', '12/06/2027 14:00', '2027-06-12T14:00:00'],
    ['Africa/Casablanca', '01/03/2026 14:00', '2026-03-01T14:00:00'],
    ['Africa/Casablanca', '12/12/2027 14:00', '2027-12-12T14:00:00'],
    ['Asia/Calcutta', '12/06/2027 14:00', '2027-06-12T14:00:00+05:30'],
    ['asia/calcutta', '12/06/2027 14:00', '2027-06-12T14:00:00+05:30'],
    ['+05:30', '12/06/2027 14:00', '2027-06-12T14:00:00+05:30'],
    ['-03:00', '12/06/2027 14:00', '2027-06-12T14:00:00-03:00'],
    ['Etc/GMT+3', '12/06/2027 14:00', '2027-06-12T14:00:00-03:00'],
    ['America/Santiago', '06/09/2026 14:00', '2026-09-06T14:00:00-03:00'],
    ['UTC', '12/06/2027 24:00', '2027-06-13T00:00:00+00:00'],
    ['Europe/Paris', '12/06/2027 14h30', '2027-06-12T14:30:00+02:00'],
  ] as const
  // The way is the same on both databases, so the embedded one is asked for two that its tables have otherwise.
  const some = kind === 'server' ? zones : zones.filter(([zone]) => /Vancouver|^\+/.test(zone))
  test.each(some)('in %s %s stays what it is', async (zone, typed, stored) => {
    const at = { as: anna, env: { EPIC_EVENTS_TZ: zone } }
    const update = (text: string) => agency.json(['client', 'update', '1', '-l', text], at)
    const first = String((await update(typed))['last_contact_date'])
    expect(first).toStartWith(stored)
    const viewed = await agency.json(['client', 'view', '1'], at)
    expect(viewed['last_contact_date']).toBe(first)
    const { stdout } = await agency.run(['client', 'view', '1'], at)
    const [, shown = ''] = /Last contact:\s+(\S+ \S+)/.exec(stdout) ?? []
    expect((await agency.run(['client', 'list', '--format', 'csv'], at)).stdout).toContain(first)
    expect(shown.slice(11)).toBe(stored.slice(11, 16))
    for (const again of [first, shown]) expect((await update(again))['last_contact_date']).toBe(first)
    expect((await agency.json(['client', 'view', '1'], at))['version']).toBe(viewed['version'])
  })

  test('a date in words, also one that begins with a dash → the day by the clock of the reader', async () => {
    const now = Date.now()
    const today = (zone: string) => Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate()
    for (const zone of ['Pacific/Pago_Pago', 'Pacific/Kiritimati', 'Europe/Paris']) {
      const at = { as: anna, now, env: { EPIC_EVENTS_TZ: zone } }
      const contact = async (...typed: string[]) =>
        String((await agency.json(['client', 'update', '2', ...typed], at))['last_contact_date']).slice(0, 16)
      expect(await contact('-l', '-30d')).toStartWith(today(zone).subtract({ days: 30 }).toString())
      expect(await contact('--last-contact-date', 'HIER à 14h30')).toBe(`${today(zone).subtract({ days: 1 })}T14:30`)
      expect(await contact('--last-contact-date=tomorrow 2pm')).toBe(`${today(zone).add({ days: 1 })}T14:00`)
    }
  })

  test('words are told a person as they were understood → on stderr, not to a program and not with --quiet', async () => {
    const echo = async (typed: string, o: object, ...more: string[]) =>
      (await agency.run(['client', 'update', '3', '-l', typed, ...more], { as: anna, ...o })).stderr.match(
        /→ .+ 20\d\d.*/,
      )?.[0]
    const here = { terminal: 80 }
    expect(await echo('12 juin 2027 14h', here)).toBe('→ Sat 12 June 2027 14:00')
    expect(await echo('june 12', here)).toBeUndefined()
    expect(await echo('12 june 2027', here, '--lang', 'fr')).toBe('→ sam. 12 juin 2027')
    expect(await echo('13 june 2027 noon', here, '--json')).toBeUndefined()
    expect(await echo('14 june 2027 noon', here, '--quiet')).toBeUndefined()
    expect(await echo('15 june 2027 noon', {})).toBeUndefined()
    expect(await echo('16/06/2027 14:00', here)).toBeUndefined()
    const list = await agency.run(['audit', 'list', '--since', 'june 2020', '--until', '2020-q3'], {
      as: manager,
      ...here,
    })
    expect(list.stderr).toContain('→ Mon 1 June 2020 – Tue 30 June 2020')
    expect(list.stderr).toContain('→ Wed 1 July 2020 – Wed 30 September 2020')
    const minute = await agency.run(['audit', 'list', '--since', 'yesterday midnight'], { as: manager, ...here })
    expect(minute.stderr).toMatch(/→ \w+ \d+ \w+ 20\d\d 00:00\n/)
  })

  test('TZ=:Europe/Paris is Paris, and TZ= is UTC; what is not understood is refused before anything is asked', async () => {
    const list = (env: Record<string, string>) =>
      agency.run(['event', 'view', '1', '--json'], { as: anna, env: { EPIC_EVENTS_TZ: '', ...env } })
    expect((await list({ TZ: ':Europe/Paris' })).stdout).toContain('"2027-06-12T00:00:00+02:00"')
    expect((await list({ TZ: '' })).stdout).toContain('"2027-06-11T22:00:00+00:00"')
    expect((await list({ TZ: 'CET-1' })).stdout).toContain('"2027-06-11T23:00:00+01:00"')
    for (const env of [{ TZ: 'CET-1CEST,M3.5.0,M10.5.0/3' }, { EPIC_EVENTS_TZ: 'UTC+2' }, { EPIC_EVENTS_TZ: 'Mars' }]) {
      const { code, stdout, stderr } = await list(env)
      expect({ code, stdout }).toEqual({ code: Exit.unavailable, stdout: '' })
      expect(stderr).toContain(Object.keys(env)[0] ?? '')
      const roles = await agency.run(['role', 'list'], { as: anna, env: { EPIC_EVENTS_TZ: '', ...env } })
      expect(roles.code).toBe(Exit.unavailable)
    }
  })

  test('the session speaks UTC, whatever zone is shown', async () => {
    const { app } = agency.app({ as: anna, env: { EPIC_EVENTS_TZ: 'Asia/Calcutta' } })
    const [row] = await app.connect((connection) =>
      connection.query<{ zone: string }>(sql`select current_setting('TimeZone') as zone`),
    )
    expect(row?.zone).toBe('UTC')
  })

  describe('dates that came by SQL and that no calendar can show', () => {
    // transferwise/pipelinewise-tap-postgres#62, microsoft/azuredatastudio-postgresql#250, OmniDB/OmniDB#810, rubyrep/rubyrep#28
    const dates = {
      1: ['infinity', 'infinity'],
      2: ['-infinity', '-infinity'],
      3: ['0044-03-15 12:00+00 BC', '0044-03-15T12:00:00+00:00 BC'],
      4: ['15000-12-31 23:40:28+00', '15000-12-31T23:40:28+00:00'],
      5: ['9999-12-31 22:59+00', '9999-12-31T22:59:00+00:00'],
    } as const
    const raw = Object.values(dates).map(([, text]) => text)
    // In Paris the last one would be a date, in Tokyo it is another year.
    const env = { EPIC_EVENTS_TZ: 'Asia/Tokyo' }

    beforeAll(async () => {
      // The owner may take away what keeps such dates out, and databases of before may hold some.
      await agency.owner(async (owner) => {
        const tables = await owner<{ name: 'client' | 'event'; at: string }[]>`
          select relname as name, oid::regclass::text as at from pg_class where relkind = 'r' and relname in ('client', 'event')`
        for (const { at } of tables) {
          await owner.unsafe(`do $$ declare c record; begin
            for c in select conname from pg_constraint where contype = 'c' and conrelid = '${at}'::regclass loop
              execute format('alter table ${at} drop constraint %I', c.conname);
            end loop; end $$`)
        }
        const update = (name: 'client' | 'event', what: string) =>
          owner.unsafe(`update ${tables.find((table) => table.name === name)?.at} set ${what}`)
        for (const [id, [date]] of Object.entries(dates)) {
          await update('client', `last_contact_date = '${date}' where id = ${id}`)
        }
        await update('event', `start_date = '-infinity', end_date = 'infinity' where id = 1`)
      })
    })

    test.each(['client list', 'client view 3 --history', 'event list', 'event view 1', 'today', 'audit list'])(
      '%s shows everything',
      async (line) => {
        const argv = line.split(' ')
        for (const more of [[], ['--json'], ['--format', 'csv']]) {
          const { code, stdout, stderr } = await agency.run([...argv, ...more], { as: manager, env, terminal: 160 })
          expect({ argv, more, code, stderr }).toMatchObject({ code: Exit.ok })
          if (argv[0] === 'client' && argv[1] === 'list') for (const text of raw) expect(stdout).toContain(text)
        }
      },
    )

    test('they are raw for programs, the others are not concerned, and they can be mended', async () => {
      type Client = { id: number; last_contact_date: string | null; first_contact_date: string }
      const list = await agency.json<Client[]>(['client', 'list'], { as: anna, env })
      expect(list.map((client) => client.last_contact_date)).toEqual([...raw, null])
      for (const client of list) expect(client.first_contact_date).toEndWith('+09:00')
      const mended = await agency.json(['client', 'update', '1', '-l', '12/06/2026 14:00'], { as: anna, env })
      expect(mended['last_contact_date']).toBe('2026-06-12T14:00:00+09:00')
      const { stdout } = await agency.run(['client', 'view', '5'], { as: anna })
      expect(stdout).toContain('31/12/9999 23:59')
    })
  })

  test('such a date can no longer be typed', async () => {
    const argv = ['client', 'create', '-n', 'Anne', '-e', 'anne@client.fr', '-l', '9999-12-31T23:59']
    const { code, stderr } = await agency.run(argv, { as: anna })
    expect(code).toBe(Exit.usage)
    expect(stderr).toContain('Dates go from 03/01/0001 to 29/12/9999, in UTC.')
  })
})
