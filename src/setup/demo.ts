import { defaultRoles } from '../access/catalogue.ts'
import type { Call } from '../app.ts'
import { signIn } from '../auth/sign-in.ts'
import { command } from '../command/command.ts'
import { toAppError } from '../db/constraint-errors.ts'
import { Refused } from '../errors.ts'
import { columnsOf } from '../field/attribute.ts'
import { programName } from '../program.ts'
import { readSession } from '../session/file.ts'
import { hash } from '../session/password.ts'
import { quoted } from '../text/shell.ts'
import { databaseState, load, resetScenario, scenario } from './demo-load.ts'
import { sampleRows } from './demo-rows.ts'
import { type Step, steps } from './demo-steps.ts'
import { people, samplePassword } from './sample/people.ts'

const columns = columnsOf('demo', { database: { kind: 'text' }, password: { kind: 'text' } })
const personColumns = columnsOf('demo', {
  id: { kind: 'id' },
  username: { kind: 'text' },
  full_name: { kind: 'text' },
  role: { kind: 'text' },
})
const stepColumns = columnsOf('demo', { title: { kind: 'text' }, command: { kind: 'text' } })

/** The people that are shown: one of each role, and the support to whom a step assigns an event. */
const shown: readonly number[] = [scenario.manager, scenario.commercial, 12, scenario.support]

export default command({
  path: ['demo'],
  access: 'public',
  output: 'none',
  async run(call) {
    const { app, out, t } = call
    const folder = await embeddedFolder(call)
    // A session file that cannot be trusted fails here, before anything is written.
    const held = readSession((await app.sessionContext()).location)
    await prepare(call, folder)
    const lost =
      typeof held === 'object' && Date.parse(held.refreshExpiresAt) > app.clock.now() && !(await isHere(call))
    await signIn(app, people[0]?.username ?? '', samplePassword)
    if (lost) await out.warning((words) => words.demo.replaced)

    const shownSteps = steps(app.clock.now(), t)
    await out.forPerson(() => show(call, shownSteps, folder))
    const stepRows = shownSteps.map(({ title, argv }) => ({ title, command: `${programName} ${typed(argv)}` }))
    await out.record({
      title: (words) => words.demo.title,
      columns,
      row: { database: folder, password: samplePassword },
      parts: [
        { key: 'people', title: (words) => words.demo.people, columns: personColumns, rows: personRows() },
        {
          ...{ key: 'steps', title: (words: typeof t) => words.demo.steps, columns: stepColumns, rows: stepRows },
          // A person has just seen the steps.
          audience: 'program',
        },
      ],
    })
    await out.note((words) => words.demo.realWork({ path: folder }))
    await out.note((words) => words.demo.tryNext)
    await out.hint([
      `client view ${scenario.shownClient} --history`,
      'contract list --unpaid --sort due --desc',
      'login -u bill.boquet',
    ])
  },
})

/** The folder of the embedded database. @throws Refused the data, or the owner's connection, is on a server */
async function embeddedFolder({ app }: Call): Promise<string> {
  for (const database of [await app.database(), await app.adminDatabase()]) {
    if (database.kind === 'embedded') continue
    throw new Refused((t) => t.demo.onServer({ name: database.name }), { more: [(t) => t.demo.onServerAdvice] })
  }
  return (await app.database()).name
}

/** Loads the sample agency into an empty database, or resets it where it is loaded already. @throws Refused there is other data */
async function prepare({ app, out, t }: Call, folder: string): Promise<void> {
  const found = await app.asOwner(databaseState).catch((error: unknown) => {
    throw toAppError(error)
  })
  if (found === 'other') {
    throw new Refused((words) => words.demo.otherData({ name: folder }), {
      more: [(words) => words.demo.otherDataAdvice],
    })
  }
  const rows = sampleRows(app.clock.now(), t.format.timeZone)
  if (found === 'sample') {
    await out.note((words) => words.demo.again)
    await app.asOwner((sql) => resetScenario(sql, rows))
    return
  }
  await out.note((words) => words.demo.filling)
  const passwordHash = await hash(samplePassword)
  await app.asOwner((sql) => load(sql, rows, passwordHash))
  const { users, client, contract, event } = rows
  await out.success((words) =>
    words.demo.filled({
      ...{ people: users.length, clients: client.length, contracts: contract.length, events: event.length },
    }),
  )
}

/** Whether the session of this machine is a session of this database. It may belong to any user. */
async function isHere({ app }: Call): Promise<boolean> {
  return app
    .connect((connection) => app.currentUser(connection))
    .then(
      () => true,
      () => false,
    )
}

/** Runs the steps one after the other, each below its sentence and its command. @throws Refused a step failed */
async function show(call: Call, all: readonly Step[], folder: string): Promise<void> {
  const { app, out } = call
  const { stdout } = app.io
  for (const [index, { title, argv }] of all.entries()) {
    if (stdout.closed) return
    await out.step({ title: `${index + 1}/${all.length}  ${title}`, command: typed(argv) })
    const code = await app.run([...argv, ...inherited(call)])
    if (code !== 0) {
      throw new Refused((words) => words.demo.stopped({ step: index + 1, code }), {
        more: [(words) => words.demo.stoppedAdvice({ path: folder })],
      })
    }
    await stdout.write('\n')
  }
}

/** The command line of a step, as a person would type it. */
function typed(argv: readonly string[]): string {
  return argv.map(quoted).join(' ')
}

/** The global options of `demo`, which hold for its steps too. None of the steps asks anything. */
function inherited({ globals, t }: Call): string[] {
  return [
    ...['--no-input', '--lang', t.lang],
    ...(globals.color ? [] : ['--no-color']),
    ...(globals.accessible ? ['--accessible'] : []),
    ...(globals.verbose ? ['--verbose'] : []),
  ]
}

function personRows() {
  return people.flatMap(({ id, username, name, role }) =>
    shown.includes(id) ? [{ id, username, full_name: name, role: defaultRoles[role]?.name }] : [],
  )
}
