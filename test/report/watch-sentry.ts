/** Preloaded: leaves a mark in the file `SENTRY_LOADED` when a file of @sentry is loaded. */
import { appendFileSync } from 'node:fs'
import { plugin } from 'bun'

plugin({
  name: 'watch-sentry',
  setup(build) {
    build.onLoad({ filter: /node_modules[\\/]@sentry[\\/].*\.[cm]?js$/ }, async ({ path }) => {
      appendFileSync(process.env['SENTRY_LOADED'] ?? '', `${path}\n`)
      return { contents: await Bun.file(path).text(), loader: 'js' }
    })
  },
})
