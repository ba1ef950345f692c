import { useEffect, useRef, type ReactNode } from 'react'
import { Panel, type PanelImperativeHandle } from 'react-resizable-panels'
import { usePrefs, type PanelName } from '../state/prefs.ts'

interface FoldingPanelProps {
  readonly part: PanelName
  /** It folds rather than become smaller than this. */
  readonly least: number
  readonly children: ReactNode
}

const strip = 28

/** A panel that folds to a strip: by its button, or by being made too small. */
export function FoldingPanel({ part, least, children }: FoldingPanelProps) {
  const handle = useRef<PanelImperativeHandle>(null)
  const folded = usePrefs((prefs) => prefs.collapsed.includes(part))
  useEffect(() => {
    const panel = handle.current
    if (!panel || panel.isCollapsed() === folded) return
    if (folded) panel.collapse()
    else panel.expand()
  }, [folded])
  const onResize = ({ inPixels }: { readonly inPixels: number }): void => {
    if (inPixels > 0) usePrefs.getState().fold(part, inPixels <= strip + 1 ? 'strip' : 'open')
  }
  return (
    <Panel id={part} panelRef={handle} minSize={least} collapsible collapsedSize={strip} onResize={onResize}>
      {children}
    </Panel>
  )
}
