/** A real file system that loses its power: ext4 on a file, whose kernel part is told to stop without writing anything more. */
import { dlopen, FFIType, ptr } from 'bun:ffi'
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH (linux/ext4.h): what is in no finished commit of the journal is lost. */
const shutdown = 0x80_04_58_7d
const withoutTheLog = 2

export interface Ext4 {
  /** Where it is mounted. */
  readonly folder: string
  /** Cuts the power. Every use of the folder fails from now on. */
  cutPower(): void
  /** Mounts it anew, as after the start of the machine. Nothing may have a file of it open. */
  restart(): void
  remove(): void
}

/** Whether a command is there and succeeds. */
const run = (name: string, ...args: string[]): boolean => {
  const path = Bun.which(name, { PATH: `${Bun.env['PATH']}:/usr/sbin:/sbin` })
  return path !== null && Bun.spawnSync([path, ...args], { stdout: 'ignore', stderr: 'ignore' }).success
}

/** @returns undefined where it cannot be mounted: only root may, and not everywhere */
export function ext4(megabytes: number): Ext4 | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined
  const place = mkdtempSync(join(tmpdir(), 'epic-ext4-'))
  const [image, folder] = [join(place, 'image'), join(place, 'mounted')]
  writeFileSync(image, '')
  truncateSync(image, megabytes * 1e6)
  mkdirSync(folder)
  const mount = () => run('mount', '-t', 'ext4', '-o', 'loop', image, folder)
  const unmount = () => run('umount', folder)
  const remove = () => {
    unmount()
    rmSync(place, { recursive: true, force: true })
  }
  if (!run('mkfs.ext4', '-q', '-F', image) || !mount()) {
    remove()
    return undefined
  }
  return {
    folder,
    cutPower() {
      const libc = dlopen('libc.so.6', {
        ioctl: { args: [FFIType.i32, FFIType.u64, FFIType.ptr], returns: FFIType.i32 },
      })
      const flags = new Uint32Array([withoutTheLog])
      const root = openSync(folder, 'r')
      const refused = libc.symbols.ioctl(root, shutdown, ptr(flags))
      closeSync(root)
      if (refused !== 0) throw new Error('ext4 could not be stopped')
    },
    restart() {
      if (!unmount() || !mount()) throw new Error('ext4 could not be mounted again')
    },
    remove,
  }
}
