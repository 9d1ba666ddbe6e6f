import { sameText } from '../sameText.ts';
import { auditPlaces } from './places.ts';
import type { AuditPlace, AuditSlices, DirectorySlice } from './slices.ts';

/** Which places an audit reads anew, and what it takes as the last audit saw it. */
export type AuditScope = { read: AuditPlace[]; kept: AuditSlices };

const nothing: AuditSlices = {
  services: [],
  places: [],
  directory: { principals: {}, applications: {}, groupMembers: {}, unread: [] },
};

/**
 * What a targeted audit has to read: the places of the mail services that a change bears on, and those that the last
 * audit did not know. Without a last audit, or without a change, that is everything.
 */
export function scopeOfAudit(
  serviceIds: readonly string[],
  { concerned, last }: { concerned?: readonly string[]; last?: AuditSlices },
): AuditScope {
  const all = auditPlaces(serviceIds);
  if (concerned === undefined || last === undefined) return { read: all, kept: nothing };
  const bears = ({ serviceIds: own }: AuditPlace) =>
    own.some((id) => concerned.some((each) => sameText(id, each)));
  const known = new Set(last.places.map(({ scope }) => scope.toLowerCase()));
  const read = all.filter((place) => bears(place) || !known.has(place.scope.toLowerCase()));
  const rest = all.filter((place) => !read.includes(place));
  const isKept = (id: string) => rest.some(({ serviceIds: own }) => own.some((each) => sameText(each, id)));
  return {
    read,
    kept: {
      services: last.services.filter(({ service }) => isKept(service.id)),
      places: last.places.filter(({ scope }) => rest.some((place) => sameText(place.scope, scope))),
      directory: last.directory,
    },
  };
}

/** What the directory is asked about. */
export type Asked = {
  principals: { id: string; type: 'ServicePrincipal' | 'Group' }[];
  appIds: string[];
  groupIds: string[];
};

/** The directory by what it says now, and where it was not asked, by what it said before. */
export function updatedDirectory(before: DirectorySlice, asked: Asked, now: DirectorySlice): DirectorySlice {
  const ids = new Set(asked.principals.map(({ id }) => id.toLowerCase()));
  const appIds = new Set(asked.appIds.map((appId) => appId.toLowerCase()));
  const groups = new Set(asked.groupIds.map((id) => id.toLowerCase()));
  // Who was asked about and is not in the answer is gone.
  const principals = Object.entries(before.principals).filter(
    ([id, principal]) =>
      !ids.has(id) && !(principal.kind === 'servicePrincipal' && appIds.has(principal.appId.toLowerCase())),
  );
  const applications = Object.entries(before.applications).filter(([appId]) => !appIds.has(appId));
  const groupMembers = Object.entries(before.groupMembers).filter(([id]) => !groups.has(id));
  return {
    principals: { ...Object.fromEntries(principals), ...now.principals },
    applications: { ...Object.fromEntries(applications), ...now.applications },
    groupMembers: { ...Object.fromEntries(groupMembers), ...now.groupMembers },
    unread: [...new Set([...before.unread, ...now.unread])],
  };
}
