import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}'],
    environment: 'node',
    // Tests start real processes and wait for real ends; a busy machine of two cores needs the room.
    testTimeout: 20_000,
    hookTimeout: 20_000,
    maxWorkers: 2,
    // A machine that is busy with something else may be late once; what is wrong stays wrong.
    retry: process.env['CI'] ? 2 : 0,
  },
})
