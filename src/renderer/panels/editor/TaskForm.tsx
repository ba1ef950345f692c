import { useEffect } from 'react'
import { FormProvider } from 'react-hook-form'
import { Play, RotateCcw, Save } from 'lucide-react'
import type { Task } from '../../../shared/model/task.ts'
import { actionAt, perform } from '../../actions/table.ts'
import { shortcutText } from '../../actions/keys.ts'
import { useClient } from '../../state/client.ts'
import { useGuard } from '../../state/guard.ts'
import { useForbidden } from '../../state/me.ts'
import { Button } from '../../ui/Button.tsx'
import { StateShape } from '../../ui/StateShape.tsx'
import { unsaved } from '../../ui/states.ts'
import { DependenciesSection, SuccessSection, TellSection } from './FlowSection.tsx'
import { LimitsSection, WhatSection, WhenSection, WhereSection } from './sections.tsx'
import { useTaskForm } from './useTaskForm.ts'
import css from './Editor.module.css'

export function TaskForm({ task }: { readonly task: Task }) {
  const client = useClient()
  const { form, save, revert, theirs, takeTheirs } = useTaskForm(task)
  const dirty = form.formState.isDirty
  const forbidden = useForbidden('jobs:write')
  useEffect(() => {
    useGuard.setState({ unsaved: dirty, save, discard: revert })
    return () => useGuard.setState({ unsaved: false })
  }, [dirty, save, revert])
  const runNow = async (): Promise<void> => {
    if (!dirty || (await save())) perform(client, actionAt('tasks.run'))
  }
  return (
    <FormProvider {...form}>
      <form
        className={css.form}
        aria-label="Task"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
        onKeyDown={(event) => {
          if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') {
            event.preventDefault()
            void save()
          }
        }}
      >
        <div className={css.sections}>
          {theirs && (
            <div className={css.note} role="status">
              This task was changed elsewhere while you were editing it.<Button onClick={takeTheirs}>Show theirs</Button>
            </div>
          )}
          <WhatSection />
          <WhereSection task={task} />
          <WhenSection />
          <DependenciesSection task={task} />
          <SuccessSection />
          <LimitsSection />
          <TellSection />
        </div>
        <footer className={css.footer}>
          {forbidden ? (
            <span className={css.forbidden} title={forbidden}>
              {forbidden}
            </span>
          ) : (
            dirty && (
              <span className={css.unsaved}>
                <StateShape look={unsaved} />
                <b aria-hidden>Unsaved</b>
              </span>
            )
          )}
          <span className={css.space} />
          <Button icon={RotateCcw} disabled={!dirty} onClick={revert}>
            Revert
          </Button>
          <Button icon={Play} disabled={forbidden !== undefined} title={forbidden} onClick={() => void runNow()}>
            {dirty ? 'Save and run' : 'Run now'}
          </Button>
          <Button
            icon={Save}
            tone="primary"
            type="submit"
            disabled={!dirty || forbidden !== undefined}
            title={forbidden ?? (dirty ? shortcutText('Mod+S') : 'Nothing was changed')}
          >
            Save
          </Button>
        </footer>
      </form>
    </FormProvider>
  )
}
