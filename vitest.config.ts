import { defineConfig } from 'vitest/config'

/** They start processes, a broker among them, or take their time: everything of `npm test` that `npm run check` leaves out. */
const integration = [
  'src/agent/**/*.test.ts',
  'src/cli/**/*.test.ts',
  'src/main/{remote,killed-engine,moving-over}.test.ts',
  'src/main/links/**/*.test.ts',
  'src/main/credentials/**/*.test.ts',
  'src/main/domain/schedule-year.test.ts',
  'src/main/http/{access,postman,postman-file,properties,websocket}.test.ts',
  'src/main/app/crashes.test.ts',
  'src/main/app/schedules/{file-triggers,timetable}.test.ts',
  'src/main/app/bus/simulation.test.ts',
]

export default defineConfig({
  test: {
    environment: 'node',
    // Agents ask the login shell for its path: tests wait for no profile of whoever runs them.
    env: { SHELL: '/bin/sh' },
    projects: [
      // Importing does nothing (src/architecture.test.ts), so these share what they import: a third of the time.
      { extends: true, test: { name: 'unit', isolate: false, include: ['src/**/*.test.{ts,tsx}'], exclude: integration } },
      { extends: true, test: { name: 'integration', include: integration, globalSetup: ['tools/test-programs.ts'] } },
    ],
    // Tests start real processes and wait for real ends; a busy machine of two cores needs the room.
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // One more than the cores of a small machine: most tests wait for processes.
    maxWorkers: 3,
    // A machine that is busy with something else may be late once; what is wrong stays wrong.
    retry: process.env['CI'] ? 2 : 0,
    // With `--coverage`, as the whole suite runs: what is right is decided in the domain, and no branch of it goes untried.
    coverage: {
      provider: 'v8',
      include: ['src/main/domain/**'],
      reporter: ['text-summary'],
      reportsDirectory: 'node_modules/.coverage',
      thresholds: { branches: 95 },
    },
  },
})
