/** Fires after some time of going on: time spent paused does not count. */
export interface Stopwatch {
  /** From the beginning again. */
  restart(): void
  pause(): void
  resume(): void
  end(): void
}

/** Timers count in 32 bits: a longer wait is made of several. */
const longestTimerMs = 2_000_000_000

/** @param ms null for a watch that never fires */
export function createStopwatch(ms: number | null, fire: () => void): Stopwatch {
  if (ms === null) return { restart() {}, pause() {}, resume() {}, end() {} }
  const watch = { left: ms, since: performance.now(), timer: undefined as ReturnType<typeof setTimeout> | undefined, paused: false }
  const arm = (): void => {
    watch.timer = setTimeout(check, Math.min(watch.left, longestTimerMs))
  }
  // Restarting only notes the time: a watch is restarted with every chunk of output, and looks again when it would fire.
  const check = (): void => {
    const left = watch.left - (performance.now() - watch.since)
    if (left <= 1) return fire()
    watch.timer = setTimeout(check, Math.min(left, longestTimerMs))
  }
  arm()
  return {
    restart() {
      watch.left = ms
      watch.since = performance.now()
    },
    pause() {
      if (watch.paused) return
      clearTimeout(watch.timer)
      watch.left -= performance.now() - watch.since
      watch.paused = true
    },
    resume() {
      if (!watch.paused) return
      watch.paused = false
      watch.since = performance.now()
      arm()
    },
    end: () => clearTimeout(watch.timer),
  }
}
