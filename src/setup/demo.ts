import { defaultRoles } from '../access/catalogue.ts'
import type { Call } from '../app.ts'
import { signIn } from '../auth/sign-in.ts'
import { command } from '../command/command.ts'
import { toAppError } from '../db/constraint-errors.ts'
import { Refused } from '../errors.ts'
import type { Column } from '../field/column.ts'
import { programName } from '../program.ts'
import { readSession } from '../session/file.ts'
import { hash } from '../session/password.ts'
import { outputStyle } from '../terminal/output/style.ts'
import { quoted } from '../text/shell.ts'
import { wrap } from '../text/width.ts'
import { databaseState, load, resetScenario, scenario } from './demo-load.ts'
import { sampleRows } from './demo-rows.ts'
import { type Step, steps } from './demo-steps.ts'
import { people, samplePassword } from './sample/people.ts'

const columns: readonly Column[] = [
  { key: 'database', kind: 'text', label: (t) => t.demo.label.database },
  { key: 'password', kind: 'text', label: (t) => t.demo.label.password },
]
const personColumns: readonly Column[] = [
  { key: 'id', kind: 'id', label: (t) => t.demo.label.id },
  { key: 'username', kind: 'text', label: (t) => t.demo.label.username },
  { key: 'full_name', kind: 'text', label: (t) => t.demo.label.full_name },
  { key: 'role', kind: 'text', label: (t) => t.demo.label.role },
]
const stepColumns: readonly Column[] = [
  { key: 'title', kind: 'text', label: (t) => t.demo.label.title },
  { key: 'command', kind: 'text', label: (t) => t.demo.label.command },
]

/** The people that are shown: one of each role, and the support to whom a step assigns an event. */
const shown: readonly number[] = [scenario.manager, scenario.commercial, 12, scenario.support]

export default command({
  path: ['demo'],
  access: 'public',
  async run(call) {
    const { app, out, t, globals } = call
    const folder = await embeddedFolder(call)
    // A session file that cannot be trusted fails here, before anything is written.
    const held = readSession((await app.sessionContext()).location)
    await prepare(call, folder)
    const lost =
      typeof held === 'object' && Date.parse(held.refreshExpiresAt) > app.clock.now() && !(await isHere(call))
    await signIn(app, people[0]?.username ?? '', samplePassword)
    if (lost) await out.warning((words) => words.demo.replaced)

    const demoSteps = steps(app.clock.now(), t)
    const asPeople = globals.format === 'table' && !globals.quiet
    if (asPeople) await show(call, demoSteps, folder)
    const stepRows = demoSteps.map(({ title, argv }) => ({ title, command: typed(argv) }))
    await out.record({
      title: (words) => words.demo.title,
      columns,
      row: { database: folder, password: samplePassword },
      parts: [
        { key: 'people', title: (words) => words.demo.people, columns: personColumns, rows: personRows() },
        ...(asPeople
          ? []
          : [{ key: 'steps', title: (words: typeof t) => words.demo.steps, columns: stepColumns, rows: stepRows }]),
      ],
    })
    await out.note((words) => words.demo.realWork({ path: folder }))
    await out.note((words) => words.demo.tryNext)
    await out.hint([
      `client view ${scenario.shownClient} --history`,
      'contract list --unsigned',
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

/** Whether the session of this machine, whoever it belongs to, is a session of this database. */
async function isHere({ app }: Call): Promise<boolean> {
  return app
    .connect((connection) => app.currentUser(connection))
    .then(
      () => true,
      () => false,
    )
}

/** Runs the steps one after the other. Shows the sentence and the command of each. @throws Refused a step failed */
async function show(call: Call, demoSteps: readonly Step[], folder: string): Promise<void> {
  const { app, globals, t } = call
  const { stdout } = app.io
  const style = outputStyle({ io: app.io, globals, t, env: app.env, now: () => app.clock.now() }, stdout)
  for (const [index, { title, argv }] of demoSteps.entries()) {
    if (stdout.closed) return
    const text = style.words(`${index + 1}/${demoSteps.length}  ${title}`)
    const lines = style.isTerminal ? wrap(text, style.columns()) : [text]
    await stdout.write(`${lines.map((line) => style.paint.bold(line)).join('\n')}\n`)
    await stdout.write(`${style.paint.aquamarine(`$ ${style.words(typed(argv))}`)}\n`)
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
  return [programName, ...argv.map(quoted)].join(' ')
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
