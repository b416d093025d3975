/**
 * Four people's scripts at once on one embedded folder, with the compiled program, while processes are killed at random: commands and the
 * resident process. What each was told must be so, under that person's name, and nothing may be left when all is over.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { openEmbedded } from '../../src/db/embedded/open.ts'
import { residentOf } from '../../src/db/embedded/resident-record.ts'
import { stopResident } from '../../src/db/embedded/stop-resident.ts'
import { Exit } from '../../src/errors.ts'
import { seeded } from '../support/power-cut.ts'
import { program } from '../support/program.ts'
import { contradictions, crowd, kill, megabytesOf, people, processesLeft } from './people.ts'

export interface Residents {
  readonly figures: Readonly<Record<string, number>>
  readonly wrong: readonly string[]
}

const uid = process.geteuid?.()

/** @param seconds how long it goes on */
export async function residents(o: { seconds: number; seed: number }): Promise<Residents> {
  const random = seeded(o.seed)
  const { home, remove } = await program()
  const folder = join(home, '.local/share/epic-events')
  const { must, run, script, running, isOver, wrong, figures } = await crowd({
    ...{ home, random, seconds: o.seconds, hangMs: 10_000, env: () => ({ EPIC_EVENTS_RESIDENT: '5' }) },
  })
  const counts = { 'commands killed': 0, 'residents killed': 0, 'resident, MB at most': 0 }
  const seen = new Set<number>()

  try {
    await must('boss', ['manager-create', '-u', 'the.boss', '-n', 'The Boss', '-e', 'boss@agency.example'])
    await must('boss', ['login', '-u', 'the.boss'])
    for (const one of people) {
      const who = ['-u', `${one}.x`, '-n', one, '-e', `${one}@agency.example`]
      await must('boss', ['user', 'create', ...who, '-r', 'commercial'])
      await must(one, ['login', '-u', `${one}.x`])
    }

    const killer = async () => {
      while (!isOver()) {
        await Bun.sleep(1_000 + random() * 4_000)
        const resident = residentOf(folder)?.pid
        if (resident !== undefined) {
          seen.add(resident)
          counts['resident, MB at most'] = Math.max(counts['resident, MB at most'], megabytesOf(resident))
        }
        const victims = [...running]
        const at = Math.floor(random() * (victims.length + 2))
        const victim = victims[at]
        if (victim) {
          victim.kill('SIGKILL')
          counts['commands killed'] += 1
        } else if (resident !== undefined && kill(resident)) counts['residents killed'] += 1
      }
    }
    const [told] = await Promise.all([Promise.all(people.map(script)), killer()])

    // What the last one that was killed has left is removed by the next one.
    const last = await run('anne', ['whoami', '--json'])
    if (last.code !== Exit.ok) wrong.push(`nobody is killed any more, and yet: ${last.said}`)
    await stopResident(folder, { uid })
    const files = readdirSync(folder).filter((name) => !/^(database|lock|secret_key|pgcrypto-\w+\.tar\.gz)$/.test(name))
    wrong.push(...(await processesLeft(folder)), ...files.map((name) => `${name} is left in the folder`))
    const database = await openEmbedded(folder, { crypto: false, uid })
    try {
      wrong.push(...(await contradictions(database.sql({}), told)))
    } finally {
      await database.close()
    }
    return { figures: { ...figures(), ...counts, 'residents seen': seen.size }, wrong }
  } finally {
    await stopResident(folder, { uid }).catch(() => {})
    remove()
  }
}
