import { connect, createServer, type Socket } from 'node:net'

/** A way to a broker that a test may cut: what stands between two machines. */
export interface Cable extends AsyncDisposable {
  readonly port: number
  /** Every connection ends, and no new one comes about until it is mended. */
  cut(): void
  mend(): void
}

export async function layCable(to: number): Promise<Cable> {
  const state = { isCut: false }
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    if (state.isCut) return void near.destroy()
    const far = connect(to, '127.0.0.1')
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one
        .on('error', () => {})
        .on('close', () => {
          sockets.delete(one)
          other.destroy()
        })
      one.pipe(other)
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('the cable has no end')
  const cut = (): void => {
    state.isCut = true
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: address.port,
    cut,
    mend() {
      state.isCut = false
    },
    async [Symbol.asyncDispose]() {
      cut()
      await new Promise((resolve) => {
        server.close(resolve)
      })
    },
  }
}
