/** The rows of a report, which come all at once. */
export async function* only<R>(rows: readonly R[]): AsyncGenerator<readonly R[]> {
  yield rows
}
