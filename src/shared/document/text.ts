import { parse, stringify } from 'yaml'

export type DocumentFormat = 'json' | 'yaml'

/** The value that a text in JSON or YAML says, or why it says none. */
export function valueIn(text: string): { readonly value: unknown } | { readonly problem: string } {
  try {
    return { value: /^\s*[[{]/.test(text) ? readJson(text) : (parse(text) as unknown) }
  } catch (error) {
    return { problem: `could not be read: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}` }
  }
}

/** YAML may begin with a brace too, as its braces are JSON’s with more freedom. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (text.length > longestLooseText) throw error
    return parse(text)
  }
}

const longestLooseText = 1_000_000

export const textOf = (value: unknown, format: DocumentFormat): string =>
  format === 'yaml' ? stringify(value, { lineWidth: 0 }) : `${JSON.stringify(value, undefined, 2)}\n`
