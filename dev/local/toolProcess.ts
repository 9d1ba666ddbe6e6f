import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

export type ToolProcess = {
  /** Resolves when the process has ended by itself or by `stop`, to how. */
  ended: Promise<string>;
  stop(): Promise<void>;
};

export type ToolOptions = {
  command: string;
  args: readonly string[];
  folder: string;
  env: Record<string, string>;
  onLog: (line: string) => void;
};

/** Runs a program of the PATH, and with it, to its end, what it starts itself. */
export function startTool({ command, args, folder, env, onLog }: ToolOptions): ToolProcess {
  const isWindows = process.platform === 'win32';
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // On Windows what npm installs is a script, which only a shell runs. Elsewhere a group of its own, to end as one.
    shell: isWindows,
    detached: !isWindows,
  });
  for (const output of [child.stdout, child.stderr]) createInterface({ input: output }).on('line', onLog);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`${command} could not be started: ${error.message}`));
    child.once('exit', (code, signal) => resolve(`${command} has ended with ${signal ?? String(code)}.`));
  });
  const end = () => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    if (isWindows) child.kill();
    else process.kill(-child.pid, 'SIGTERM');
  };
  // Its group would outlive this process, however this ends.
  process.once('exit', end);
  void ended.then(() => process.removeListener('exit', end));
  return {
    ended,
    async stop() {
      end();
      await ended;
    },
  };
}

/** Resolves once `isThere` says so, which is asked again and again; fails if the tool ends before. */
export async function untilThere(tool: ToolProcess, isThere: () => Promise<boolean>): Promise<void> {
  let why: string | undefined;
  void tool.ended.then((how) => (why = how));
  while (!(await isThere())) {
    if (why !== undefined) throw new Error(why);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Whether something listens on a port of this machine. */
export function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
