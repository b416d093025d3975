/** `bun run bench` measures how fast the program is, `bun run bench growth` how lists grow with the number of records. */
import { buildImage } from '../../build.ts'

// The sources import it.
await buildImage()
await import(Bun.argv[2] === 'growth' ? './growth.ts' : './bench.ts')
