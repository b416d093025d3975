import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../../src/errors.ts'
import { key, pty } from '../../support/pty.ts'

// Each test starts a program; on a busy machine that alone may take seconds.
setDefaultTimeout(60_000)

const plain = (question: string, language = 'en') =>
  pty([process.execPath, `${import.meta.dir}/../../support/ask.ts`, question, language, 'accessible'])

describe('plain questions on a terminal', () => {
  test('nothing moves and nothing is drawn over', async () => {
    await using p = plain('client')
    await p.waitFor('Number from the list, or part of a name:')
    expect(p.screen()).toContain('1) Nobody yet — id 0\n2) Fête d’été — id 7 · Lyon · signed\n3)')
    p.type(`zz${key.enter}`)
    await p.waitFor(/Error: No match.*\nNumber from the list, or part of a name:$/)
    // Ids may not be typed: neither one beyond the list, nor a longer one.
    for (const number of ['9', '4999']) {
      p.type(`${number}${key.enter}`)
      await p.waitFor(new RegExp(`: ${number}\\nError: Type a number from 1 to 4, or part of a name\\.\\n.*name:$`))
    }
    p.type(`2${key.enter}`)
    expect(await p.ended()).toBe(Exit.ok)
    expect(p.screen()).toContain('answer=7')
    expect(p.output()).not.toContain('\x1b')
  })

  test('a list opens with what was typed before; where that matches nothing, all is listed', async () => {
    await using found = plain('typed')
    await found.waitFor('1) Fête d’été — id 7 · Lyon · signed\nNumber')
    found.type(`1${key.enter}`)
    expect(await found.ended()).toBe(Exit.ok)
    expect(found.screen()).toContain('answer=7')

    await using none = plain('unknown')
    await none.waitFor(/Error: No match.*\n1\) Nobody yet/)
    await none.waitFor('name:')
    none.type(`1${key.enter}`)
    expect(await none.ended()).toBe(Exit.ok)
    expect(none.screen()).toContain('answer=0')
  })

  test('a long list is searched before it is read out, or read out in pieces', async () => {
    await using p = plain('many', 'fr')
    await p.waitFor('Partie du nom\u00a0:')
    expect(p.screen()).toContain('5\u202f000 résultats. Tapez > pour lire les 20 premiers.')
    expect(p.screen()).not.toContain('1) ')
    p.type(`>${key.enter}`)
    await p.waitFor(/^20\) Client 20 .*\n4.980 autres\. Tapez > pour lire la suite\.\nNuméro/m)
    // A number that was not read out chooses nothing.
    p.type(`25${key.enter}`)
    await p.waitFor('Tapez un numéro de 1 à 20, ou une partie du nom.')
    p.type(`>${key.enter}`)
    await p.waitFor(/^40\) Client 40 .*\n4.960 autres/m)
    p.type(`client 499${key.enter}`)
    await p.waitFor('11) Client 4999 — n° 4999 · Lyon\nNuméro dans cette liste, ou partie du nom\u00a0:')
    p.type(`11${key.enter}`)
    expect(await p.ended()).toBe(Exit.ok)
    expect(p.screen()).toContain('answer=4999')
  })

  test('the one that is called just so is found, though it begins many names', async () => {
    await using p = plain('many')
    await p.waitFor('name:')
    p.type(`client 49${key.enter}`)
    await p.waitFor('1) Client 49 — id 49 · Lyon\nNumber')
    p.type(key.ctrlC)
    await p.ended()
  })

  test('what the list lacks is made with +, of what was searched for', async () => {
    await using p = plain('company')
    await p.waitFor(/^\+\) new company…\nNumber/m)
    p.type(`acme${key.enter}`)
    await p.waitFor('No match')
    p.type(`+${key.enter}`)
    expect(await p.ended()).toBe(Exit.ok)
    expect(p.screen()).toContain('answer="new: acme"')
  })

  test('what Enter gives is said', async () => {
    await using p = plain('first')
    await p.waitFor('First contact (Enter for today):')
    p.type(key.enter)
    expect(await p.ended()).toBe(Exit.ok)
  })

  test('< goes back to the question before; on the first one it does nothing', async () => {
    await using p = plain('back')
    await p.waitFor('Title:')
    expect(p.screen()).not.toContain('<')
    p.type(`<${key.enter}`)
    await p.waitFor(/Error: This is the first question\.\nTitle:$/)
    p.type(`a${key.enter}`)
    await p.waitFor(/To go back to the question before, type <\n>$/)
    p.type(`<${key.enter}`)
    await p.waitFor(/Title \(current: a; Enter to keep it\):$/)
    p.type(key.enter)
    await p.waitFor(/>$/)
    // In the middle of a text it is a line like any other.
    for (const line of ['b', '<', '']) p.type(`${line}${key.enter}`)
    await p.waitFor(/name:$/)
    p.type(`<${key.enter}`)
    await p.waitFor(/Notes \(.*\):\n>$/)
    for (const line of ['c', '']) p.type(`${line}${key.enter}`)
    await p.waitFor(/name:$/)
    p.type(`2${key.enter}`)
    for (const answer of ['<', '3', 'y', '<', 'n']) {
      await p.waitFor(/(\]|name:|Password:)$/)
      p.type(`${answer}${key.enter}`)
      await Bun.sleep(50)
    }
    await p.waitFor(/Password:$/)
    p.type(`pw${key.enter}`)
    expect(await p.ended()).toBe(Exit.ok)
    expect(p.screen()).toContain('answer=["a","c",8,false,"pw"]')
  })

  test('a secret is not echoed', async () => {
    await using p = plain('secret')
    await p.waitFor('Password:')
    p.type(`court${key.enter}`)
    await p.waitFor(/Error: Too short\.\nPassword:$/)
    p.type(`Secr3tXY${key.backspace}-long${key.enter}`)
    expect(await p.ended()).toBe(Exit.ok)
    expect(p.output()).toContain('answer="Secr3tX-long"')
    expect(p.output().split('answer=')[0]).not.toMatch(/court|Secr/)
  })

  test.each([
    ['title', key.ctrlC],
    ['secret', key.ctrlC],
    ['secret', key.escape],
    ['client', key.ctrlD],
    ['delete', `${key.escape}${key.enter}`],
  ])('gives up: %s %j', async (question, keys) => {
    await using p = plain(question)
    await p.waitFor(/(:|\]) ?$/)
    p.type(keys)
    expect(await p.ended()).toBe(Exit.cancelled)
    expect(p.screen()).toContain('Cancelled. Nothing was saved.')
  })

  test('what is there is kept with Enter', async () => {
    await using p = plain('title', 'fr')
    await p.waitFor("actuellement\u00a0: L'été d'Anne\u00a0; Entrée pour garder")
    p.type(key.enter)
    await p.ended()
    expect(p.screen()).toContain(`answer="L'été d'Anne"`)
  })

  test('what is there is refused where it contradicts another answer, and so is a yes', async () => {
    await using p = plain('contradictory')
    await p.waitFor('End (current: 12; Enter to keep it):')
    p.type(key.enter)
    await p.waitFor(/Error: Too early\.\nEnd/)
    p.type(`13${key.enter}`)
    await p.waitFor('Paid')
    p.type(key.enter)
    await p.waitFor(/Error: Not yet\.\nPaid/)
    p.type(`n${key.enter}`)
    expect(await p.ended()).toBe(Exit.ok)
    expect(p.screen()).toContain('answer=["13",false]')
  })

  test('a list may be emptied with a dash', async () => {
    await using p = plain('support')
    await p.waitFor('current: Œuvres sociales — id 8 · Paris; Enter to keep it, - to clear it')
    await p.waitFor('name:')
    p.type(`-${key.enter}`)
    await p.ended()
    expect(p.screen()).toContain('answer=null')
  })

  test('what Enter does is said again after a search', async () => {
    await using p = plain('support')
    await p.waitFor('name:')
    p.type(`nim${key.enter}`)
    await p.waitFor(/1\) Bad[\s\S]*\ncurrent: Œuvres sociales — id 8 · Paris; Enter to keep it, - to clear it\nNumber/)
    p.type(key.enter)
    await p.ended()
    expect(p.screen()).toContain('answer=8')
  })

  test('Enter takes none of what may be left out, found or not', async () => {
    await using p = plain('nobody', 'fr')
    await p.waitFor(/Entrée seule\u00a0: aucun choix\n1\)[\s\S]*partie du nom\u00a0:$/)
    p.type(`nim${key.enter}`)
    await p.waitFor(/1\) Bad[\s\S]*\nEntrée seule\u00a0: aucun choix\nNuméro/)
    p.type(`2${key.enter}`)
    await p.waitFor('Erreur\u00a0: Tapez 1, ou une partie du nom.')
    p.type(key.enter)
    await p.ended()
    expect(p.screen()).not.toContain('answer=9')
    expect(p.screen()).toContain('answer=')
  })

  test('Enter takes what an answer is not needed for, by its name', async () => {
    await using p = plain('same', 'fr')
    await p.waitFor(/Entrée\u00a0: as before\n1\)[\s\S]*partie du nom\u00a0:$/)
    p.type(key.enter)
    await p.ended()
    expect(p.screen()).toContain('answer=null')
  })

  test('the reading of a date is said', async () => {
    await using p = plain('date', 'fr')
    await p.waitFor('Start\u00a0:')
    p.type(`12/06/2026 14:00${key.enter}`)
    await p.ended()
    expect(p.screen()).toContain('→ ven. 12 juin 2026 14:00')
  })

  test('notes end with an empty line', async () => {
    await using p = plain('notes')
    await p.waitFor(/to finish or skip\):\n>$/)
    p.type(`un${key.enter}`)
    await p.waitFor(/> un\n>$/)
    p.type(`deux${key.enter}${key.enter}`)
    await p.ended()
    expect(p.screen()).toContain('answer="un\\ndeux"')
  })

  test.each([
    ['en', '', false],
    ['en', 'yes', true],
    ['fr', 'OUI', true],
    ['fr', 'n', false],
  ])('confirms: %s %j', async (language, typed, answer) => {
    await using p = plain('delete', language)
    await p.waitFor(language === 'fr' ? '[o/N]' : '[y/N]')
    p.type(`peut-être${key.enter}`)
    await p.waitFor(language === 'fr' ? 'Erreur\u00a0:' : 'Error:')
    p.type(`${typed}${key.enter}`)
    await p.ended()
    expect(p.screen()).toContain(`answer=${answer}`)
  })
})

describe('several of a list, in plain questions', () => {
  test('numbers with commas, a search in between, and Enter at the end', async () => {
    await using p = plain('several')
    await p.waitFor('Enter when done:')
    // Nothing is chosen yet, so Enter alone is no answer.
    p.type(key.enter)
    await p.waitFor('Error: A value is required.')
    p.type(`3, 1${key.enter}`)
    await p.waitFor(/Chosen:\s+Œuvres sociales\s*, Nobody yet/)
    p.type(`ete${key.enter}`)
    await p.waitFor(/1\) Fête d’été — id 7 ·\s+Lyon · signed\s+.*done:$/)
    p.type(`9${key.enter}`)
    await p.waitFor('Error: Type 1, or part of a name.')
    p.type(`1${key.enter}`)
    await p.waitFor(/Chosen:\s+Œuvres sociales\s*, Nobody yet,\s+Fête\s+d’été/)
    p.type(key.enter)
    expect(await p.ended()).toBe(Exit.ok)
    expect(p.screen()).toContain('answer=[0,7,8]')
  })
})
