/** Sessions: where somebody is logged in. And the session file: why it cannot be read or written. */
export const session = {
  title: 'Open sessions',
  label: {
    id: 'Id',
    user_id: 'User',
    device: 'Device',
    created_at: 'Logged in',
    last_used_at: 'Last used',
    ends_at: 'Ends',
    current: 'Current',
  },
  help: {
    session: 'Id of the session',
    user: 'Only the sessions of this user, by name or id (default: your own)',
    everyone: 'The sessions of everyone (needs user:update)',
  },
  thisOne: 'this one',
  unknownDevice: 'unknown device',
  none: 'No open sessions to show.',
  /** `of`: whose, if it is somebody else's, and on which device; may be empty. */
  ended: ({ id, of }: { id: number; of: string }) => `Session ${id} ended${of === '' ? '' : ` (${of})`}.`,
  endedHere: ({ id }: { id: number }) => `Session ${id} ended. It was this one, so you are logged out.`,
  loginFirst: 'Please login first.',
  missingOrExpired: 'Session missing or expired. Please log in again.',
  /** The question of a command whose session is over. */
  passwordOf: ({ username }: { username: string }) => `Password of ${username}`,
  clockSetBack: ({ opened, now }: { opened: string; now: string }) =>
    `This machine's clock is wrong: it says ${now}, but your session was opened on ${opened}. Set the clock and try again. To go on without that, renew the session.`,
  clockBehind: ({ minutes }: { minutes: number }) =>
    `This machine's clock is ${minutes} min behind the database's, so your session was not renewed in time. Set the clock, then renew the session.`,
  folderNotReal: ({ path }: { path: string }) =>
    `Cannot store the session in ${path}: it is a link or a file, not a folder. Delete it, or set TEMP_FILE_PATH to a file in a folder of your own.`,
  fileNotReal: ({ path }: { path: string }) =>
    `The session file ${path} is a link, a folder or a device, not a regular file. Delete it, or set TEMP_FILE_PATH to another file.`,
  foreign: ({ path }: { path: string }) =>
    `${path} belongs to another user, so it is not used for the session. Ask its owner to delete it, or set TEMP_FILE_PATH to a file in a folder of your own.`,
  openFolder: ({ path, command }: { path: string; command: string }) =>
    `Other users can access the session folder ${path}. Run: ${command}`,
  openFile: ({ path, command }: { path: string; command: string }) =>
    `Other users can access the session file ${path}. Run: ${command}`,
  noFolder: ({ folder }: { folder: string }) =>
    `Cannot save the session: the folder ${folder} does not exist. Create it, or change TEMP_FILE_PATH.`,
  full: ({ path }: { path: string }) =>
    `Cannot save the session to ${path}: no space left on the disk. Free some space, or set TEMP_FILE_PATH to a file on another disk.`,
  unwritable: ({ path, reason }: { path: string; reason: string }) =>
    `Cannot save the session to ${path} (${reason}). Set TEMP_FILE_PATH to a file you can write to.`,
  unreadable: ({ path, reason }: { path: string; reason: string }) =>
    `Cannot read the session file ${path} (${reason}). Delete it, or set TEMP_FILE_PATH to another file.`,
  unremovable: ({ path, reason }: { path: string; reason: string }) =>
    `Cannot delete the session file ${path} (${reason}). Delete it yourself.`,
}
