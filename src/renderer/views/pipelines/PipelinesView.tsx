import { useCallback, useEffect, useState } from 'react'
import { Plus } from 'lucide-react'
import type { Pipeline } from '../../../shared/model/goal.ts'
import { told } from '../../actions/tell.ts'
import { useClient } from '../../state/client.ts'
import { useForbidden } from '../../state/me.ts'
import { everyRow, pageFrom } from '../../state/pages.ts'
import { Button } from '../../ui/Button.tsx'
import { Skeleton } from '../../ui/Empty.tsx'
import { Field, Input } from '../../ui/Field.tsx'
import { counted } from '../../ui/format.ts'
import { VirtualList } from '../../ui/list/VirtualList.tsx'
import { ListItem } from '../../ui/ListItem.tsx'
import { Sided } from '../../ui/Sided.tsx'
import { StageField } from './StageField.tsx'
import css from './Pipelines.module.css'

/** What goal jobs do in each stage. A project uses the pipeline of its name. */
export function PipelinesView() {
  const client = useClient()
  const forbidden = useForbidden('jobs:write')
  const [all, setAll] = useState<readonly Pipeline[]>([])
  const [edited, setEdited] = useState<Pipeline | null>(null)
  const read = useCallback(async (): Promise<void> => {
    const found = await everyRow((page) => pageFrom(client.pipelines.list(page), (answer) => answer.pipelines)).catch(() => undefined)
    if (!found) return
    setAll(found)
    setEdited((now) => now ?? found[0] ?? null)
  }, [client])
  useEffect(() => {
    void read()
  }, [read])
  if (!edited) return <Skeleton />
  const save = async (): Promise<void> => {
    if (await told(client.pipelines.put(edited))) await read()
  }
  const list = (
    <VirtualList
      label="Pipelines"
      count={all.length}
      selected={all.findIndex(({ name }) => name === edited.name)}
      keyOf={(index) => all[index]?.name ?? String(index)}
      onSelect={(index) => setEdited(all[index] ?? null)}
      row={(index) => {
        const one = all[index]
        return (
          one && (
            <ListItem name={one.name} about={one.name === 'default' ? 'of every other project' : counted(one.stages.length, 'stage')} />
          )
        )
      }}
    />
  )
  return (
    <Sided
      list={list}
      add={
        <Button icon={Plus} disabled={forbidden !== undefined} title={forbidden} onClick={() => setEdited({ ...edited, name: '' })}>
          New pipeline
        </Button>
      }
    >
      <form
        className={css.stages}
        aria-label="Pipeline"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <p className={css.words}>
          <code>{'{{goal}}'}</code>, <code>{'{{iteration}}'}</code> and <code>{'{{feedback}}'}</code> stand for what the job wants, its
          pass, and what the checks said last.
        </p>
        <Field label="Name" help="Another name makes a copy, for the project of that name.">
          {(ids) => (
            <Input
              {...ids}
              value={edited.name}
              placeholder="name of the project"
              onChange={(event) => setEdited({ ...edited, name: event.target.value })}
            />
          )}
        </Field>
        {edited.stages.map((stage) => (
          <StageField
            key={stage.stage}
            stage={stage}
            set={(next) => setEdited({ ...edited, stages: edited.stages.map((one) => (one.stage === next.stage ? next : one)) })}
          />
        ))}
        <div className={css.buttons}>
          <Button
            tone="primary"
            type="submit"
            disabled={forbidden !== undefined || edited.name.trim() === ''}
            title={forbidden ?? (edited.name.trim() === '' ? 'It needs a name' : undefined)}
          >
            Save pipeline
          </Button>
        </div>
      </form>
    </Sided>
  )
}
