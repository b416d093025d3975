import type { Database } from './connect.ts'

/**
 * Databases by name, each opened by its first use.
 *
 * @param given those that are open already: they stay open when the others are closed
 */
export function openOnce<Name extends string>(given: { readonly [N in Name]?: Database } = {}) {
  const databases = new Map<string, Promise<Database>>()
  for (const [name, database] of Object.entries<Database>(given as Record<string, Database>))
    databases.set(name, Promise.resolve({ ...database, begin: undefined, close: async () => {} }))
  return {
    /** @param open called unless the database was opened before; a failure is remembered like a database */
    get(name: Name, open: () => Promise<Database>): Promise<Database> {
      const opening = databases.get(name) ?? open()
      databases.set(name, opening)
      return opening
    },
    /** Close all connections before a prompt: only one process at a time can open the embedded database. Never rejects. */
    async close(): Promise<void> {
      for (const opening of databases.values()) await opening.then((opened) => opened.close()).catch(() => {})
    },
  }
}
