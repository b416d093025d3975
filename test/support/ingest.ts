/** A Sentry server of the tests: it receives what the program sends, and answers as the real one does. */

export interface Ingest {
  readonly dsn: string
  /** The bodies received, as text. */
  readonly bodies: readonly string[]
  /** The events among them, without those taken before. */
  take(): Event[]
  stop(): Promise<void>
}

export interface Event {
  readonly message?: string
  readonly tags?: Readonly<Record<string, unknown>>
  readonly exception?: {
    readonly values: readonly { type?: string; value?: string; stacktrace?: { frames: unknown[] } }[]
  }
  readonly [key: string]: unknown
}

/** @param o.answers the status of its answers; @param o.delayMs how long it takes to give them */
export function startIngest(o: { readonly answers?: number; readonly delayMs?: number } = {}): Ingest {
  const bodies: string[] = []
  let taken = 0
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    async fetch(request) {
      const bytes = new Uint8Array(await request.arrayBuffer())
      const zipped = bytes[0] === 0x1f && bytes[1] === 0x8b
      const headers = [...request.headers].map(([name, value]) => `${name}: ${value}`).join('\n')
      bodies.push(`${request.url}\n${headers}\n\n${new TextDecoder().decode(zipped ? Bun.gunzipSync(bytes) : bytes)}`)
      await Bun.sleep(o.delayMs ?? 0)
      return new Response('{}', { status: o.answers ?? 200 })
    },
  })
  return {
    dsn: `http://publickey@127.0.0.1:${server.port}/1`,
    bodies,
    take() {
      const fresh = bodies.slice(taken)
      taken = bodies.length
      // An envelope: a line for itself, then a header and a body for each item.
      return fresh.flatMap((body) => {
        const lines = body.slice(body.indexOf('\n\n') + 2).split('\n')
        return lines.flatMap((line, at) =>
          /"type":"event"/.test(line) ? [JSON.parse(lines[at + 1] ?? '{}') as Event] : [],
        )
      })
    },
    stop: () => server.stop(true),
  }
}
