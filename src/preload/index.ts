import { contextBridge, ipcRenderer } from 'electron'

/* Two functions for the window, and nothing else: call an operation, open a stream. */

interface Told {
  readonly stream: number
  readonly items?: readonly unknown[]
  readonly ended?: true
  readonly failure?: unknown
}

const state = { streams: 0 }

contextBridge.exposeInMainWorld('yardmaster', {
  call: (name: string, input: unknown): Promise<unknown> => ipcRenderer.invoke('call', name, input),
  open(name: string, input: unknown, onBatch: (items: readonly unknown[]) => void, onEnd: (failure?: unknown) => void): () => void {
    const stream = ++state.streams
    const hear = (_event: unknown, told: Told): void => {
      if (told.stream !== stream) return
      if (told.items) onBatch(told.items)
      if (!told.ended) return
      ipcRenderer.off('stream', hear)
      onEnd(told.failure)
    }
    ipcRenderer.on('stream', hear)
    ipcRenderer.send('open', stream, name, input)
    return () => {
      ipcRenderer.off('stream', hear)
      ipcRenderer.send('close', stream)
    }
  },
})
