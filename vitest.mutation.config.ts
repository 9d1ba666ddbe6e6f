import { defineConfig } from 'vitest/config';

/** The tests that hold `src/domain` to account: they run hundreds of times, so the slow ones stay out. */
export default defineConfig({
  test: { include: ['test/domain/**/*.test.ts'], testTimeout: 20_000 },
});
