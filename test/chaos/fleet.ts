import type { World } from '../../dev/azure/world.ts';
import contoso from '../../dev/worlds/contoso.json' with { type: 'json' };

/** The sample estate with so many applications more, each ready to be granted. */
export function estateWithFleet(size: number): World {
  const fleet = fleetNames(size).map((name) => ({
    name,
    secrets: [{ text: `${name}-secret` }],
    owners: ['Ada Owner'],
  }));
  const world = contoso as World;
  return { ...world, applications: [...(world.applications ?? []), ...fleet] };
}

export function fleetNames(size: number): string[] {
  return Array.from({ length: size }, (_, index) => `Fleet ${String(index + 1).padStart(4, '0')}`);
}
