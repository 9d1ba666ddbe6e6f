// Measures what an audit computes, without Azure: seconds, memory, and how they grow. Fails beyond the limits.
import { anEstate } from './estate.ts';
import type { EstateSize } from './estate.ts';
import { judge } from './judge.ts';
import { auditOfAzure } from './ofAzure.ts';

const large: EstateSize = { assignments: 100_000, roles: 3_000, principals: 20_000 };
const small: EstateSize = { assignments: 10_000, roles: 300, principals: 2_000 };
const mostSeconds = 5;
const mostMegabytes = 400;
const mostGrowth = 11;

/**
 * Seconds of processor time, of all threads together, the best of several runs: what else the machine does at the
 * time counts least so. On an idle machine nobody waits longer than that.
 */
function seconds(size: EstateSize, runs: number): number {
  const times = Array.from({ length: runs }, () => {
    // Roles of its own each time, so that nothing is known from the run before.
    const estate = anEstate(size);
    const from = process.cpuUsage();
    judge(estate);
    const { user, system } = process.cpuUsage(from);
    return (user + system) / 1e6;
  });
  return Math.min(...times);
}

// First, in a fresh process: what garbage later runs leave is not what one audit needs.
const first = seconds(large, 1);
const megabytes = process.resourceUsage().maxRSS / 1024;
const ofSmall = seconds(small, 5);
const ofLarge = Math.min(first, seconds(large, 3));
const growth = ofLarge / ofSmall;

const results = [
  [`${small.assignments} assignments`, `${ofSmall.toFixed(3)} s`],
  [`${large.assignments} assignments`, `${ofLarge.toFixed(3)} s (limit ${mostSeconds})`],
  ['10 times the work', `${growth.toFixed(1)} times the time (limit ${mostGrowth})`],
  ['most memory of the process', `${megabytes.toFixed(0)} MB (limit ${mostMegabytes})`],
];
for (const [what = '', measured = ''] of results) console.log(`${what.padEnd(28)} ${measured}`);
if (ofLarge > mostSeconds || growth > mostGrowth || megabytes > mostMegabytes) process.exitCode = 1;

const whole = await auditOfAzure({ small, large, mostSeconds, mostMegabytes, mostGrowth });
if (!whole) process.exitCode = 1;
