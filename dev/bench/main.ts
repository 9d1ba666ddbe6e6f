// npm run bench [-- bundle | grant | audit]: measures, prints, and fails beyond a limit.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Each in a process of its own: what one leaves in memory is not what the next one needs. */
const files: Record<string, string> = { bundle: 'bundleLoad.ts', grant: 'grantCost.ts', audit: 'audit.ts' };

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in files));
if (unknown.length > 0) {
  console.error(
    `There is no ${unknown.join(', ')}: give ${Object.keys(files).join(', ')}, or nothing for all.`,
  );
  process.exit(2);
}

for (const [name, file] of Object.entries(files)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`\n${name}`);
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, file)], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
