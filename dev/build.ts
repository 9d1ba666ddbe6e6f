// Bundles the app into the one file that is deployed.
import { build } from 'esbuild';

/** Writes `dist/main.cjs`; the tests call it once before they begin. The Functions worker provides @azure/functions-core itself, so it stays outside. */
export async function setup(): Promise<void> {
  await build({
    entryPoints: ['src/main.ts'],
    outfile: 'dist/main.cjs',
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    minify: true,
    keepNames: true,
    sourcemap: true,
    external: ['@azure/functions-core'],
    logLevel: 'warning',
  });
}

if (import.meta.main) await setup();
