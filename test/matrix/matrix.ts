/**
 * Every role × every permission × every kind of row, by the program and by SQL, on one of the two databases: each verdict must be that
 * of the catalogue. The table is printed at the end. Each database has a test file of its own, so that two processes can share the work.
 */
import { afterAll, describe, expect, test } from 'bun:test'
import { catalogue } from '../../src/access/catalogue.ts'
import type { Cell } from './cell.ts'
import { cellsOf } from './cells.ts'
import { type Ground, openGround, roles, type Someone } from './ground.ts'
import { table } from './table.ts'
import { type Answer, byCommands, byStatement, rehearsal } from './verdicts.ts'

const permissions = Object.entries(catalogue).flatMap(([resource, { actions }]) =>
  Object.keys(actions).map((action) => `${resource}:${action}`),
)

/** Declares the tests of one database. @param commanded the roles that are tried by commands too; by SQL all are */
export function testMatrix(kind: 'server' | 'embedded', commanded: readonly string[] = Object.keys(roles)): void {
  describe(kind, () => {
    let ground: Promise<Ground> | undefined
    const open = () => {
      ground ??= openGround(kind)
      return ground
    }
    afterAll(async () => (await ground)?.close())

    const found = new Map<string, { who: Someone; cell: Cell; answer: Answer }[]>()

    test.each(commanded)(
      '%s: the program',
      async (role) => {
        const { who, cells: all } = await seat(await open(), role)
        const cells = all.filter(({ argv }) => argv)
        const ask = byCommands(await open(), who)
        const answers: { who: Someone; cell: Cell; answer: Answer }[] = []
        for (const cell of cells) answers.push({ who, cell, answer: await ask(cell) })
        found.set(role, answers)
        expect(answers.map(said)).toEqual(cells.map((cell) => said({ cell, answer: cell.program })))
      },
      120_000,
    )

    test.each(Object.keys(roles))(
      '%s: SQL',
      async (role) => {
        const { agency } = await open()
        const { who, cells } = await seat(await open(), role)
        const answers = await agency.as(who.person, (sql) =>
          rehearsal(sql, async (tx) => {
            const all: { cell: Cell; answer: Answer }[] = []
            for (const cell of cells) all.push({ cell, answer: await byStatement(tx, cell) })
            return all
          }),
        )
        expect(answers.map(said)).toEqual(cells.map((cell) => said({ cell, answer: cell.database })))
      },
      120_000,
    )

    test('no permission of the catalogue is left out', async () => {
      const [first] = (await open()).people
      if (!first) throw new Error('nobody there')
      const tried = new Set(cellsOf(await open(), first).map(({ name }) => name))
      expect(permissions.filter((permission) => !tried.has(permission))).toEqual([])
      const all = [...found.values()].flat()
      process.stdout.write(`\nThe program on ${kind}, ${all.length} commands\n${table(all)}\n`)
    }, 60_000)
  })
}

async function seat(ground: Ground, role: string): Promise<{ who: Someone; cells: Cell[] }> {
  const who = ground.people.find((one) => one.role === role)
  if (!who) throw new Error(`nobody is ${role}`)
  return { who, cells: cellsOf(ground, who) }
}

const said = ({ cell: { name, row }, answer }: { cell: Cell; answer: Answer }) => `${name} ${row}: ${answer}`
