import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { sampleFolder } from './sampleHost.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

export type ChildHost = {
  process: ChildProcess;
  url: string;
  lines: string[];
  kill(signal: NodeJS.Signals): Promise<number | null>;
};

/** Starts the host as its users do, as a process of its own, and waits until it is ready. */
export async function startChild(...options: string[]): Promise<ChildHost> {
  const child = spawn(
    process.execPath,
    ['dev/node24.mjs', 'dev/host/main.ts', sampleFolder, '--port', '0', ...options],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const exit = once(child, 'exit');
  const lines: string[] = [];
  const output = createInterface({ input: child.stdout });
  const ready = new Promise<string>((resolve, reject) => {
    output.on('line', (line) => {
      lines.push(line);
      resolve((JSON.parse(line) as { url: string }).url);
    });
    child.once('exit', (code) => reject(new Error(`The host ended with ${code} before it was ready.`)));
  });
  return {
    process: child,
    url: await ready,
    lines,
    async kill(signal) {
      child.kill(signal);
      const [code] = (await exit) as [number | null];
      return code;
    },
  };
}
