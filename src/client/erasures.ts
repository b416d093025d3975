/** The list of erasures as a file, which is kept beside the backups and read after one of them was restored. */
import { readFile } from 'node:fs/promises'
import { Refused, Usage } from '../errors.ts'
import type { Io } from '../terminal/streams.ts'
import type { Erasure } from './erase-store.ts'

/** The word for standard input. */
const standardInput = '-'

/** Reads a list. @throws Usage it cannot be read, or a person would have to type it · Refused it is no list of erasures */
export async function erasuresIn(path: string, { stdin }: Pick<Io, 'stdin'>): Promise<readonly Erasure[]> {
  if (path === standardInput && stdin.isTerminal) throw new Usage((t) => t.privacy.stdinTerminal)
  const text = path === standardInput ? await stdin.text() : await readText(path)
  const list = parsed(text)
  if (!list) throw new Refused((t) => t.privacy.notAList({ path }), { next: ['client erase --list --json'] })
  return list
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const { code: reason = String(error) } = error as NodeJS.ErrnoException
    throw new Usage((t) => t.privacy.cannotRead({ path, reason }))
  }
}

/** undefined for anything else: nothing is erased by half of a list. */
function parsed(text: string): readonly Erasure[] | undefined {
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) && list.every(isErasure) ? list : undefined
  } catch {
    return undefined
  }
}

function isErasure(one: unknown): one is Erasure {
  const { client_id: id, at, reason } = (one ?? {}) as Readonly<Record<string, unknown>>
  const isInstant = typeof at === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(at)
  return Number.isInteger(id) && Number(id) > 0 && Number(id) < 2 ** 31 && isInstant && isReason(reason)
}

const isReason = (reason: unknown): boolean =>
  typeof reason === 'string' && reason.trim() === reason && reason.length >= 1 && reason.length <= 256
