import type * as prometheus from 'prom-client'
import type { Figure, Meter } from '../ports/meter.ts'

const prefix = 'yardmaster_'
const secondsUpTo = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

type Library = typeof prometheus
interface OwnProcess {
  readonly registry: prometheus.Registry
  readonly calls: prometheus.Histogram<'method' | 'route' | 'status'>
}

/** The library is loaded at the first reading: it would cost every start of the engine what few of them use. */
export function createMeter(): Meter {
  const state: { own?: OwnProcess } = {}
  return {
    answered: ({ method, route, status, seconds }) => state.own?.calls.observe({ method, route, status }, seconds),
    async text(figures) {
      const library = await import('prom-client')
      const { registry } = (state.own ??= measureProcess(library))
      return `${await registryOf(figures, library).metrics()}\n${await registry.metrics()}`
    },
  }
}

function measureProcess({ Histogram, Registry, collectDefaultMetrics }: Library): OwnProcess {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const calls = new Histogram({
    name: `${prefix}http_request_duration_seconds`,
    help: 'How long calls over HTTP took, since the first reading',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: secondsUpTo,
    registers: [registry],
  })
  return { registry, calls }
}

function registryOf(figures: readonly Figure[], { Counter, Gauge, Registry }: Library): prometheus.Registry {
  const registry = new Registry()
  for (const { name, help, kind, values } of figures) {
    const described = { name: `${prefix}${name}`, help, labelNames: Object.keys(values[0]?.labels ?? {}), registers: [registry] }
    const metric = kind === 'counter' ? new Counter(described) : new Gauge(described)
    for (const { labels = {}, value } of values) metric.inc(labels, value)
  }
  return registry
}
