// Bundles the app into the one file that is deployed. The Functions worker provides @azure/functions-core itself.
import { build } from 'esbuild';

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
