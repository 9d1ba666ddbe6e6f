import type { LocalRequest } from '../http.ts';
import type { LocalAzure } from '../localAzure.ts';
import { demand } from './demand.ts';

const verbs: Record<string, string> = { PUT: 'write', PATCH: 'write', DELETE: 'delete' };

/**
 * Refuses a change that is not played here to whoever may not make it, as Azure does before it looks at what is asked.
 * Not a read: lists are filtered rather than refused, and what is not played is better said to be so.
 */
export function demandUnplayed(azure: LocalAzure, request: LocalRequest): void {
  const asked = changeAsked(request.method, request.url.pathname);
  if (asked !== undefined) demand(azure, request, asked);
}

/**
 * What a change is called in roles, and where it is made, by the path alone: `PUT …/providers/Microsoft.Web/sites/x` is
 * `Microsoft.Web/sites/write` there, and `POST …/sites/x/restart` is `Microsoft.Web/sites/restart/action` at the site.
 */
export function changeAsked(method: string, path: string): { action: string; scope: string } | undefined {
  const scope = path.replace(/^\/{2,}/, '/').replace(/\/+$/, '');
  const [, namespace, rest] = /^.*\/providers\/([^/]+)\/(.+)$/i.exec(scope) ?? containerOf(scope);
  if (namespace === undefined || rest === undefined) return undefined;
  const parts = rest.split('/');
  const types = parts.filter((_, index) => index % 2 === 0);
  const names = parts.length - types.length;
  const verb = verbs[method];
  if (verb !== undefined && names === types.length)
    return { action: [namespace, ...types, verb].join('/'), scope };
  if (method === 'POST' && names < types.length)
    return {
      action: [namespace, ...types, 'action'].join('/'),
      scope: scope.slice(0, scope.lastIndexOf('/')),
    };
  return undefined;
}

/** A subscription and a resource group are of Microsoft.Resources, though their ids do not say so. */
function containerOf(scope: string): readonly (string | undefined)[] {
  return /^\/subscriptions\/[^/]+(\/resourceGroups\/[^/]+(\/[^/]+)?)?$/i.test(scope)
    ? [scope, 'Microsoft.Resources', scope.slice(1)]
    : [];
}
