import type { LocalRequest } from '../http.ts';
import type { LocalAzure } from '../localAzure.ts';
import type { Application } from '../state.ts';
import type { Caller } from '../tokens.ts';
import { denied } from './refusals.ts';

const readers = [
  'Application.Read.All',
  'Application.ReadWrite.All',
  'Application.ReadWrite.OwnedBy',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];
const groupReaders = [
  'GroupMember.Read.All',
  'GroupMember.ReadWrite.All',
  'Group.Read.All',
  'Group.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];
const federatedCredentialReaders = [
  'Application.Read.All',
  'Application.ReadWrite.OwnedBy',
  'Application.ReadWrite.All',
];
const organizationReaders = ['Organization.Read.All', 'Directory.Read.All', 'Directory.ReadWrite.All'];
// Questions that are too long for an address.
const readsByPost =
  /\/(getByIds|(get|check)Member(Groups|Objects)|getAvailableExtensionProperties|validateProperties)$/i;

export function callerOf(request: LocalRequest): Caller {
  if (request.caller === undefined) throw new Error('A Graph route ran without a caller.');
  return request.caller;
}

export function mayReadDirectory(azure: LocalAzure, caller: Caller): void {
  if (!isUser(caller) && !holds(azure, caller, readers)) throw denied();
}

/** Fact group.denied. */
export function mayReadGroups(azure: LocalAzure, caller: Caller): void {
  if (!isUser(caller) && !holds(azure, caller, groupReaders)) throw denied();
}

/** Fact application.federatedCredentials: not with the permission to read the whole directory. */
export function mayReadFederatedCredentials(
  azure: LocalAzure,
  caller: Caller,
  { ownerIds }: Application,
): void {
  if (isUser(caller) && ownerIds.includes(caller.objectId)) return;
  if (!holds(azure, caller, federatedCredentialReaders)) throw denied();
}

export function mayReadOrganization(azure: LocalAzure, caller: Caller): void {
  if (!isUser(caller) && !holds(azure, caller, organizationReaders)) throw denied();
}

/** By default every user of a tenant may register applications; an application needs a permission for it. */
export function mayRegister(azure: LocalAzure, caller: Caller): void {
  if (
    !isUser(caller) &&
    !holds(azure, caller, ['Application.ReadWrite.All', 'Application.ReadWrite.OwnedBy'])
  )
    throw denied();
}

/** Facts graph.ownedBy and graph.userOwner. */
export function mayManage(azure: LocalAzure, caller: Caller, application: Application): void {
  const owns = application.ownerIds.includes(caller.objectId);
  if (isUser(caller) && owns) return;
  if (holds(azure, caller, ['Application.ReadWrite.All'])) return;
  if (holds(azure, caller, ['Application.ReadWrite.OwnedBy']) && owns) return;
  throw denied();
}

/** Fact graph.denied.first: of what is not played here, a change by an application that may change nothing at all. */
export function demandChanging(azure: LocalAzure, request: LocalRequest): void {
  const caller = callerOf(request);
  if (request.method === 'GET' || isUser(caller) || readsByPost.test(request.url.pathname)) return;
  const held = [...(azure.state.graphPermissions.get(caller.objectId) ?? [])];
  if (held.every((permission) => /\.Read(Basic)?(\.|$)/.test(permission))) throw denied();
}

function isUser(caller: Caller): boolean {
  return caller.appId === undefined;
}

function holds(azure: LocalAzure, caller: Caller, permissions: readonly string[]): boolean {
  const held = azure.state.graphPermissions.get(caller.objectId);
  return permissions.some((permission) => held?.has(permission) === true);
}
