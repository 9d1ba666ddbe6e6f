import type { Metafile } from 'esbuild';

/** The size of the bundle, and how much of it each package is, the biggest first; `src` is the app itself. */
export function bundleContents({ outputs }: Metafile): { bytes: number; packages: [string, number][] } {
  const bundle = Object.entries(outputs).find(([path]) => path.endsWith('.cjs'))?.[1];
  if (bundle === undefined) throw new Error('The build has written no bundle.');
  const sizes = new Map<string, number>();
  for (const [path, { bytesInOutput }] of Object.entries(bundle.inputs)) {
    const name = packageOf(path);
    sizes.set(name, (sizes.get(name) ?? 0) + bytesInOutput);
  }
  return { bytes: bundle.bytes, packages: [...sizes].sort(([, one], [, other]) => other - one) };
}

/** The last one of a path: a package can have packages of its own. */
function packageOf(path: string): string {
  return /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? 'src';
}
