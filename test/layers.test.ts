import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

type Rule = { imports: string[]; types?: string[]; packages?: string[]; packageValues?: string[] };

/**
 * The architecture as a test, so that it holds even where lint is not run or is told to look away.
 * `imports` and `types` name the layers of src that a layer may import, or import as types only;
 * `packages` are those it may not import, and `packageValues` those it may import as types only.
 */
const azurePackages = ['@azure/', 'durable-functions'];
const layers: Record<string, Rule> = {
  main: { imports: ['app', 'config', 'gateways', 'log', 'domain'] },
  app: {
    imports: ['triggers', 'workflows', 'activities', 'log', 'domain'],
    types: ['config', 'gateways'],
    packages: ['@azure/arm-', '@azure/core-', '@azure/identity', 'node:'],
  },
  config: { imports: ['domain', 'config'], packages: [...azurePackages, 'node:'] },
  log: {
    imports: [],
    types: ['domain'],
    packages: ['durable-functions', 'node:'],
    packageValues: ['@azure/'],
  },
  domain: { imports: ['domain'], packages: [...azurePackages, 'node:'] },
  workflows: {
    imports: ['domain', 'workflows', 'log'],
    types: ['activities'],
    packages: ['@azure/', 'node:'],
  },
  activities: {
    imports: ['domain', 'activities', 'log'],
    types: ['gateways'],
    packages: [...azurePackages, 'node:'],
  },
  gateways: {
    imports: ['domain', 'gateways', 'config'],
    packages: ['durable-functions', '@azure/functions'],
  },
  triggers: {
    imports: ['domain', 'triggers', 'workflows', 'log'],
    // Activities come as a parameter, for what is read without starting an operation.
    types: ['activities', 'gateways', 'config'],
    packages: ['@azure/arm-', '@azure/core-', '@azure/identity', 'node:'],
  },
  web: { imports: ['web'], packages: [...azurePackages, 'node:'] },
};

const root = join(import.meta.dirname, '..');

function sources(folder: string): [path: string, text: string][] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => posix.join(folder, name.replaceAll('\\', '/')))
    .filter((path) => /\.(ts|js|mjs|html|css)$/.test(path))
    .map((path) => [path, readFileSync(join(root, path), 'utf8')]);
}

type Import = { from: string; typeOnly: boolean };

/** Every import, re-export and dynamic import of a source text, and whether its code reads the environment. */
function read(path: string, text: string): { imports: Import[]; environment: boolean } {
  const imports: Import[] = [];
  let environment = false;
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.phaseModifier);
    if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    // As code, not in a text: the snippets of the handover card show it to others. `const { env } = process` counts.
    environment ||= ts.isIdentifier(node) && node.text === 'process';
    ts.forEachChild(node, visit);
  };
  const add = (specifier: ts.Node | undefined, type: boolean | ts.SyntaxKind | undefined) => {
    if (specifier !== undefined && ts.isStringLiteralLike(specifier))
      imports.push({ from: specifier.text, typeOnly: type === true || type === ts.SyntaxKind.TypeKeyword });
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return { imports, environment };
}

/** The layer that a file of src belongs to: its folder, or the file itself right under src. */
function layerOf(path: string): string {
  return path.split('/')[1]?.replace(/\.ts$/, '') ?? '';
}

/** What a file of src does that it may not do, a sentence for each. */
function violations([path, text]: [path: string, text: string]): string[] {
  const layer = layers[layerOf(path)];
  if (layer === undefined) return [`${path} is in no layer.`];
  const { imports, environment } = read(path, text);
  const wrong = imports.flatMap(({ from, typeOnly }) => {
    if (!from.startsWith('.')) {
      const names = [...(layer.packages ?? []), ...(typeOnly ? [] : (layer.packageValues ?? []))];
      return names.some((name) => from.startsWith(name)) ? [`${path} imports the package ${from}.`] : [];
    }
    const target = posix.join(dirname(path), from);
    if (target === 'package.json') return [];
    if (!target.startsWith('src/')) return [`${path} imports ${target}, which is not in src.`];
    const to = layerOf(target);
    if (layer.imports.includes(to) || (typeOnly && (layer.types ?? []).includes(to))) return [];
    return [`${path} imports ${target}${typeOnly ? '' : ' for its values'}.`];
  });
  const local = /localhost|127\.0\.0\.1|_local|local azure/i.exec(text);
  return [
    ...wrong,
    ...(local === null ? [] : [`${path} says '${local[0]}': src never knows that Azure is local.`]),
    ...(environment && path !== 'src/main.ts' ? [`${path} reads the environment.`] : []),
  ];
}

const src = sources('src');

describe('src', () => {
  it('keeps to its layers, reads the environment in one place, and does not know that Azure is local', () => {
    expect(src.flatMap(violations)).toEqual([]);
  });

  it('has no import cycles, not even of types', () => {
    expect(cycles(src, { types: true })).toEqual([]);
  });

  it('has files that can be read at one go', () => {
    const long = src.filter(([, text]) => text.split('\n').length > 301).map(([path]) => path);
    expect(long).toEqual([]);
  });
});

describe('dev and test', () => {
  it('have no import cycles', () => {
    expect(cycles([...src, ...sources('dev'), ...sources('test')], { types: false })).toEqual([]);
  });
});

/** The files that import themselves in the end; `types` counts type-only imports as well. */
function cycles(files: [path: string, text: string][], { types }: { types: boolean }): string[] {
  const graph = new Map(
    files.map(([path, text]) => [
      path,
      read(path, text)
        .imports.filter(({ from, typeOnly }) => from.startsWith('.') && (types || !typeOnly))
        .map(({ from }) => posix.join(dirname(path), from)),
    ]),
  );
  return [...graph.keys()].filter((path) => reaches(graph, { from: path, to: path }));
}

function reaches(graph: Map<string, string[]>, { from, to }: { from: string; to: string }): boolean {
  const seen = new Set<string>();
  const open = [...(graph.get(from) ?? [])];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (path === to) return true;
    if (seen.has(path)) continue;
    seen.add(path);
    open.push(...(graph.get(path) ?? []));
  }
  return false;
}

describe('this test catches', () => {
  it.each([
    ['src importing dev', 'src/main.ts', `import { x } from '../dev/azure/state.ts';`],
    ['src importing test', 'src/domain/a.ts', `import type { X } from '../../test/support/x.ts';`],
    ['a lazy import of dev', 'src/gateways/index.ts', `await import('../../dev/azure/state.ts')`],
    ['domain using Azure', 'src/domain/a.ts', `import { RestError } from '@azure/core-rest-pipeline';`],
    ['domain using Node', 'src/domain/a.ts', `import { hash } from 'node:crypto';`],
    ['a log that brings Azure along', 'src/log.ts', `import { app } from '@azure/functions';`],
    ['a workflow calling a gateway', 'src/workflows/a.ts', `import type { X } from '../gateways/ports.ts';`],
    ['a workflow calling an activity', 'src/workflows/a.ts', `import { x } from '../activities/index.ts';`],
    ['an activity with the SDK', 'src/activities/a.ts', `import { X } from '@azure/arm-authorization';`],
    [
      'an activity that builds gateways',
      'src/activities/a.ts',
      `import {\n  x,\n} from '../gateways/index.ts';`,
    ],
    ['a trigger that runs activities', 'src/triggers/a.ts', `export * from '../activities/index.ts';`],
    ['a gateway with a trigger', 'src/gateways/a.ts', `import '../triggers/http.ts';`],
    ['something that imports main', 'src/app.ts', `import { x } from './main.ts';`],
    ['the environment', 'src/app.ts', `const x = process.env.X;`],
    ['the environment taken apart', 'src/app.ts', `const { env } = process;`],
    ['a local address', 'src/gateways/a.ts', `const host = 'https://localhost:8443';`],
    ['the local control plane', 'src/gateways/a.ts', `fetch('/_local/state')`],
    ['a new layer', 'src/utils/a.ts', ''],
  ])('%s', (_, path, text) => expect(violations([path, text])).toHaveLength(1));

  it('and lets types pass where only types may', () => {
    const text = `import type { X } from '../activities/index.ts';`;
    expect(violations(['src/workflows/a.ts', text])).toEqual([]);
  });
});
