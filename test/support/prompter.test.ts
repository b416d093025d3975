import { describe, expect, test } from 'bun:test'
import { choices } from './fields.ts'
import { scripted } from './prompter.ts'

describe('the scripted person', () => {
  const anything = { message: 'Name', check: () => undefined }

  test('fails on an answer that nobody asked for', async () => {
    const prompt = scripted({ Name: 'Anne', Phone: '1' })
    await prompt.text(anything)
    expect(() => prompt.done()).toThrow('Answers that nobody asked for: Phone: 1')
  })

  test('fails on a question without an answer, and says what was refused', async () => {
    expect(await scripted().text(anything).catch(String)).toContain('No answer to the question "Name"')
    const strict = { message: 'Name', check: () => 'not that' }
    expect(await scripted({ Name: 'x' }).text(strict).catch(String)).toContain('the last one was refused: not that')
  })

  test('fails on an answer that fits no choice, or several', async () => {
    const question = { message: 'Client', choices: choices.client }
    for (const answer of ['zz', ''])
      expect(await scripted([answer]).choose(question).catch(String)).toContain('choices of "Client"')
  })
})
