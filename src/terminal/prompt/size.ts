/** The size of the terminal on which questions are drawn. */
import type { PromptTerminal } from './prompt.ts'

/** The same terminal with a size: some say that they have 0 columns, and clack would write one character a line. */
export function sized(output: PromptTerminal['output']): PromptTerminal['output'] {
  return new Proxy(output, {
    get(target, name) {
      if (name === 'columns') return target.columns || 80
      if (name === 'rows') return target.rows || 24
      const member: unknown = Reflect.get(target, name)
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
}

/** The width of the terminal. `columns` is 0 on some terminals and undefined on a pipe. */
export function columns(o: PromptTerminal): number {
  return o.output.columns || 80
}
