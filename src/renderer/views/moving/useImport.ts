import { useState } from 'react'
import type { ImportReport, OnConflict } from '../../../shared/contract/moving.ts'
import { told } from '../../actions/tell.ts'
import { useClient } from '../../state/client.ts'

export type Origin = 'claude-code-scheduler' | 'crontab' | 'yardmaster'

export interface Asked {
  readonly from: Origin
  /** On the engine’s machine; empty for the usual place. */
  readonly path: string
  /** A file that was chosen here. */
  readonly file: { readonly name: string; readonly text: string } | null
  readonly onConflict: OnConflict
  readonly skipSamples: boolean
  readonly appendUnordered: boolean
}

export const nothingAsked: Asked = {
  from: 'claude-code-scheduler',
  path: '',
  file: null,
  onConflict: 'skip',
  skipSamples: false,
  appendUnordered: false,
}

/** What was asked for, what it would do, and what it did. A change of the question takes the preview away. */
export function useImport() {
  const client = useClient()
  const [asked, setAsked] = useState(nothingAsked)
  const [report, setReport] = useState<ImportReport | null>(null)
  const [busy, setBusy] = useState(false)
  const ask = (changes: Partial<Asked>): void => {
    setAsked({ ...asked, ...changes })
    setReport(null)
  }
  const take = async (dryRun: boolean): Promise<void> => {
    setBusy(true)
    const { from, path, file, onConflict, skipSamples, appendUnordered } = asked
    const answer = await told(
      client.moving.import({
        from,
        onConflict,
        skipSamples,
        appendUnordered,
        dryRun,
        ...(file ? { text: file.text } : path.trim() !== '' && { path: path.trim() }),
      }),
    )
    setBusy(false)
    if (answer) setReport(answer)
  }
  return { asked, ask, report, busy, preview: () => take(true), perform: () => take(false) }
}
