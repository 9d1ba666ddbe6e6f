import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditAzure, readEverything } from './auditAzure.ts';
import type { EstateSize } from './estate.ts';
import type { Evaluation } from './evaluate.ts';
import { largeAzure } from './largeAzure.ts';

type Limits = {
  small: EstateSize;
  large: EstateSize;
  mostSeconds: number;
  mostMegabytes: number;
  mostGrowth: number;
};

/** Audits a large local Azure, prints what that took, and says whether it is within the limits. */
export async function auditOfAzure(limits: Limits): Promise<boolean> {
  const { small, large, mostSeconds, mostMegabytes, mostGrowth } = limits;
  const azure = largeAzure(large);
  const { calls, findings, output, seconds } = await auditAzure(azure);
  console.log(
    `\nAn audit of ${large.assignments} assignments in the local Azure, which takes part in the time:`,
  );
  for (const [call, count] of [...calls].sort(([one], [other]) => (one < other ? -1 : 1)))
    console.log(`  ${call.padEnd(60)} ${count}`);
  console.log(`  ${findings} findings, ${(output / 1e6).toFixed(1)} MB of output, ${seconds.toFixed(1)} s`);

  const whole = best(await evaluationsOf(large, 3));
  const tenth = best(await evaluationsOf(small, 5));
  const growth = whole.seconds / tenth.seconds;
  console.log(`The evaluation alone, in a process of its own:
  ${large.assignments} assignments: ${whole.seconds.toFixed(2)} s (limit ${mostSeconds}), ${whole.megabytes.toFixed(0)} MB (limit ${mostMegabytes}), ${whole.findings} findings
  10 times the work: ${growth.toFixed(1)} times the time (limit ${mostGrowth})
  ${whole.kept} of the assignments can matter to a rule, and are kept`);
  return whole.seconds <= mostSeconds && whole.megabytes <= mostMegabytes && growth <= mostGrowth;
}

async function evaluationsOf(size: EstateSize, runs: number): Promise<Evaluation[]> {
  const folder = mkdtempSync(join(tmpdir(), 'mailgrant-bench-'));
  try {
    const { places, snapshot } = await readEverything(largeAzure(size));
    writeFileSync(join(folder, 'snapshot.json'), JSON.stringify(snapshot));
    for (const [index, rows] of places.entries())
      writeFileSync(join(folder, `place-${index}.json`), JSON.stringify(rows));
    const script = join(import.meta.dirname, 'evaluate.ts');
    return Array.from({ length: runs }, () => {
      const printed = execFileSync(process.execPath, [script, folder], { encoding: 'utf8' });
      return JSON.parse(printed) as Evaluation;
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function best(all: readonly Evaluation[]): Evaluation {
  return all.reduce((one, other) => (other.seconds < one.seconds ? other : one));
}
