/** Why the embedded database cannot be opened, and what to do about it. */
export const database = {
  notReal: ({ path }: { path: string }) =>
    `The data is not kept in ${path}: that is a link or a file, not a folder. Remove it, or set EPIC_EVENTS_DATA_DIR to a folder of your own.`,
  foreign: ({ path }: { path: string }) =>
    `${path} belongs to somebody else. Set EPIC_EVENTS_DATA_DIR to a folder of your own.`,
  open: ({ path, command }: { path: string; command: string }) => `Others have access to ${path}. Run: ${command}`,
  locked: ({ path, seconds }: { path: string; seconds: number }) =>
    `Another command has been using the database in ${path} for more than ${seconds} s. Try again once it has ended.`,
  full: ({ path }: { path: string }) => `No space is left on the disk of ${path}. Free some space and try again.`,
  unusable: ({ path, reason }: { path: string; reason: string }) =>
    `${path} cannot be used (${reason}). Set EPIC_EVENTS_DATA_DIR to a folder that you may write.`,
  damaged: ({ path }: { path: string }) =>
    `The database in ${path} cannot be opened: it is damaged. Put a backup in its place, or move it away to begin anew.`,
  stopped:
    'The embedded database stopped in the middle of its work. What was confirmed is kept; look whether the last change is there, and try again.',
  otherVersion: ({ path, found, known }: { path: string; found: string; known: string }) =>
    `The database in ${path} was made by PostgreSQL ${found}; this program reads PostgreSQL ${known}. Use the program that made it.`,
  keyDamaged: ({ path }: { path: string }) =>
    `The key in ${path} is damaged. Remove the file and a new one is made; everybody then logs in again.`,
}
