import { z } from 'zod';
import type { Route } from '../http.ts';
import { callerFor } from '../principals.ts';
import { readBody, refuse } from './input.ts';

const wanted = z.strictObject({ principal: z.string().min(1), resource: z.url() });

/** Stands in for what needs a browser in Azure: an interactive sign-in of a user, or of anyone else by name. */
export const tokenRoute: Route = {
  operation: 'Local_IssueToken',
  method: 'POST',
  path: /^\/_local\/token$/i,
  handle(request, azure) {
    const { principal, resource } = readBody(request, wanted);
    const caller = callerFor(azure.state, { name: principal, audience: resource });
    if (typeof caller === 'string') throw refuse(404, 'PrincipalNotFound', caller);
    const { text, expiresAt } = azure.tokens.issue(caller);
    return {
      status: 200,
      headers: { 'cache-control': 'no-store' },
      body: { token_type: 'Bearer', access_token: text, expires_on: new Date(expiresAt).toISOString() },
    };
  },
};
