import { spawnSync } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * An authority and a server certificate for `localhost` (not for 127.0.0.1, so that a wrong name can be tried) in
 * `folder`: `ca.crt`, `server.crt`, `server.key`.
 *
 * @returns the path of `ca.crt`; undefined where openssl is missing
 */
export function makeCertificates(folder: string): string | undefined {
  const run = (...args: string[]): boolean => spawnSync('openssl', args, { cwd: folder }).status === 0
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  writeFileSync(join(folder, 'server.ext'), 'subjectAltName=DNS:localhost\n')
  const made =
    run(
      'req',
      '-x509',
      ...key,
      '-keyout',
      'ca.key',
      '-out',
      'ca.crt',
      '-days',
      '30',
      '-subj',
      '/CN=Epic Events test authority',
    ) &&
    run('req', ...key, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=localhost') &&
    run(
      'x509',
      '-req',
      '-in',
      'server.csr',
      '-CA',
      'ca.crt',
      '-CAkey',
      'ca.key',
      '-CAcreateserial',
      '-days',
      '30',
      '-extfile',
      'server.ext',
      '-out',
      'server.crt',
    )
  if (!made) return undefined
  chmodSync(join(folder, 'server.key'), 0o600)
  chmodSync(join(folder, 'ca.crt'), 0o644)
  return join(folder, 'ca.crt')
}
