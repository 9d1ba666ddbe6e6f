import { build } from 'esbuild';
import type { Metafile } from 'esbuild';

/**
 * Bundles the app into `dist/main.cjs`, the one file of code that is deployed, and tells what is in it.
 * The Functions worker provides @azure/functions-core itself, so it stays outside.
 */
export async function buildApp(outfile = 'dist/main.cjs'): Promise<Metafile> {
  const { metafile } = await build({
    entryPoints: ['src/main.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    // A package that has both forms is bundled once, as ES modules; its other copy would come with those that require it.
    mainFields: ['module', 'main'],
    // All of minification but short names: stack traces in the log name functions.
    minifySyntax: true,
    minifyWhitespace: true,
    sourcemap: true,
    metafile: true,
    external: ['@azure/functions-core'],
    logLevel: 'warning',
  });
  return metafile;
}
