/** Why the embedded database cannot be opened, and what to do about it. */
export const database = {
  notReal: ({ path }: { path: string }) =>
    `Cannot store data in ${path}: it is a link or a file, not a folder. Delete it, or set EPIC_EVENTS_DATA_DIR to a folder of your own.`,
  foreign: ({ path }: { path: string }) =>
    `${path} belongs to another user. Set EPIC_EVENTS_DATA_DIR to a folder of your own.`,
  open: ({ path, command }: { path: string; command: string }) => `Other users can access ${path}. Run: ${command}`,
  locked: ({ path, seconds }: { path: string; seconds: number }) =>
    `Another command has been using the database in ${path} for more than ${seconds} s. Try again when it has finished.`,
  full: ({ path }: { path: string }) => `No space left on the disk of ${path}. Free some space and try again.`,
  unusable: ({ path, reason }: { path: string; reason: string }) =>
    `Cannot use ${path} (${reason}). Set EPIC_EVENTS_DATA_DIR to a folder you can write to.`,
  damaged: ({ path }: { path: string }) =>
    `Cannot open the database in ${path}: its files are damaged. Restore a backup, or move the folder away to start with an empty database.`,
  stopped:
    'The embedded database stopped unexpectedly. Everything that was reported as saved is safe. Check whether the last change was saved, then try again.',
  otherVersion: ({ path, found, known }: { path: string; found: string; known: string }) =>
    `The database in ${path} was created by PostgreSQL ${found}, but this program needs PostgreSQL ${known}. Use the program that created it.`,
  keyDamaged: ({ path }: { path: string }) =>
    `The key file ${path} is damaged. Delete it: a new key is then created, and everyone has to log in again.`,
}
