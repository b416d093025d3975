import { describe, expect, test } from 'bun:test'
import { walk } from '../../src/command/group.ts'
import { creating } from './client-commands.ts'
import { rootWith, told } from './frame-app.ts'

describe('finding the command', () => {
  const { leaf } = creating()
  const root = rootWith({ create: leaf, list: leaf })
  const failing = async (argv: readonly string[]) =>
    walk(root, argv).then(
      () => undefined,
      (error) => error,
    )

  test.each([
    [['client', 'create', '--json'], ['--json'], false],
    [['--json', 'client', 'create'], ['--json'], false],
    [
      ['--lang', 'fr', 'client', '--format', 'csv', 'create', '-n', 'x'],
      ['--lang', 'fr', '--format', 'csv', '-n', 'x'],
      false,
    ],
    [['--lang=fr', 'client', 'create'], ['--lang=fr'], false],
    [['help', 'client', 'create'], [], true],
    [['client', 'help', 'create'], [], true],
    [['client', 'create', 'help'], ['help'], false],
    [['client', 'create', '--', 'list'], ['--', 'list'], false],
  ])('%j', async (argv, args, help) => {
    expect(await walk(root, argv)).toEqual({ node: leaf, args, help })
  })

  test.each([
    [['constructor'], 'Unknown command: constructor', 'help'],
    [['__proto__'], 'Unknown command: __proto__', 'help'],
    [['clinet', 'create'], 'Unknown command: clinet. Did you mean client?', 'client create'],
    [['clinet'], 'Unknown command: clinet. Did you mean client?', 'help client'],
    [['client', 'craete'], 'Unknown command: client craete. Did you mean client create?', 'client create'],
    [['client', 'toString'], 'Unknown command: client toString', 'help client'],
    [['client', '--jsno'], 'Unknown option: --jsno. Did you mean --json?', 'help client'],
    [
      ['--full-name', 'Bob', 'client', 'create'],
      'Unknown option: --full-name. Put the options of a command after its name.',
      'help',
    ],
  ])('%j', async (argv, said, next) => {
    const error = await failing(argv)
    expect(told(error)).toBe(said)
    expect(error.detail.next).toEqual([next])
  })
})
