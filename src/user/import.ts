import { command } from '../command/command.ts'
import type { Importable, Pass } from '../import/importable.ts'
import { file, optionsFor, passwords, switches } from '../import/options.ts'
import { generatePassword, hash } from '../session/password.ts'
import { quoted } from '../text/shell.ts'
import { fields as all, columns, idField } from './user.ts'

const { password: _, ...fields } = all

const importable = async (): Promise<Importable> => ({
  id: idField,
  fields,
  required: ['username', 'full_name', 'email', 'role_id'],
  target: (await import('./import-store.ts')).target,
  edges: {},
  match: ['email', 'id', 'none'],
})

export default command({
  path: ['user', 'import'],
  access: 'user:create',
  dateless: 'always',
  positionals: { file: { field: file, placeholder: 'FILE' } },
  fields: { ...optionsFor(['email', 'id', 'none']), passwords },
  switches,
  async run(call, input) {
    const { passwords: path } = input.values
    const [{ importFile }, { requireNew, writePasswords }] = await Promise.all([
      import('../import/run.ts'),
      import('../import/files.ts'),
    ])
    if (path !== undefined) requireNew(path)
    await importFile(call, await importable(), input, {
      exported: columns,
      begin: ({ rehearsed }) =>
        path === undefined || rehearsed ? withoutPassword() : withPasswords((people) => writePasswords(path, people)),
      async after({ new: created, names }) {
        if (created === 0) return
        const count = call.t.format.count(created)
        if (path !== undefined) return call.out.note((t) => t.importing.passwordsWritten({ count, path }))
        await call.out.note((t) => t.importing.withoutPassword)
        await call.out.hint(names.new.map((name) => `user update-password ${quoted(name)}`))
      },
    })
  },
})

/** The users get the hash of a password that nobody knows. They cannot sign in before a manager gives them a password. */
function withoutPassword(): Pass {
  let made: Promise<string> | undefined
  return {
    async added(rows) {
      if (rows.length === 0) return []
      made ??= hash(generatePassword())
      const password_hash = await made
      return rows.map(() => ({ password_hash }))
    },
    save() {},
  }
}

/** Each hash takes a quarter of a second, and a connection must not be silent for long. */
const hashedAtOnce = 8

/** Each user gets a password of their own. @param save gets them before the users are committed */
function withPasswords(
  save: (people: readonly { readonly username: string; readonly password: string }[]) => void,
): Pass {
  const people: { readonly line: number; readonly username: string; readonly password: string }[] = []
  return {
    batch: hashedAtOnce,
    async added(rows) {
      const made = rows.map(({ row: { line }, values }) => ({
        ...{ line, username: String(values['username']), password: generatePassword() },
      }))
      people.push(...made)
      return Promise.all(made.map(async ({ password }) => ({ password_hash: await hash(password) })))
    },
    save({ rejects }) {
      const rejected = new Set(rejects.map(({ line }) => line))
      save(people.filter(({ line }) => !rejected.has(line)))
    },
  }
}
