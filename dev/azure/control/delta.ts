import { z } from 'zod';
import { expireTokens, feedOf, feedSettings } from '../graph/delta/feed.ts';
import type { Route } from '../http.ts';
import { readBody } from './input.ts';

const path = /^\/_local\/delta$/i;
const change = feedSettings.extend({ expireTokens: z.boolean().default(false) });

export const deltaRoutes: readonly Route[] = [
  {
    operation: 'Local_GetDelta',
    method: 'GET',
    path,
    handle: (_request, { state }) => ({ status: 200, body: feedOf(state).settings }),
  },
  {
    operation: 'Local_SetDelta',
    method: 'POST',
    path,
    handle(request, { state }) {
      const { expireTokens: expired, ...settings } = readBody(request, change);
      const feed = feedOf(state);
      feed.settings = settings;
      if (expired) expireTokens(feed);
      return { status: 200, body: settings };
    },
  },
];
