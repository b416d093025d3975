import { expect, test } from 'bun:test'
import { areas } from '../../src/i18n/areas.ts'
import { catalog } from '../../src/i18n/catalog.ts'
import { en } from '../../src/i18n/en.ts'
import { fr } from '../../src/i18n/fr.ts'

test('an area is loaded at its first word, once', () => {
  const loaded: string[] = []
  const load = <A extends string>(area: A, words: object) => {
    loaded.push(area)
    return { [area]: words } as { readonly [E in A]: object }
  }
  const words = areas({ client: () => load('client', { title: 'Clients' }), event: () => load('event', {}) })
  expect(Object.keys(words)).toEqual(['client', 'event'])
  expect(loaded).toEqual([])
  expect([words.client, words.client]).toEqual([{ title: 'Clients' }, { title: 'Clients' }])
  expect(loaded).toEqual(['client'])
})

test('each area of each language has words', () => {
  expect(Object.keys(fr)).toEqual(Object.keys(en))
  for (const words of [en, fr]) for (const area of Object.values(words)) expect(Object.keys(area)).not.toEqual([])
})

test('a catalogue has the words of its language', () => {
  expect([catalog('en', 'UTC').client.title, catalog('fr', 'UTC').contract.title]).toEqual(['Clients', 'Contrats'])
})
