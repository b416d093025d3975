/**
 * Lets a system call of this process fail from now on, for good: a seccomp filter answers it with an error. The kernel does it, so nothing of
 * the program is replaced.
 *
 * As a program it runs a script as on a file system without locks (NFS without its lock daemon, some 9p and FUSE mounts):
 * `bun no-locks.ts <errno> <script> …`
 */
import { dlopen, FFIType, ptr } from 'bun:ffi'
import { pathToFileURL } from 'node:url'

/** Linux: prctl(2), seccomp(2), linux/filter.h. */
const setNoNewPrivileges = 38
const setSeccomp = 22
const filterMode = 2
const loadWord = 0x20
const jumpIfEqual = 0x15
const answer = 0x06
const allow = 0x7fff_0000
const errorNumber = 0x0005_0000
/** The number of fcntl, and its commands that take a lock: F_SETLK, F_OFD_SETLK. */
const fcntl = process.arch === 'arm64' ? 25 : 72
const lockCommands = [6, 37] as const
/** The number of fsync. */
const fsync = process.arch === 'arm64' ? 82 : 74

/** Whether the kernel of this machine can do it. */
export const canForbidLocks = process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch)

/** Lets every F_SETLK of fcntl(2) fail. Offsets in struct seccomp_data: 0 is the number of the call, 24 its second argument. */
const forbidLocks = (errno: number) =>
  filterCalls([
    [loadWord, 0, 0, 0],
    [jumpIfEqual, 0, 4, fcntl],
    [loadWord, 0, 0, 24],
    [jumpIfEqual, 1, 0, lockCommands[0]],
    [jumpIfEqual, 0, 1, lockCommands[1]],
    [answer, 0, 0, errorNumber | errno],
    [answer, 0, 0, allow],
  ])

/** Lets every fsync(2) of this thread fail. @param errno the number of the error: 5 EIO, 28 ENOSPC, 122 EDQUOT */
export const forbidFsync = (errno: number): void =>
  filterCalls([
    [loadWord, 0, 0, 0],
    [jumpIfEqual, 0, 1, fsync],
    [answer, 0, 0, errorNumber | errno],
    [answer, 0, 0, allow],
  ])

function filterCalls(program: readonly [code: number, yes: number, no: number, k: number][]): void {
  const libc = dlopen('libc.so.6', {
    prctl: { args: [FFIType.i32, FFIType.u64, FFIType.ptr, FFIType.u64, FFIType.u64], returns: FFIType.i32 },
  })
  const instructions = Buffer.alloc(program.length * 8)
  for (const [at, [code, yes, no, k]] of program.entries()) {
    instructions.writeUInt16LE(code, at * 8)
    instructions.writeUInt8(yes, at * 8 + 2)
    instructions.writeUInt8(no, at * 8 + 3)
    instructions.writeUInt32LE(k >>> 0, at * 8 + 4)
  }
  const filter = Buffer.alloc(16)
  filter.writeUInt16LE(program.length, 0)
  filter.writeBigUInt64LE(BigInt(ptr(instructions)), 8)
  libc.symbols.prctl(setNoNewPrivileges, 1, null, 0, 0)
  const refused = libc.symbols.prctl(setSeccomp, filterMode, ptr(filter), 0, 0)
  if (refused !== 0) throw new Error('the kernel takes no seccomp filter')
}

if (import.meta.main) {
  const [errno = '', script = ''] = process.argv.splice(2, 2)
  forbidLocks(Number(errno))
  await import(pathToFileURL(script).href)
}
