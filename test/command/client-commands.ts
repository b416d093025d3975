import { command } from '../../src/command/command.ts'
import { email } from '../../src/field/email.ts'
import { id } from '../../src/field/id.ts'
import { text } from '../../src/field/text.ts'
import { field } from '../support/fields.ts'
import { call, frameApp, recorder, type Situation } from './frame-app.ts'

/** A command as the program's own, for the tests of the frame. */
export const help = () => 'help'
export const fields = {
  fullName: field({
    kind: 'text',
    option: 'full-name',
    short: 'n',
    column: 'full_name',
    label: () => 'Name',
    help,
    schema: (t) => text(t, { max: 128 }),
  }),
  email: field({
    kind: 'text',
    option: 'email',
    column: 'email',
    label: () => 'Email',
    help,
    schema: (t) => email(t, { max: 128 }),
  }),
  phone: field({
    kind: 'text',
    option: 'phone',
    column: 'phone',
    label: () => 'Phone',
    help,
    nullable: true,
    schema: (t) => text(t, { max: 32 }),
  }),
  companyId: field({
    kind: 'reference',
    option: 'company-id',
    column: 'company_id',
    label: () => 'Company',
    help,
    nullable: true,
    schema: id,
  }),
}
export const idField = field({ kind: 'reference', option: 'id', column: 'id', label: () => 'ID', help, schema: id })

const required = ['fullName', 'email'] as const
const companies = async () => [{ value: 3, label: 'Cool Startup LLC' }]

export function creating() {
  const ran = recorder()
  const leaf = command({
    path: ['client', 'create'],
    access: 'client:create',
    fields,
    required: [...required],
    choices: { companyId: companies },
    run: ran.run,
  })
  return { leaf, ran }
}

/** Calls `client create` in a situation. */
export async function create(args: readonly string[], situation: Situation = {}) {
  const { leaf, ran } = creating()
  const frame = frameApp(situation)
  const error = await call(leaf, args, frame.app)
  return { ...frame, error, inputs: ran.inputs }
}
