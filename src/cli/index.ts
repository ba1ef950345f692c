import { enableCompileCache } from 'node:module'

/* `yardmaster <group> <verb> …`: arguments -> operation -> print, exit code. What a command needs is loaded when it runs. */

enableCompileCache()

// Whoever reads our output may stop reading (`| head`): that is no error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
  })
}

const { main } = await import('./main.ts')
process.exitCode = await main(process.argv.slice(2))
