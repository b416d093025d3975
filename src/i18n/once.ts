/** Makes a value when it is first needed. What only some commands need would otherwise be made by each of them. */
export function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}
