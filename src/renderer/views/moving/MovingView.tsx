import { Download } from 'lucide-react'
import { exportEverything } from '../../actions/moving.ts'
import { useClient } from '../../state/client.ts'
import { Button } from '../../ui/Button.tsx'
import { ImportForm } from './ImportForm.tsx'
import { ReportTable } from './ReportTable.tsx'
import { useImport } from './useImport.ts'
import css from './Moving.module.css'

/** Brings in what other programs and other machines have, after showing what it would do; takes out everything as one file. */
export function MovingView() {
  const client = useClient()
  const importing = useImport()
  return (
    <div className={css.page}>
      <section aria-label="Bring in">
        <h3>Bring in</h3>
        <ImportForm importing={importing} />
        {importing.report && <ReportTable report={importing.report} perform={importing.perform} busy={importing.busy} />}
      </section>
      <section aria-label="Take out">
        <h3>Take out</h3>
        <p>Jobs, tasks, profiles without their secrets, pipelines and settings, as one document. A single job is exported from its menu.</p>
        <div className={css.buttons}>
          <Button icon={Download} onClick={() => void exportEverything({ client }, 'yaml')}>
            Everything as YAML
          </Button>
          <Button icon={Download} onClick={() => void exportEverything({ client }, 'json')}>
            Everything as JSON
          </Button>
        </div>
      </section>
    </div>
  )
}
