/** An import that is killed in the middle, on both databases, by the real program: nothing of it is there. */

import { afterAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { migratedTemplate } from '../support/migrated.ts'
import { freshDatabase } from '../support/postgres.ts'
import { type Team, team } from '../support/team.ts'

setDefaultTimeout(120_000)

describe.each(['server', 'embedded'] as const)('%s', (kind) => {
  let machine: Team | undefined
  afterAll(() => machine?.machine.remove())

  test.each(['SIGINT', 'SIGKILL'] as const)(
    '%s in the middle → nothing is written, and the next import is whole',
    async (signal) => {
      machine ??= await team(
        kind === 'server' ? { DATABASE_URL: (await freshDatabase({ template: await migratedTemplate() })).url() } : {},
      )
      const {
        run,
        json,
        start,
        machine: { home },
      } = machine
      await run(['role', 'grant', 'management', 'client:create'])
      const path = join(home, `${signal}.csv`)
      const rows = Array.from({ length: 10_000 }, (_, at) => `Client ${at},${signal}${at}@example.org`.toLowerCase())
      writeFileSync(path, ['full_name,email', ...rows].join('\n'))
      const running = await start(['client', 'import', path, '--yes'])
      // It is said after a second, when some batches have been written.
      const reader = running.stderr.getReader()
      let said = ''
      while (!said.includes('Importing clients')) {
        const { done, value } = await reader.read()
        if (done) throw new Error(`it ended before it could be stopped: ${said}`)
        said += new TextDecoder().decode(value)
      }
      running.kill(signal)
      await running.exited
      expect(running.signalCode).toBe(signal)
      expect(await json<unknown[]>(['client', 'list', '--search', signal.toLowerCase()])).toEqual([])
      writeFileSync(path, ['full_name,email', ...rows.slice(0, 200)].join('\n'))
      expect(await json(['client', 'import', path, '--yes'])).toMatchObject({ new: 200, rejected: 0 })
    },
  )
})
