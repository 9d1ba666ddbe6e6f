import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// Azure's own descriptions of its resources (Azure/bicep-types-az, generated/). They are no part of this
// repository: tests that read them are skipped where they are not.
const folder = join(import.meta.dirname, '../../../shared/data');
const files = [
  'microsoft.authorization-2022-04-01.types.json',
  'microsoft.communication-2025-09-01.types.json',
];

export const publishedTypesAreThere = files.every((file) => existsSync(join(folder, file)));

type Reference = { $ref: string };
type Property = { type: Reference; flags: number };
type PublishedType =
  | { $type: 'ResourceType'; name: string; body: Reference }
  | { $type: 'ObjectType'; properties: Record<string, Property>; additionalProperties?: Reference }
  | { $type: 'ArrayType'; itemType: Reference }
  | { $type: 'UnionType'; elements: Reference[] }
  | { $type: 'StringLiteralType'; value: string }
  | { $type: 'StringType'; minLength?: number; maxLength?: number; pattern?: string }
  | { $type: 'IntegerType' | 'BooleanType' | 'AnyType' };

const flags = { required: 1, writeOnly: 4 };

/** Where a body does not fit the published type of a resource. */
export type Misfit = { path: string; problem: string };

export function misfits(resourceType: string, body: unknown): Misfit[] {
  for (const file of files) {
    const types = JSON.parse(readFileSync(join(folder, file), 'utf8')) as PublishedType[];
    for (const type of types)
      if (
        type.$type === 'ResourceType' &&
        type.name.split('@')[0]?.toLowerCase() === resourceType.toLowerCase()
      )
        return new Check(types).at(type.body, body, '');
  }
  throw new Error(`There is no published type for ${resourceType}.`);
}

class Check {
  readonly #types: readonly PublishedType[];

  constructor(types: readonly PublishedType[]) {
    this.#types = types;
  }

  at({ $ref }: Reference, value: unknown, path: string): Misfit[] {
    const type = this.#types[Number($ref.replace('#/', ''))];
    const wrong = (problem: string) => [{ path, problem }];
    if (value === null) return wrong('is null');
    switch (type?.$type) {
      case 'ObjectType':
        return typeof value === 'object' && !Array.isArray(value)
          ? this.#object(type, value as Record<string, unknown>, path)
          : wrong('is no object');
      case 'ArrayType':
        return Array.isArray(value)
          ? value.flatMap((each) => this.at(type.itemType, each, `${path}[]`))
          : wrong('is no array');
      case 'UnionType':
        return type.elements.some((each) => this.at(each, value, path).length === 0)
          ? []
          : wrong(`is ${JSON.stringify(value)}, which is none of the choices`);
      case 'StringLiteralType':
        // Azure prints the names of types in several spellings.
        return typeof value === 'string' && value.toLowerCase() === type.value.toLowerCase()
          ? []
          : wrong(`is ${JSON.stringify(value)}, not '${type.value}'`);
      case 'StringType':
        if (typeof value !== 'string') return wrong('is no string');
        if (value.length < (type.minLength ?? 0)) return wrong('is too short');
        if (value.length > (type.maxLength ?? Infinity)) return wrong('is too long');
        return type.pattern === undefined || new RegExp(type.pattern).test(value)
          ? []
          : wrong('has a wrong form');
      case 'IntegerType':
        return Number.isInteger(value) ? [] : wrong('is no whole number');
      case 'BooleanType':
        return typeof value === 'boolean' ? [] : wrong('is no boolean');
      case 'AnyType':
        return [];
      default:
        throw new Error(`${path} has a type that is not read here: ${type?.$type}.`);
    }
  }

  #object(
    type: Extract<PublishedType, { $type: 'ObjectType' }>,
    value: Record<string, unknown>,
    path: string,
  ): Misfit[] {
    const found: Misfit[] = [];
    for (const [name, { flags: flag }] of Object.entries(type.properties)) {
      const given = value[name] !== undefined;
      const wanted = (flag & flags.required) !== 0;
      if (wanted && !given) found.push({ path: `${path}.${name}`, problem: 'is missing' });
      if (given && (flag & flags.writeOnly) !== 0)
        found.push({ path: `${path}.${name}`, problem: 'is write-only' });
    }
    for (const [name, each] of Object.entries(value)) {
      const known = type.properties[name]?.type ?? type.additionalProperties;
      if (known === undefined) found.push({ path: `${path}.${name}`, problem: 'is not known' });
      else if (each !== undefined) found.push(...this.at(known, each, `${path}.${name}`));
    }
    return found;
  }
}
