import { build } from 'esbuild';

/**
 * Bundles the app into `dist/main.cjs`, the one file that is deployed.
 * The Functions worker provides @azure/functions-core itself, so it stays outside.
 */
export async function buildApp(): Promise<void> {
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
