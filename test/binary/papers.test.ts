/** Papers of the compiled program: the library and the fonts of a PDF are inside of it. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Exit } from '../../src/errors.ts'
import { type Machine, sampleMachine } from './sample.ts'

setDefaultTimeout(120_000)

let machine: Machine
beforeAll(async () => {
  machine = await sampleMachine()
})
afterAll(() => machine?.remove())

test('an event as PDF, from a folder that holds nothing: the same bytes twice, and a whole file or none', async () => {
  const cwd = join(machine.home, 'empty')
  mkdirSync(cwd)
  const print = async (output: string) => {
    const { code, stdout, stderr } = await machine.run(['event', 'sheet', '1', '3', '--output', output], { cwd })
    expect({ code, stdout }).toEqual({ code: Exit.ok, stdout: '' })
    // A slow machine says before that it waits for the database.
    expect(stderr).toEndWith(`✓ Written to ${output}.\n`)
    return readFileSync(join(cwd, output))
  }
  const bytes = await print('a.pdf')
  expect(bytes.toString('latin1')).toMatch(/^%PDF-[\s\S]*DejaVuSans[\s\S]*%%EOF\n?$/)
  expect(await print('b.pdf')).toEqual(bytes)
  expect(readdirSync(cwd).toSorted()).toEqual(['a.pdf', 'b.pdf'])
})
