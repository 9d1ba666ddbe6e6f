import { execFile, spawnSync } from 'node:child_process';

export type Ran = { code: number; stdout: string; stderr: string };

/** Whether a program is on this machine: what is not there is not tested, and reported as skipped. */
export function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
}

/** Runs a program that knows nothing of us, and gives what it said. */
export function run(
  program: string,
  args: string[],
  { env = {}, input = '' }: { env?: Record<string, string>; input?: string } = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const options = { env: { ...process.env, ...env }, timeout: 60_000 };
    const child = execFile(program, args, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      if (typeof code === 'number') resolve({ code, stdout, stderr });
      else reject(error ?? new Error(`${program} gave no exit code.`));
    });
    child.stdin?.end(input);
  });
}
