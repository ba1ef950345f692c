import { z } from 'zod'
import { snakeCase } from './case.ts'
import { Document } from './document.ts'

/** The JSON Schema of documents, as editors and other programs check them. */
export const documentSchema = (): Record<string, unknown> => ({
  ...z.toJSONSchema(Document, { io: 'input', unrepresentable: 'any', override: ({ jsonSchema }) => spellAsOnLine(jsonSchema) }),
  title: 'Document of Yardmaster',
})

/** The library hands each node over to be written in place. */
function spellAsOnLine(node: z.core.JSONSchema.BaseSchema): void {
  if (node.properties)
    node.properties = Object.fromEntries(Object.entries(node.properties).map(([name, field]) => [snakeCase(name), field]))
  if (node.required) node.required = node.required.map(snakeCase)
}
