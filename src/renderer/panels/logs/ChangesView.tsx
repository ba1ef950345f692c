import { useEffect, useMemo, useRef, useState } from 'react'
import type { ChangedFile, Diff } from '../../../shared/model/diff.ts'
import { hasEnded, type Run } from '../../../shared/model/run.ts'
import { useClient } from '../../state/client.ts'
import { Empty, Skeleton } from '../../ui/Empty.tsx'
import { counted } from '../../ui/format.ts'
import { useRows } from '../../ui/list/useRows.ts'
import { patchLines, placeOfFile } from './patch.ts'
import css from './Changes.module.css'

/** What the run changed in its repository: the files, and the patch below. */
export function ChangesView({ run }: { readonly run: Run }) {
  const client = useClient()
  const [diff, setDiff] = useState<Diff | string | null>(null)
  const ended = hasEnded(run.status)
  useEffect(() => {
    void client.runs
      .diff({ runId: run.id })
      .then((answer) => setDiff(answer.ok ? answer.value : answer.failure.message))
      .catch(() => {})
  }, [client, run.id, ended])
  if (diff === null)
    return (
      <div className={css.whole}>
        <Skeleton />
      </div>
    )
  if (typeof diff === 'string') return <Empty text={diff} />
  if (!diff.available) return <Empty text={`${diff.message ?? 'Nothing was compared'}.`} />
  if (diff.files.length === 0) return <Empty text="This run changed nothing that git does not ignore." />
  return <Changes diff={diff} />
}

const lineHeight = 18

function Changes({ diff }: { readonly diff: Diff }) {
  const lines = useMemo(() => patchLines(diff.patch), [diff.patch])
  const viewport = useRef<HTMLDivElement>(null)
  const { places, height, topOf, bringToTop } = useRows({ viewport, count: lines.length, rowHeight: lineHeight, margin: 30 })
  const show = (file: ChangedFile): void => {
    const place = placeOfFile(lines, file.path)
    if (place >= 0) bringToTop(place)
  }
  return (
    <div className={css.whole}>
      <div className={css.sum}>
        {counted(diff.files.length, 'file')} <span className={css.added}>+{diff.added.toLocaleString('en')}</span>{' '}
        <span className={css.removed}>−{diff.removed.toLocaleString('en')}</span>
      </div>
      <ul className={css.files} aria-label="Changed files">
        {diff.files.slice(0, mostFiles).map((file) => (
          <FileRow key={file.path} file={file} onShow={() => show(file)} />
        ))}
        {diff.files.length > mostFiles && <li className={css.more}>and {counted(diff.files.length - mostFiles, 'file')} more</li>}
      </ul>
      <div ref={viewport} className={css.patch} role="region" aria-label="Patch" tabIndex={0}>
        <div style={{ height, position: 'relative' }}>
          {places.map((place) => {
            const line = lines[place]
            return (
              line && (
                <div key={place} className={css.line} data-kind={line.kind} style={{ transform: `translateY(${topOf(place)}px)` }}>
                  {line.text || ' '}
                </div>
              )
            )
          })}
        </div>
      </div>
      {diff.message && <div className={css.sum}>{diff.message}.</div>}
    </div>
  )
}

const mostFiles = 500

const words = { added: ['A', 'new'], modified: ['M', 'changed'], deleted: ['D', 'deleted'] } as const

function FileRow({ file, onShow }: { readonly file: ChangedFile; readonly onShow: () => void }) {
  const [letter, word] = words[file.change]
  return (
    <li>
      <button type="button" title={`${file.path}: ${word}`} onClick={onShow}>
        <span className={css.change} data-change={file.change} aria-label={word}>
          {letter}
        </span>
        <span className={css.path}>{file.path}</span>
        {file.added === null ? (
          <span className={css.binary}>no text</span>
        ) : (
          <>
            <span className={css.added}>{file.added > 0 && `+${file.added}`}</span>
            <span className={css.removed}>{file.removed !== null && file.removed > 0 && `−${file.removed}`}</span>
          </>
        )}
      </button>
    </li>
  )
}
