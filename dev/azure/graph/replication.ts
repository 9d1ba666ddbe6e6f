import type { LocalAzure } from '../localAzure.ts';
import type { Application, ServicePrincipal } from '../state.ts';

type Created = { createdAt: number; deletedAt?: number };

/** Graph is eventually consistent: a new object exists, but not for those who ask (fact graph.replication). */
export function isReplicated(azure: LocalAzure, object: Created): boolean {
  return azure.clock.now() >= object.createdAt + azure.delays.graphReplication;
}

export function isVisible(azure: LocalAzure, object: Created): boolean {
  return object.deletedAt === undefined && isReplicated(azure, object);
}

export function visibleApplications(azure: LocalAzure): Application[] {
  return [...azure.state.applications.values()].filter((each) => isVisible(azure, each));
}

export function visibleServicePrincipals(azure: LocalAzure): ServicePrincipal[] {
  return [...azure.state.servicePrincipals.values()].filter((each) => isVisible(azure, each));
}
