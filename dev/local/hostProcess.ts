import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export type HostProcess = {
  url: string;
  stop(): Promise<void>;
  /** Ends the process without a chance to clean up, as a crash or a `kill -9` does. */
  kill(): Promise<void>;
};

export type HostProcessOptions = {
  /** The folder of the app; this project's, if absent. */
  appFolder?: string;
  /** 0 for any. */
  port: number;
  /** A file, or `:memory:`. */
  data: string;
  settings: Record<string, string>;
  /** Gets the host's log, line by line. */
  onLog?: (line: string) => void;
};

const root = fileURLToPath(new URL('../..', import.meta.url));
const main = fileURLToPath(new URL('../host/main.ts', import.meta.url));

/**
 * Runs the built app on the local Functions host, in a process of its own, as in production: it trusts the local
 * Azure only by the CA file that its environment names. Gives it back once it answers.
 */
export async function startHostProcess({
  appFolder = root,
  port,
  data,
  settings,
  onLog,
}: HostProcessOptions): Promise<HostProcess> {
  const child = spawn(process.execPath, [main, appFolder, '--port', String(port), '--data', data], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lastLines: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    onLog?.(line);
    lastLines.push(line);
    if (lastLines.length > 20) lastLines.shift();
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) =>
      resolve((JSON.parse(line) as { url: string }).url),
    );
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Error(`The Functions host ended with code ${code}:\n${lastLines.join('\n')}`)),
    );
  });
  return {
    url,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}
