/** The session file: why it is not read or not written. */
export const session = {
  loginFirst: 'Please login first.',
  missingOrExpired: 'Session missing or expired. Please login again.',
  folderNotReal: ({ path }: { path: string }) =>
    `The session is not kept in ${path}: that is a link or a file, not a folder. Remove it, or set TEMP_FILE_PATH to a file in a folder of your own.`,
  fileNotReal: ({ path }: { path: string }) =>
    `The session file ${path} is a link, a folder or a device, not an ordinary file. Remove it, or set TEMP_FILE_PATH to another file.`,
  foreign: ({ path }: { path: string }) =>
    `${path} belongs to somebody else, so no session is read from it or written to it. Have it removed, or set TEMP_FILE_PATH to a file in a folder of your own.`,
  openFolder: ({ path, command }: { path: string; command: string }) =>
    `Others have access to the session's folder ${path}. Run: ${command}`,
  openFile: ({ path, command }: { path: string; command: string }) =>
    `Others have access to the session file ${path}. Run: ${command}`,
  noFolder: ({ folder }: { folder: string }) =>
    `The session cannot be kept: the folder ${folder} does not exist. Create it, or change TEMP_FILE_PATH.`,
  full: ({ path }: { path: string }) =>
    `The session cannot be written to ${path}: no space is left. Free some space, or set TEMP_FILE_PATH to a file on another disk.`,
  unwritable: ({ path, reason }: { path: string; reason: string }) =>
    `The session cannot be written to ${path} (${reason}). Set TEMP_FILE_PATH to a file that you may write.`,
  unreadable: ({ path, reason }: { path: string; reason: string }) =>
    `The session file ${path} cannot be read (${reason}). Remove it, or set TEMP_FILE_PATH to another file.`,
  unremovable: ({ path, reason }: { path: string; reason: string }) =>
    `The session file ${path} cannot be removed (${reason}). Remove it yourself.`,
}
