/** Agencies that the test files of one process share, because to open an embedded database costs a second and a half of a processor. */
import { type Agency, openAgency } from './agency.ts'

const opened = new Map<Agency['kind'], Promise<Agency>>()

/**
 * The agency of this process on this kind of database, opened by the first file that asks for it.
 *
 * It is for tests that make their own people and records, and that neither count nor list those of others. A test that changes what
 * everybody shares (a role, the last manager) takes `openAgency` instead. Nobody closes it: it ends with the process, and its folder and
 * its server go with the run (run.ts).
 */
export function sharedAgency(kind: Agency['kind']): Promise<Agency> {
  const agency = opened.get(kind) ?? openAgency(kind)
  opened.set(kind, agency)
  return agency
}
