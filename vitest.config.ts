import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'e2e/**/*.test.ts', 'scenarios/**/*.test.ts'],
    globalSetup: ['src/testing/server.ts', 'e2e/pages/built.ts'],
    // Generous, because a busy machine is slow and a hang is a hang after a minute too.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 10_000 } },
    maxWorkers: 2,
  },
})
