import { localAgent, type RunId } from '../../../shared/model/ids.ts'
import type { Run } from '../../../shared/model/run.ts'
import { useStore } from '../../state/store.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { Skeleton } from '../../ui/Empty.tsx'
import { counted, dollars, duration } from '../../ui/format.ts'
import { endSentence } from '../../ui/reasons.ts'
import { StateShape } from '../../ui/StateShape.tsx'
import { runLooks } from '../../ui/states.ts'
import { mostCompared } from './differences.ts'
import { foldsOf } from './folds.ts'
import { useComparison, type Comparison } from './useComparison.ts'
import css from './Compare.module.css'

/** What was different when it went well: how it was told to run, how it went, and what it printed. */
export function CompareDialog({ runId }: { readonly runId: RunId }) {
  const run = useStore((state) => state.runs.get(runId))
  const found = useComparison(run)
  return (
    <Dialog title={`“${run?.taskName ?? ''}” and its last good run`} wide onClose={() => useStore.setState({ dialog: null })}>
      {found === undefined && <Skeleton />}
      {found === null && <p className={css.none}>No run of this task before this one has succeeded.</p>}
      {found && run && (
        <>
          <Facts run={run} good={found.good} />
          <Output comparison={found} />
        </>
      )}
    </Dialog>
  )
}

function Facts({ run, good }: { readonly run: Run; readonly good: Run }) {
  return (
    <table className={css.facts}>
      <thead>
        <tr>
          <td />
          <th scope="col">
            <Head run={good} />
          </th>
          <th scope="col">
            <Head run={run} />
          </th>
        </tr>
      </thead>
      <tbody>
        {facts
          .map(([name, of]) => [name, of(good), of(run)] as const)
          .filter(([name, one, other]) => one !== other || name === 'Ended')
          .map(([name, one, other]) => (
            <tr key={name} data-differs={one !== other || undefined}>
              <th scope="row">{name}</th>
              <td>{one}</td>
              <td>{other}</td>
            </tr>
          ))}
      </tbody>
    </table>
  )
}

const Head = ({ run }: { readonly run: Run }) => (
  <span className={css.head}>
    <StateShape look={runLooks[run.status]} silent />
    {runLooks[run.status].word} {new Date(run.finishedAt ?? run.queuedAt).toLocaleString()}
  </span>
)

const facts: readonly (readonly [string, (run: Run) => string])[] = [
  ['Ended', endSentence],
  ['Took', ({ durationMs, startedAt }) => (durationMs === null || !startedAt ? '' : duration(durationMs))],
  [
    'Work',
    ({ config }) =>
      `${config.workType} ${Object.values(config.parameters)
        .filter((value) => typeof value === 'string')
        .join(' ')}`,
  ],
  ['Folder', ({ config }) => config.workingDirectory],
  ['Agent', ({ agentId }) => (agentId === localAgent ? '' : (agentId ?? ''))],
  ['Cost', ({ cost }) => (typeof cost?.usd === 'number' ? dollars(cost.usd) : '')],
  ['Printed', ({ log }) => counted(log.lines, 'line')],
]

function Output({ comparison: { lines, cut } }: { readonly comparison: Comparison }) {
  const changed = lines.filter(({ kind }) => kind !== 'same').length
  return (
    <section>
      <h3 className={css.title}>{changed === 0 ? 'Both printed the same' : `${counted(changed, 'line')} differ`}</h3>
      {changed > 0 && (
        <pre className={css.lines} tabIndex={0} aria-label="Differences of what they printed">
          <span className={css.whole}>
            {foldsOf(lines).map((part, index) =>
              part.kind === 'fold' ? (
                <span key={index} className={css.fold}>
                  {counted(part.count, 'same line')}
                </span>
              ) : (
                <span key={index} className={css.line} data-kind={part.kind}>
                  {signs[part.kind]} {part.text}
                </span>
              ),
            )}
          </span>
        </pre>
      )}
      {cut && <p className={css.none}>Only the first {counted(mostCompared, 'line')} of each were compared.</p>}
    </section>
  )
}

const signs = { same: ' ', gone: '−', new: '+' } as const
