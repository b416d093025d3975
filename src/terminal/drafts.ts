/** What is being written under another name. A process that is stopped leaves none of it. */
import { rmSync } from 'node:fs'

const drafts = new Set<string>()

/**
 * Remembers a draft, a file or a folder, until it is kept or dropped.
 *
 * @returns forgets it; with `drop` also removes it, if it is still there
 */
export function remembered(path: string): { forget(): void; drop(): void } {
  drafts.add(path)
  const forget = () => void drafts.delete(path)
  return {
    forget,
    drop() {
      if (drafts.delete(path)) rmSync(path, { recursive: true, force: true })
    },
  }
}

/** Removes all drafts, before the process ends in the middle of its work. Throws nothing. */
export function dropDrafts(): void {
  for (const path of drafts) {
    try {
      rmSync(path, { recursive: true, force: true })
    } catch {
      // There is nobody left to tell.
    }
  }
}
