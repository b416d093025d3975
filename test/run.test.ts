import { describe, expect, test } from 'bun:test'
import type { App } from '../src/app.ts'
import { commandLine } from '../src/command/command-line.ts'
import { Exit } from '../src/errors.ts'
import { explain as explainLine } from '../src/run.ts'
import { readGlobalOptions } from '../src/terminal/globals.ts'
import { frameApp } from './command/frame-app.ts'

const explain = (error: unknown, argv: readonly string[], app: App) =>
  explainLine(error, commandLine(argv, readGlobalOptions(argv), app), app)

describe('an error that is no AppError', () => {
  class PostgresError extends Error {
    override readonly name = 'PostgresError'
    readonly code = '22P02'
  }

  test('a bug → 1 and one sentence, without the message of the driver even with --verbose', async () => {
    for (const argv of [[], ['--verbose'], ['--json', '--verbose']]) {
      const { app, out } = frameApp()
      expect(await explain(new PostgresError('secret value 42'), argv, app)).toBe(Exit.internal)
      expect(out.stderr).toContain('This is a bug in epic-events')
      expect(out.stderr).not.toContain('secret value')
      expect(out.stdout).toBe('')
      expect(out.stderr.includes('run.test.ts')).toBe(argv.includes('--verbose'))
    }
  })

  test('--json → one JSON document', async () => {
    const { app, out } = frameApp()
    await explain(new TypeError('x is undefined'), ['--json'], app)
    expect(JSON.parse(out.stderr).error.code).toBe('internal')
  })

  test('a reader that has closed the pipe → no error', async () => {
    const { app, out } = frameApp()
    expect(await explain(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }), [], app)).toBe(Exit.ok)
    expect(out.stderr).toBe('')
  })
})
