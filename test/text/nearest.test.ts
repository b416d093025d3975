import { describe, expect, test } from 'bun:test'
import { distance, nearest, nearestOf } from '../../src/text/nearest.ts'

describe('distance', () => {
  test.each([
    ['name', 'name', 0],
    ['nmae', 'name', 1],
    ['nam', 'name', 1],
    ['names', 'name', 1],
    ['nime', 'name', 1],
    ['', 'name', 4],
    ['qrst', 'name', 4],
  ])('%s → %s: %i', (from, to, expected) => {
    expect(distance(from, to)).toBe(expected)
    expect(distance(to, from)).toBe(expected)
  })
})

describe('nearest', () => {
  const options = ['full-name', 'email', 'phone', 'company-id', 'first-contact-date', 'last-contact-date']

  test.each([
    ['nmae', 'full-name'],
    ['name', 'full-name'],
    ['fullname', 'full-name'],
    ['Email', 'email'],
    ['mail', 'email'],
    ['fone', undefined],
    ['phnoe', 'phone'],
    ['company', 'company-id'],
    ['comapny', 'company-id'],
    ['first-contract-date', 'first-contact-date'],
    ['zzzz', undefined],
    ['constructor', undefined],
  ])('%s → %p', (typed, expected) => {
    expect(nearest(typed, options)).toBe(expected as string)
  })

  test('accents and case do not matter', () => {
    expect(nearest('elodie garnier', ['Bill Boquet', 'Élodie Garnier'])).toBe('Élodie Garnier')
  })

  test('a beginning finds the name, and nothing finds nothing', () => {
    expect(nearest('assign', ['list', 'assign_support'])).toBe('assign_support')
    expect(nearest('list', [])).toBeUndefined()
  })

  test('the first words of a longer name, where several were typed; the nearest first', () => {
    const names = ['Warm Startup', 'Cool Startup LLC', 'Kevin Casey', 'Casey Martin']
    expect(nearestOf('cool startip', names, 3)).toEqual(['Cool Startup LLC'])
    expect(nearestOf('cassey', names, 3)).toEqual(['Kevin Casey', 'Casey Martin'])
    expect(nearestOf('cassey', names, 1)).toEqual(['Kevin Casey'])
  })
})
