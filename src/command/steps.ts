/** Questions one after the other, with a way back to the one before. */
import { Back } from '../terminal/prompt/prompt.ts'

/**
 * One question, or something that is done between two of them.
 *
 * @param back whether there is a question before it
 * @returns whether anything was asked
 * @throws Back
 */
export type Step = (back: boolean) => Promise<boolean>

/**
 * Takes steps in their order. On the way back it passes over those that asked nothing, and on the way forward again it does them again:
 * what they fetch may depend on the answer that was changed.
 *
 * @param o.back whether there is a question before the first step: Back is then thrown to the caller
 */
export async function takeSteps(steps: readonly Step[], o: { readonly back?: boolean } = {}): Promise<void> {
  const asked: number[] = []
  for (let at = 0; at < steps.length; at++) {
    try {
      if (await steps[at]?.(o.back === true || asked.length > 0)) asked.push(at)
    } catch (error) {
      const before = error instanceof Back ? asked.pop() : undefined
      if (before === undefined) throw error
      at = before - 1
    }
  }
}
