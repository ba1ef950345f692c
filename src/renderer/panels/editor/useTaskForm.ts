import { useCallback, useEffect, useRef, useState } from 'react'
import { zodResolver } from '@hookform/resolvers/zod'
import { useForm, type UseFormReturn } from 'react-hook-form'
import { toast } from 'sonner'
import type { Task } from '../../../shared/model/task.ts'
import { told } from '../../actions/tell.ts'
import { useClient } from '../../state/client.ts'
import { changesOf, fieldsOf, problemsOf, TaskFields } from './form.ts'

export interface TaskFormState {
  readonly form: UseFormReturn<TaskFields>
  /** True when it is saved. */
  readonly save: () => Promise<boolean>
  readonly revert: () => void
  /** Whether somebody else changed the task meanwhile. */
  readonly theirs: boolean
  readonly takeTheirs: () => void
}

/** A live refresh never touches what is being edited: only a form without edits follows the task. */
export function useTaskForm(task: Task): TaskFormState {
  const client = useClient()
  const form = useForm<TaskFields>({ defaultValues: fieldsOf(task), resolver: zodResolver(TaskFields), mode: 'onChange' })
  const {
    reset,
    setError,
    getValues,
    trigger,
    formState: { isDirty },
  } = form
  const [theirs, setTheirs] = useState(false)
  const shown = useRef(task.updatedAt)

  useEffect(() => {
    if (task.updatedAt === shown.current) return
    if (isDirty) return setTheirs(true)
    shown.current = task.updatedAt
    reset(fieldsOf(task))
  }, [task, isDirty, reset])

  const show = useCallback(
    (to: Task): void => {
      shown.current = to.updatedAt
      setTheirs(false)
      reset(fieldsOf(to))
    },
    [reset],
  )

  const save = useCallback(async (): Promise<boolean> => {
    if (!(await trigger(undefined, { shouldFocus: true }))) return false
    const answer = client.tasks.update({ taskId: task.id, ...changesOf(getValues(), task) })
    const result = await answer.catch(() => undefined)
    if (result?.ok) {
      show(result.value)
      return true
    }
    const problems = result && problemsOf(result.failure)
    if (problems?.length) for (const { field, message } of problems) setError(field, { message })
    else await told(answer)
    return false
  }, [client, task, getValues, trigger, setError, show])

  return {
    form,
    save,
    theirs,
    revert: useCallback(() => show(task), [show, task]),
    takeTheirs: () => {
      show(task)
      toast('Showing the task as it was saved elsewhere.')
    },
  }
}
