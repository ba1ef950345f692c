import { useCallback, useEffect, useState } from 'react'
import { FolderGit2, RefreshCw, Trash2 } from 'lucide-react'
import type { Worktree } from '../../../shared/contract/worktrees.ts'
import { told } from '../../actions/tell.ts'
import { useClient } from '../../state/client.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Empty, Skeleton } from '../../ui/Empty.tsx'
import { counted } from '../../ui/format.ts'
import css from './Worktrees.module.css'

const shown = 500

/** The worktrees of jobs and tasks, and what would be lost with each. */
export function WorktreesView() {
  const client = useClient()
  const [found, setFound] = useState<readonly Worktree[] | string | null>(null)
  const look = useCallback(() => {
    void client.worktrees
      .list({ limit: shown })
      .then((answer) => setFound(answer.ok ? answer.value.worktrees : answer.failure.message))
      .catch(() => {})
  }, [client])
  useEffect(look, [look])
  if (found === null) return <Skeleton />
  if (typeof found === 'string') return <Empty text={found} />
  if (found.length === 0)
    return <Empty text="No worktree is here. One is made when a task runs whose folder asks for a worktree of its own." />
  return (
    <>
      <div className={css.bar}>
        <span>{counted(found.length, 'worktree')}</span>
        <Button icon={RefreshCw} onClick={look}>
          Look again
        </Button>
      </div>
      <ul className={css.list} aria-label="Worktrees">
        {found.map((one) => (
          <Row key={one.name} worktree={one} changed={look} />
        ))}
      </ul>
    </>
  )
}

function Row({ worktree, changed }: { readonly worktree: Worktree; readonly changed: () => void }) {
  const client = useClient()
  const keeps = lossOf(worktree)
  const remove = (): void => void told(client.worktrees.remove({ worktree: worktree.name })).then(changed)
  return (
    <li>
      <FolderGit2 size={16} aria-hidden />
      <div className={css.what}>
        <b>{worktree.madeFor ?? 'Its job or task is gone'}</b>
        <code>{worktree.branch ?? '–'}</code>
        <small title={worktree.folder}>{worktree.repository ?? worktree.folder}</small>
      </div>
      <span className={css.state} data-safe={keeps === null || undefined}>
        {keeps ?? 'Nothing would be lost'}
      </span>
      <IconButton
        icon={Trash2}
        label={`Remove the worktree of ${worktree.branch ?? worktree.name}`}
        hint="Its branch stays"
        unavailable={keeps ?? undefined}
        onClick={remove}
      />
    </li>
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
