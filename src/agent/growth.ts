import type { LogSize } from '../shared/model/run.ts'

/** The log of a run is told to have grown at most this often. */
const tellLogEveryMs = 50

export interface Growth {
  grown(size: LogSize): void
  end(): void
}

/** The newest size, at once and then at most every so often. */
export function createGrowth(tell: (size: LogSize) => void): Growth {
  const state: { size?: LogSize | undefined; timer?: ReturnType<typeof setTimeout> | undefined } = {}
  const say = (): void => {
    state.timer = undefined
    if (!state.size) return
    tell(state.size)
    state.size = undefined
    state.timer = setTimeout(say, tellLogEveryMs)
  }
  return {
    grown(size) {
      state.size = { ...size }
      if (state.timer === undefined) say()
    },
    end: () => clearTimeout(state.timer),
  }
}
