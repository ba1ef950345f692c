import { RefreshCw, Trash2 } from 'lucide-react'
import type { Worktree } from '../../../shared/contract/worktrees.ts'
import { told } from '../../actions/tell.ts'
import { useClient } from '../../state/client.ts'
import { pageFrom, usePages, type AskPage } from '../../state/pages.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Empty, Skeleton } from '../../ui/Empty.tsx'
import { counted } from '../../ui/format.ts'
import { Cell, VirtualTable, type Column } from '../../ui/list/VirtualTable.tsx'
import { Named } from '../../ui/Named.tsx'
import css from './Worktrees.module.css'

const ask: AskPage<Worktree> = (client, page) => pageFrom(client.worktrees.list(page), ({ worktrees }) => worktrees)

const columns: readonly Column[] = [
  { title: 'Made for', width: 'minmax(160px, 2fr)' },
  { title: 'Branch', width: 'minmax(120px, 1fr)' },
  { title: 'Would be lost', width: 'minmax(150px, 1fr)' },
  { title: 'Remove', width: '30px', untitled: true },
]

/** The worktrees of jobs and tasks, and what would be lost with each. Git is asked about every one, so only when somebody wants it. */
export function WorktreesView() {
  const worktrees = usePages(ask, undefined)
  const { count, refused, look } = worktrees
  if (count < 0)
    return refused === undefined ? (
      <Skeleton />
    ) : (
      <Empty text={refused}>
        <Button onClick={look}>Look again</Button>
      </Empty>
    )
  if (count === 0) return <Empty text="No worktree is here. One is made when a task runs whose folder asks for a worktree of its own." />
  return (
    <>
      <div className={css.bar}>
        <span>{counted(count, 'worktree')}</span>
        <Button icon={RefreshCw} onClick={look}>
          Look again
        </Button>
      </div>
      <VirtualTable
        label="Worktrees"
        columns={columns}
        count={count}
        keyOf={(index) => worktrees.at(index)?.name ?? String(index)}
        onShow={worktrees.show}
        row={(index) => {
          const one = worktrees.at(index)
          return one && <Row worktree={one} changed={look} />
        }}
      />
    </>
  )
}

function Row({ worktree, changed }: { readonly worktree: Worktree; readonly changed: () => void }) {
  const client = useClient()
  const keeps = lossOf(worktree)
  const remove = (): void => void told(client.worktrees.remove({ worktree: worktree.name })).then(changed)
  return (
    <>
      <Cell>
        <Named
          name={worktree.madeFor ?? 'Its job or task is gone'}
          about={<span title={worktree.folder}>{worktree.repository ?? worktree.folder}</span>}
        />
      </Cell>
      <Cell>
        <code className={css.branch} title={worktree.branch ?? undefined}>
          {worktree.branch ?? '–'}
        </code>
      </Cell>
      <Cell>
        <span className={css.state} data-safe={keeps === null || undefined} title={keeps ?? undefined}>
          {keeps ?? 'Nothing would be lost'}
        </span>
      </Cell>
      <Cell figures>
        <IconButton
          icon={Trash2}
          label={`Remove the worktree of ${worktree.branch ?? worktree.name}`}
          hint="Its branch stays"
          unavailable={keeps ?? undefined}
          onClick={remove}
        />
      </Cell>
    </>
  )
}

function lossOf({ changedFiles, unpushed, problem }: Worktree): string | null {
  if (problem !== null) return `Cannot be looked into: ${problem}`
  const parts = [
    changedFiles > 0 && `${counted(changedFiles, 'file')} uncommitted`,
    unpushed > 0 && `${counted(unpushed, 'commit')} nowhere else`,
  ].filter(Boolean)
  return parts.length > 0 ? parts.join(', ') : null
}
