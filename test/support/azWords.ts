import { execFileSync } from 'node:child_process';

/** The words that bash makes of a command of the Azure CLI, `az` left out. */
export function wordsOf(command: string): string[] {
  // In place of `az` stands a function that prints what it is given.
  const script = `az() { printf '%s\\0' "$@"; }; ${command}`;
  // What bash has to complain of belongs into the error, not on the screen.
  const stdout = execFileSync('bash', ['-c', script], { encoding: 'utf8', stdio: 'pipe' });
  return stdout.split('\0').slice(0, -1);
}

/** What a command of `az rest` sends. */
export function requestOf(command: string): { method: string; url: string; body?: unknown } {
  const [rest, ...words] = wordsOf(command);
  if (rest !== 'rest') throw new Error(`No call of Azure: ${command}`);
  const given = (name: string) => words[words.indexOf(name) + 1] ?? '';
  return {
    method: given('--method').toUpperCase(),
    url: given('--url'),
    ...(words.includes('--body') && { body: JSON.parse(given('--body')) as unknown }),
  };
}
