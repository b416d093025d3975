/** What identifies has one form in the database too, whoever writes it; and what the program accepts is always in that form. */
import { beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import fc from 'fast-check'
import { email } from '../../src/field/email.ts'
import { text } from '../../src/field/text.ts'
import { en, parse } from '../field/read.ts'
import type { Agency, Person } from '../support/agency.ts'
import { sharedAgency } from '../support/shared.ts'

setDefaultTimeout(60_000)

describe.each(['server', 'embedded'] as const)('direct SQL (%s)', (kind) => {
  let agency: Agency
  let bill: Person
  beforeAll(async () => {
    agency = await sharedAgency(kind)
    bill = await agency.person('commercial')
  })

  /** The constraint that refuses a new client with these values; undefined where there is none. */
  const refusedBy = (o: { name?: string; email?: string; phone?: string }) =>
    agency.owner((sql) =>
      sql
        .begin(async (tx) => {
          await tx`insert into epic_events.client (full_name, email, phone, commercial_id)
            values (${o.name ?? 'Lou'}, ${o.email ?? 'lou@normal.example'}, ${o.phone ?? null}, ${bill.id})`
          return tx`select 1 / 0`
        })
        .catch((error: { constraint_name?: string }) => error.constraint_name),
    )

  test.each([
    'Lou@normal.example',
    'lou@Normal.example',
    ' lou@normal.example',
    'lou@normal.example\u00a0',
    'loe\u0301@normal.example',
    'lou@xn--exmple-cua.com',
    'lou@mail.xn--exmple-cua.com',
    'lou@ｎormal.example',
    'lou@normal。example',
  ])('the address %j is not in its form', async (address) => {
    expect(await refusedBy({ email: address })).toBe('client_email_normal')
  })

  test.each(['0692123456', '+33 6 12 34 56 78', '0033612345678', '+0612345678', '+12345', '+1234567890123456', 'x'])(
    'the phone %j is not in its form',
    async (phone) => {
      expect(await refusedBy({ phone })).toBe('client_phone_e164')
    },
  )

  test.each([' Lou', 'Lou\n', '\u00a0Lou', 'Lou\ufeff', '\u2003Lou'])('the name %j is not trimmed', async (name) => {
    expect(await refusedBy({ name })).toBe('client_full_name_trimmed')
  })

  test('values in their form pass, a decomposed name too', async () => {
    const o = { name: 'Rene\u0301', email: 'ren\u00e9.straße@ex\u00e4mple.com', phone: '+67812345678' }
    expect(await refusedBy(o)).toBeUndefined()
  })

  test('whatever address and text the program accepts, the database does', async () => {
    const piece = fc.oneof(
      fc.constantFrom(...'aZéÉßẞıIİσΣςœ-.0１ǅΩКＡﬁ²Ꭰ', 'e\u0301', 'xn--exmple-cua', '例', '。', '\u1c90'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    )
    const pieces = fc.array(piece, { maxLength: 5 }).map((each) => each.join(''))
    const addresses = fc
      .sample(fc.tuple(pieces, pieces), 3000)
      .map(([before, domain]) => parse(email(en, { max: 128 }), `k${before}@x${domain}.fr`))
      .flatMap((parsed) => ('value' in parsed ? [parsed.value] : []))
    const around = fc.constantFrom('', ' ', '\u00a0', '\ufeff', '\u2003', '\n', '\u0085', '\u180e', '\u200b')
    const texts = fc
      .sample(fc.tuple(around, fc.string({ unit: 'binary', maxLength: 9 }), around), 2000)
      .map(([before, inner, after]) => parse(text(en, { max: 128 }), before + inner + after))
      .flatMap((parsed) => ('value' in parsed ? [parsed.value] : []))
    expect(Math.min(addresses.length, texts.length)).toBeGreaterThan(500)

    const violating = (constraint: string, column: string, values: readonly string[]) =>
      agency.owner(async (sql) => {
        const [found] = await sql<{ expression: string }[]>`
          select pg_get_expr(conbin, conrelid) as expression from pg_constraint where conname = ${constraint}`
        return sql.unsafe<{ value: string }[]>(
          `select ${column} as value from jsonb_array_elements_text($1::text::jsonb) ${column} where not ${found?.expression}`,
          [JSON.stringify(values)],
        )
      })
    expect([...(await violating('client_email_normal', 'email', addresses))]).toEqual([])
    expect([...(await violating('client_full_name_trimmed', 'full_name', texts))]).toEqual([])
  })
})
