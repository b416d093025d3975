/** About a spreadsheet that is read: its form, its columns, its cells. Excerpts of it come shortened and printable. */
interface Received {
  readonly received: string
}
/** The file, if it has a name. */
interface InFile {
  readonly file?: string | undefined
}
interface Place extends InFile {
  readonly line: string
  readonly received: string
}

export const spreadsheet = {
  empty: ({ file = 'The file' }: InFile) => `${file} has no headings: its first line names the columns.`,
  emptySheet: ({ file = 'the file', sheet, others }: InFile & { sheet: string; others: boolean }) =>
    `The first sheet of ${file}, "${sheet}", is empty, and ${others ? 'only that sheet is read: put the table there' : 'there is no other'}.`,
  unreadable: ({ path, reason }: { path: string; reason: string }) =>
    reason === 'ENOENT'
      ? `There is no file ${path}.`
      : reason === 'EISDIR'
        ? `${path} is a folder.`
        : `Cannot read ${path} (${reason}).`,
  notText: ({ file = 'This file' }: InFile) => `${file} is neither CSV nor an Excel workbook. Save it as CSV or .xlsx.`,
  oldExcel: ({ file = 'This file' }: InFile) =>
    `${file} is a workbook of Excel 97–2003, or one with a password. Save it as .xlsx without a password, or as CSV.`,
  notWorkbook: ({ file = 'This file' }: InFile) =>
    `${file} is an archive, but not an Excel workbook. Save it as .xlsx or CSV.`,
  openDocument: ({ file = 'This file' }: InFile) => `${file} is an OpenDocument spreadsheet. Save it as .xlsx or CSV.`,
  binaryWorkbook: ({ file = 'This file' }: InFile) =>
    `${file} is a binary Excel workbook (.xlsb). Save it as .xlsx or CSV.`,
  brokenWorkbook: ({ file = 'This file' }: InFile) =>
    `${file} is a damaged Excel workbook. Open it in Excel and save it again.`,
  hugeWorkbook: ({ file = 'This file', max }: InFile & { max: string }) =>
    `${file} is an Excel workbook that unpacks to more than ${max} MB. Save the sheet as CSV.`,
  mixture: ({ file = 'The file', line }: InFile & { line: string }) =>
    `${file} is UTF-8 at first, but line ${line} is in another encoding. Save it again as UTF-8.`,
  unclosed: ({ file, line }: InFile & { line: string }) =>
    `Line ${line}${ofFile(file)} has a quotation mark that is not closed, or text behind the closing one. Inside quoted text write "" for each.`,
  tooManyCells: ({ cells, headings }: { cells: string; headings: string }) =>
    `This row has ${cells} cells, but there are only ${headings} headings. Quote a value that contains the separator.`,
  noHeading: ({ column }: { column: string }) => `There is a value in column ${column}, which has no heading.`,
  formulaError: ({ received }: Received) =>
    `${received} is the error of a formula. Mend it in the spreadsheet, or empty the cell.`,
  unknown: ({ column, map, ignore }: { column: string; map: string; ignore: string }) =>
    `Unknown column "${column}": add ${map} or ${ignore}`,
  /** Stands for the name of a field in a command line. */
  field: 'FIELD',
  fieldsAre: ({ fields }: { fields: string }) => `FIELD is one of: ${fields}`,
  ignoreAll: ({ options }: { options: string }) => `To ignore all of them: ${options}`,
  inQuotes: (column: string) => `"${column}"`,
  twice: ({ field, columns, ignore }: { field: string; columns: string; ignore: string }) =>
    `The columns ${columns} mean the same field, ${field}. Keep one: ignore the others, as in ${ignore}, or give them another field with --map.`,
  noColumn: ({ file = 'the file', option, column, near }: InFile & { option: string; column: string; near?: string }) =>
    `--${option}: ${file} has no column "${column}".${near === undefined ? '' : ` Did you mean "${near}"?`}`,
  noTarget: ({ received }: Received) =>
    `--map: "${received}" names no field. Write it like --map 'Full name=full_name'`,
  noField: ({ target, fields, map }: { target: string; fields: string; map?: string }) =>
    `--map: "${target}" is no field that can be imported. ${map === undefined ? `Fields: ${fields}` : `Did you mean ${map}?`}`,
  severalProblems: ({ file = 'this file', count }: InFile & { count: number }) =>
    `The columns of ${file} have ${count} problems:`,
  monthFirst: ({ file, line, received }: Place) =>
    `Line ${line}${ofFile(file)}: "${received}" has the month first. Write the dates like 2026-09-30 or 30/09/2026. To reject such rows alone, add --date-order dmy`,
  dateOrder: ({ file, line, received }: Place) =>
    `Line ${line}${ofFile(file)}: "${received}" could have the day or the month first. If it is the day, add --date-order dmy; else write the dates like 2026-09-30.`,
  notDate: ({ received }: Received) =>
    `"${received}" is not a date. Write it like 30/09/2026 10:23 or 2026-09-30T10:23.`,
  notIso: ({ received }: Received) =>
    `"${received}" is not an ISO date like 2026-09-30T10:23, which --date-order iso asks for.`,
  rounded: ({ received }: Received) =>
    `"${received}" was rounded by a spreadsheet. Format the column as text there and save the file again.`,
}

const ofFile = (file: string | undefined) => (file === undefined ? '' : ` of ${file}`)
