/**
 * What the catalogue says, computed a second time and without any SQL: the matrix compares the program and the database with this.
 * The codes are read as docs/PRODUCT.md §4 defines them, not as src/access reads them.
 */

/** Whose a row is: mine as a commercial, a colleague's, a colleague's whose event nobody supports, a colleague's whose event I support. */
export type Situation = 'own' | 'colleague' | 'unassigned' | 'assigned'
export const situations: readonly Situation[] = ['own', 'colleague', 'unassigned', 'assigned']

/** `yes`: done, or only a rule stands against it · `no`: you don't have permission (5) · `hidden`: no such record (3) · `absent`: not in the list. */
export type Verdict = 'yes' | 'no' | 'hidden' | 'absent'

/** Is this row in that scope? */
const inScope: Readonly<Record<string, (row: Situation) => boolean>> = {
  own: (row) => row === 'own',
  own_client: (row) => row === 'own',
  assigned: (row) => row === 'assigned',
}

/** Does a role with these codes hold the permission on this row? */
export function may(codes: readonly string[], permission: string, row: Situation): boolean {
  return codes.some((code) => {
    const [resource, action, scope] = code.split(':')
    return `${resource}:${action}` === permission && (scope === undefined || (inScope[scope]?.(row) ?? false))
  })
}

export const holds = (codes: readonly string[], permission: string) =>
  codes.some((code) => code === permission || code.startsWith(`${permission}:`))

export const sees = (codes: readonly string[], resource: string, row: Situation) =>
  may(codes, `${resource}:list`, row) || may(codes, `${resource}:view`, row)

/** The permissions that a write needs at once, each in any scope (`row`) or on every row only. */
export interface Needed {
  readonly permission: string
  /** The row that its scopes are judged on; `new`: a row that is in nobody's scope yet. `everywhere`: only the code without scope. */
  readonly on: Situation | 'new' | 'everywhere'
}

const grants = (codes: readonly string[], { permission, on }: Needed): boolean =>
  on === 'everywhere' || on === 'new' ? codes.includes(permission) : may(codes, permission, on)

/** What the program answers: first whether the role has the action at all, then whether the row is seen, then whether it is one's to touch. */
export function byProgram(
  codes: readonly string[],
  needs: readonly Needed[],
  seen: { readonly resource: string; readonly row: Situation } | undefined,
): Verdict {
  const lacks = needs.some(({ permission, on }) =>
    on === 'everywhere' ? !codes.includes(permission) : !holds(codes, permission),
  )
  if (lacks) return 'no'
  if (seen && !sees(codes, seen.resource, seen.row)) return 'hidden'
  return needs.every((need) => grants(codes, need)) ? 'yes' : 'no'
}

/** What PostgreSQL answers: written or not. `seen`: the row that has to be found, which SQL reads through list ∪ view. */
export function bySql(
  codes: readonly string[],
  needs: readonly Needed[],
  seen: { readonly resource: string; readonly row: Situation } | undefined,
): Verdict {
  return needs.every((need) => grants(codes, need)) && (!seen || sees(codes, seen.resource, seen.row)) ? 'yes' : 'no'
}
