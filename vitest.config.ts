import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/buildOnce.ts'],
    testTimeout: 20_000,
    coverage: {
      provider: 'v8',
      include: ['src/domain/**', 'src/workflows/**'],
      reporter: ['text-summary', 'json-summary'],
    },
  },
});
