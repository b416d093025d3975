/**
 * What another process does to a broker, as a program of its own: `bun attacker.ts WHAT PATH`. Imports nothing of the repository, because the
 * account that runs it cannot read that. It writes one line for each thing that it has found out.
 */
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  unlinkSync,
} from 'node:fs'
import { connect, createServer } from 'node:net'
import { dirname, join } from 'node:path'

const [what, path = ''] = process.argv.slice(2)
const say = (line: string): boolean => process.stdout.write(`${line}\n`)

/** Tries to put itself in the place of a broker, or to look at it, in every way that files allow. */
async function tamper(): Promise<void> {
  const [folder, own] = [dirname(path), dirname(dirname(path))]
  const tries: Readonly<Record<string, () => unknown>> = {
    'list the folder': () => readdirSync(folder),
    'list the folder above': () => readdirSync(own),
    'remove the socket': () => unlinkSync(path),
    'open the socket to all': () => chmodSync(path, 0o666),
    'rename the socket': () => renameSync(path, `${path}-`),
    'put a link beside it': () => symlinkSync('/tmp', join(folder, 'link')),
    'rename the folder': () => renameSync(folder, `${folder}-`),
    'rename the folder above': () => renameSync(own, `${own}-`),
    'open the folder above to all': () => chmodSync(own, 0o777),
    'make another folder': () => mkdirSync(join(own, 'another')),
    'listen beside it': () => listening(join(folder, 'other')),
    connect: () => connected(path),
  }
  for (const [name, attempt] of Object.entries(tries)) {
    try {
      await attempt()
      say(`${name}: done`)
    } catch (error) {
      say(`${name}: ${error instanceof Error && 'code' in error ? error.code : error}`)
    }
  }
}

const listening = (at: string) =>
  new Promise((resolve, reject) =>
    createServer()
      .once('error', reject)
      .listen({ path: at }, () => resolve(undefined)),
  )

const connected = (at: string) =>
  new Promise<void>((resolve, reject) => {
    const socket = connect({ path: at }, () => resolve(socket.destroy() as never))
    socket.on('error', reject)
  })

/** Connects as soon as that can be, asks for a session, and says what it was told. */
async function take(): Promise<void> {
  say('ready')
  for (;;) {
    const heard = await new Promise<string | undefined>((resolve) => {
      let told: string | undefined
      const socket = connect({ path }, () => {
        told = ''
        socket.write(Buffer.from(process.argv[4] ?? '', 'hex'))
      })
      socket.on('data', (chunk) => {
        told += chunk.toString('latin1')
        socket.end()
      })
      socket.on('error', () => {}).on('close', () => resolve(told))
    })
    if (heard === undefined) await Bun.sleep(1)
    else {
      say(`heard ${heard.length} bytes`)
      return
    }
  }
}

const frame = (type: string, ...parts: (Buffer | string)[]): Buffer => {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)))
  const head = Buffer.from(`${type}0000`)
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}
const sized = (...values: string[]) =>
  values.map((value) => {
    const bytes = Buffer.from(`0000${value}`)
    bytes.writeInt32BE(Buffer.byteLength(value))
    return bytes
  })
const row = (...values: string[]) => frame('D', Buffer.from([0, values.length]), ...sized(...values))

/** The values of a Bind message. */
function valuesOf(bind: Buffer): string[] {
  const values: string[] = []
  // Behind the names of the portal and the statement.
  const formats = bind.indexOf(0, bind.indexOf(0) + 1) + 1
  let at = formats + 2 + 2 * bind.readInt16BE(formats)
  for (let left = bind.readInt16BE(at); left > 0; left--) {
    const length = bind.readInt32BE(at + 2)
    values.push(bind.toString('utf8', at + 6, at + 6 + length))
    at += 4 + length
  }
  return values
}

/** Listens in the place of a broker, greets everybody, grants every identity, and answers 666 to whatever is asked. Notes what it hears in a file. */
async function forge(): Promise<void> {
  const server = createServer((socket) => {
    let [left, begun, statements] = [Buffer.alloc(0), false, 0]
    let values: string[] = []
    socket.on('error', () => {})
    socket.on('data', (chunk: Buffer) => {
      appendFileSync(process.argv[4] ?? '', chunk)
      left = Buffer.concat([left, chunk])
      if (!begun) {
        begun = true
        left = Buffer.alloc(0)
        const parameter = (name: string, value: string) => frame('S', `${name}\0${value}\0`)
        const key = Buffer.alloc(8)
        socket.write(
          Buffer.concat([
            ...[parameter('_pq_.epic_host', '0'), parameter('server_version', '15.0')],
            ...[parameter('client_encoding', 'UTF8'), frame('K', key), frame('Z', 'I')],
          ]),
        )
        return
      }
      for (;;) {
        const end = left.length < 5 ? Number.POSITIVE_INFINITY : 1 + left.readUInt32BE(1)
        if (left.length < end) return
        const [type, body] = [left.toString('latin1', 0, 1), left.subarray(5, end)]
        left = left.subarray(end)
        if (type === 'P') socket.write(frame('1'))
        if (type === 'B') {
          values = valuesOf(body)
          socket.write(frame('2'))
        }
        if (type === 'D') {
          const column = Buffer.alloc(18)
          column.writeInt32BE(23, 6)
          column.writeInt16BE(4, 10)
          column.writeInt32BE(-1, 12)
          if (body.toString('latin1', 0, 1) === 'S') socket.write(frame('t', Buffer.from([0, 0])))
          socket.write(frame('T', Buffer.from([0, 1]), 'one\0', column))
        }
        if (type === 'E') {
          statements += 1
          const granted = values.filter((_, n) => n % 2 === 1)
          socket.write(Buffer.concat([statements === 1 ? row(...granted) : row('666'), frame('C', 'SELECT 1\0')]))
        }
        if (type === 'S') socket.write(frame('Z', 'I'))
      }
    })
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen({ path }, resolve))
  chmodSync(path, 0o777)
  say('ready')
}

if (what === 'tamper') await tamper()
else if (what === 'take') await take()
else if (what === 'forge') await forge()
else if (what === 'names') {
  // What the system tells everybody about sockets.
  say(readFileSync('/proc/net/unix', 'utf8'))
}
