/** The form of an `update` without options. */
import { describe, expect, test } from 'bun:test'
import { askFields } from '../../src/command/form.ts'
import { all, choices, en, required } from '../support/fields.ts'
import { type Answers, scripted } from '../support/prompter.ts'

describe('updating', () => {
  const record = {
    ...{
      id: 3,
      version: 4,
      title: 'Gala',
      client_id: 8,
      start_date: '2026-06-12T12:00:30.5+00:00',
      total_amount: '1200.5',
    },
    ...{ is_signed: true, notes: 'un\ndeux', support_contact_id: 42, size: 'small' },
  }
  const update = async (answers: Answers, row: Record<string, unknown> = record) => {
    const prompt = scripted(answers)
    const values = await askFields({ prompt, t: en, fields: all, required, given: {}, choices, current: row })
    prompt.done()
    return { values, asked: prompt.asked }
  }
  const enter = Array.from({ length: 8 }, () => undefined)

  test('the form holds today’s values; Enter everywhere changes nothing', async () => {
    const { values, asked } = await update(enter)
    expect(values).toEqual({})
    expect(asked.map(({ initial }) => initial)).toEqual([
      'Gala',
      8,
      '12/06/2026 14:00',
      '1200.50',
      true,
      'un\ndeux',
      42,
      'small',
    ])
    // A colleague who may not be chosen any more is kept all the same.
    expect(asked[6]?.choices).toEqual(['42', 'Aliénor'])
  })

  test('only what differs is returned', async () => {
    const { values } = await update(['Bal', 7, '13/06/2026 14:00', '900', false, 'trois', 23, 'large'])
    expect(values).toEqual({
      ...{ title: 'Bal', client: 7, start: '2026-06-13T12:00:00Z', total: '900.00', signed: false, notes: 'trois' },
      ...{ support: 23, size: 'LARGE' },
    })
  })

  test('the same value written in another way is no change', async () => {
    const { values } = await update([
      ' Gala ',
      8,
      '2026-06-12T12:00:00Z',
      '1 200,50',
      true,
      'un\ndeux',
      undefined,
      'small',
    ])
    expect(values).toEqual({})
  })

  test('Enter keeps a date that came by SQL and that could not be typed; another one is asked for in its form', async () => {
    const stored = { ...record, start_date: 'infinity' }
    const kept = await update(enter, stored)
    expect(kept.values).toEqual({})
    expect(kept.asked[2]).toMatchObject({ initial: 'infinity' })
    const answers = {
      ...{ Title: undefined, Client: undefined, Total: undefined, Signed: undefined, Notes: undefined },
    }
    const mended = await update(
      { ...answers, Start: ['-infinity', '13/06/2026 14h'], Support: undefined, Size: undefined },
      stored,
    )
    expect(mended.values).toEqual({ start: '2026-06-13T12:00:00Z' })
  })

  test('what may be none is emptied, the rest is not', async () => {
    const answers = {
      Title: ['', 'Gala'],
      Client: undefined,
      Start: undefined,
      Total: ['', undefined],
      Signed: undefined,
      Notes: '',
      Support: undefined,
      Size: undefined,
    }
    const { values, asked } = await update(answers)
    expect(values).toEqual({ notes: null })
    expect(asked.filter(({ refused }) => refused).map(({ message }) => message)).toEqual(['Title', 'Total'])
  })

  test('what is none stays none with Enter', async () => {
    const { values } = await update(enter, {
      ...record,
      notes: null,
      support_contact_id: null,
      is_signed: false,
      total_amount: '0',
    })
    expect(values).toEqual({})
  })
})
