/** The prompter of the process: clack's questions, or plain numbered ones (`--accessible`). Tests have a third one, with a script. */
import type { Prompter, PromptTerminal } from './prompt.ts'

/** Asks on a terminal. clack is loaded with the first question, because most commands ask none. */
export function prompter(o: PromptTerminal): Prompter {
  let loaded: Promise<Prompter> | undefined
  const load = () => {
    loaded ??= o.accessible
      ? import('./accessible.ts').then((way) => way.accessiblePrompter(o))
      : import('./clack.ts').then((way) => way.clackPrompter(o))
    return loaded
  }
  return {
    text: async (question) => (await load()).text(question),
    secret: async (question) => (await load()).secret(question),
    choose: async (question) => (await load()).choose(question),
    chooseSeveral: async (question) => (await load()).chooseSeveral(question),
    confirm: async (question) => (await load()).confirm(question),
  }
}
