/** Runs `<noun> import`: reads the file, rehearses or imports it, and says what became of its rows. */
import { meets } from '../access/can.ts'
import type { Call } from '../app.ts'
import { canPrompt } from '../command/execute.ts'
import { atomically } from '../db/atomically.ts'
import type { Connection } from '../db/connection.ts'
import type { MatchKey } from '../db/import/target.ts'
import { inAnyScope, type Need, requirePermission, requireSession } from '../db/judgement.ts'
import { currentUser } from '../db/statement.ts'
import { Cancelled, type Message, Refused, Usage } from '../errors.ts'
import type { Column } from '../field/column.ts'
import { BadSheet } from '../spreadsheet/bad-sheet.ts'
import { openSheet } from '../spreadsheet/open.ts'
import type { Sheet } from '../spreadsheet/sheet.ts'
import { data } from '../terminal/output/data.ts'
import { advised, lineOf } from './advice.ts'
import { importRows } from './engine.ts'
import { bytesOf, type RejectsFile, rejectsFile, standardInput } from './files.ts'
import type { Importable, Pass } from './importable.ts'
import type { ImportInput } from './options.ts'
import { answer, noteNames, noteRejects, preview, warnOfAlike } from './output.ts'
import { type Reading, readingOf, requireColumns } from './read.ts'
import type { Report } from './row.ts'

export interface Extra {
  /** The columns of the noun's own export. */
  readonly exported: readonly Column[]
  /** Checks what concerns the whole import. @returns whose new clients become */
  readonly commercial?: ((connection: Connection) => Promise<number>) | undefined
  /** Begins a pass over the file. */
  readonly begin?: (o: { readonly rehearsed: boolean }) => Pass
  /** Says what is to be known of the records that were imported. */
  readonly after?: (report: Report) => Promise<void>
}

/** Carries the report of a transaction that is rolled back. */
class RolledBack extends Error {
  readonly report: Report

  constructor(report: Report) {
    super('rolled back')
    this.report = report
  }
}

/** @throws Refused rows were rejected, and nothing was saved */
export async function importFile(call: Call, what: Importable, input: ImportInput, extra: Extra): Promise<void> {
  try {
    await run(call, what, input, extra)
  } catch (error) {
    throw advised(error, what.target.resource, input)
  }
}

async function run(call: Call, what: Importable, input: ImportInput, extra: Extra): Promise<void> {
  const { app, t, globals } = call
  const { args, values, flags } = input
  const { resource } = what.target
  const { map = [], ignore = [], dateOrder: order, onMatch = 'skip', rejects: path } = values
  const mustAsk = !flags.dryRun && !globals.yes
  if (mustAsk && !canPrompt(app, globals))
    throw new Usage((words) => words.usage.confirmation, {
      fields: { yes: (words) => words.usage.confirmation },
      next: args.file === standardInput ? [] : ['--dry-run', '--yes'].map((one) => lineOf(resource, input, [one])),
    })
  const keys = data(extra.exported).map(({ key }) => key)
  const sheet = await openSheet(await bytesOf(args.file, app.io), { keys })
  const rejected = path === undefined ? undefined : rejectsFile(path, args.file, sheet, t)
  try {
    const reading = await readingOf(sheet, what, { exported: extra.exported, map, ignore, order }, t)
    const match = matchFor(what, reading, values.match)
    requireColumns(reading, what, { updates: onMatch === 'update' && match !== 'none' }, t)
    const total = app.io.stderr.isTerminal ? await countOf(sheet) : undefined
    const pass = (rehearsed: boolean) =>
      onePass(call, what, reading, { ...input, match, onMatch, rehearsed, total, rejected }, extra)
    const isStopped = ({ rejects }: Report) => rejects.length > 0 && !flags.skipErrors
    let report = await pass(flags.dryRun || mustAsk)
    const isAsked = mustAsk && !isStopped(report) && report.new + report.changed > 0
    const told = new Set(isAsked ? report.rejects.map(({ line }) => line) : [])
    if (isAsked) {
      await preview(call, what, report, path)
      await warnOfAlike(call, report)
      const { new: created, changed } = report
      const question = t.importing.confirm({ new: created, changed, noun: resource })
      if (!(await app.prompt.confirm({ message: question, initial: false })))
        throw new Cancelled((words) => words.usage.cancelled)
      report = await pass(false)
    }
    await rejected?.write(report.rejects)
    rejected?.keep()
    await answer(call, what, report, { passedOver: reading.passedOver })
    await tell(call, what, report, { input, reading, told, isStopped: isStopped(report), isAsked })
    if (!flags.dryRun) await extra.after?.(report)
  } finally {
    rejected?.drop()
  }
}

interface Outcome {
  readonly input: ImportInput
  readonly reading: Reading
  /** The lines of the rejected rows that somebody has read about before the question. */
  readonly told: ReadonlySet<number>
  readonly isStopped: boolean
  /** `true`: somebody has read about the rows before the question. */
  readonly isAsked: boolean
}

/** What became of the rows, beside the answer. @throws Refused rows were rejected, and nothing was saved */
async function tell(
  call: Call,
  what: Importable,
  report: Report,
  { input, reading, told, isStopped, isAsked }: Outcome,
) {
  const { out, t, globals } = call
  const { resource } = what.target
  const { flags, values, args } = input
  const { rejects: path } = values
  const { length: count } = report.rejects
  if (flags.dryRun) await out.forPerson(() => noteNames(call, what, report))
  const untold = report.rejects.filter(({ line }) => !told.has(line))
  await noteRejects(call, untold, path)
  if (path !== undefined && count > 0)
    await out.note((words) => words.importing.rejectsWritten({ count: t.format.count(count), path }))
  if (isStopped) {
    const more = ['--skip-errors', flags.dryRun ? '--dry-run' : globals.yes ? '--yes' : '']
    throw new Refused((words) => words.importing.refused({ count }), {
      more: moreOf(report, reading, input),
      next: [args.file === standardInput ? `help ${resource} import` : lineOf(resource, input, more)],
    })
  }
  if (flags.dryRun) await out.note((words) => words.importing.rehearsed)
  else if (report.new + report.changed === 0) await out.note((words) => words.importing.nothingToDo)
  else await out.success((words) => words.importing.done({ noun: resource }))
  if (!isAsked) await warnOfAlike(call, report)
}

/** What helps beside --skip-errors. */
function moreOf({ rejects }: Report, { cellOf }: Reading, { flags }: ImportInput): Message[] {
  const { heading } = cellOf({ cells: [] }, 'company_id')
  const isUnknown = rejects.some((reject) => reject.heading === heading && reject.code === 'not_found')
  const helps = flags.createCompanies === false && heading !== null && isUnknown
  return helps ? [(t) => t.importing.unknownCompanies] : []
}

/** The number of rows, which a bar has to know. */
async function countOf(sheet: Sheet): Promise<number> {
  let count = 0
  for await (const _ of sheet.rows()) count++
  return count
}

/** By what the rows find their records. @throws Usage the file has no column for it */
function matchFor(what: Importable, { has }: Reading, typed: MatchKey | undefined): MatchKey {
  const [first = 'none'] = what.match
  const match = typed ?? (first === 'none' || has.has(first) ? first : 'none')
  if (match !== 'none' && !has.has(match)) throw new BadSheet((t, file) => t.importing.noKey({ file, match }))
  return match
}

interface PassOptions extends ImportInput {
  readonly match: MatchKey
  readonly onMatch: 'skip' | 'update' | 'fail'
  readonly rehearsed: boolean
  /** How many rows there are, where it is shown. */
  readonly total: number | undefined
  readonly rejected: RejectsFile | undefined
}

/** All of the file in one transaction, which stays only if it may. */
async function onePass(
  { app, t }: Call,
  what: Importable,
  reading: Reading,
  o: PassOptions,
  extra: Extra,
): Promise<Report> {
  const { resource } = what.target
  const { createCompanies = false, skipErrors } = o.flags
  const work = async (inside: Connection): Promise<Report> => {
    const person = await currentUser(inside)
    requireSession(person)
    requirePermission(person, inAnyScope(`${resource}:create`))
    if (o.onMatch === 'update') requirePermission(person, inAnyScope(`${resource}:update`))
    if (createCompanies) requirePermission(person, inAnyScope('company:create'))
    const commercial = await extra.commercial?.(inside)
    const task = app.progress.begin((words) => words.importing.progress[resource], { total: o.total })
    const own = extra.begin?.(o)
    try {
      const options = {
        ...{ match: o.match, onMatch: o.onMatch, createCompanies, commercial },
        meets: (need: Need) => meets(person, need),
        cellOf: reading.cellOf,
        added: own?.added,
        batch: own?.batch,
        reached: task.reached,
      }
      const report = await importRows(inside, what, reading.rows(), options, t)
      if (o.rehearsed || (report.rejects.length > 0 && !skipErrors)) throw new RolledBack(report)
      await o.rejected?.write(report.rejects)
      own?.save(report)
      return report
    } finally {
      task.end()
    }
  }
  return app
    .connect((connection) => atomically(connection, work), { writes: true })
    .catch((error: unknown) => {
      if (error instanceof RolledBack) return error.report
      throw error
    })
}
