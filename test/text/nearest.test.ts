import { describe, expect, test } from 'bun:test'
import { distance, nearest } from '../../src/text/nearest.ts'

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
  const person = [
    'full-name',
    'email',
    'phone',
    'company-id',
    'first-contact-date',
    'last-contact-date',
    'json',
    'format',
  ]
  const deal = ['client-id', 'commercial-id', 'total-amount', 'remaining-amount', 'is-signed', 'is-fully-paid']
  const party = ['contract-id', 'title', 'full-address', 'start-date', 'end-date', 'participant-count', 'notes']
  const filters = [
    'only-mine',
    'unsigned',
    'unpaid',
    'unassigned',
    'inactive',
    'without-event',
    'no-color',
    'min',
    'max',
  ]
  const verbs = ['list', 'view', 'create', 'update', 'delete', 'assign_support']
  const nouns = ['login', 'logout', 'user', 'role', 'company', 'client', 'contract', 'event', 'session', 'audit']

  test.each([
    ['nmae', 'full-name', person],
    ['name', 'full-name', person],
    ['fullname', 'full-name', person],
    ['Email', 'email', person],
    ['mail', 'email', person],
    ['phnoe', 'phone', person],
    ['company', 'company-id', person],
    ['comapny', 'company-id', person],
    ['first', 'first-contact-date', person],
    ['first-contract-date', 'first-contact-date', person],
    ['jsno', 'json', person],
    ['fromat', 'format', person],
    ['signed', 'is-signed', deal],
    ['total', 'total-amount', deal],
    ['total-amout', 'total-amount', deal],
    ['participants', 'participant-count', party],
    ['note', 'notes', party],
    ['tilte', 'title', party],
    ['mine', 'only-mine', filters],
    ['unsgined', 'unsigned', filters],
    ['lst', 'list', verbs],
    ['crate', 'create', verbs],
    ['udpate', 'update', verbs],
    ['delte', 'delete', verbs],
    ['assign', 'assign_support', verbs],
    ['assign-suport', 'assign_support', verbs],
    ['clinet', 'client', nouns],
    ['contarct', 'contract', nouns],
    ['evnt', 'event', nouns],
    ['sesion', 'session', nouns],
    ['gti', 'git', ['git', 'util']],
  ])('%s → %s', (typed, expected, names) => {
    expect(nearest(typed, names)).toBe(expected)
  })

  test.each([
    // A small part of a long name says little: the amount that was paid is no yes or no.
    ['paid', deal],
    ['date', person],
    // What fits two names fits none.
    ['amount', deal],
    ['contact', person],
    ['date', party],
    ['co', nouns],
    ['logn-out', nouns],
    // The opposite is the worst of all suggestions.
    ['signed', filters],
    ['paid', filters],
    ['assigned', filters],
    ['active', filters],
    ['with-event', filters],
    ['color', filters],
    // Two slips in a short word make another word.
    ['fone', person],
    ['time', party],
    ['place', party],
    ['cost', ['count']],
    ['remove', ['revoke', 'grant']],
    ['mix', ['min', 'max', 'fix']],
    ['zzzz', person],
    ['constructor', person],
    ['', person],
  ])('%s → nothing', (typed, names) => {
    expect(nearest(typed, names)).toBeUndefined()
  })

  test('accents and case do not matter', () => {
    expect(nearest('elodie garnier', ['Bill Boquet', 'Élodie Garnier'])).toBe('Élodie Garnier')
  })

  test('a huge word is compared in no time', () => {
    const start = performance.now()
    expect(nearest('x'.repeat(1_000_000), ['full-name', 'email', 'first-contact-date'])).toBeUndefined()
    expect(performance.now() - start).toBeLessThan(1000)
  })

  test('nothing finds nothing', () => {
    expect(nearest('list', [])).toBeUndefined()
  })
})
