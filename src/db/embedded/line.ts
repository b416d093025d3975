/** The line of those who want to use something that only one can use at a time: first come, first served. */

export interface Line {
  /**
   * Waits for its turn.
   *
   * @param waitMs milliseconds for which it waits; without end unless given
   * @returns the function that ends the turn; undefined when it did not come in time
   */
  enter(waitMs?: number): Promise<(() => void) | undefined>
  /** Whether somebody has the turn. */
  readonly taken: boolean
  /** Since when somebody has been waiting, in milliseconds of `performance.now()`; undefined when nobody is. */
  readonly waitingSince: number | undefined
  /** Called whenever somebody begins to wait. The one who has the turn sets it. */
  onWait: (() => void) | undefined
}

export function createLine(): Line {
  let taken = false
  let since: number | undefined
  const waiting: (() => void)[] = []
  const leave = (): void => {
    line.onWait = undefined
    const next = waiting.shift()
    if (waiting.length === 0) since = undefined
    if (next) next()
    else taken = false
  }
  const turn = () => {
    let over = false
    return () => {
      if (!over) leave()
      over = true
    }
  }
  const line: Line = {
    onWait: undefined,
    get waitingSince() {
      return since
    },
    get taken() {
      return taken
    },
    enter(waitMs) {
      if (!taken) {
        taken = true
        return Promise.resolve(turn())
      }
      return new Promise((resolve) => {
        const wake = () => {
          clearTimeout(timer)
          resolve(turn())
        }
        const giveUp = () => {
          waiting.splice(waiting.indexOf(wake), 1)
          if (waiting.length === 0) since = undefined
          resolve(undefined)
        }
        const timer = waitMs === undefined ? undefined : setTimeout(giveUp, waitMs)
        waiting.push(wake)
        since ??= performance.now()
        line.onWait?.()
      })
    },
  }
  return line
}
