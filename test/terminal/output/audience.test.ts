/** Output decides what a person and what a program gets: a command says everything and never asks for the format. */
import { describe, expect, test } from 'bun:test'
import type { Column, Row } from '../../../src/field/column.ts'
import { dataFormats } from '../../../src/terminal/output/formats.ts'
import type { RecordAnswer } from '../../../src/terminal/output/output.ts'
import { batches, type Setup, setUp } from './terminal.ts'

const columns: readonly Column[] = [
  { key: 'id', kind: 'id', label: () => 'Id' },
  { key: 'action', kind: 'text', label: () => 'Action', shown: (row) => `did ${row['action']}` },
  {
    key: 'changes',
    kind: 'words',
    label: () => 'Changes',
    audience: 'person',
    shown: ({ old, new: now }) => [old, now],
  },
  { key: 'old', kind: 'text', label: () => 'Old', audience: 'program' },
  { key: 'new', kind: 'text', label: () => 'New', audience: 'program' },
]
const rows: readonly Row[] = [1, 2, 3].map((id) => ({ id, action: 'update', old: 'a', new: `b${id}` }))
const [row = {}] = rows

async function list(o: Setup): Promise<string> {
  const { out, stdout } = setUp(o)
  await out.list({ title: () => 'Log', columns, rows: batches(rows), limit: 50 })
  return stdout.text
}

async function record(o: Setup, more: Partial<RecordAnswer> = {}): Promise<{ out: string; err: string }> {
  const { out, stdout, stderr } = setUp(o)
  await out.record({ title: () => 'Entry', columns, row, ...more })
  return { out: stdout.text, err: stderr.text }
}

test('a list: columns of a program are not in the table, those of a person in no data format', async () => {
  expect((await list({})).split('\n').slice(0, 2)).toEqual(['Id  Action      Changes', ' 1  did update  a, b1'])
  expect(JSON.parse(await list({ globals: { format: 'json' } }))[0]).toEqual(row)
  expect(await list({ globals: { format: 'csv' } })).toStartWith('id,action,old,new\n1,update,a,b1\n')
})

test.each([{}, { stdout: { isTerminal: true } }, { globals: { accessible: true } }])(
  'a card: the same, %j',
  async (o) => {
    const { out } = await record(o)
    expect(out).toContain('did update')
    expect(out).toContain('a, b1')
    expect(out).not.toContain('Old')
  },
)

describe('a part', () => {
  const part = {
    ...{ key: 'history', title: () => 'History', columns, rows },
    ...{ latest: { limit: 2, title: () => 'Latest changes' }, all: 'audit list --limit 0' },
  }

  test('a person gets the last rows of a long one, and the command for all', async () => {
    const { out, err } = await record({}, { parts: [part] })
    expect(out).toContain('Latest changes (2+)\n')
    expect(out.match(/^ \d /gm)).toEqual([' 2 ', ' 3 '])
    expect(err).toContain('→ epic-events audit list --limit 0')
  })

  test('a short one is whole, and no command follows', async () => {
    const { out, err } = await record({}, { parts: [{ ...part, latest: { ...part.latest, limit: 3 } }] })
    expect(out).toContain('History (3)\n')
    expect(err).toBe('')
  })

  test('a program gets all rows, and the command only where there are more', async () => {
    const whole = await record({ globals: { format: 'json' } }, { parts: [part] })
    expect(JSON.parse(whole.out).history).toHaveLength(3)
    expect(whole.err).toBe('')
    const some = await record({ globals: { format: 'json' } }, { parts: [{ ...part, more: true }] })
    expect(some.err).toContain('audit list --limit 0')
  })

  test('one of programs is not shown to a person', async () => {
    const parts = [{ ...part, audience: 'program' as const }]
    expect((await record({}, { parts })).out).not.toContain('history')
    expect(JSON.parse((await record({ globals: { format: 'json' } }, { parts })).out).history).toHaveLength(3)
  })
})

test('data is written in data formats alone, text to people alone', async () => {
  for (const [globals, answered] of [
    [{}, 'select 1;\n'],
    [{ quiet: true }, 'select 1;\n'],
    [{ format: 'json' }, '{"id":1,"action":"update","old":"a","new":"b1"}\n'],
    [{ format: 'tsv', quiet: true }, 'id\taction\told\tnew\n1\tupdate\ta\tb1\n'],
  ] as const) {
    const { out, stdout, stderr } = setUp({ globals })
    await out.data({ columns, row })
    await out.text('select 1;')
    expect([stdout.text, stderr.text]).toEqual([answered, ''])
  }
})

test('work for a person is not done for a program, nor with --quiet', async () => {
  const done: string[] = []
  for (const format of ['table', ...Object.keys(dataFormats)] as const) {
    for (const quiet of [false, true]) {
      const { out } = setUp({ globals: { format: format as 'table', quiet } })
      await out.forPerson(async () => void done.push(`${format} ${quiet}`))
    }
  }
  expect(done).toEqual(['table false'])
})

test('changes are told one a line, as a person reads the values', async () => {
  const { out, stderr } = setUp()
  const [id, action] = columns
  if (!id || !action) throw new Error('the columns are above')
  await out.changes([id, action], { id: 1, action: 'x' }, { id: 1, action: 'y' })
  expect(stderr.lines).toEqual(['  Action: did x → did y'])
})
