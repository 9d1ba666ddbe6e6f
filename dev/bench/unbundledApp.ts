import { globSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build as transpile } from 'esbuild';
import type { Plugin } from 'esbuild';

/** Leaves every import of the sources to Node, under the name that the written file has. */
const asWritten: Plugin = {
  name: 'as-written',
  setup(build) {
    build.onResolve({ filter: /^\..*\.ts$/ }, ({ kind, path }) =>
      kind === 'entry-point' ? undefined : { path: path.replace(/\.ts$/, '.js'), external: true },
    );
  },
};

/**
 * Writes the app into `folder` as it would be without a bundle: each source as one CommonJS file, and the packages in
 * node_modules. Gives the entry.
 */
export async function writeUnbundledApp(folder: string): Promise<string> {
  await transpile({
    entryPoints: globSync('src/**/*.ts'),
    outdir: join(folder, 'src'),
    outbase: 'src',
    bundle: true,
    packages: 'external',
    plugins: [asWritten],
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    logLevel: 'warning',
  });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'commonjs' }));
  return join(folder, 'src', 'main.js');
}
