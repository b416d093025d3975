/** Why the embedded database cannot be opened, and what to do about it. */
export const database = {
  notReal: ({ path }: { path: string }) =>
    `Cannot store data in ${path}: it is not a folder. Set EPIC_EVENTS_DATA_DIR to a folder of your own.`,
  leadsNowhere: ({ path, target }: { path: string; target: string }) =>
    `The data folder ${path} is a link to ${target}, which does not exist. If it is on another disk, mount that disk and try again.`,
  foreignLink: ({ path }: { path: string }) =>
    `The path of the data folder goes through ${path}, a link that belongs to another user. Set EPIC_EVENTS_DATA_DIR to a folder of your own.`,
  openLink: ({ path, folder }: { path: string; folder: string }) =>
    `The data folder ${path} is a link, and other users could replace it because they can write to ${folder}. Put the link into a folder that only you can write to.`,
  foreign: ({ path }: { path: string }) =>
    `${path} belongs to another user. Set EPIC_EVENTS_DATA_DIR to a folder of your own.`,
  open: ({ path, command }: { path: string; command: string }) => `Other users can access ${path}. Run: ${command}`,
  locked: ({ path, seconds }: { path: string; seconds: number }) =>
    `Another command has been using the database in ${path} for more than ${seconds} s. Try again when it has finished.`,
  silent: ({ path, seconds, pid }: { path: string; seconds: string; pid: number }) =>
    `The database in ${path} has not answered for ${seconds} s: the process ${pid}, which serves it, is still working on something.`,
  endResident: ({ command }: { command: string }) =>
    `Try again later. If it never comes to an end, run: ${command} (nothing that was reported as saved is lost).`,
  full: ({ path }: { path: string }) => `No space left on the disk of ${path}. Free some space and try again.`,
  quota: ({ path }: { path: string }) =>
    `Your disk quota is used up, so nothing can be written to ${path}. Delete files you no longer need and try again.`,
  readOnly: ({ path }: { path: string }) =>
    `The disk of ${path} is read-only, and the database cannot be opened without writing. Nothing in it has changed. Make the disk writable again, then try again.`,
  noAccess: ({ path, code, command }: { path: string; code: string; command: string }) =>
    `You don't have permission to read and write ${path} (${code}). Nothing in it has changed. Find out whose it is with: ${command}`,
  diskFailure: ({ path }: { path: string }) =>
    `The disk failed while ${path} was read or written (EIO). Copy the whole data folder to another disk before you do anything else.`,
  noLocks: ({ path }: { path: string }) =>
    `The file system of ${path} cannot lock files (as some network shares cannot), so two commands could not be kept apart. Move the data folder to a local disk and set EPIC_EVENTS_DATA_DIR to it.`,
  notSupported: ({ path, code }: { path: string; code: string }) =>
    `The file system of ${path} lacks something the database needs (${code}). Move the data folder to a local disk and set EPIC_EVENTS_DATA_DIR to it.`,
  unusable: ({ path, reason }: { path: string; reason: string }) =>
    `Cannot use ${path} (${reason}). If your data is not there, set EPIC_EVENTS_DATA_DIR to a folder you can write to.`,
  damaged: ({ path }: { path: string }) =>
    `Cannot open the database in ${path}: its files are damaged. Keep a copy of this folder as it is. Then restore a backup, or move the folder away to start with an empty database.`,
  notStarted: ({ path }: { path: string }) =>
    `Cannot open the database in ${path}: PostgreSQL did not start, although its files can be read and written. Try again. If that does not help, keep a copy of this folder before you change anything in it; --verbose shows what PostgreSQL said.`,
  stopped:
    'The embedded database stopped unexpectedly. Everything that was reported as saved is safe. Check whether the last change was saved, then try again.',
  otherVersion: ({ path, found, known }: { path: string; found: string; known: string }) =>
    `The database in ${path} was created by PostgreSQL ${found}, but this program needs PostgreSQL ${known}. Use the program that created it.`,
  keyDamaged: ({ path }: { path: string }) =>
    `The key file ${path} is damaged. Delete it: a new key is then created, and everyone has to log in again.`,
}
