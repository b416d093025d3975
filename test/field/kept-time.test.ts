import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { isDay, movedAlong, withTimesOf } from '../../src/field/kept-time.ts'
import { catalog } from '../../src/i18n/catalog.ts'
import { en } from './read.ts'

const edges = { start_date: 'start', end_date: 'end' } as const

describe('a day without a time', () => {
  const on = (day: string, stored: string | null) =>
    withTimesOf<'end_date', { end_date: string }>({ end_date: day }, { end_date: 'end' }, { end_date: stored }, en)
      .end_date

  test.each([
    // In winter 13:00 in Paris is 12:00 in UTC, in summer 11:00.
    ['2027-06-12', '2026-12-01T12:00:00Z', '2027-06-12T11:00:00Z'],
    ['2027-06-12', '2026-12-01T13:00:00.123456+01:00', '2027-06-12T11:00:00Z'],
    // 02:30 is skipped on 28 March 2027: it becomes 03:30.
    ['2027-03-28', '2027-03-27T01:30:00Z', '2027-03-28T01:30:00Z'],
    // 02:30 is there twice on 25 October 2026: the first one is meant.
    ['2026-10-25', '2026-10-24T00:30:00Z', '2026-10-25T00:30:00Z'],
  ])('%s keeps the time of %s', (day, stored, instant) => {
    expect(on(day, stored)).toBe(instant)
  })

  test('the same day stays to the microsecond, also in the second of two equal hours', () => {
    for (const stored of ['2026-10-25T01:30:00+00:00', '2026-12-01T12:00:00.123456+00:00']) {
      expect(on(stored.slice(0, 10), stored)).toBe(stored)
    }
  })

  test('where there is no time yet, or none that clocks show, it is the edge of the day', () => {
    expect([on('2027-06-12', null), on('2027-06-12', 'infinity')]).toEqual(
      Array.from({ length: 2 }, () => '2027-06-12T21:59:00Z'),
    )
    const change = { title: '2027-06-12', start_date: '2027-06-12', end_date: '2027-06-13T10:00:00Z' }
    expect(withTimesOf(change, edges, undefined, en)).toEqual({ ...change, start_date: '2027-06-11T22:00:00Z' })
  })
})

describe('a start that is moved', () => {
  const moved = (start: string, from: string, to: string) => movedAlong(start, { start: from, end: to }, en)

  test('the end moves by as many days and hours of the clock', () => {
    expect(moved('2027-06-13T12:00:00Z', '2027-06-12T11:00:00Z', '2027-06-13T00:00:00Z')).toBe('2027-06-14T01:00:00Z')
    // From 14:00 to 04:00 by the clock, in a night that is an hour longer.
    expect(moved('2026-10-24T12:00:00Z', '2026-10-17T12:00:00Z', '2026-10-18T02:00:00Z')).toBe('2026-10-25T03:00:00Z')
  })

  test('a start that stays, or dates that no calendar shows → nothing moves', () => {
    expect(moved('2027-06-12T11:00:00Z', '2027-06-12T13:00:00+02:00', '2027-06-13T00:00:00Z')).toBeUndefined()
    expect(moved('2027-06-12T11:00:00Z', '2027-06-11T11:00:00Z', 'infinity')).toBeUndefined()
  })

  test('the end always stays behind the start', () => {
    const minute = fc
      .integer({ min: Date.parse('2026-01-01') / 60_000, max: Date.parse('2028-12-31') / 60_000 })
      .map((at) => new Date(at * 60_000).toISOString())
    const aroundAChange = fc
      .integer({ min: 0, max: 240 })
      .map((at) => new Date(Date.parse('2027-03-27T23:00Z') + at * 60_000).toISOString())
    const length = fc.integer({ min: 1, max: 3 * 24 * 60 })
    const zones = fc.constantFrom('UTC', 'Europe/Paris', 'America/Santiago', 'Australia/Lord_Howe')
    fc.assert(
      fc.property(zones, minute, fc.oneof(minute, aroundAChange), length, (zone, from, start, minutes) => {
        const end = new Date(Date.parse(from) + minutes * 60_000).toISOString()
        const after = movedAlong(start, { start: from, end }, catalog('en', zone))
        if (after !== undefined) expect(Date.parse(after)).toBeGreaterThan(Date.parse(start))
      }),
      { numRuns: 1000 },
    )
  })
})

test('only a whole day in the form of ISO 8601 is a day', () => {
  expect(['2027-06-12', '2027-06-12T11:00:00Z', '12/06/2027', '', null, 7].map(isDay)).toEqual([
    true,
    ...Array.from({ length: 5 }, () => false),
  ])
})
