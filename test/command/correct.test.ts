/** A wrong word is answered with the line that was meant: ready to run, and without what may be a secret. */
import { describe, expect, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import { run } from '../../src/run.ts'
import { frameApp, type Situation } from './frame-app.ts'

async function answer(argv: readonly string[], situation: Situation = {}) {
  const { app, out } = frameApp(situation)
  const code = await run([...argv, '--json'], app)
  const { error } = JSON.parse(out.stderr)
  return { code, message: error.message as string, next: error.next as string[], stderr: out.stderr }
}

describe('the line that was meant', () => {
  test.each<[string[], string]>([
    [['client', 'lst'], 'client list --json'],
    [['clinet', 'lst', '--limit', '3'], 'client list --limit 3 --json'],
    [['--lang', 'fr', 'clinet', 'list'], 'client list --lang fr --json'],
    [['contarts', 'liste'], 'contract list --json'],
    [['evenment', 'modifer', '7', '-t', 'Fête'], 'event update 7 -t Fête --json'],
    [['help', 'clinet', 'lst'], 'help client list'],
    [['client', 'list', '--limt', '3'], 'client list --limit 3 --json'],
    [['client', 'list', '--limt=3'], 'client list --limit=3 --json'],
    [['client', 'lst', '--limt', '3', '--cuont'], 'client list --limit 3 --count --json'],
    [['client', 'list', '--format', 'jsno'], 'client list --format json --json'],
    [['audit', 'list', '--table=contrct'], 'audit list --table=contract --json'],
    [['contract', 'update', '1', '--signed', 'non'], 'contract update 1 --is-signed non --json'],
    // A list takes no words.
    [['client', 'list', 'clients'], 'client list --json'],
    [['contrat', 'liste', 'contrats', '--unpaid'], 'contract list --unpaid --json'],
    [['client', 'lst', 'garnier'], 'client list --json --search garnier'],
    [['client', 'list', 'kevin', 'casey', '--limit', '3'], "client list --limit 3 --json --search 'kevin casey'"],
    // Quoted as a shell reads it.
    [['client', 'crate', '-n', "Élodie O'Brien", '-e', 'e@x.fr'], `client create -n "Élodie O'Brien" -e e@x.fr --json`],
    [['client', 'crate', '-n', '$(id) `id`', '-e', 'e@x.fr'], "client create -n '$(id) `id`' -e e@x.fr --json"],
    [['client', 'udpate', '8', '--phone', ''], "client update 8 --phone '' --json"],
    [['event', 'upadte', '7', '-n', 'a\nb\u001b[2J'], "event update 7 -n $'a\\nb\\033[2J' --json"],
    // The words in another order.
    [['list', 'clients'], 'client list --json'],
    [['voir', 'contrat', '3'], 'contract view 3 --json'],
    [['client', '8'], 'client view 8 --json'],
  ])('%j', async (argv, line) => {
    const { code, next } = await answer(argv)
    expect(code).toBe(Exit.usage)
    expect(next).toEqual([`epic-events ${line}`])
  })

  test('with a command that changes something, at a terminal', async () => {
    const { next } = await answer(['client', 'delte', '8'], { person: true })
    expect(next).toEqual(['epic-events client delete 8 --json'])
  })
})

test('an option that was misspelt is not missing too', async () => {
  const { message, next } = await answer(['client', 'create', '--nmae', 'Élodie', '-e', 'e@x.fr'])
  expect(message).toBe('Unknown option: --nmae. Did you mean --full-name?')
  expect(next).toEqual(['epic-events client create --full-name Élodie -e e@x.fr --json'])
})

describe('no line where one would not do what was meant', () => {
  test.each<[string[], string]>([
    [['zzzz', 'list'], 'help'],
    [['client', 'zzzz'], 'help client'],
    // The command is clear, one of its options is not.
    [['client', 'lst', '--zzzz', '3'], 'help client list'],
    [['contract', 'update', '1', '--paid', '300'], 'help contract update'],
    [['client', 'list', '--limt', 'many'], 'help client list'],
    [['client', 'create', '--nmae', 'x'], 'help client create'],
    [['client', 'list', '--format', 'zzz', '--limt', '3'], 'help client list'],
    [['clinet'], 'help client'],
    [['client', 'lst', '--after', '1'.repeat(3000)], 'help client list'],
  ])('%j', async (argv, help) => {
    const { code, next } = await answer(argv)
    expect(code).toBe(Exit.usage)
    expect(next).toEqual([`epic-events ${help}`])
  })
})

describe('a secret is never repeated', () => {
  const secret = 'hunter2-Secret'
  test.each<[string[]]>([
    [['user', 'crate', '--password', secret]],
    [['user', 'crate', `--password=${secret}`]],
    [['user', 'crate', '--pasword', secret]],
    [['user', 'crate', `--pasword=${secret}`]],
    [['user', 'create', '--pasword', secret, '--jsno']],
    [['login', '--usernmae', secret]],
    [['login', '-u', 'bill.boquet', '--passwrd', secret]],
    [['lgoin', '-u', 'bill.boquet', '-p', secret]],
    [['lgoin', '-u', 'bill.boquet', `-p${secret}`]],
    [['lgoin', 'bill.boquet', secret]],
    [['login', 'bill.boquet', secret, '--jsno']],
    [['user', 'passwrd', '13', secret]],
    [['user', 'update-password', '13', secret, '--jsno']],
    [['manager-crate', '--secret', secret]],
  ])('%j', async (argv) => {
    for (const situation of [{}, { person: true }]) {
      const { code, stderr } = await answer(argv, situation)
      expect(code).toBe(Exit.usage)
      expect(stderr).not.toContain(secret)
    }
  })

  test('a misspelt option for one leads to the way that works', async () => {
    const { message, next } = await answer(['login', '-u', 'bill.boquet', '--pasword', secret])
    expect(message).toBe('Unknown option: --pasword. Did you mean --password-stdin?')
    expect(next).toEqual(['epic-events help login'])
  })

  test('a command that takes one still gets its line when nothing in it may be one', async () => {
    expect((await answer(['lgoin', '-u', 'bill.boquet'])).next).toEqual(['epic-events login -u bill.boquet --json'])
    expect((await answer(['user', 'passwd', '13', '--verbsoe'], { person: true })).next).toEqual([
      'epic-events user update-password 13 --verbose --json',
    ])
  })
})
