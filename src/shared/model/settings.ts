import { z } from 'zod'
import { Blackouts } from './blackout.ts'
import { FailuresInRow } from './breaker.ts'
import { Pipeline, usualPipeline } from './goal.ts'
import { retentionSchemas, usualRetention } from './retention.ts'
import { NoticeKind, usualRules } from './notice.ts'
import { tierSchemas, usualTierSettings } from './tier-settings.ts'

/** The largest quota of a depth. */
export const mostWorkers = 100_000

/**
 * Every setting by its dotted name: what it may be, and what it does. A default that depends on the machine
 * (`runs.max_parallel`: its cores, at least 2) is filled in where the settings are read.
 */
export const settingSchemas = {
  'runs.max_parallel': z.int().min(1).max(10_000).meta({ description: 'How many runs may be active at once' }),
  'runs.share_folder': z.boolean().meta({
    description:
      'Whether two runs may work in one folder at the same time; the home folder, where no folder was named, may always be shared',
  }),
  'schedules.stop_after_failures': FailuresInRow.meta({
    description:
      'After so many failures in a row a task no longer starts by itself, until somebody closes its breaker; 0 for never. A task may say otherwise',
  }),
  'schedules.blackouts': Blackouts.meta({
    description:
      'Times of day in which nothing starts by itself: from, to, and if wanted days (1 = Monday) and timezone. A task may have further ones',
  }),
  'schedules.most_waiting': z
    .int()
    .min(1)
    .max(1_000_000)
    .meta({ description: 'While so many runs wait, no further ones start by themselves' }),
  'notices.rules': z
    .array(NoticeKind)
    .max(20)
    .meta({ description: 'Of what you are told, in the inbox and on the desktop; success and start also where a task asks for it' }),
  'notices.desktop': z.boolean().meta({ description: 'Whether the desktop shows what you are told while the window is not in front' }),
  'window.close_to_tray': z.boolean().meta({ description: 'Whether the app goes on in the tray when its window is closed' }),
  'runs.keep_diff': z
    .boolean()
    .meta({ description: 'Whether what a run changes in the git repository of the folder that was named for it is kept with its log' }),
  'spend.per_day_usd': z
    .number()
    .min(0)
    .max(1_000_000)
    .nullable()
    .meta({ description: 'What coding agents may spend a day (UTC), in US dollars; then their runs wait for tomorrow. null for no limit' }),
  'spend.per_run_usd': z
    .number()
    .min(0)
    .max(1_000_000)
    .nullable()
    .meta({ description: 'What a run of a coding agent may spend before it is ended, in US dollars. null for no limit' }),
  'coding_agent.command': z.string().trim().min(1).max(4096).meta({
    description: 'The program that code_gen, code_review and research use; the one of claude_code or codex too, where it is of that kind',
  }),
  'coding_agent.kind': z
    .enum(['claude', 'codex', 'text'])
    .meta({ description: 'How that program is called and how its output reads; text: by the template, its output as it is' }),
  'coding_agent.args': z.array(z.string().max(4096)).max(100).meta({
    description:
      'Its arguments, where its kind is text: {{model}} stands for the model, and an argument whose value is missing is left out. The prompt comes on standard input',
  }),
  'coding_agent.result_grace_ms': z
    .int()
    .min(0)
    .max(600_000)
    .meta({ description: 'How long an agent may take to end after its result, in ms' }),
  'bus.url': z
    .string()
    .trim()
    .max(2048)
    .regex(/^$|^amqps?:\/\/./, 'must begin with amqp:// or amqps://, or be empty')
    .meta({
      description:
        'The broker over which agents on other machines are reached, amqp:// or amqps:// (with ?cacertfile=/path/ca.pem for an authority of your own); empty for none. It acts at once. Its password is never shown; sent back masked, it stays',
    }),
  'agents.heartbeat_ms': z
    .int()
    .min(100)
    .max(3_600_000)
    .meta({ description: 'How often an agent on another machine is expected to say that it lives, in ms' }),
  'agents.offline_after_ms': z
    .int()
    .min(1_000)
    .max(86_400_000)
    .meta({ description: 'After this silence such an agent counts as offline and its runs as lost, in ms' }),
  'resources.quotas': z
    .array(z.int().min(0).max(mostWorkers))
    .length(6)
    .meta({ description: 'How many workers the jobs of each depth, 0 to 5, may hold together' }),
  'resources.quotas_for': z
    .enum(['goal_jobs', 'all_jobs'])
    .meta({ description: 'Whose runs start only while a worker of their job’s depth is free: those of goal jobs, or those of all jobs' }),
  'runs.kill_grace_ms': z
    .int()
    .min(0)
    .max(600_000)
    .meta({ description: 'How long a stopped process tree may take to end by itself before it is killed, in ms' }),
  'access.token_ttl_ms': z
    .int()
    .min(1_000)
    .max(31_536_000_000)
    .meta({ description: 'How long the token of a signed-in user is good, in ms' }),
  'access.anonymous_loopback': z.boolean().meta({
    description:
      'Whether programs of this machine may call without a token, as the owner, for all but users and settings. Anybody who has an account here may, then',
  }),
  'queue.cap': z
    .int()
    .min(1)
    .max(100_000)
    .meta({ description: 'How many goal jobs may wait in the queue; further ones are refused for a while' }),
  ...retentionSchemas,
  ...tierSchemas,
  'pipeline.templates': z
    .array(Pipeline)
    .max(1_000)
    .meta({ description: 'What goal jobs do in each stage: the pipeline that has their project’s name, or else the one named default' }),
} as const

export type SettingName = keyof typeof settingSchemas
export type Settings = { readonly [Name in SettingName]: z.infer<(typeof settingSchemas)[Name]> }

export const settingNames = Object.keys(settingSchemas) as SettingName[]

/** After so many failures in a row a task no longer starts by itself. */
export const usualStopAfterFailures = 10

/** @param cores number of processor cores of the machine */
export const defaultSettings = (cores: number): Settings => ({
  'runs.max_parallel': Math.max(2, cores),
  'runs.share_folder': false,
  'schedules.stop_after_failures': usualStopAfterFailures,
  'schedules.blackouts': [],
  'schedules.most_waiting': 10_000,
  'notices.rules': usualRules,
  'notices.desktop': true,
  'window.close_to_tray': false,
  'runs.keep_diff': true,
  'spend.per_day_usd': null,
  'spend.per_run_usd': null,
  'coding_agent.command': 'claude',
  'coding_agent.kind': 'claude',
  'coding_agent.args': [],
  'coding_agent.result_grace_ms': 10_000,
  'bus.url': '',
  'agents.heartbeat_ms': 60_000,
  'agents.offline_after_ms': 180_000,
  'resources.quotas': [10, 8, 5, 3, 2, 1],
  'resources.quotas_for': 'goal_jobs',
  'runs.kill_grace_ms': 5_000,
  'access.token_ttl_ms': 86_400_000,
  'access.anonymous_loopback': false,
  'queue.cap': 100,
  ...usualRetention,
  ...usualTierSettings,
  'pipeline.templates': [usualPipeline],
})
