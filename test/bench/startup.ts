/**
 * Where a command's time goes, by what it asks the system for: strace notes the moments, and stops the program at the few calls that are
 * needed for that. It slows a command nonetheless, so the shares count, not the times.
 */
import { join } from 'node:path'
import { emptyProgram } from './cold.ts'
import { compared } from './commands.ts'
import { onServer } from './installation.ts'
import { type Runner, race, timed } from './race.ts'
import { median, ms, rounds, say, table } from './report.ts'

/** One call, or the end of a thread. */
interface Call {
  /** Milliseconds since the program was begun. */
  readonly at: number
  /** As strace shows it. */
  readonly text: string
}

const opens =
  (name: string) =>
  ({ text }: Call): boolean =>
    text.startsWith('openat') && text.includes(`/${name}"`)

const connects = (calls: readonly Call[], port: number): Call | undefined =>
  calls.find(({ text }) => text.startsWith('connect') && text.includes(`htons(${port})`))

/** What is said and read on the connection. What is written later goes elsewhere, perhaps by the same number. */
function talk(calls: readonly Call[], port: number): Call[] {
  const connection = connects(calls, port)
  const [, descriptor] = /\((\d+),/.exec(connection?.text ?? '') ?? []
  if (!connection) return []
  return calls
    .slice(calls.indexOf(connection) + 1)
    .filter(({ text }) => /^(?:send|recv)\w*\((\d+),/.exec(text)?.[1] === descriptor)
}

/** The statement: a message Query or Parse. */
const asks = (calls: readonly Call[], port: number): Call | undefined =>
  talk(calls, port).find(({ text }) => /^\w+\(\d+, [^"]*"[QP]/.test(text))

const hasAnswer = (calls: readonly Call[], port: number): Call | undefined => {
  const [output] = outputs(calls, port)
  return talk(calls, port).findLast(({ at, text }) => text.startsWith('recv') && at < (output?.at ?? 0))
}

/** What is written after the statement elsewhere than to the server, without the eight bytes by which threads wake each other. */
function outputs(calls: readonly Call[], port: number): Call[] {
  const [asked, said] = [asks(calls, port), talk(calls, port)]
  return calls.filter(
    (call) =>
      asked &&
      call.at > asked.at &&
      /^(send|write)/.test(call.text) &&
      !said.includes(call) &&
      !call.text.includes(String.raw`"\1\0\0\0\0\0\0\0"`),
  )
}

/** What a command does, in order, each with the call that ends it. */
const phases: readonly {
  readonly what: string
  readonly end: (calls: readonly Call[], port: number) => Call | undefined
}[] = [
  { what: 'the runtime, the first modules', end: (calls) => calls.find(opens('.env')) },
  { what: 'settings, the modules of the command', end: (calls) => calls.find(opens('session.json')) },
  { what: 'session, the modules of the connection', end: connects },
  { what: 'TCP', end: (calls, port) => talk(calls, port).find(({ text }) => text.startsWith('send')) },
  { what: 'sign-in with a password', end: asks },
  { what: 'the statement, until all of its answer is read', end: hasAnswer },
  { what: 'rendering, until it is written', end: (calls, port) => outputs(calls, port)[0] },
  { what: 'until the program ends', end: (calls) => calls.find(({ text }) => text.startsWith('exit_group')) },
  { what: 'until the system has ended it', end: (calls) => calls.at(-1) },
]

/** When each phase ended, in milliseconds since the beginning; NaN for one that does not occur. */
const moments = (calls: readonly Call[], port: number): number[] =>
  phases.map(({ end }) => end(calls, port)?.at ?? Number.NaN)

export default async function startup(): Promise<undefined> {
  await say('## Where the time of a command goes\n')
  if (!Bun.which('strace')) return void (await say('strace is not installed.\n'))
  const at = await onServer()
  const count = rounds()
  const few = Math.ceil(count / 4)
  try {
    const commands = compared(at, at)
    const [list] = commands
    const runners: Runner[] = [
      ...commands.map(({ command, ours }) => ({ ...ours, name: command })),
      { name: '`--help`', command: [at.binary, '--help'], env: at.env },
      { name: 'an empty program', command: [await emptyProgram(at.folder)], env: at.env },
      ...(list && at.psql ? [list.theirs('`psql`')] : []),
    ]
    const plain = await race(runners, count)
    const traced: number[][][] = runners.map(() => [])
    for (let round = 0; round < few; round++)
      for (const [index, runner] of runners.entries())
        traced[index]?.push(moments(await trace(runner, at.folder), at.server.port))

    const since = (ends: readonly number[], phase: number) => (ends[phase] ?? 0) - (ends[phase - 1] ?? 0)
    const cells = (of: (ends: number[]) => number) => traced.map((runs) => median(runs.map(of))).map(shown)
    const counted: string[] = []
    for (const runner of runners) counted.push(`${await callsOf(runner, at.folder)}`)
    await table(
      ['', ...runners.map(({ name }) => `${name}>`)],
      [
        ...phases.map(({ what }, phase) => [what, ...cells((ends) => since(ends, phase))]),
        ['in all, under strace', ...cells((ends) => ends.at(-1) ?? Number.NaN)],
        ['in all, without it', ...plain.map(({ wall }) => `**${ms(median(wall))}**`)],
        ['processor time, without it', ...plain.map(({ processor }) => ms(median(processor)))],
        ['calls of the system', ...counted],
      ],
    )
    await say(
      `PostgreSQL ${at.version}; \`psql\` shows the rows of \`client list\`. Medians of ${few} runs under strace, which slows them, and of ${count} without it.`,
    )
    await say()
  } finally {
    await at.remove()
  }
}

const shown = (value: number): string => (Number.isNaN(value) ? '–' : ms(value))

const commandOf = ({ command }: Runner): readonly string[] => (typeof command === 'function' ? command() : command)

/** Runs a program under strace. @returns what strace has written */
async function strace(options: readonly string[], runner: Runner, folder: string): Promise<string> {
  const file = join(folder, 'strace')
  await timed({ ...runner, command: ['strace', '-f', '-o', file, ...options, ...commandOf(runner)] })
  return Bun.file(file).text()
}

/** The calls that tell the moments, in order. */
async function trace(runner: Runner, folder: string): Promise<Call[]> {
  const noted = 'execve,openat,connect,sendto,sendmsg,recvfrom,recvmsg,write,writev,exit_group'
  const lines = (await strace(['--seccomp-bpf', '-ttt', '-s', '16', '-e', `trace=${noted}`], runner, folder)).split(
    '\n',
  )
  const calls = lines.flatMap((line) => {
    const [, at, text = ''] = /^\d+ +([\d.]+) (.*)$/.exec(line) ?? []
    return at ? [{ at: Number(at) * 1000, text }] : []
  })
  return calls.map(({ at, text }) => ({ at: at - (calls[0]?.at ?? 0), text }))
}

/** How many calls of the system a program makes, with all of its threads. */
async function callsOf(runner: Runner, folder: string): Promise<number> {
  const [, calls] =
    /^100\.00 +[\d.]+ +(?:\d+ +)?(\d+)(?: +\d+)? total$/m.exec(await strace(['-c'], runner, folder)) ?? []
  return Number(calls)
}
