import { usualRules } from '../../../shared/model/notice.ts'
import type { Settings } from '../../../shared/model/settings.ts'
import { numberAt, textAt, type Json } from './read.ts'

export interface OldSettings {
  readonly values: Partial<Settings>
  readonly remarks: readonly string[]
}

/**
 * What somebody had chosen in the predecessor's settings. Its usual values were chosen by nobody, so they are left alone;
 * most of the others never acted there, and what begins to act now is said.
 */
export function settingsFrom(record: Json): OldSettings {
  const parallel = wholeAt(record, 'max_concurrent_tasks', 3)
  const kept = wholeAt(record, 'run_retention_count', 50)
  const days = wholeAt(record, 'log_retention_days', 30)
  const program = textAt(record, 'claude_cli_path')?.trim()
  return {
    values: {
      ...(parallel !== undefined && { 'runs.max_parallel': parallel }),
      ...(kept !== undefined && { 'retention.runs_per_task': kept }),
      ...(days !== undefined && { 'retention.age_days': days }),
      ...(program && { 'coding_agent.command': program }),
      ...(record['notifications_enabled'] === false && { 'notices.desktop': false }),
      ...(rulesFrom(record) && { 'notices.rules': rulesFrom(record) }),
    },
    remarks: [
      ...(kept !== undefined ? [`run_retention_count ${kept} never acted there, and acts now: of each task so many runs stay`] : []),
      ...(days !== undefined ? [`log_retention_days ${days} never acted there, and acts now: older runs go with their logs`] : []),
      ...remarksOn(record),
    ],
  }
}

function wholeAt(record: Json, name: string, usual: number): number | undefined {
  const value = numberAt(record, name)
  return value !== undefined && Number.isInteger(value) && value >= 1 && value <= 10_000 && value !== usual ? value : undefined
}

/** Nothing where it was told of what Yardmaster tells of anyway. */
function rulesFrom(record: Json): Settings['notices.rules'] | undefined {
  const quiet = record['notify_errors'] === false
  const starts = record['notify_task_start'] === true
  if (!quiet && !starts) return undefined
  return [
    ...usualRules.filter((rule) => !(quiet && (rule === 'failure' || rule === 'first_failure'))),
    ...(starts ? ['start' as const] : []),
  ]
}

/** What has no place here, where somebody had changed it. */
const elsewhere: readonly (readonly [name: string, usual: unknown, where: string])[] = [
  ['theme', 'dark', 'the window’s theme is chosen in its settings'],
  ['default_model', 'sonnet', 'a task without a model uses the coding agent’s own'],
  ['default_working_directory', '~', 'name a folder in the job'],
  ['window_width', 1450, 'the window remembers its own size'],
]

function remarksOn(record: Json): string[] {
  const remarks = elsewhere.flatMap(([name, usual, where]) =>
    record[name] === undefined || record[name] === null || record[name] === usual
      ? []
      : [`${name} ${JSON.stringify(record[name])} was not taken: ${where}`],
  )
  return record['mock_mode'] === true
    ? [
        ...remarks,
        'mock_mode was on, so its runs were only simulated. Here tasks really run, and those with a schedule start by themselves: disable what shall not',
      ]
    : remarks
}
