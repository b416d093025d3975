/** Questions of the compiled program at a real terminal: what a script of answers cannot show. */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import { samplePassword } from '../../src/setup/sample/people.ts'
import { key } from '../support/pty.ts'
import { type Machine, many, sampleMachine, skipTheRest } from './sample.ts'

setDefaultTimeout(60_000)

let machine: Machine
beforeAll(async () => {
  machine = await sampleMachine(many)
}, 240_000)
afterAll(() => machine?.remove())

const again = async (typed: string): Promise<Record<string, unknown>> =>
  JSON.parse((await machine.run([...typed.split(' '), '--json'])).stdout)

describe('leaving', () => {
  test.each([
    ['Esc', key.escape],
    ['Ctrl-C', key.ctrlC],
    ['Ctrl-D', key.ctrlD],
  ])('%s in the middle: nothing is saved, and the terminal is as it was', async (_, keys) => {
    await using p = machine.terminal('company create')
    await p.waitFor('Name')
    if (keys !== key.ctrlD) p.type('Half a na')
    p.type(keys)
    expect(await p.ended()).toBe(Exit.cancelled)
    expect(p.screen()).toContain('Cancelled. Nothing was saved.')
    if (keys !== key.ctrlD) expect(p.screen()).toEndWith("→ epic-events company create --name 'Half a na'")
    expect(p.cursorShown).toBe(true)
    expect(p.bracketedPaste).toBe(false)
  })

  test('a signal from outside → nothing is saved, and the terminal is as it was', async () => {
    await using p = machine.terminal('client view')
    await p.waitFor('Which client?')
    p.signal('SIGINT')
    expect(await p.ended()).toBe(Exit.cancelled)
    expect(p.cursorShown).toBe(true)
  })

  test('Enter alone at the question of a deletion → no', async () => {
    await using p = machine.terminal('event delete 3')
    await p.waitFor('John Ouick Wedding')
    p.type(key.enter)
    expect(await p.ended()).toBe(Exit.cancelled)
    expect(await again('event view 3')).toMatchObject({ id: 3 })
  })
})

test('logged out before the command → the password is asked for without echo, then the form, and the record is there', async () => {
  expect((await machine.run(['logout'])).code).toBe(Exit.ok)
  await using p = machine.terminal('company create')
  await p.waitFor('Password of ')
  expect(p.screen()).toContain('Please login first.')
  p.type(`wrong${key.enter}`)
  await p.waitFor(/Wrong username or password[\s\S]*◆ +Password of /)
  p.type(`${samplePassword}${key.enter}`)
  await p.waitFor('Name')
  p.type(`Typed After Login${key.enter}`)
  await skipTheRest(p)
  expect(await p.ended()).toBe(Exit.ok)
  expect(p.output()).not.toContain(samplePassword)
  expect(p.screen()).toContain('Typed After Login')
})

test('a search without a match → says so, and the next search works', async () => {
  await using p = machine.terminal('event assign_support')
  await p.waitFor('Which event?')
  p.type('zzz')
  await p.waitFor('No match')
  p.type(key.enter)
  await p.waitFor('Try another part of the name')
  p.type(`${key.backspace.repeat(3)}congres`)
  await p.waitFor('(1 of')
  p.type(key.enter)
  await p.waitFor('Who will run it?')
  p.type('lucie')
  await p.waitFor('(1 of')
  p.type(key.enter)
  expect(await p.ended()).toBe(Exit.ok)
  expect(p.screen()).toContain('→ epic-events event assign_support 25 23')
  expect(await again('event view 25')).toMatchObject({ support_contact_name: 'Lucie Bernard' })
})

test('a name that two have → the list opens with it, and the command goes on with the id', async () => {
  await using p = machine.terminal('user view bernard')
  await p.waitFor('Which user?')
  await p.waitFor('(2 of')
  expect(p.screen()).toContain('Bernard Petit')
  p.type(' lucie')
  await p.waitFor('(1 of')
  p.type(key.enter)
  expect(await p.ended()).toBe(Exit.ok)
  expect(p.screen()).toContain('→ epic-events user view 23')
  expect(p.screen()).toContain('User 23 · Lucie Bernard')
})

test('an invalid answer → is corrected in place; dates and amounts are shown as they were understood', async () => {
  await using p = machine.terminal('contract create --client-id 8', { env: { EPIC_EVENTS_LANG: 'fr' } })
  await p.waitFor('Total')
  p.type(`1,200${key.enter}`)
  await p.waitFor('peut vouloir dire')
  p.type(`${key.backspace.repeat(5)}1 200,50`)
  await p.waitFor(/→ 1.200,50.€/)
  p.type(key.enter)
  await p.waitFor('Reste à payer')
  p.type(key.enter)
  await p.waitFor('Signé')
  p.type('o')
  await p.waitFor('Soldé')
  p.type('n')
  expect(await p.ended()).toBe(Exit.ok)
  expect(p.output()).toContain('contract create --client-id 8 --total-amount 1200.50 --is-signed true')
})

test('5 000 clients to choose from → the list answers at once', async () => {
  await using p = machine.terminal('client view')
  await p.waitFor(/5,03\d of 5,03\d/)
  const since = performance.now()
  p.type('x4321')
  await p.waitFor('(1 of')
  expect(performance.now() - since).toBeLessThan(2_000)
  p.type(key.enter)
  expect(await p.ended()).toBe(Exit.ok)
  expect(p.screen()).toContain('client4321@x.example')
})

test('a window resized halfway → the question stays complete', async () => {
  await using p = machine.terminal('event view', { columns: 100, rows: 30 })
  await p.waitFor('Which event?')
  for (const [wide, high] of [
    [44, 16],
    [120, 40],
    [40, 12],
  ] as const) {
    p.resize(wide, high)
    await Bun.sleep(60)
  }
  p.type('ouick')
  await p.waitFor('(1 of')
  const shown = p.screen().split('\n')
  expect(shown.filter((line) => Bun.stringWidth(line) > 40)).toEqual([])
  expect(shown.filter((line) => line.includes('Which event?'))).toHaveLength(1)
  p.type(key.enter)
  expect(await p.ended()).toBe(Exit.ok)
})

test('a new password → asked twice, and never shown', async () => {
  await using p = machine.terminal('user update-password 13')
  await p.waitFor('password')
  for (const typed of ['Secret-2026', 'Other-2026']) {
    p.type(typed + key.enter)
    await p.waitFor(typed.startsWith('S') ? '(again)' : 'do not match')
  }
  p.type(`Secret-2026${key.enter}`)
  await p.waitFor(/\(again\)[\s\S]*\(again\)/)
  p.type(`Secret-2026${key.enter}`)
  expect(await p.ended()).toBe(Exit.ok)
  expect(p.output()).not.toContain('Secret')
})

test('a form → shows the stored values, Enter keeps them, and the changes are listed', async () => {
  await using p = machine.terminal('company update 3')
  await p.waitFor('Lou Bouzin Conseil')
  p.type(` & fils${key.enter}`)
  await skipTheRest(p)
  expect(await p.ended()).toBe(Exit.ok)
  expect(p.screen()).toContain("→ epic-events company update 3 --name 'Lou Bouzin Conseil & fils'")
  expect(p.screen()).toContain('Name: Lou Bouzin Conseil → Lou Bouzin Conseil & fils')
})

test.each([
  ['en', 80, ['Billing address', 'VAT number'], /Manon Lefèvre on [\s\S]*Here is the record as it is now/],
  ['fr', 40, ['Adresse de facturation', 'TVA'], /Manon Lefèvre le\s[\s\S]*maintenant, avec ce/],
] as const)(
  '%s, %i columns: what somebody else changes while the form is open is not overwritten, and nothing typed is lost',
  async (lang, columns, others, said) => {
    const id = lang === 'en' ? 5 : 6
    const { name } = await again(`company view ${id}`)
    await using p = machine.terminal(`company update ${id} --lang ${lang}`, { columns })
    await p.waitFor(String(name).slice(0, 20))
    // The database is free while somebody thinks, on the embedded one too.
    expect((await machine.run(['company', 'update', `${id}`, '--name', `Meanwhile ${lang}`])).code).toBe(Exit.ok)
    p.type(` bis${key.enter}`)
    for (const question of others) {
      await p.waitFor(question)
      p.type(key.enter)
    }
    await p.waitFor(said)
    await p.waitFor(/◆ {2}\w+\n│ {2}.+ bis/)
    p.type(key.enter)
    await p.waitFor(`◆  ${others[0]}`)
    p.type(`Rue${key.up}`)
    await p.waitFor(/◆ {2}\w+\n│ {2}.+ bis/)
    p.type(key.ctrlC)
    expect(await p.ended()).toBe(Exit.cancelled)
    expect(p.output()).toContain(`epic-events company update ${id} --name '${name} bis'`)
    expect(await again(`company view ${id}`)).toMatchObject({ name: `Meanwhile ${lang}` })
  },
)

test('--accessible → one line after the other, nothing is redrawn', async () => {
  await using p = machine.terminal('role view --accessible --lang fr')
  await p.waitFor('Numéro dans cette liste, ou partie')
  p.type(`3${key.enter}`)
  expect(await p.ended()).toBe(Exit.ok)
  expect(p.output()).not.toMatch(/\x1b\[\d*[ABCDJKG]/)
  expect(p.screen()).toContain('Nom\u00a0: support')
})

test('without UTF-8 and without colour → the questions are ASCII', async () => {
  await using p = machine.terminal('company view', { env: { LC_ALL: 'C', NO_COLOR: '1' } })
  await p.waitFor('Which company?')
  p.type('startup')
  await p.waitFor('(1 of')
  p.type(key.enter)
  expect(await p.ended()).toBe(Exit.ok)
  expect(p.screen()).toMatch(/^[\x00-\x7f]*$/)
  expect(p.output()).not.toMatch(/\x1b\[3\d/)
})

// It logs somebody else in, so it is the last.
test('a company that is not in the list → is made there; Shift-Tab leads back to what was answered', async () => {
  const login = ['login', '-u', 'bill.boquet', '--password-stdin']
  expect(await machine.run(login, { stdin: samplePassword })).toMatchObject({ code: Exit.ok })
  await using p = machine.terminal('client create --full-name Ada')
  await p.waitFor('◆  Email')
  p.type(`ada@acme.example${key.enter}`)
  await p.waitFor('◆  Phone')
  p.type(key.shiftTab)
  await p.waitFor(/◆ {2}Email\n│ {2}ada@acme\.example/)
  p.type(key.enter)
  await p.waitFor('◆  Phone')
  p.type(key.enter)
  await p.waitFor(/↓ \d+ more\n│ {2}○ \+ new company…/)
  p.type(key.end)
  await p.waitFor('● + new company…')
  p.type(key.home)
  await p.waitFor('● (none)')
  p.type('Acme')
  await p.waitFor('No match')
  p.type(key.enter)
  await p.waitFor(/◆ {2}Name\n│ {2}Acme/)
  p.type(` SARL${key.enter}`)
  await p.waitFor(/Company \d+ created\.[\s\S]*Enter for today/)
  p.type(key.enter)
  await p.waitFor('◆  Last contact')
  p.type(key.enter)
  expect(await p.ended()).toBe(Exit.ok)
  const [, id = ''] = /Company (\d+) created/.exec(p.output()) ?? []
  expect(p.output()).toContain(`--company-id ${id}`)
  expect(await again(`company view ${id}`)).toMatchObject({ name: 'Acme SARL', client_count: 1 })
})
