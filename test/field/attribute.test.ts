/** Fields and columns that are declared by their keys. What must not compile is checked by the type checker alone (`bun run check`). */
import { expect, test } from 'bun:test'
import { columnsByKey, columnsOf, fieldsOf, keptColumns, withColumnsAfter } from '../../src/field/attribute.ts'
import { type Field, type PatchOf, patchOf, type ValuesOf } from '../../src/field/field.ts'
import { id } from '../../src/field/id.ts'
import { text } from '../../src/field/text.ts'
import { catalog } from '../../src/i18n/catalog.ts'

const en = catalog('en', 'Europe/Paris')
const fr = catalog('fr', 'Europe/Paris')

const fields = fieldsOf('client', {
  fullName: { kind: 'text', short: 'n', schema: (t) => text(t, { max: 5 }) },
  companyId: { kind: 'reference', schema: id, nullable: true },
})

test('a key gives option, column, label and help', () => {
  const { fullName } = fields
  expect([fullName.option, fullName.column, fullName.short] as string[]).toEqual(['full-name', 'full_name', 'n'])
  for (const t of [en, fr]) {
    expect(fullName.label(t)).toBe(t.client.label.full_name)
    expect(fullName.help(t)).toBe(t.client.help.full_name)
  }
})

test('what is stated wins; the label follows the column, the help the key', () => {
  const { history, user } = fieldsOf('audit', {
    history: { kind: 'text', column: 'table_name', option: 'of', schema: id },
    user: { kind: 'text', column: 'user_id', label: () => 'L', help: () => 'H', schema: id },
  })
  expect([history.option, history.column, history.label(en), history.help(en)] as string[]).toEqual([
    ...['of', 'table_name'],
    ...[en.audit.label.table_name, en.audit.help.history],
  ])
  expect([user.label(en), user.help(en)]).toEqual(['L', 'H'])
})

test('the types of values and patches are exact', () => {
  const values: ValuesOf<typeof fields> = { fullName: 'Anne', companyId: null }
  const patch: PatchOf<typeof fields> = patchOf(fields, values)
  expect(patch).toEqual({ full_name: 'Anne', company_id: null })
  // @ts-expect-error an id is a number
  const wrong: ValuesOf<typeof fields> = { companyId: 'Anne' }
  // @ts-expect-error a full name cannot be emptied
  const emptied: PatchOf<typeof fields> = { full_name: null }
  expect([wrong, emptied]).toHaveLength(2)
})

test('a key without its words, and a misspelt property, do not compile', () => {
  // @ts-expect-error the catalogue has no label for it
  const vat: Record<string, Field> = fieldsOf('client', { vatNumber: { kind: 'text', schema: id } })
  // @ts-expect-error there is no such property
  const typo: Record<string, Field> = fieldsOf('client', { email: { kind: 'text', schema: id, shrot: 'e' } })
  // @ts-expect-error the catalogue has no label for it
  const column = columnsOf('today', { vat_number: { kind: 'text' } })
  expect([vat['vatNumber']?.label(en), typo['email']?.column, column[0]?.key]).toEqual(['', 'email', 'vat_number'])
})

test('columns keep the order of their declaration and take their labels by their keys', () => {
  const columns = columnsOf('client', { id: { kind: 'id' }, email: { kind: 'text', dropPriority: 2 }, ...keptColumns })
  expect(columns.map(({ key }) => key)).toEqual(['id', 'email', 'created_at', 'updated_at', 'version'])
  expect(columns.map(({ label }) => label(fr)).slice(0, 2)).toEqual([fr.client.label.id, fr.client.label.email])
  expect(columnsByKey('client', { phone: { kind: 'phone' } }).phone).toMatchObject({ key: 'phone', kind: 'phone' })
  const more = withColumnsAfter(columns, 'id', columnsOf('client', { contract_count: { kind: 'count' } }))
  expect(more.map(({ key }) => key).slice(0, 3)).toEqual(['id', 'contract_count', 'email'])
})
