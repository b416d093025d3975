/** The compiled program as a script runs it: arguments, environment, standard input; exit code and streams. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { catalog } from '../../src/i18n/catalog.ts'
import { builtBinary } from './build.ts'

const { connecting, asking } = catalog('en', 'UTC').output

/** What the program said on stderr, in English, without the line that a slow machine adds: that the database is being opened. */
export const unhurried = (stderr: string): string => stderr.replace(`${connecting}\n`, '').replace(`${asking}\n`, '')

export interface Finished {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface Program {
  /** A home that nobody else uses; data, settings and sessions live below it. */
  readonly home: string
  /**
   * Runs the program to its end.
   *
   * @param env added to an environment that holds nothing but a path, a home and a language
   */
  run(
    args: readonly string[],
    o?: { env?: Readonly<Record<string, string>>; stdin?: string | Uint8Array<ArrayBuffer>; cwd?: string },
  ): Promise<Finished>
  remove(): void
}

/** A machine of its own for the compiled program. */
export async function program(env: Readonly<Record<string, string>> = {}): Promise<Program> {
  const binary = await builtBinary()
  const home = mkdtempSync(join(tmpdir(), 'epic-events-home-'))
  return {
    home,
    async run(args, o = {}) {
      const running = Bun.spawn([binary, ...args], {
        cwd: o.cwd ?? home,
        env: { PATH: Bun.env['PATH'] ?? '', HOME: home, LANG: 'C.UTF-8', TMPDIR: home, ...env, ...o.env },
        stdin: o.stdin === undefined ? 'ignore' : new Blob([o.stdin]),
        stdout: 'pipe',
        stderr: 'pipe',
      })
      const [stdout, stderr, code] = await Promise.all([
        new Response(running.stdout).text(),
        new Response(running.stderr).text(),
        running.exited,
      ])
      return { code, stdout, stderr }
    },
    remove: () => rmSync(home, { recursive: true, force: true }),
  }
}
