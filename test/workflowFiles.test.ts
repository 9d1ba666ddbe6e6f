import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const permissions = z.record(z.string(), z.string());
const workflow = z.object({
  on: z.record(z.string(), z.unknown()),
  permissions,
  jobs: z.record(
    z.string(),
    z.object({
      permissions: permissions.optional(),
      'timeout-minutes': z.number(),
      steps: z.array(
        z.object({
          uses: z.string().optional(),
          run: z.string().optional(),
          with: z.record(z.string(), z.unknown()).optional(),
        }),
      ),
    }),
  ),
});

const files = globSync('.github/workflows/*.yml').map((file) => file.replace(/^.*[\\/]/, ''));
const text = (file: string) => readFileSync(`.github/workflows/${file}`, 'utf8');
const read = (file: string) => workflow.parse(parse(text(file)));
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

/** What a workflow may do with the repository and with its own identity, and the jobs that may do more. */
const allowed: Record<string, { all: Record<string, string>; jobs: Record<string, Record<string, string>> }> =
  {
    'ci.yml': { all: { contents: 'read' }, jobs: {} },
    'deploy.yml': { all: { contents: 'read', 'id-token': 'write' }, jobs: {} },
    'release.yml': { all: { contents: 'read' }, jobs: { release: { contents: 'write' } } },
  };

it('are these', () => {
  expect(files.sort()).toEqual(Object.keys(allowed));
});

describe.each(Object.keys(allowed))('the workflow %s', (file) => {
  const { permissions: all, jobs } = read(file);
  const steps = Object.values(jobs).flatMap((job) => job.steps);

  it('may do what it needs, and no more', () => {
    const more = Object.entries(jobs).flatMap(([name, job]) =>
      job.permissions === undefined ? [] : [[name, job.permissions] as const],
    );
    expect({ all, jobs: Object.fromEntries(more) }).toEqual(allowed[file]);
  });

  it('has no secrets', () => {
    expect(text(file)).not.toMatch(/secrets\.|secrets\[|password|publish-profile/i);
  });

  it('uses each action by its commit, and says which version that is', () => {
    const uses = text(file).match(/uses: .*/g) ?? [];
    for (const use of uses) expect(use).toMatch(/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('leaves no token of the repository behind for what it runs', () => {
    for (const step of steps.filter(({ uses }) => uses?.startsWith('actions/checkout@')))
      expect(step.with).toMatchObject({ 'persist-credentials': false });
  });

  it('names scripts and files that are there', () => {
    const run = steps.map((step) => step.run ?? '').join('\n');
    for (const [, script = ''] of run.matchAll(/npm run ([\w:]+)/g)) expect(scripts).toHaveProperty(script);
    const named = [...text(file).matchAll(/(?:\.ci|infra|scripts)\/[\w./-]+|(?<=version-file: ).+/g)];
    for (const [path] of named) expect(existsSync(path), path).toBe(true);
  });

  it('puts nothing that others write into a command', () => {
    for (const { run = '' } of steps) expect(run).not.toContain('${{');
  });
});

it('CI runs what must hold', () => {
  expect(read('ci.yml').jobs.check?.steps.map(({ run }) => run)).toContain('.ci/run');
});

it('both ways to deploy pack what is shipped and nothing else', () => {
  for (const file of ['deploy.yml', 'release.yml']) {
    const run = Object.values(read(file).jobs).flatMap(({ steps }) => steps.map((step) => step.run ?? ''));
    expect(run).toEqual(
      expect.arrayContaining([
        'npm run stage -- staged',
        'cd staged && zip --recurse-paths ../mailgrant.zip .',
      ]),
    );
  }
});
