import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'

/*
 * The table of docs/architecture.md, executed: who may import what, and a few promises about the files themselves.
 */

const root = join(import.meta.dirname, '..')
const isTest = (file: string): boolean => /\.(test|fixture)\.tsx?$/.test(file)
const files = globSync('src/**/*.{ts,tsx}', { cwd: root }).map((file) => file.replaceAll('\\', '/'))
const code = files.filter((file) => !isTest(file))

interface Import {
  readonly target: string
  readonly typeOnly: boolean
}

const textOf = (file: string): string => readFileSync(join(root, file), 'utf8')

/** Each file is read and parsed once. */
const sources = new Map(code.map((file) => [file, ts.createSourceFile(file, textOf(file), ts.ScriptTarget.Latest)]))

/** What a file imports: paths below the root for our own files, names for libraries. */
function importsOf(file: string): Import[] {
  return statementsOf(file).flatMap((statement): Import[] => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return []
    if (!statement.moduleSpecifier || !ts.isStringLiteral(statement.moduleSpecifier)) return []
    const name = statement.moduleSpecifier.text
    const target = name.startsWith('.') ? relative(root, resolve(root, dirname(file), name)).replaceAll('\\', '/') : name
    const typeOnly = ts.isImportDeclaration(statement)
      ? statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
      : statement.isTypeOnly
    return [{ target, typeOnly }]
  })
}

function statementsOf(file: string): readonly ts.Statement[] {
  return sources.get(file)?.statements ?? []
}

const model = /^src\/shared\/model\//
const contract = /^src\/shared\/contract\//
const words = /^src\/shared\/words\//
const sharedWithoutNode = /^src\/shared\/(model|contract|words|document|transcript)\//
const shared = /^src\/shared\//
const node = /^node:/
const zod = /^zod$/
const service = /^src\/main\/app\/service\.ts$/
const about = /^package\.json$/

interface Rule {
  readonly from: RegExp
  readonly may: readonly RegExp[]
  readonly mayAsType?: readonly RegExp[]
}

const rules: Readonly<Record<string, Rule>> = {
  'shared/model': { from: model, may: [model, zod] },
  'shared/contract': { from: contract, may: [model, contract, zod] },
  'shared/transcript': { from: /^src\/shared\/transcript\//, may: [/^src\/shared\/transcript\//] },
  'shared/document': { from: /^src\/shared\/document\//, may: [/^yaml$/] },
  'shared/words': { from: words, may: [model, words, /^cronstrue$/], mayAsType: [zod] },
  'shared/log and shared/machine': { from: /^src\/shared\/(log|machine)\//, may: [model, /^src\/shared\/(log|machine)\//, node, zod] },
  'main/domain': { from: /^src\/main\/domain\//, may: [model, words, /^src\/main\/domain\//, /^croner$/] },
  'main/ports': { from: /^src\/main\/ports\//, may: [/^src\/main\/ports\//], mayAsType: [model] },
  'main/app': { from: /^src\/main\/app\//, may: [shared, /^src\/main\/(domain|ports|app)\//, node, zod] },
  'main/storage': {
    from: /^src\/main\/storage\//,
    may: [shared, /^src\/main\/(ports|storage)\//, node, /^(better-sqlite3|@streamparser\/json)$/],
  },
  'main/credentials': {
    from: /^src\/main\/credentials\//,
    may: [shared, /^src\/main\/(ports|credentials)\//, node, zod, /^(jose|@node-rs\/argon2)$/],
  },
  'main/links': { from: /^src\/main\/links\//, may: [shared, /^src\/main\/(ports|links)\//, node, /^rabbitmq-client$/] },
  'main/watch': { from: /^src\/main\/watch\//, may: [shared, /^src\/main\/(ports|watch)\//, node, /^(chokidar|picomatch)$/] },
  'main/metrics': { from: /^src\/main\/metrics\//, may: [shared, /^src\/main\/(ports|metrics)\//, /^prom-client$/] },
  'main/http': {
    from: /^src\/main\/http\//,
    may: [shared, /^src\/main\/http\//, node, zod, /^(@fastify\/|fastify|ws$)/],
    mayAsType: [service],
  },
  'main/ipc': { from: /^src\/main\/ipc\//, may: [shared, /^src\/main\/ipc\//, /^electron$/], mayAsType: [service] },
  'main/desktop': { from: /^src\/main\/desktop\//, may: [shared, /^src\/main\/desktop\//, node, zod, /^electron$/] },
  agent: { from: /^src\/agent\//, may: [shared, /^src\/agent\//, node, zod, about, /^rabbitmq-client$/] },
  preload: { from: /^src\/preload\//, may: [/^electron$/], mayAsType: [shared] },
  cli: { from: /^src\/cli\//, may: [shared, /^src\/cli\//, node, zod, /^commander$/, about] },
}

const allows = ({ may, mayAsType = [] }: Rule, { target, typeOnly }: Import): boolean =>
  may.some((pattern) => pattern.test(target)) || (typeOnly && mayAsType.some((pattern) => pattern.test(target)))

describe('who may import what', () => {
  test.each(Object.entries(rules))('%s', (_name, rule) => {
    const found = code.filter((file) => rule.from.test(file))
    expect(found.length).toBeGreaterThan(0)
    const broken = found.flatMap((file) =>
      importsOf(file)
        .filter((one) => !allows(rule, one))
        .map((one) => `${file} -> ${one.target}`),
    )
    expect(broken).toEqual([])
  })

  test('the window knows neither Node, nor Electron, nor the engine', () => {
    const broken = code
      .filter((file) => file.startsWith('src/renderer/'))
      .flatMap((file) =>
        importsOf(file)
          .filter(
            ({ target }) =>
              target === 'electron' ||
              node.test(target) ||
              (target.startsWith('src/') && !target.startsWith('src/renderer/') && !sharedWithoutNode.test(target)),
          )
          .map(({ target }) => `${file} -> ${target}`),
      )
    expect(broken).toEqual([])
  })

  test('a panel or a further view never imports another one', () => {
    const panelOf = (file: string): string | undefined => /^src\/renderer\/(?:panels|views)\/(\w+)\//.exec(file)?.[1]
    const broken = code.filter(panelOf).flatMap((file) =>
      importsOf(file)
        .filter(({ target }) => panelOf(target) && panelOf(target) !== panelOf(file))
        .map(({ target }) => `${file} -> ${target}`),
    )
    expect(broken).toEqual([])
  })

  test('electron is known to its entry, the desktop, the bridge and the preload only', () => {
    const knows = code.filter((file) => importsOf(file).some(({ target }) => target === 'electron'))
    expect(knows.filter((file) => !/^src\/(main\/index\.ts|main\/(desktop|ipc)\/|preload\/)/.test(file))).toEqual([])
  })

  test('nothing imports itself over others, not even for a type', () => {
    const imports = new Map(
      code.map((file) => [
        file,
        importsOf(file)
          .filter(({ target }) => target.startsWith('src/'))
          .map(({ target }) => target),
      ]),
    )
    const done = new Set<string>()
    const cycles: string[] = []
    const walk = (file: string, way: readonly string[]): void => {
      if (way.includes(file)) return void cycles.push([...way.slice(way.indexOf(file)), file].join(' -> '))
      if (done.has(file)) return
      for (const target of imports.get(file) ?? []) walk(target, [...way, file])
      done.add(file)
    }
    for (const file of code) walk(file, [])
    expect(cycles).toEqual([])
  })
})

describe('the files themselves', () => {
  test('no file has more than 400 lines, no test more than 700', () => {
    const long = files.filter((file) => textOf(file).split('\n').length > (isTest(file) ? 700 : 400))
    expect(long).toEqual([])
  })

  test('importing does nothing: no module keeps state of its own', () => {
    const broken = code.filter((file) =>
      statementsOf(file).some(
        (statement) => ts.isVariableStatement(statement) && (statement.declarationList.flags & ts.NodeFlags.Let) !== 0,
      ),
    )
    expect(broken).toEqual([])
  })

  test('there is no barrel but the contract’s', () => {
    const broken = code.filter((file) => /^export (\*|\{[^}]*\} from|type \{[^}]*\} from)/m.test(textOf(file)))
    expect(broken).toEqual([])
  })
})
