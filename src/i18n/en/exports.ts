/** `export`: everything that one may read, as files. */
export const exports = {
  label: {
    place: 'Where to',
    path: 'Path',
    version: 'Version',
    schema: 'Schema',
    instant: 'As of',
    username: 'Exported by',
    format: 'Format',
    counts: 'Records',
    sha256: 'SHA-256',
    left_out: 'Left out',
  },
  help: {
    place: 'A new folder, or a new archive with a name in .zip (default: epic-events-export- and the date, here)',
  },
  done: ({ path, records, files }: { path: string; records: string; files: number }) =>
    `${records} ${records === '1' ? 'record' : 'records'} in ${files} ${files === 1 ? 'file' : 'files'} written to ${path}.`,
  leftOut: ({ what }: { what: readonly string[] }) =>
    `Left out, because your role may not list them: ${what.join(', ')}.`,
  taken: ({ path }: { path: string }) =>
    `${path} is already there, and an export replaces nothing. Choose another name.`,
}
