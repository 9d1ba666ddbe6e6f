import { execFile } from 'node:child_process';

/**
 * Runs the Azure CLI, `az`, with these arguments, and gives what it prints as JSON: undefined if it prints nothing.
 * Arguments stand in the list of processes and in error texts, so none may be a secret.
 */
export type Az = (args: readonly string[]) => Promise<unknown>;

/** The Azure CLI said no. `stderr` is what it said. */
export class AzError extends Error {
  override readonly name = 'AzError';
  readonly stderr: string;

  constructor(args: readonly string[], stderr: string) {
    const signIn = /az login|AADSTS\d/.test(stderr) ? '\nFix: az login' : '';
    super(`az ${args.join(' ')}\n${stderr.trim()}${signIn}`);
    this.stderr = stderr;
  }
}

/** The Azure CLI of this machine, as whoever has signed in to it. `command` is for tests. */
export function azureCli(command: readonly [string, ...string[]] = ['az']): Az {
  const [file, ...first] = command;
  return (args) =>
    new Promise((resolve, reject) => {
      const all = [...first, ...args, '--output', 'json'];
      execFile(file, all, { maxBuffer: 64 * 1024 * 1024 }, (failure, stdout, stderr) => {
        if (failure !== null) reject(toError(failure, args, stderr));
        else resolveJson(stdout);
      });
      const resolveJson = (stdout: string) => {
        try {
          resolve(stdout.trim() === '' ? undefined : JSON.parse(stdout));
        } catch (cause) {
          reject(new Error(`az ${args.join(' ')}\nprinted something that is not JSON.`, { cause }));
        }
      };
    });
}

function toError(failure: Error & { code?: unknown }, args: readonly string[], stderr: string): Error {
  if (failure.code === 'ENOENT') {
    const fix = 'Install it (https://aka.ms/azure-cli), or use Azure Cloud Shell; on Windows use WSL.';
    return new Error(`The Azure CLI, az, was not found.\nFix: ${fix}`, { cause: failure });
  }
  return new AzError(args, stderr || failure.message);
}
