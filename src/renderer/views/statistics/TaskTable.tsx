import type { Statistics } from '../../../shared/contract/statistics.ts'
import { showTask } from '../../actions/show-task.ts'
import { useClient } from '../../state/client.ts'
import { dollars, duration } from '../../ui/format.ts'
import css from './Statistics.module.css'

type OfTask = Statistics['byTask'][number]

/** The tasks that failed most, then those that ran most. */
export function TaskTable({ statistics: { byTask, costUsd } }: { readonly statistics: Statistics }) {
  return (
    <section>
      <table className={css.tasks} aria-label="By task">
        <thead>
          <tr>
            <th scope="col">Task</th>
            <th scope="col">Runs</th>
            <th scope="col">Failed</th>
            <th scope="col">Median</th>
            <th scope="col">95 %</th>
            {costUsd > 0 && <th scope="col">Cost</th>}
          </tr>
        </thead>
        <tbody>
          {byTask.map((task) => (
            <TaskLine key={task.taskId} task={task} withCost={costUsd > 0} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function TaskLine({
  task: { taskId, name, succeeded, failed, cancelled, duration: took, costUsd },
  withCost,
}: {
  readonly task: OfTask
  readonly withCost: boolean
}) {
  const client = useClient()
  const show = (): void => void showTask(client, taskId)
  return (
    <tr>
      <th scope="row">
        <button type="button" title={name} onClick={show}>
          {name}
        </button>
      </th>
      <td>{(succeeded + failed + cancelled).toLocaleString('en')}</td>
      <td data-failed={failed > 0 || undefined}>{failed.toLocaleString('en')}</td>
      <td>{took.p50Ms === null ? '–' : duration(took.p50Ms)}</td>
      <td>{took.p95Ms === null ? '–' : duration(took.p95Ms)}</td>
      {withCost && <td>{costUsd === 0 ? '–' : dollars(costUsd)}</td>}
    </tr>
  )
}
