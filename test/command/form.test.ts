import { describe, expect, test } from 'bun:test'
import * as v from 'valibot'
import { fields as clientFields } from '../../src/client/client.ts'
import { fieldText } from '../../src/command/field-text.ts'
import { askFields } from '../../src/command/form.ts'
import { Cancelled, Refused } from '../../src/errors.ts'
import { catalog } from '../../src/i18n/catalog.ts'
import {
  all,
  choices,
  client,
  en,
  fr,
  password,
  present,
  required,
  signed,
  start,
  support,
  title,
  total,
} from '../support/fields.ts'
import { type Answers, esc, scripted, shiftTab } from '../support/prompter.ts'

describe('creating', () => {
  const create = async (answers: Answers, o: { given?: object; t?: typeof en } = {}) => {
    const prompt = scripted(answers)
    const values = await askFields({ prompt, t: o.t ?? en, fields: all, required, given: o.given ?? {}, choices })
    prompt.done()
    return { values, asked: prompt.asked }
  }

  test('asks for all fields in order, required and optional', async () => {
    const { values, asked } = await create([
      ' Gala ',
      'ete',
      '12/06/2026 14:00',
      '€1,200.50',
      true,
      'un\ndeux',
      'alienor',
      'large',
    ])
    expect(values).toEqual({
      ...{ title: 'Gala', client: 7, start: '2026-06-12T12:00:00Z', total: '1200.50', signed: true, notes: 'un\ndeux' },
      ...{ support: 23, size: 'LARGE' },
    })
    expect(asked.map(({ kind, message, optional }) => [kind, message, optional ?? false])).toEqual([
      ['text', 'Title', false],
      ['choose', 'Client', false],
      ['text', 'Start', false],
      ['text', 'Total', true],
      ['confirm', 'Signed', false],
      ['lines', 'Notes', true],
      ['choose', 'Support', true],
      ['choose', 'Size', true],
    ])
    expect(asked[1]?.choices).toEqual(['Fête d’été #7 · Lyon', 'Œuvres #8'])
  })

  test('skips with Enter what is optional, and leaves it out', async () => {
    const { values } = await create([
      'Gala',
      'oeuvres',
      '12/06/2026',
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ])
    expect(values).toEqual({ title: 'Gala', client: 8, start: '2026-06-11T22:00:00Z' })
  })

  test('asks in French, and says how dates and amounts are understood', async () => {
    const answers = {
      Titre: 'Gala',
      Client: 7,
      Début: '12/06/2026 14:00',
      Total: '1 200,50',
      Signé: false,
      Notes: undefined,
      Support: undefined,
      Taille: 'small',
    }
    const { values, asked } = await create(answers, { t: fr })
    expect(values).toEqual({ title: 'Gala', client: 7, start: '2026-06-12T12:00:00Z', total: '1200.50', size: 'SMALL' })
    expect(asked.find(({ message }) => message === 'Début')?.reading).toBe('ven. 12 juin 2026 14:00')
    expect(asked.find(({ message }) => message === 'Total')?.reading).toBe(fr.format.amount('1200.50'))
  })

  test.each([
    ['en', en, 'Title'],
    ['fr', fr, 'Titre'],
  ])('judges an answer with the option’s schema and asks again: %s', async (_, t, message) => {
    const prompt = scripted({ [message]: ['', 'much too long a title', 'Gala'] })
    const values = await askFields({ prompt, t, fields: { title }, required: ['title'], given: {}, choices: {} })
    expect(values).toEqual({ title: 'Gala' })
    const long = v.safeParse(title.schema(t), 'much too long a title')
    expect(prompt.asked.map(({ refused }) => refused)).toEqual([t.value.empty, long.issues?.[0].message, undefined])
  })

  test('never asks for what was given, null included', async () => {
    const given = {
      title: 'Gala',
      client: 7,
      start: 'S',
      total: '1.00',
      signed: false,
      notes: null,
      support: 23,
      size: 'SMALL',
    }
    const { values, asked } = await create([], { given })
    expect(values).toEqual(given)
    expect(asked).toEqual([])
  })

  test('Esc at any question ends all', async () => {
    const prompt = scripted(['Gala', esc])
    const filling = askFields({ prompt, t: en, fields: all, required, given: {}, choices })
    expect(await filling.catch((error) => error)).toBeInstanceOf(Cancelled)
  })

  test('a required reference with nothing to choose from is refused, an optional one passed over', async () => {
    const prompt = scripted()
    const filling = askFields({
      prompt,
      t: en,
      fields: { client },
      required: ['client'],
      given: {},
      choices: { client: [] },
    })
    const error = await filling.catch((refused) => refused)
    expect(error).toBeInstanceOf(Refused)
    expect(error.userMessage(fr)).toBe('Client\u00a0: aucun choix possible pour le moment avec votre rôle.')
    expect(
      await askFields({ prompt, t: en, fields: { support }, required: [], given: {}, choices: { support: [] } }),
    ).toEqual({})
  })

  test('a reference without choices is asked for as its text', async () => {
    const prompt = scripted(['x', '12'])
    expect(
      await askFields({ prompt, t: en, fields: { client }, required: ['client'], given: {}, choices: {} }),
    ).toEqual({
      client: 12,
    })
    expect(prompt.asked[0]?.refused).toBeString()
  })

  test('a required yes/no answered No is No', async () => {
    const prompt = scripted([undefined])
    expect(
      await askFields({ prompt, t: en, fields: { signed }, required: ['signed'], given: {}, choices: {} }),
    ).toEqual({
      signed: false,
    })
  })
})

describe('secrets', () => {
  test.each([
    ['en', en, 'Password', 'Password (again)', 'The passwords do not match. Type both again. Password'],
    [
      'fr',
      fr,
      'Mot de passe',
      'Mot de passe, une seconde fois',
      'Les deux mots de passe sont différents\u00a0: recommencez. Mot de passe',
    ],
  ])('are asked twice, and both again when they differ: %s', async (_, t, first, again, differ) => {
    const prompt = scripted({ [first]: ['', 'Secr3t'], [again]: ['Secret', 'Other1'], [differ]: 'Other1' })
    expect(
      await askFields({ prompt, t, fields: { password }, required: ['password'], given: {}, choices: {} }),
    ).toEqual({
      password: 'Other1',
    })
    prompt.done()
    expect(prompt.asked.map(({ kind, message }) => [kind, message])).toEqual(
      [first, first, again, differ, again].map((message) => ['secret', message]),
    )
  })

  test('are asked last; Shift-Tab at the second time asks for the first again', async () => {
    const prompt = scripted(['Secr3t', shiftTab, 'Other1', 'Other1'])
    const fields = { password, title }
    const asked = scripted(['Gala', 'Secr3t', shiftTab, 'Other1', shiftTab, shiftTab, 'Bal', 'Last1', 'Last1'])
    expect(
      await askFields({ prompt: asked, t: en, fields, required: ['password', 'title'], given: {}, choices: {} }),
    ).toEqual({ password: 'Last1', title: 'Bal' })
    expect(asked.asked[0]?.message).toBe('Title')
    expect(
      await askFields({ prompt, t: en, fields: { password }, required: ['password'], given: {}, choices: {} }),
    ).toEqual({ password: 'Other1' })
  })

  test('are asked once where they exist already, and not at all where optional', async () => {
    const prompt = scripted(['Secr3t'])
    expect(
      await askFields({ prompt, t: en, fields: { present }, required: ['present'], given: {}, choices: {} }),
    ).toEqual({
      present: 'Secr3t',
    })
    expect(await askFields({ prompt, t: en, fields: { password }, required: [], given: {}, choices: {} })).toEqual({})
  })
})

test('a stored value as one would type it', () => {
  expect(fieldText(start, '2026-01-31T23:30:00+00:00', en)).toBe('01/02/2026 00:30')
  expect(fieldText(start, '2026-01-31T23:30:00Z', catalog('en', 'America/New_York'))).toBe('31/01/2026 18:30')
  expect(['1200', '1200.5', '1200.50', '9999999999.99'].map((stored) => fieldText(total, stored, fr))).toEqual([
    '1200.00',
    '1200.50',
    '1200.50',
    '9999999999.99',
  ])
  expect([true, false, null, undefined].map((stored) => fieldText(signed, stored, fr))).toEqual([
    'true',
    'false',
    '',
    '',
  ])
  expect(fieldText(client, 7, en)).toBe('7')
})

test('a phone is offered as it is shown everywhere; the same number written otherwise is no change', async () => {
  const { phone } = clientFields
  const change = async (answer: string | undefined, stored = '+33612345678') => {
    const prompt = scripted([answer])
    const o = { required: [], given: {}, choices: {}, current: { phone: stored } }
    const values = await askFields({ prompt, t: fr, fields: { phone }, ...o })
    return { values, asked: prompt.asked.map(({ initial, optional }) => [initial, optional]) }
  }
  expect(await change(undefined)).toEqual({ values: {}, asked: [['06 12 34 56 78', true]] })
  expect((await change('+33 6 12 34 56 78')).values).toEqual({})
  expect((await change('')).values).toEqual({ phone: null })
  expect((await change('06 12 34 56 79')).values).toEqual({ phone: '+33612345679' })
  expect(await change(undefined, '+67812345678')).toEqual({ values: {}, asked: [['+678 12345678', true]] })
})
