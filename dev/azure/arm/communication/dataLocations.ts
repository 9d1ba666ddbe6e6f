import { refusal } from '../refusal.ts';

const dataLocations = [
  'Africa',
  'Asia Pacific',
  'Australia',
  'Brazil',
  'Canada',
  'Europe',
  'France',
  'Germany',
  'India',
  'Japan',
  'Korea',
  'Norway',
  'Switzerland',
  'UAE',
  'UK',
  'United States',
].map((each) => each.toLowerCase());

/** Refuses a data location that Azure does not have, and to move the data of a resource that is there. */
export function demandDataLocation(asked: string, existing: { dataLocation: string } | undefined): void {
  if (!dataLocations.includes(asked.toLowerCase()))
    throw refusal(400, 'BadRequest', `The data location '${asked}' is not valid.`);
  if (existing !== undefined && existing.dataLocation.toLowerCase() !== asked.toLowerCase())
    throw refusal(
      400,
      'BadRequest',
      `The data location cannot change from '${existing.dataLocation}' to '${asked}'.`,
    );
}

/** The name of a resource, by the pattern of its specification. */
export function demandName(name: string): void {
  if (!/^[-\w]{1,63}$/.test(name))
    throw refusal(400, 'BadRequest', `The resource name '${name}' is not valid.`);
}
