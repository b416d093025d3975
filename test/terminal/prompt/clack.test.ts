import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../../src/errors.ts'
import { key, type PtyOptions, pasted, pty } from '../../support/pty.ts'

// Each test starts a program; on a busy machine that alone may take seconds.
setDefaultTimeout(60_000)

const ask = (question: string, o: PtyOptions = {}, ...flags: string[]) =>
  pty([process.execPath, `${import.meta.dir}/../../support/ask.ts`, question, ...flags], o)

describe('clack on a terminal', () => {
  test('Ctrl-C cancels, and leaves the terminal as it was', async () => {
    await using p = ask('title')
    await p.waitFor("L'été d'Anne")
    expect([p.cursorShown, p.bracketedPaste]).toEqual([false, true])
    p.type(key.ctrlC)
    expect(await p.ended()).toBe(Exit.cancelled)
    expect(p.screen()).toContain('cancelled: Cancelled. Nothing was saved.')
    expect([p.cursorShown, p.bracketedPaste]).toEqual([true, false])
  })

  test.each(['title', 'notes', 'secret', 'client', 'delete'])('Esc and Ctrl-D cancel: %s', async (question) => {
    for (const press of [key.escape, key.ctrlD]) {
      // Ctrl-D deletes, or ends, where something was typed.
      if (press === key.ctrlD && (question === 'title' || question === 'notes')) continue
      await using p = ask(question, {}, 'fr')
      await p.waitFor('└')
      p.type(press)
      expect(await p.ended()).toBe(Exit.cancelled)
      expect(p.screen()).toContain("Annulé. Rien n'a été enregistré.")
      expect([p.cursorShown, p.bracketedPaste]).toEqual([true, false])
    }
  })

  test('the row that takes none of a list says what that gives', async () => {
    await using p = ask('same')
    await p.waitFor('● as before')
    p.type(key.enter)
    await p.ended()
    expect(p.screen()).toContain('answer=null')
  })

  test('an interruption from outside ends the question in good order', async () => {
    await using p = ask('client')
    await p.waitFor('Search:')
    p.signal('SIGINT')
    expect(await p.ended()).toBe(Exit.cancelled)
    expect(p.screen()).toContain('Cancelled. Nothing was saved.')
    expect([p.cursorShown, p.bracketedPaste]).toEqual([true, false])
  })

  test('a terminal that is hung up ends the question', async () => {
    await using p = ask('title')
    await p.waitFor('Title')
    p.signal('SIGHUP')
    expect(await p.ended()).not.toBe(Exit.ok)
  })

  test('an answer that is not accepted is corrected, and its reading shown', async () => {
    await using p = ask('date')
    await p.waitFor('Start')
    p.type(`32/06/2026${key.enter}`)
    await p.waitFor('▲')
    expect(p.screen()).toContain('32/06/2026')
    p.type(key.backspace.repeat(10))
    p.type('12/06/2026 14:00')
    await p.waitFor('→ Fri 12 June 2026 14:00')
    p.type(key.enter)
    expect(await p.ended()).toBe(Exit.ok)
    expect(p.screen()).toEndWith('│  12/06/2026 14:00\n│  → Fri 12 June 2026 14:00\nanswer="12/06/2026 14:00"')
  })

  test('a value is edited in its place', async () => {
    await using p = ask('title')
    await p.waitFor("L'été d'Anne")
    p.type(`${key.left.repeat(4)}É😀`)
    await p.waitFor("L'été d'É😀Anne")
    p.type(key.enter)
    expect(await p.ended()).toBe(Exit.ok)
    expect(p.screen()).toContain(`answer="L'été d'É😀Anne"`)
  })

  test('it is said what an emptied value means', async () => {
    await using p = ask('kept', {}, 'fr')
    await p.waitFor('laissé vide\u00a0: la valeur sera effacée')
    p.type(`${'\x7f'.repeat(14)}${key.enter}`)
    expect(await p.ended()).toBe(Exit.ok)
    expect(p.screen()).toContain('answer=""')
  })

  test('Enter skips what is optional', async () => {
    await using p = ask('phone', {}, 'fr')
    await p.waitFor('Entrée\u00a0: passer')
    p.type(key.enter)
    expect(await p.ended()).toBe(Exit.ok)
    expect(p.screen()).toContain('answer=""')
  })

  test('a pasted address of several lines answers one question only', async () => {
    await using p = ask('two')
    await p.waitFor('Address')
    p.type(pasted('12 rue Bât. A\nLyon\n'))
    await p.waitFor('12 rue Bât. A Lyon')
    p.type(key.enter)
    await p.waitFor('City')
    p.type(`Ly\non${key.enter}`)
    expect(await p.ended()).toBe(Exit.ok)
    expect(p.screen()).toContain('answer=["12 rue Bât. A Lyon ","Lyon"]')
  })

  test('notes have lines; an empty line ends them, a pasted one does not', async () => {
    await using p = ask('notes')
    await p.waitFor('empty line to finish')
    p.type(pasted('Un été\n\n— fin'))
    await p.waitFor('— fin')
    p.type(`${key.up}${key.up}Bel ${key.down}${key.down}\x05!${key.enter}${key.enter}`)
    expect(await p.ended()).toBe(Exit.ok)
    expect(p.screen()).toContain(`answer=${JSON.stringify('Bel Un été\n\n— fin!')}`)
  })

  test('a line that is broken at a space does not go on with it', async () => {
    await using p = ask('notes', { columns: 20 })
    await p.waitFor('Notes')
    p.type(`Sept mots et demi en plus${key.enter}`)
    await p.waitFor('│  Sept mots et demi')
    p.type(key.enter)
    expect(await p.ended()).toBe(0)
    expect(p.screen()).toContain('│  Sept mots et demi\n│  en plus')
    expect(p.screen().replaceAll('\n', '')).toContain('answer="Sept mots et demi en plus"')
  })

  test('notes too long are corrected; Ctrl-D ends them', async () => {
    await using p = ask('notes')
    await p.waitFor('Notes')
    p.type(`${'x'.repeat(30)}${key.enter}${'y'.repeat(15)}${key.enter}${key.enter}`)
    await p.waitFor('▲')
    p.type(`${'y'.repeat(5)}\x15z`)
    await p.waitFor(/xx\n.*z/)
    p.type(key.ctrlD)
    expect(await p.ended()).toBe(Exit.ok)
    expect(p.screen()).toContain(`answer="${'x'.repeat(30)}\\nz"`)
  })

  test('a secret is never on the screen, nor its length once given', async () => {
    await using p = ask('secret')
    await p.waitFor('Password')
    p.type(`Secr3t${key.enter}`)
    await p.waitFor('Too short.')
    p.type(`-ABCdef${key.enter}`)
    expect(await p.ended()).toBe(Exit.ok)
    const [before = ''] = p.output().split('answer=')
    expect(p.output()).toContain('answer="Secr3t-ABCdef"')
    expect(before).not.toMatch(/Secr|ABC|S\b|[▪]{14}.*◇/)
    expect(p.screen()).toContain('▪▪▪▪▪▪▪▪\n')
  })

  test('a list is searched without accents; no match is said and asked again', async () => {
    await using p = ask('client')
    await p.waitFor('Search:')
    p.type(`zz${key.enter}`)
    await p.waitFor('▲')
    expect(p.screen()).toContain('No match. Try another part of the name.')
    p.type(`${key.backspace}${key.backspace}ETE`)
    await p.waitFor('1 of 4')
    expect(p.screen()).toContain('● Fête d’été  #7 · Lyon · signed')
    p.type(key.enter)
    expect(await p.ended()).toBe(Exit.ok)
    expect(p.screen()).toContain('answer=7')
  })

  test('a list opens with what was typed before; it can be edited, and what matches nothing answers nothing', async () => {
    await using found = ask('typed')
    await found.waitFor('1 of 4')
    found.type(key.enter)
    expect(await found.ended()).toBe(Exit.ok)
    expect(found.screen()).toContain('answer=7')

    await using none = ask('unknown')
    await none.waitFor('No match.')
    none.type(key.enter)
    await none.waitFor('▲')
    none.type(`${key.backspace.repeat(2)}oeu`)
    await none.waitFor('1 of 4')
    none.type(key.enter)
    expect(await none.ended()).toBe(Exit.ok)
    expect(none.screen()).toContain('answer=8')
  })

  test('ligatures and hints are searched; words in any order', async () => {
    await using p = ask('client')
    await p.waitFor('Search:')
    p.type('paris oeuv')
    await p.waitFor('● Œuvres sociales')
    p.type(key.enter)
    await p.ended()
    expect(p.screen()).toContain('answer=8')
  })

  test('a choice whose value is 0 is a choice', async () => {
    await using p = ask('client')
    await p.waitFor('● Nobody yet')
    p.type(`${key.down}${key.up}${key.enter}`)
    expect(await p.ended()).toBe(Exit.ok)
    expect(p.screen()).toContain('answer=0')
  })

  test('stored names cannot act on the terminal', async () => {
    await using p = ask('client')
    await p.waitFor('Bad \\x1b[2J\\x1b[31mname')
    expect(p.output()).not.toContain('\x1b[2J')
    expect(p.output()).not.toContain('\x07')
    p.type(key.ctrlC)
    await p.ended()
  })

  test('the present value of a list is kept with Enter, or emptied', async () => {
    await using kept = ask('support')
    await kept.waitFor('● Œuvres sociales')
    kept.type(key.enter)
    await kept.ended()
    expect(kept.screen()).toContain('answer=8')

    await using emptied = ask('support')
    await emptied.waitFor('○ (none)')
    emptied.type(`${key.up.repeat(3)}`)
    await emptied.waitFor('● (none)')
    emptied.type(key.enter)
    await emptied.ended()
    expect(emptied.screen()).toContain('answer=null')
  })

  test('a list scrolls, and says how many choices follow', async () => {
    await using p = ask('scroll')
    await p.waitFor('● Client 13')
    // (none) and seven clients above, eight below.
    expect(p.screen()).toMatch(/↑ 8 more\n│ {2}○ Client 8[\s\S]*↓ 8 more\n└ {2}arrows, PgUp, PgDn, Home, End to move/)
    p.type(key.end)
    await p.waitFor('● Client 25')
    expect(p.screen()).not.toContain('↓')
    p.type(key.down)
    await p.waitFor('● (none)')
    expect(p.screen()).not.toContain('↑')
    p.type(key.pageDown)
    await p.waitFor('● Client 10')
    p.type(key.pageUp.repeat(2))
    await p.waitFor('● (none)')
    p.type(`${key.end}${key.pageDown}`)
    await p.waitFor('● Client 25')
    p.type(key.home)
    await p.waitFor('● (none)')
    // What is typed afterwards still follows what was typed before.
    p.type(`1${key.home}2`)
    await p.waitFor('● Client 12')
    expect(p.screen()).toContain('Search: 12')
    p.type(key.enter)
    expect(await p.ended()).toBe(Exit.ok)
    expect(p.screen()).toContain('answer=12')
  })

  test('a list on a terminal of 40 columns and 14 lines still shows where one is', async () => {
    await using p = ask('company', { columns: 40, rows: 14 }, 'fr', 'ascii')
    await p.waitFor('> (aucun choix)')
    expect(p.screen()).toContain('v 10 autres\n|    + new company')
    p.type(key.down.repeat(2))
    await p.waitFor('> Client 2')
    p.type(key.down)
    await p.waitFor(/\^ 2 autres\n.*Client 2.*\n\| {2}> Client 3.*\n.*Client 4/)
    for (const line of p.screen().split('\n')) expect(Bun.stringWidth(line)).toBeLessThanOrEqual(40)
    p.type(key.ctrlC)
    await p.ended()
  })

  test('what the list lacks stays below it, and is made of what was searched for', async () => {
    await using p = ask('company')
    await p.waitFor(/↓ 3 more\n│ {2}○ \+ new company…/)
    p.type('acme')
    await p.waitFor(/No match.*\n│ {2}● \+ new company…/)
    p.type(key.enter)
    expect(await p.ended()).toBe(Exit.ok)
    expect(p.screen()).toContain('answer="new: acme"')
  })

  test('Enter alone never makes anything', async () => {
    await using p = ask('company')
    await p.waitFor('● (none)')
    p.type(key.enter)
    expect(await p.ended()).toBe(Exit.ok)
    expect(p.screen()).toContain('answer=null')
  })

  test('a pasted line break takes nothing out of a list', async () => {
    await using p = ask('client')
    await p.waitFor('Search:')
    p.type(pasted('oeuvres\nsociales\n'))
    await p.waitFor('● Œuvres sociales')
    p.type(key.enter)
    expect(await p.ended()).toBe(Exit.ok)
    expect(p.screen()).toContain('answer=8')
  })

  test('what Enter gives is said, and stands there afterwards', async () => {
    await using p = ask('first')
    await p.waitFor('└  Enter for today')
    p.type(key.enter)
    expect(await p.ended()).toBe(Exit.ok)
    expect(p.screen()).toContain('│  today\nanswer=""')
  })

  test('5 000 choices answer at once and show a few', async () => {
    await using p = ask('many', { rows: 20 })
    await p.waitFor('5,000 of 5,000')
    expect(p.screen().match(/Client \d/g)?.length).toBe(10)
    const started = performance.now()
    for (const letter of '#4987') p.type(letter)
    await p.waitFor('1 of 5,000')
    expect(performance.now() - started).toBeLessThan(5000)
    p.type(key.enter)
    await p.ended()
    expect(p.screen()).toContain('answer=4987')
  })

  test('a window resized in the middle keeps one list, and no line is wider', async () => {
    await using p = ask('many', { columns: 100, rows: 30 })
    await p.waitFor('● Client 1')
    p.resize(40, 15)
    p.type('499')
    await p.waitFor('of 5,000')
    p.type('9')
    await p.waitFor('● Client 4999')
    const [, after = ''] = p.screen().split('● Client 4999')
    expect(after).not.toContain('○')
    for (const line of p.screen().split('\n')) expect(Bun.stringWidth(line)).toBeLessThanOrEqual(40)
    p.type(key.enter)
    expect(await p.ended()).toBe(Exit.ok)
    expect(p.screen()).toContain('answer=4999')
  })

  test.each([
    ['en', key.enter, false],
    ['en', 'y', true],
    ['en', 'n', false],
    ['fr', 'o', true],
    ['fr', `${key.left}${key.enter}`, true],
  ])('a confirmation is No unless said otherwise: %s %j', async (language, keys, answer) => {
    await using p = ask('delete', {}, language)
    await p.waitFor(language === 'fr' ? '● Non' : '● No')
    p.type(keys)
    expect(await p.ended()).toBe(Exit.ok)
    expect(p.screen()).toContain(`answer=${answer}`)
    expect(p.screen().match(/Delete client 12\?/g)?.length).toBe(1)
  })

  test.each([
    ['no key but an answer', ['hjkl', key.up, key.down, ' ', '\t', key.pageDown, key.right]],
    ['the arrow back', [key.left, key.right]],
  ])('%s signs nothing', async (_, keys) => {
    await using p = ask('signed')
    await p.waitFor('└  y / n · Enter for No')
    for (const each of keys) p.type(each)
    p.type(key.enter)
    expect(await p.ended()).toBe(Exit.ok)
    expect(p.screen()).toContain('answer=false')
  })

  test('what Enter gives follows the arrows', async () => {
    await using p = ask('signed', {}, 'fr')
    await p.waitFor('Entrée\u00a0: Non')
    p.type(key.left)
    await p.waitFor('Entrée\u00a0: Oui')
    p.type(key.enter)
    expect(await p.ended()).toBe(Exit.ok)
    expect(p.screen()).toContain('answer=true')
  })

  test('Shift-Tab goes back, keeps what was typed, and leaves nothing of the question behind', async () => {
    await using p = ask('back')
    await p.waitFor('Title')
    p.type(key.shiftTab)
    p.type(`a${key.enter}`)
    await p.waitFor('◆  Notes')
    p.type('half')
    await p.waitFor('half')
    p.type(key.shiftTab)
    await p.waitFor('◆  Title')
    expect(p.screen()).not.toContain('Notes')
    expect(p.screen()).toEndWith('◆  Title\n│  a\n└  Enter to keep')
    p.type(`b${key.enter}`)
    await p.waitFor(/◆ {2}Notes\n│ {2}half/)
    p.type(`${key.enter}${key.enter}`)
    await p.waitFor('◆  Client')
    p.type(key.shiftTab)
    await p.waitFor('◆  Notes')
    p.type(`!${key.enter}${key.enter}`)
    await p.waitFor('◆  Client')
    p.type(key.enter)
    await p.waitFor('◆  Signed')
    p.type(key.shiftTab)
    await p.waitFor('◆  Client')
    p.type(`oeuv${key.enter}`)
    await p.waitFor('◆  Signed')
    p.type('y')
    await p.waitFor('◆  Password')
    p.type(`s${key.shiftTab}`)
    await p.waitFor('◆  Signed')
    p.type('n')
    await p.waitFor('◆  Password')
    p.type(`pw${key.enter}`)
    expect(await p.ended()).toBe(Exit.ok)
    expect(p.screen()).toContain('answer=["ab","half!",8,false,"pw"]')
  })

  test('the up arrow goes back where it moves nothing: not in a list, and in notes only from the first line', async () => {
    await using p = ask('back', { columns: 40 }, 'fr')
    await p.waitFor('Title')
    p.type(`a${key.up}b${key.enter}`)
    await p.waitFor('◆  Notes')
    p.type(`one${key.enter}two${key.up}`)
    await p.waitFor('one')
    p.type(`!${key.up}`)
    await p.waitFor(/◆ {2}Title\n│ {2}ab/)
    p.type(key.enter)
    await p.waitFor(/◆ {2}Notes\n│ {2}one!\n│ {2}two/)
    p.type(`${key.down}${key.enter}${key.enter}`)
    await p.waitFor('◆  Client')
    p.type(`${key.down}${key.up}${key.down}`)
    p.type(key.enter)
    await p.waitFor('◆  Signed')
    p.type(key.left)
    await p.waitFor('● Oui')
    p.type(key.up)
    await p.waitFor('◆  Client')
    p.type(key.enter)
    await p.waitFor('◆  Signed')
    p.type('n')
    await p.waitFor('◆  Password')
    p.type(`s${key.up}`)
    await p.waitFor('◆  Signed')
    p.type('o')
    await p.waitFor('◆  Password')
    p.type(`pw${key.enter}`)
    expect(await p.ended()).toBe(Exit.ok)
    expect(p.screen().replaceAll('\n', '')).toContain('answer=["ab","one!\\ntwo",')
    expect(p.screen().replaceAll('\n', '')).toContain('true,"pw"]')
  })

  test('what is there is refused where it contradicts another answer, and so is a yes', async () => {
    await using p = ask('contradictory')
    await p.waitFor('◆  End')
    p.type(key.enter)
    await p.waitFor('└  Too early.')
    p.type(`3${key.enter}`)
    await p.waitFor('● Yes')
    p.type(key.enter)
    await p.waitFor('└  Not yet.')
    p.type(key.right)
    await p.waitFor('● No')
    p.type('y')
    await p.waitFor(/● Yes[^└]*└ {2}Not yet\./)
    p.type('n')
    expect(await p.ended()).toBe(Exit.ok)
    expect(p.screen()).toContain('answer=["123",false]')
  })

  test('a paste confirms nothing', async () => {
    await using p = ask('delete')
    await p.waitFor('● No')
    p.type(pasted('look, my copy'))
    p.type(pasted('a b'))
    p.type(key.enter)
    expect(await p.ended()).toBe(Exit.ok)
    expect(p.screen()).toContain('answer=false')
  })

  test('colours only where they are wanted; signs of ASCII where nothing else is known', async () => {
    await using plain = ask('client', {}, 'en', 'ascii')
    await plain.waitFor('> Nobody yet')
    plain.type(key.ctrlC)
    await plain.ended()
    expect(plain.output()).not.toMatch(/\x1b\[3[0-9]m/)
    expect(plain.output()).not.toMatch(/[│◆└●○]/)

    await using coloured = ask('client', {}, 'en', 'color')
    await coloured.waitFor('● Nobody yet')
    coloured.type(key.ctrlC)
    await coloured.ended()
    expect(coloured.output()).toContain('\x1b[36m')
  })
})

describe('several of a list', () => {
  test('Tab marks, also while the list is searched, and Enter takes what is marked in the order of the list', async () => {
    await using p = ask('several')
    await p.waitFor('[ ] Nobody yet')
    p.type(`œuvres`)
    await p.waitFor('1 of 4')
    p.type('\t')
    await p.waitFor('[x] Œuvres sociales')
    p.type(key.backspace.repeat(6))
    await p.waitFor('4 of 4')
    // With nothing to search for, the space bar marks too.
    p.type(' ')
    await p.waitFor('[x] Nobody yet')
    expect(p.screen()).toContain('Enter to take 2 choices')
    p.type(key.enter)
    expect(await p.ended()).toBe(Exit.ok)
    expect(p.screen()).toContain('answer=[0,8]')
  })

  test('a mark is taken away again, and Enter without any takes the row at the cursor', async () => {
    await using p = ask('several')
    await p.waitFor('[ ] Nobody yet')
    p.type('\t')
    await p.waitFor('[x] Nobody yet')
    p.type('\t')
    await p.waitFor('[ ] Nobody yet')
    p.type(`${key.down}${key.enter}`)
    expect(await p.ended()).toBe(Exit.ok)
    expect(p.screen()).toContain('answer=[7]')
  })

  test('Esc takes nothing', async () => {
    await using p = ask('several')
    await p.waitFor('[ ] Nobody yet')
    p.type('\t')
    p.type(key.escape)
    expect(await p.ended()).toBe(Exit.cancelled)
  })
})
