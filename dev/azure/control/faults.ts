import { faultRule } from '../faults/rule.ts';
import type { Route } from '../http.ts';
import { readBody, refuse } from './input.ts';

const all = /^\/_local\/faults$/i;

export const faultRoutes: readonly Route[] = [
  {
    operation: 'Local_ListFaults',
    method: 'GET',
    path: all,
    handle: (_request, { faults }) => ({ status: 200, body: { value: faults.list() } }),
  },
  {
    operation: 'Local_AddFault',
    method: 'POST',
    path: all,
    handle(request, { faults }) {
      const rule = readBody(request, faultRule);
      const problem = faults.problemWith(rule);
      if (problem !== undefined) throw refuse(400, 'BadRequest', problem);
      const id = faults.add(rule);
      return { status: 201, body: faults.list().find((each) => each.id === id) };
    },
  },
  {
    operation: 'Local_ClearFaults',
    method: 'DELETE',
    path: all,
    handle(_request, { faults }) {
      faults.clear();
      return { status: 204 };
    },
  },
  {
    operation: 'Local_RemoveFault',
    method: 'DELETE',
    path: /^\/_local\/faults\/(?<id>[^/]+)$/i,
    handle({ params: { id = '' } }, { faults }) {
      if (!faults.remove(id)) throw refuse(404, 'FaultNotFound', `There is no fault rule '${id}'.`);
      return { status: 204 };
    },
  },
];
