/** What the resident process asks of the system's C library, because neither Bun nor Node offers it. Where it cannot be had, it is done without. */
import { dlopen, ptr } from 'bun:ffi'
import type { Socket } from 'node:net'

/** socket(7) and prctl(2) of Linux. */
const solSocket = 1
const soPeercred = 17
const setDumpable = 4

/** The C library's names: glibc's, and musl's on the processors that Bun runs on. */
const libraries = ['libc.so.6', 'libc.musl-x86_64.so.1', 'libc.musl-aarch64.so.1']

let opened: ReturnType<typeof open> | undefined

function open() {
  for (const name of libraries) {
    try {
      return dlopen(name, {
        getsockopt: { args: ['i32', 'i32', 'i32', 'ptr', 'ptr'], returns: 'i32' },
        prctl: { args: ['i32', 'u64', 'u64', 'u64', 'u64'], returns: 'i32' },
      }).symbols
    } catch {
      // Another library, or another system.
    }
  }
  return undefined
}

function library() {
  opened ??= open()
  return opened
}

/** The user id of the process at the other end of a Unix socket; undefined where the system does not tell. */
export function peerUid(socket: Socket): number | undefined {
  const handle: unknown = Reflect.get(socket, '_handle')
  const fd: unknown = handle instanceof Object ? Reflect.get(handle, 'fd') : undefined
  if (typeof fd !== 'number' || fd < 0) return undefined
  // struct ucred: process, user and group, four bytes each.
  const credentials = new Int32Array(3)
  const length = new Int32Array([credentials.byteLength])
  const failed = library()?.getsockopt(fd, solSocket, soPeercred, ptr(credentials), ptr(length))
  return failed === 0 ? credentials[1] : undefined
}

/** No file of this process's memory is ever written (core dumps), and no other process of its account may read it. */
export function keepMemoryPrivate(): void {
  library()?.prctl(setDumpable, 0n, 0n, 0n, 0n)
}
