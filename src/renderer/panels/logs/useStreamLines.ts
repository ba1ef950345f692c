import { useEffect, useMemo, useState } from 'react'
import type { Client } from '../../../shared/contract/client.ts'
import type { RunId } from '../../../shared/model/ids.ts'
import type { LogLine, LogStream } from '../../../shared/model/log.ts'
import { useClient } from '../../state/client.ts'
import { merged } from './merge.ts'
import type { Lines, Log } from './useLog.ts'

/** Lines of some streams that are held at the most: the first ones. */
export const mostOfStreams = 100_000
const pageSize = 5_000
const showEveryMs = 50

/** Only the lines of some streams. They have no pages of their own, so they are read from the first one on, and held. */
export function useStreamLines(runId: RunId, log: Log, streams: readonly LogStream[] | undefined): Lines | undefined {
  const client = useClient()
  const [lines, setLines] = useState<readonly LogLine[]>()
  const [listen] = useState(() => log.onArrival)
  useEffect(() => {
    setLines(undefined)
    if (!streams) return
    const leaving = new AbortController()
    const sorter = createSorter(setLines)
    // Lines that come while the others are being read are sorted in among them.
    const end = listen((arrived) => sorter.add(arrived.filter((line) => streams.includes(line.stream))))
    void readStreams(client, runId, streams, leaving.signal, sorter.add)
    return () => {
      end()
      sorter.end()
      leaving.abort()
    }
  }, [client, runId, streams, listen])
  return useMemo(
    () =>
      streams && {
        total: lines?.length ?? -1,
        line: (place) => lines?.[place - 1],
        numberAt: (place) => lines?.[place - 1]?.seq ?? 0,
        show: () => {},
      },
    [streams, lines],
  )
}

/** Puts lines where they belong, and shows them together. */
function createSorter(show: (lines: readonly LogLine[]) => void) {
  const held = { lines: [] as readonly LogLine[], timer: undefined as ReturnType<typeof setTimeout> | undefined }
  const showAll = (): void => {
    held.timer = undefined
    show(held.lines)
  }
  return {
    add(more: readonly LogLine[]): void {
      if (held.lines.length < mostOfStreams) held.lines = merged(held.lines, more).slice(0, mostOfStreams)
      held.timer ??= setTimeout(showAll, showEveryMs)
    },
    end: () => clearTimeout(held.timer),
  }
}

async function readStreams(
  client: Client,
  runId: RunId,
  streams: readonly LogStream[],
  abort: AbortSignal,
  add: (lines: readonly LogLine[]) => void,
): Promise<void> {
  const readStream = async (stream: LogStream): Promise<void> => {
    let fromLine = 1
    for (let read = 0; read < mostOfStreams && !abort.aborted;) {
      const page = await client.runs.logs({ runId, stream, fromLine, limit: pageSize })
      if (!page.ok || abort.aborted) return
      const { lines, nextFromLine, totalLines } = page.value
      add(lines)
      read += lines.length
      if (nextFromLine === null || nextFromLine > totalLines) return
      fromLine = nextFromLine
    }
  }
  await Promise.all(streams.map(readStream)).catch(() => {})
}
