import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const root = join(import.meta.dirname, '../..');

/** A file of the project, as text. */
export const textOf = (path: string) => readFileSync(join(root, path), 'utf8');

/** In a template, all properties may be one expression. */
const properties = z.union([
  z.record(z.string(), z.unknown()),
  z.string().transform((expression): Record<string, unknown> => ({ expression })),
]);
const resource = z.looseObject({
  type: z.string(),
  name: z.string(),
  existing: z.boolean().optional(),
  properties: properties.default({}),
});
const template = z.looseObject({
  parameters: z.record(z.string(), z.looseObject({ defaultValue: z.unknown().optional() })).default({}),
  resources: z.union([z.array(resource), z.record(z.string(), resource)]),
  outputs: z.record(z.string(), z.looseObject({ type: z.string().optional() })).default({}),
});

export type Resource = z.output<typeof resource>;
export type Template = z.output<typeof template>;

/** The template of the button, which holds all the others. */
export const wholeTemplate = template.parse(JSON.parse(textOf('infra/azuredeploy.json')));

function childrenOf(parent: Template): [string, Resource][] {
  return Object.entries(parent.resources);
}

/** A template that the whole one deploys, by its symbol there: `app`, `access`, `events`. */
export function partOf(name: string): Template {
  const found = childrenOf(wholeTemplate).find(([symbol]) => symbol === name)?.[1];
  return template.parse(found?.properties.template);
}

/** All templates, with those in them. */
export function templatesIn(from: Template = wholeTemplate): Template[] {
  const nested = childrenOf(from)
    .filter(([, { type }]) => type === 'Microsoft.Resources/deployments')
    .flatMap(([, { properties }]) => templatesIn(template.parse(properties.template)));
  return [from, ...nested];
}

/** All that a template writes, also through others; not what it only refers to. */
export function writtenBy(from: Template = wholeTemplate): Resource[] {
  return templatesIn(from)
    .flatMap(childrenOf)
    .map(([, each]) => each)
    .filter(({ type, existing }) => existing !== true && type !== 'Microsoft.Resources/deployments');
}

const snapshot = z.object({
  predictedResources: z.array(resource.extend({ id: z.string() })),
  outputs: z.record(z.string(), z.unknown()).default({}),
});

/** What a sample of parameters comes to: `infra/ci`, `infra/access/ci`. */
export function snapshotOf(sample: string): z.output<typeof snapshot> {
  return snapshot.parse(JSON.parse(textOf(`${sample}.snapshot.json`)));
}
