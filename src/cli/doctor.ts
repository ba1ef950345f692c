import { accessSync, constants, mkdirSync } from 'node:fs'
import type { Command } from 'commander'
import { dataFolder, dataFolderPaths } from '../shared/machine/data-folder.ts'
import { examineDesktop, type Finding } from './doctor-desktop.ts'
import { examineTools } from './doctor-tools.ts'
import { reachEngine, readServerFile } from './engine.ts'
import { Ended, exitCodes } from './exit.ts'
import { globals } from './given.ts'
import { out } from './print.ts'

export function addDoctor(program: Command): void {
  const doctor = program.command('doctor').description('Say what is missing, and how to mend it')
  doctor.action(async () => {
    const findings = await examine(dataFolder(globals(doctor).home))
    if (globals(doctor).json) out(JSON.stringify(findings, undefined, 2))
    else for (const one of findings) out(`${one.good ? '✓' : '✗'} ${one.what.padEnd(14)} ${one.message}`)
    if (findings.some((one) => !one.good)) throw new Ended(exitCodes.failed)
  })
}

const oldestNode = 24

async function examine(home: string): Promise<Finding[]> {
  const major = Number(process.versions.node.split('.')[0])
  const node = {
    what: 'Node',
    good: major >= oldestNode,
    message:
      major >= oldestNode
        ? process.versions.node
        : `${process.versions.node}: ${oldestNode} or newer is needed; npm start brings one on Linux (x64)`,
  }
  const running = readServerFile(dataFolderPaths(home).server) ? reachEngine(home).client : undefined
  return [node, folder(home), ...(await engine(home)), ...(await examineTools(running)), ...examineDesktop()]
}

function folder(home: string): Finding {
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 })
    accessSync(home, constants.W_OK)
    return { what: 'data folder', good: true, message: home }
  } catch (error) {
    return {
      what: 'data folder',
      good: false,
      message: `${home} cannot be written (${error instanceof Error ? error.message : String(error)}): change its rights, or choose another with --home`,
    }
  }
}

async function engine(home: string): Promise<Finding[]> {
  const server = readServerFile(dataFolderPaths(home).server)
  const down = (message: string): Finding[] => [{ what: 'engine', good: false, message }]
  if (!server) return down('does not run: start it with `yardmaster serve`, or open the window with `yardmaster`')
  const health = await reachEngine(home)
    .client.system.health({})
    .catch(() => undefined)
  if (!health?.ok) return down(`does not answer on port ${server.port} (process ${server.pid}): start it again`)
  const parts = Object.entries(health.value.checks).map(([what, check]) => ({
    what,
    good: check.status !== 'down',
    message: `${check.status}: ${check.message}`,
  }))
  const summary = await reachEngine(home).client.system.summary({})
  const secrets = summary.ok ? [{ what: 'secrets', good: !summary.value.secrets.locked, message: summary.value.secrets.message }] : []
  return [
    { what: 'engine', good: true, message: `version ${health.value.version} on port ${server.port}, process ${server.pid}` },
    ...parts,
    ...secrets,
  ]
}
