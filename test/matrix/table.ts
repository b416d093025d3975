/** The matrix as people read it: roles down, permissions across, one letter for each kind of row. */
import type { Cell } from './cell.ts'
import type { Someone } from './ground.ts'
import { type Situation, situations } from './oracle.ts'
import type { Answer } from './verdicts.ts'

const letter: Readonly<Record<Situation, string>> = { own: 'o', colleague: 'c', unassigned: 'u', assigned: 'a' }

/** What a role may do with a permission: `✓` on every kind of row there is, else the letters of those, `·` on none. */
function entry(answers: readonly { cell: Cell; answer: Answer }[]): string {
  const rows = situations.filter((row) => answers.some(({ cell }) => cell.row === row))
  const may = rows.filter((row) => answers.some(({ cell, answer }) => cell.row === row && answer === 'yes'))
  if (may.length === rows.length) return '✓'
  return may.length === 0 ? '·' : may.map((row) => letter[row]).join('')
}

/** @param answers of all roles */
export function table(answers: readonly { who: Someone; cell: Cell; answer: Answer }[]): string {
  const names = [...new Set(answers.map(({ cell }) => cell.name))].sort()
  const roles = [...new Set(answers.map(({ who }) => who.role))]
  const lines: string[] = ['o own · c a colleague’s · u nobody’s to support · a assigned to me · ✓ all · · none']
  for (const resource of [...new Set(names.map((name) => name.split(/[:.]/)[0] ?? ''))]) {
    const columns = names.filter((name) => name.split(/[:.]/)[0] === resource)
    const wide = columns.map((name) => Math.max(name.length, 4))
    lines.push('', [''.padEnd(12), ...columns.map((name, at) => name.padEnd(wide[at] ?? 0))].join('  '))
    for (const role of roles) {
      const of = columns.map((name, at) =>
        entry(answers.filter(({ who, cell }) => who.role === role && cell.name === name)).padEnd(wide[at] ?? 0),
      )
      lines.push([role.padEnd(12), ...of].join('  ').trimEnd())
    }
  }
  return lines.join('\n')
}
