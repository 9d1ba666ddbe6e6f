import { describe, expect, it } from 'vitest';
import { heldToRead, withHeld } from '../../../src/domain/audit/held.ts';
import type { AuditSlices } from '../../../src/domain/audit/slices.ts';
import { Estate, group, guid, roleIds, service, subscription } from './estate.ts';
import { narrowed } from './narrowed.ts';

const lab = `${subscription}/resourceGroups/lab/providers/Microsoft.Communication/communicationServices/lab`;
const both = [service, lab];

/** Two places, each with what an audit of the estate has read there, and nothing held yet. */
function read(estate: Estate): AuditSlices {
  const { slices } = narrowed(estate.snapshot);
  return { ...slices, places: slices.places.map((place) => ({ ...place, held: {} })) };
}

function twoPlaces(): Estate {
  return new Estate().service().service(lab).application('payroll').application('crm');
}

describe('what is read of those who send', () => {
  it.each<{ who: string; estate: Estate; read: string[] }>([
    { who: 'whoever has a username, at any of them', estate: twoPlaces().username('crm'), read: ['crm'] },
    {
      who: 'whoever holds the sender role',
      estate: twoPlaces().assign('crm', 'sender', lab),
      read: ['crm'],
    },
    {
      who: 'no one who only could send',
      estate: twoPlaces().assign('crm', 'contributor', subscription),
      read: [],
    },
    {
      who: 'no one who only reads',
      estate: twoPlaces().assign('crm', 'reader', service),
      read: [],
    },
    {
      who: 'no one who only could have it activated',
      estate: twoPlaces().makeEligible('crm', 'owner', group),
      read: [],
    },
    {
      who: 'no group, and nobody unknown or gone',
      estate: twoPlaces()
        .group('team', 'crm')
        .assign('team', 'sender')
        .principal('shade', 'unknown')
        .assign('shade', 'owner')
        .username('gone')
        .assign('gone', 'owner'),
      read: [],
    },
    {
      who: 'each once, in a fixed order',
      estate: twoPlaces()
        .username('payroll')
        .assign('payroll', 'owner')
        .assign('payroll', 'sender')
        .assign('crm', 'owner')
        .assign('crm', 'sender', lab),
      read: ['payroll', 'crm'],
    },
  ])('$who', ({ estate, read: words }) => {
    const principalIds = words.map((word) => guid(`s-${word}`)).sort();
    const expected = both.map((scope) => ({ scope, principalIds }));
    expect(heldToRead(read(estate), both)).toEqual(words.length === 0 ? [] : expected);
  });

  it('is read anew at fresh places, and elsewhere only of those who are new', () => {
    const slices = read(twoPlaces().username('payroll').assign('crm', 'sender'));
    const [payroll, crm] = [guid('s-payroll'), guid('s-crm')];
    const places = slices.places.map((place) => withHeld(place, { held: { [payroll]: [] }, roles: {} }));
    const now = heldToRead({ ...slices, places }, [service.toUpperCase()]);
    expect(now).toEqual([
      { scope: service, principalIds: [payroll, crm].sort() },
      { scope: lab, principalIds: [crm] },
    ]);
    const done = places.map((place) => withHeld(place, { held: { [crm]: [] }, roles: {} }));
    expect(heldToRead({ ...slices, places: done }, [])).toEqual([]);
  });

  it('joins what the place had', () => {
    const { snapshot } = new Estate();
    const [place] = read(twoPlaces().assign('crm', 'sender')).places;
    if (place === undefined) throw new Error('There is no place.');
    const owner = snapshot.roles[roleIds.owner];
    if (owner === undefined) throw new Error('There is no role.');
    const joined = withHeld(place, { held: { a: [] }, roles: { [roleIds.owner]: owner } });
    expect(joined).toEqual({
      ...place,
      held: { a: [] },
      roles: { ...place.roles, [roleIds.owner]: owner },
    });
  });
});
