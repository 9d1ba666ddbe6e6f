import { validate as isGuid } from 'uuid';
import type { LocalRequest } from '../http.ts';
import type { LocalAzure } from '../localAzure.ts';
import type { Application, Group, ServicePrincipal } from '../state.ts';
import { badRequest, notFound } from './refusals.ts';
import { visibleApplications, visibleServicePrincipals } from './replication.ts';

export function findApplication(request: LocalRequest, azure: LocalAzure): Application {
  return find(request, visibleApplications(azure));
}

export function findServicePrincipal(request: LocalRequest, azure: LocalAzure): ServicePrincipal {
  return find(request, visibleServicePrincipals(azure));
}

export function findGroup({ params }: LocalRequest, { state }: LocalAzure): Group {
  const { id = '' } = params;
  if (!isGuid(id)) throw badRequest(`Invalid object identifier '${id}'.`);
  const found = state.groups.get(id.toLowerCase());
  if (found === undefined) throw notFound(id);
  return found;
}

function find<T extends { objectId: string; appId: string }>(
  { params }: LocalRequest,
  objects: readonly T[],
): T {
  const appId = params.appId ?? '';
  const id = (appId === '' ? params.id : appId) ?? '';
  if (!isGuid(id)) throw badRequest(`Invalid object identifier '${id}'.`);
  const found = objects.find((each) => (appId === '' ? each.objectId : each.appId) === id.toLowerCase());
  if (found === undefined) throw notFound(id);
  return found;
}
