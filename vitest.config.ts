import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}'],
    environment: 'node',
    globalSetup: ['tools/test-programs.ts'],
    // Tests start real processes and wait for real ends; a busy machine of two cores needs the room.
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // One more than the cores of a small machine: most tests wait for processes.
    maxWorkers: 3,
    // A machine that is busy with something else may be late once; what is wrong stays wrong.
    retry: process.env['CI'] ? 2 : 0,
    // With `--coverage`, as the whole suite runs: what is right is decided in the domain, and no branch of it goes untried.
    coverage: { provider: 'v8', include: ['src/main/domain/**'], reporter: ['text-summary'], reportsDirectory: 'node_modules/.coverage', thresholds: { branches: 95 } },
  },
})
