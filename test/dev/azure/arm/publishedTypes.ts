import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

// Azure's published resource types. Not part of this repository; tests that read them are skipped without them.
const folder = resolve(import.meta.dirname, '../../../../../shared/data');

type Reference = { $ref: string };
type PublishedType =
  | { $type: 'ResourceType'; name: string; body: Reference }
  | {
      $type: 'ObjectType';
      properties: Record<string, { type: Reference; flags: number }>;
      additionalProperties?: Reference;
    }
  | { $type: 'UnionType'; elements: Reference[] }
  | { $type: 'ArrayType'; itemType: Reference }
  | { $type: 'StringLiteralType'; value: string }
  | { $type: 'StringType' | 'BooleanType' | 'IntegerType' | 'AnyType' };

const files: Record<string, string> = {
  'Microsoft.Authorization': 'microsoft.authorization-2022-04-01.types.json',
  'Microsoft.Communication': 'microsoft.communication-2025-09-01.types.json',
};

export const typesAreThere = Object.values(files).every((file) => existsSync(resolve(folder, file)));

/** Where a body does not fit its published type, as sentences. */
export function misfits(resourceType: string, body: unknown): string[] {
  const file = files[resourceType.split('/')[0] ?? ''] ?? '';
  const types = JSON.parse(readFileSync(resolve(folder, file), 'utf8')) as PublishedType[];
  const of = ({ $ref }: Reference) => types[Number($ref.slice(2))];
  const check = (type: PublishedType | undefined, value: unknown, path: string): string[] => {
    const wrong = [`${path}: ${JSON.stringify(value)} is no ${type?.$type}`];
    switch (type?.$type) {
      case 'ObjectType': {
        if (typeof value !== 'object' || value === null) return wrong;
        const given = new Map(Object.entries(value));
        const known = Object.entries(type.properties).flatMap(([name, property]) => {
          const found: unknown = given.get(name);
          const missing = property.flags % 2 === 1 ? [`${path}.${name} is missing`] : [];
          // Azure itself answers null for what it does not know.
          return found === undefined || found === null
            ? missing
            : check(of(property.type), found, `${path}.${name}`);
        });
        const extra = [...given.keys()].filter(
          (name) => !(name in type.properties) && !type.additionalProperties,
        );
        return [...known, ...extra.map((name) => `${path}.${name} is not known`)];
      }
      case 'ArrayType':
        if (!Array.isArray(value)) return wrong;
        return value.flatMap((each, index) => check(of(type.itemType), each, `${path}[${index}]`));
      case 'UnionType':
        return type.elements.some((each) => check(of(each), value, path).length === 0) ? [] : wrong;
      case 'StringLiteralType':
        return typeof value === 'string' && value.toLowerCase() === type.value.toLowerCase() ? [] : wrong;
      case 'StringType':
        return typeof value === 'string' ? [] : wrong;
      case 'BooleanType':
        return typeof value === 'boolean' ? [] : wrong;
      case 'IntegerType':
        return Number.isInteger(value) ? [] : wrong;
      case 'AnyType':
        return [];
      default:
        return wrong;
    }
  };
  const found = types.find(
    (each) =>
      each.$type === 'ResourceType' && each.name.split('@')[0]?.toLowerCase() === resourceType.toLowerCase(),
  );
  return check(found?.$type === 'ResourceType' ? of(found.body) : undefined, body, resourceType);
}
