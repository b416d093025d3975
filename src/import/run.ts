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
import type { DateOrder } from '../spreadsheet/date-order.ts'
import { openSheet } from '../spreadsheet/open.ts'
import type { Sheet } from '../spreadsheet/sheet.ts'
import { data } from '../terminal/output/data.ts'
import { importRows } from './engine.ts'
import { bytesOf, requirePlain, writeRejects } from './files.ts'
import type { Importable, Pass } from './importable.ts'
import { answer, noteRejects, preview } from './output.ts'
import { type Reading, readingOf, requireColumns } from './read.ts'
import type { Report } from './row.ts'

/** What was typed. */
export interface ImportInput {
  readonly args: { readonly file: string }
  readonly values: {
    readonly map?: readonly string[]
    readonly ignore?: readonly string[]
    readonly match?: MatchKey
    readonly onMatch?: 'skip' | 'update' | 'fail'
    readonly dateOrder?: DateOrder
    readonly rejects?: string
  }
  readonly flags: { readonly dryRun: boolean; readonly skipErrors: boolean; readonly createCompanies?: boolean }
}

export interface Extra {
  /** The columns of the noun's own export. */
  readonly exported: readonly Column[]
  /** Checks what concerns the whole import. @returns whose new clients become */
  readonly commercial?: ((connection: Connection) => Promise<number>) | undefined
  /** Begins a pass over the file. */
  readonly begin?: (o: { readonly rehearsed: boolean }) => Pass
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
  const { app, t, out, globals } = call
  const { args, values, flags } = input
  const person = canPrompt(app, globals)
  const mustAsk = !flags.dryRun && !globals.yes
  const { rejects: rejectsPath } = values
  if (mustAsk && !person)
    throw new Usage((words) => words.usage.confirmation, { fields: { yes: (words) => words.usage.confirmation } })
  const keys = data(extra.exported).map(({ key }) => key)
  const sheet = await openSheet(await bytesOf(args.file, app.io), { keys })
  if (rejectsPath !== undefined) requirePlain(rejectsPath, args.file)
  const { map = [], ignore = [], dateOrder: order } = values
  const reading = await readingOf(sheet, what, { exported: extra.exported, map, ignore, order }, t)
  const match = matchFor(what, reading, values.match)
  const { onMatch = 'skip' } = values
  requireColumns(reading, what, { updates: onMatch === 'update' && match !== 'none' }, t)

  const total = app.io.stderr.isTerminal ? await countOf(sheet) : undefined
  const pass = (rehearsed: boolean) =>
    onePass(call, what, reading, { ...input, match, onMatch, rehearsed, total }, extra)
  const isStopped = ({ rejects }: Report) => rejects.length > 0 && !flags.skipErrors
  let report = await pass(flags.dryRun || mustAsk)
  if (mustAsk && !isStopped(report) && report.new + report.changed > 0) {
    await preview(call, what, report)
    const { new: created, changed } = report
    const question = t.importing.confirm({ new: created, changed, noun: what.target.resource })
    if (!(await app.prompt.confirm({ message: question, initial: false })))
      throw new Cancelled((words) => words.usage.cancelled)
    report = await pass(false)
  }
  if (rejectsPath !== undefined && report.rejects.length > 0) writeRejects(rejectsPath, sheet, report.rejects, t)
  await answer(call, what, report, { passedOver: reading.passedOver, rejectsPath })
  await noteRejects(call, report, rejectsPath)
  if (isStopped(report)) {
    const { length: count } = report.rejects
    throw new Refused((words) => words.importing.refused({ count }), { more: moreOf(report, reading, input) })
  }
  if (flags.dryRun) await out.note((words) => words.importing.rehearsed)
  else if (report.new + report.changed === 0) await out.note((words) => words.importing.nothingToDo)
  else await out.success((words) => words.importing.done({ noun: what.target.resource }))
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
  if (match !== 'none' && !has.has(match)) throw new Usage((t) => t.importing.noKey({ match }))
  return match
}

interface PassOptions extends ImportInput {
  readonly match: MatchKey
  readonly onMatch: 'skip' | 'update' | 'fail'
  readonly rehearsed: boolean
  /** How many rows there are, where it is shown. */
  readonly total: number | undefined
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
