import { useStore } from '../state/store.ts'
import { AllocateDialog } from './AllocateDialog.tsx'
import { CompareDialog } from './compare/CompareDialog.tsx'
import { DeleteDialog } from './DeleteDialog.tsx'
import { JobDialog } from './job/JobDialog.tsx'
import { MoveDialog } from './MoveDialog.tsx'
import { Palette } from './Palette.tsx'
import { Shortcuts } from './Shortcuts.tsx'
import { UnsavedDialog } from './UnsavedDialog.tsx'

/** The one dialog that is open, if any. */
export function Dialogs() {
  const dialog = useStore((state) => state.dialog)
  if (!dialog) return null
  switch (dialog.kind) {
    case 'job':
      return <JobDialog key={dialog.jobId ?? 'new'} jobId={dialog.jobId} parentJobId={dialog.parentJobId} make={dialog.make} />
    case 'allocate':
      return <AllocateDialog jobId={dialog.jobId} />
    case 'delete':
      return <DeleteDialog dialog={dialog} />
    case 'move':
      return <MoveDialog dialog={dialog} />
    case 'compare':
      return <CompareDialog runId={dialog.runId} />
    case 'palette':
      return <Palette />
    case 'shortcuts':
      return <Shortcuts />
    case 'unsaved':
      return <UnsavedDialog proceed={dialog.proceed} />
  }
}
