import { notImplemented } from './refusal.ts';

/** Refuses what Azure would keep and we would forget: a success that did nothing would be kinder than Azure. */
export function refuseUnkept(given: object, kept: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(given)) {
    if (!(name in kept) || value === undefined || value === null) continue;
    if (value !== kept[name]) throw notImplemented(`${name} with the value ${JSON.stringify(value)}`);
  }
}
