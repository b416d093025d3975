import type { Call } from '../app.ts'
import { command } from '../command/command.ts'
import type { Database } from '../db/connection/connect.ts'
import { isHere, isLoopback, sslModeAt } from '../db/connection/url.ts'
import { logsValues } from '../db/logged.ts'
import { newestMajor } from '../db/preconditions.ts'
import { readOnlyReason } from '../db/read-only.ts'
import { currentUser } from '../db/statement.ts'
import { type Trust, trust } from '../db/trust.ts'
import { schemaVersion } from '../db/version.ts'
import { AppError, type Message, Unavailable } from '../errors.ts'
import { columnsOf } from '../field/attribute.ts'
import type { Row } from '../field/column.ts'
import { programName } from '../program.ts'
import { now } from '../session/store.ts'

const columns = columnsOf('setup', {
  check: { kind: 'text' },
  ok: { kind: 'yes-no', states: { yes: (t) => t.setup.doctor.good, no: (t) => t.setup.doctor.bad } },
  detail: { kind: 'text' },
  advice: { kind: 'text' },
})

/** One line of the report. `ok: false` makes the exit code 7. An advice alone does not. */
interface Finding {
  readonly ok: boolean
  readonly detail: string
  readonly advice?: string
}

type Check = keyof Pick<
  Call['t']['setup']['doctor'],
  'configuration' | 'database' | 'migrations' | 'trust' | 'session' | 'clock' | 'terminal'
>

/** Seconds by which the clocks of this machine and of the database may differ. */
const tolerableSkew = 30

export default command({
  path: ['doctor'],
  access: 'public',
  diagnoses: true,
  async run(call) {
    const { out, t } = call
    const report: Row[] = []
    const runCheck = async (check: Check, find: () => Promise<Finding> | Finding): Promise<void> => {
      const found: Finding = await Promise.resolve()
        .then(find)
        .catch((error: unknown) => {
          const { detail, ...finding } = failed(call, error)
          // Settings that cannot be read also keep the database from being reached. Report that once.
          return report.some((row) => String(row['detail']).includes(detail))
            ? { ok: false, detail: t.setup.doctor.mendFirst }
            : { detail, ...finding }
        })
      report.push({ id: report.length + 1, check: t.setup.doctor[check], ...found, advice: found.advice ?? null })
    }
    await runCheck('configuration', () => configuration(call))
    let reached: Trust | undefined
    await runCheck('database', async () => {
      let refusal: AppError | undefined
      let logged = false
      reached = await call.app.connect(
        async (connection) => {
          const trusted = await trust(connection)
          refusal = await readOnlyReason(connection)
          logged = await logsValues(connection)
          return trusted
        },
        { signedIn: false },
      )
      const { detail, advice, ok } = encryption(call, reached, await call.app.database())
      const more = [refusal && failed(call, refusal), olderThan(call, reached)].flatMap((found) =>
        found ? [found.detail, ...(found.advice ? [found.advice] : [])] : [],
      )
      if (logged && bindsSecrets(call)) more.push(t.setup.doctor.logged)
      const whole = [...more, ...(advice ? [advice] : [])].join(' ')
      return { ok, detail, ...(whole ? { advice: whole } : {}) }
    })
    const needsDatabase = (find: (trusted: Trust) => Promise<Finding> | Finding) => () =>
      reached ? find(reached) : { ok: false, detail: t.setup.doctor.skipped }
    await runCheck(
      'migrations',
      needsDatabase(() => migrations(call)),
    )
    await runCheck(
      'trust',
      needsDatabase((trusted) => trustLevel(call, trusted)),
    )
    await runCheck(
      'session',
      needsDatabase(() => session(call)),
    )
    await runCheck(
      'clock',
      needsDatabase(() => clock(call)),
    )
    await runCheck('terminal', () => terminal(call))

    await out.list({ title: (words) => words.setup.doctor.title, columns, rows: rowsOf(report), limit: 0 })
    const count = report.filter((row) => row['ok'] === false).length
    if (count > 0) throw new Unavailable((words) => words.setup.doctor.notWell({ count }))
    await out.success((words) => words.setup.doctor.allWell)
  },
})

async function* rowsOf(report: readonly Row[]) {
  yield report
}

/** The finding for an error: its sentence, and as the advice the next command or the details. @throws an error that is not ours */
function failed({ t }: Call, error: unknown): Finding {
  if (!(error instanceof AppError)) throw error
  const [next] = error.detail.next ?? []
  const more = (error.detail.more ?? []).map((message: Message) => message(t)).join(' ')
  const advice = next ? `${programName} ${next}` : more
  return { ok: false, detail: error.userMessage(t), ...(advice ? { advice } : {}) }
}

/** Every problem of the settings at once, and what only looks like a setting. */
function configuration(call: Call): Finding {
  const { app, t } = call
  const { config } = app
  const problems = config.problems().map((problem) => failed(call, problem))
  const unknown = config.unknown().map((one) => t.setup.doctor.unknown(one))
  const warnings = config.warnings().map((message) => message(t))
  const advice = [...problems.flatMap((problem) => problem.advice ?? []), ...warnings, ...unknown].join(' ')
  const file = problems.length > 0 ? undefined : config.file()
  const source = file === undefined ? t.setup.doctor.environmentOnly : t.setup.doctor.file({ path: file })
  return {
    ok: problems.length === 0,
    detail: problems.length > 0 ? problems.map(({ detail }) => detail).join(' ') : source,
    ...(advice ? { advice } : {}),
  }
}

function encryption({ app, t }: Call, { server_version }: Trust, { name, resident }: Database): Finding {
  const detail = t.setup.doctor.reached({ name, version: server_version })
  const database = app.config.database()
  if (database.kind === 'embedded') {
    const { pid, since } = resident?.() ?? {}
    if (pid === undefined || since === undefined) return { ok: true, detail }
    const when = t.format.date(new Date(since).toISOString())
    return { ok: true, detail: `${detail}${t.setup.doctor.resident({ pid, since: when })}` }
  }
  const [host] = database.target.hosts
  const mode = host && sslModeAt(database.target, host)
  const local = host === undefined || 'socket' in host || isLoopback(host.host)
  if (local || mode === 'verify-full') return { ok: true, detail }
  return { ok: true, detail, advice: mode === 'disable' ? t.setup.doctor.tlsPlain : t.setup.doctor.tlsAdvice }
}

/** Whether the secret of a session may travel as a bound value: behind a pooler, and where a process may keep sessions ready. */
function bindsSecrets({ app: { config } }: Call): boolean {
  const database = config.database()
  if (database.kind === 'embedded') return false
  const { target } = database
  return config.pooler() || (config.residentMinutes() > 0 && !target.hosts.every((host) => isHere(target, host)))
}

/** What to know about a server that is newer than every one that this program was tried on. */
function olderThan({ t }: Call, { server_version }: Trust): Finding | undefined {
  const major = Number.parseInt(server_version, 10)
  return major > newestMajor ? { ok: true, detail: t.setup.doctor.newerServer({ major, newestMajor }) } : undefined
}

async function migrations({ app, t }: Call): Promise<Finding> {
  await app.connect((connection) => currentUser(connection), { signedIn: false })
  return { ok: true, detail: t.setup.doctor.schema({ version: schemaVersion }) }
}

function trustLevel({ app, t }: Call, { level, login, way }: Trust): Finding {
  if (level === 'strict') return { ok: true, detail: t.setup.doctor.strict({ login }) }
  if (app.config.database().kind === 'embedded') return { ok: true, detail: t.setup.doctor.advisoryEmbedded }
  const how = way && way.object !== login ? t.setup.doctor.way[way.kind](way) : ''
  return { ok: true, detail: `${t.setup.doctor.advisory({ login })}${how}`, advice: t.setup.doctor.advisoryAdvice }
}

async function session({ app, t }: Call): Promise<Finding> {
  const who = await app.connect((connection) => app.currentUser(connection))
  const until = t.format.date(who.session_ends_at ?? '')
  return { ok: true, detail: t.setup.doctor.signedIn({ name: who.full_name ?? '', until }) }
}

async function clock({ app, t }: Call): Promise<Finding> {
  const before = app.clock.now()
  const theirs = await app.connect(now, { signedIn: false })
  // The database read its clock at some moment between the two readings of ours.
  const middle = (before + app.clock.now()) / 2
  const seconds = Math.round(Math.abs(theirs - middle) / 1000)
  const detail = t.setup.doctor.skew({ seconds })
  return seconds <= tolerableSkew ? { ok: true, detail } : { ok: false, detail, advice: t.setup.doctor.skewAdvice }
}

function terminal({ app, t }: Call): Finding {
  const name = t.format.timeZone
  // The sign of a name may deceive: Etc/GMT+3 is behind UTC, and so is what POSIX means by TZ=UTC+3.
  const offset = t.format.rfc3339(new Date(app.clock.now()).toISOString()).slice(-6)
  const zone = name === offset ? name : `${name} (${offset})`
  const { stdout } = app.io
  return {
    ok: true,
    detail: stdout.isTerminal
      ? t.setup.doctor.terminalSeen({ columns: stdout.columns(), zone })
      : t.setup.doctor.noTerminal({ zone }),
  }
}
