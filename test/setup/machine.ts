/** A machine on which nobody has logged in: folders of its own, any user who runs the program, and any settings. */

import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Exit } from '../../src/errors.ts'
import { run } from '../../src/run.ts'
import { makeApp } from '../../src/wiring.ts'
import { memory, type Ran, secretKey } from '../support/agency.ts'
import { scratchFolder } from '../support/embedded.ts'
import { type Answers, scripted } from '../support/prompter.ts'

export interface MachineRun {
  readonly env?: Readonly<Record<string, string>>
  /** Effective user id; the test's own by default. */
  readonly uid?: number
  readonly stdin?: string
  /** A person at a terminal, who answers this. */
  readonly answers?: Answers
  /** Milliseconds since the epoch. */
  readonly now?: () => number
}

export interface Machine {
  readonly folder: string
  readonly sessionFile: string
  run(argv: readonly string[], o?: MachineRun): Promise<Ran>
  json(argv: readonly string[], o?: MachineRun): Promise<Record<string, unknown>>
  close(): void
}

/** @param env settings of every run; without DATABASE_URL the embedded database in the machine's folder serves */
export function machine(env: Readonly<Record<string, string>> = {}): Machine {
  const folder = scratchFolder('epic-machine-')
  const sessionFile = join(folder, 'session.json')
  const tmpDir = join(folder, 'tmp')
  mkdirSync(tmpDir)

  const runs: Machine['run'] = async (argv, o = {}) => {
    const terminal = o.answers !== undefined
    const [stdout, stderr, prompt] = [memory(terminal), memory(terminal), scripted(o.answers)]
    const app = makeApp({
      io: {
        stdin: { isTerminal: terminal, text: async () => o.stdin ?? '', bytes: async () => new Uint8Array() },
        stdout,
        stderr,
      },
      env: {
        ...{ EPIC_EVENTS_TZ: 'Europe/Paris', EPIC_EVENTS_LANG: 'en', LANG: 'C.UTF-8', NO_COLOR: '1' },
        ...{ SECRET_KEY: secretKey, TEMP_FILE_PATH: sessionFile, EPIC_EVENTS_DATA_DIR: join(folder, 'data') },
        ...env,
        ...o.env,
      },
      ...{ cwd: folder, home: folder, tmpDir, uid: o.uid ?? process.geteuid?.(), platform: process.platform },
      clock: { now: o.now ?? (() => Date.now()) },
      prompt,
      envFile: undefined,
      onWait() {},
      run,
    })
    const code = await run(argv, app)
    await app.close()
    prompt.done()
    return { code, stdout: stdout.text(), stderr: stderr.text(), asked: prompt.asked }
  }
  return {
    folder,
    sessionFile,
    run: runs,
    async json(argv, o) {
      const { code, stdout, stderr } = await runs([...argv, '--json'], o)
      if (code !== Exit.ok) throw new Error(`${argv.join(' ')}: exit ${code}: ${stderr}`)
      return JSON.parse(stdout)
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
}
