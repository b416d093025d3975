/** The import of spreadsheets. */
import { noun } from './refusal.ts'

type Imported = 'client' | 'company' | 'contract' | 'event' | 'user'

const plurals: Readonly<Record<Imported, string>> = {
  client: 'clients',
  company: 'companies',
  contract: 'contracts',
  event: 'events',
  user: 'users',
}

interface Counts {
  readonly new: string
  readonly changed: string
  readonly unchanged: string
  readonly rejected: string
}

/** The first records of a kind, and of how many. */
interface Names {
  readonly noun: Imported
  readonly isOne: boolean
  readonly names: string
}

export const importing = {
  label: {
    file: 'Spreadsheet (CSV or Excel)',
    map: 'Columns',
    ignore: 'Ignored columns',
    match: 'Matched by',
    on_match: 'Records that exist',
    date_order: 'Order of dates',
    rejects: 'File for rejected rows',
    commercial: 'Salesperson',
    passwords: 'File for passwords',
  },
  help: {
    file: 'CSV or Excel workbook (.xlsx); - for standard input',
    map: "Field of a column, such as 'Nom complet=full_name'; repeatable",
    ignore: 'A column that is not imported; repeatable',
    match: 'How the rows find records that exist',
    on_match: 'What to do with records that exist: leave them (skip), update them, or reject the row (fail)',
    date_order: 'Read 03/04/2026 as 3 April (dmy), or accept only 2026-04-03 (iso)',
    rejects: 'Write the rejected rows to this file, with the reason of each',
    commercial: 'Name or id of the salesperson of the new clients (needs client:assign_commercial)',
    passwords: 'Generate a password for each new user, and write them to this new file',
    dry_run: 'Only show what the import would do',
    skip_errors: 'Import the other rows when some are rejected',
    create_companies: 'Create companies that do not exist yet (needs company:create)',
  },
  idIfThere: 'id if the file has ids, else none',
  notAmong: ({ received, words, near }: { received: string; words: string; near: string | undefined }) =>
    `"${received}" is not valid. Known values: ${words}.${near === undefined ? '' : ` Did you mean ${near}?`}`,
  counts: (c: Counts & { noun: Imported }) =>
    `${c.new} new · ${c.changed} changed · ${c.unchanged} unchanged · ${c.rejected} rejected`,
  progress: {
    client: 'Importing clients',
    company: 'Importing companies',
    contract: 'Importing contracts',
    event: 'Importing events',
    user: 'Importing users',
  },
  done: ({ noun: of }: { noun: Imported }) => `The ${plurals[of]} are imported.`,
  rehearsed: 'Dry run: nothing was saved.',
  nothingToDo: 'There is nothing to import: nothing was saved.',
  confirm: ({ new: created, changed, noun: of }: { new: number; changed: number; noun: Imported }) => {
    const what = [
      ...(created > 0 ? [`create ${created} ${created === 1 ? noun[of] : plurals[of]}`] : []),
      ...(changed > 0 ? [`update ${changed} ${changed === 1 ? noun[of] : plurals[of]}`] : []),
    ].join(' and ')
    return `${what.charAt(0).toUpperCase()}${what.slice(1)}?`
  },
  named: {
    new: ({ names }: Names) => `New: ${names}`,
    changed: ({ names }: Names) => `Changed: ${names}`,
  },
  andMore: ({ names, count }: { names: string; count: string }) => `${names} and ${count} more`,
  /** A rejected row: its line, what it is about, its cell where one is at fault, and why. */
  reject: ({
    line,
    name,
    heading,
    value,
    reason,
  }: {
    line: string
    name: string | null
    heading: string | null
    value: string | null
    reason: string
  }) =>
    `Line ${line}${name === null ? '' : `, ${name}`}${heading === null ? '' : `, ${heading}${value ? ` "${value}"` : ''}`}: ${reason}`,
  moreRejects: ({ count, rejects }: { count: string; rejects: boolean }) =>
    `… and ${count} more.${rejects ? '' : ' --rejects FILE writes all of them to a file.'}`,
  rejectsWritten: ({ count, path }: { count: string; path: string }) =>
    `${count} rejected ${count === '1' ? 'row is' : 'rows are'} in ${path}.`,
  refused: ({ count }: { count: number }) =>
    `${count === 1 ? '1 row was' : `${count} rows were`} rejected, so nothing was saved. Mend the file, or import the other rows with --skip-errors.`,
  unknownCompanies: 'To create the companies that do not exist yet, add --create-companies.',
  passedOver: ({ columns }: { columns: string }) => `Not imported: ${columns}.`,
  passwordsWritten: ({ count, path }: { count: string; path: string }) =>
    `${count === '1' ? '1 password is' : `${count} passwords are`} in ${path} and can be read nowhere else.`,
  withoutPassword: 'The new users have no password yet. They can log in once you have given each one a first password:',
  repeated: ({ line, first }: { line: number; first: number }) =>
    `Lines ${first} and ${line} are the same record: only line ${first} counts.`,
  exists: ({ noun: of, id }: { noun: string; id: number }) =>
    `${of.charAt(0).toUpperCase()}${of.slice(1)} ${id} exists already.`,
  terminal: 'Standard input is a terminal. Give a file, or pipe the spreadsheet in.',
  sameFile: ({ path }: { path: string }) => `The rejected rows cannot go to ${path}, the file that is imported.`,
  fileExists: ({ path }: { path: string }) => `${path} exists already. Choose a new name for the file.`,
  noColumns: ({ file = 'The file', fields }: { file?: string | undefined; fields: string }) =>
    `${file} has no column for ${fields}.`,
  noKey: ({ file = 'the file', match }: { file?: string | undefined; match: string }) =>
    `--match ${match} needs a column for it, and ${file} has none.`,
  columns: { new: 'New', changed: 'Changed', unchanged: 'Unchanged', rejected: 'Rejected' },
  rejectColumns: { line: 'Line', column: 'Column', value: 'Value', reason: 'Reason', code: 'Code' },
}
