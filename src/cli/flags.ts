import { readFileSync } from 'node:fs'
import { Option, type Command } from 'commander'
import { z } from 'zod'
import { fromLine, snakeCase } from '../shared/contract/case.ts'
import { pathParameters, splitRoute, unwrapped } from '../shared/contract/http-route.ts'
import type { Operation } from '../shared/contract/operation.ts'
import { Ended, exitCodes } from './exit.ts'

/*
 * The flags of a command are the fields of its operation's input, in kebab case. What is written behind a flag is read as
 * its schema wants it; whether it is right, the engine says.
 */

const kebab = (field: string): string => snakeCase(field).replaceAll('_', '-')

/** The fields that stand in flags: everything but the row itself, which is an argument. */
const flagFields = (operation: Operation): [string, z.core.$ZodType][] => {
  const inPath = pathParameters(splitRoute(operation.route).path)
  const shape: Readonly<Record<string, z.core.$ZodType>> = operation.input.shape
  return Object.entries(shape).filter(([field]) => !inPath.includes(field))
}

export function addFlags(command: Command, operation: Operation): void {
  for (const [field, schema] of flagFields(operation)) {
    const inner = unwrapped(schema)
    const choices = inner instanceof z.ZodEnum ? inner.options.map(String).join(', ') : ''
    const about = z.globalRegistry.get(schema)?.description ?? z.globalRegistry.get(inner)?.description ?? choices
    command.addOption(
      new Option(
        `--${kebab(field)} ${inner instanceof z.ZodBoolean ? '<true|false>' : inner instanceof z.ZodArray ? '<a,b,…>' : '<value>'}`,
        about,
      ),
    )
  }
}

/** The input that the flags say. Commander has them in camel case already, as the schemas do. */
export function inputFrom(operation: Operation, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    flagFields(operation).flatMap(([field, schema]) => {
      const text = given[camel(kebab(field))]
      return typeof text === 'string'
        ? [[field, isNullable(schema) && (text === 'none' || text === 'null') ? null : read(field, unwrapped(schema), text)]]
        : []
    }),
  )
}

/** What may be empty is emptied with `none`. */
function isNullable(schema: z.core.$ZodType): boolean {
  if (schema instanceof z.ZodNullable) return true
  return (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) && isNullable(schema.unwrap())
}

const camel = (name: string): string => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())

function read(field: string, schema: z.core.$ZodType, text: string): unknown {
  if (text === '-' && field === 'command') return readFileSync(0, 'utf8')
  if (field === 'workingDirectory') return text.startsWith('{') ? json(field, schema, text) : { path: text }
  if (field === 'schedule' && !text.startsWith('{')) return { type: text }
  if (schema instanceof z.ZodNumber) return Number.isFinite(Number(text)) && text.trim() !== '' ? Number(text) : text
  if (schema instanceof z.ZodBoolean) return text === 'true' ? true : text === 'false' ? false : text
  if (/^\s*[[{]/.test(text) && !(schema instanceof z.ZodString)) return json(field, schema, text)
  if (schema instanceof z.ZodArray)
    return text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean)
  return schema instanceof z.ZodObject || schema instanceof z.ZodRecord ? json(field, schema, text) : text
}

/** JSON is spelled here as in the REST API. */
function json(field: string, schema: z.core.$ZodType, text: string): unknown {
  try {
    return fromLine(schema, JSON.parse(text))
  } catch {
    throw new Ended(exitCodes.usage, `--${kebab(field)} takes JSON, and this is none: ${text.slice(0, 80)}`)
  }
}
