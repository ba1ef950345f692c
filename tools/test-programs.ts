import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the programs that tests start as processes: `agent.js`, `remote-agent.js`, `cli.js`, `serve.js` and the rest. */
    readonly programs: string
  }
}

const root = join(import.meta.dirname, '..')

/*
 * Tests start the agent and the command line a few hundred times. Each is bundled once a run, from the sources of this moment: a start
 * from one file takes a third of the time that a start from a folder of modules takes.
 */
export async function setup(project: TestProject): Promise<() => void> {
  mkdirSync(join(root, 'out'), { recursive: true })
  // As deep as out/main, because the programs find their neighbours by where they lie.
  const folder = mkdtempSync(join(root, 'out', 'tests-'))
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    ssr: { noExternal: ['zod', 'commander'] },
    build: {
      ssr: true,
      target: 'node24',
      outDir: folder,
      emptyOutDir: false,
      copyPublicDir: false,
      rolldownOptions: {
        input: {
          agent: join(root, 'src/agent/index.ts'),
          'remote-agent': join(root, 'src/agent/remote/index.ts'),
          cli: join(root, 'src/cli/index.ts'),
          serve: join(root, 'src/main/serve.ts'),
          'checkpoint-thread': join(root, 'src/main/storage/checkpoint-thread.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  })
  project.provide('programs', folder)
  return () => {
    rmSync(folder, { recursive: true, force: true })
  }
}
