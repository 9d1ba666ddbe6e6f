import { z } from 'zod';
import { ManualClock } from '../../clock.ts';
import type { Route } from '../http.ts';
import type { LocalAzure } from '../localAzure.ts';
import { readBody, refuse } from './input.ts';

const step = z.strictObject({ advanceBy: z.number().nonnegative() });

export const clockRoutes: readonly Route[] = [
  {
    operation: 'Local_GetClock',
    method: 'GET',
    path: /^\/_local\/clock$/i,
    handle: (_request, azure) => ({ status: 200, body: describe(azure) }),
  },
  {
    operation: 'Local_AdvanceClock',
    method: 'POST',
    path: /^\/_local\/clock$/i,
    handle(request, azure) {
      const { advanceBy } = readBody(request, step);
      if (!(azure.clock instanceof ManualClock))
        throw refuse(409, 'ClockIsReal', 'This local Azure runs on real time, which cannot be moved.');
      azure.clock.advance(advanceBy);
      return { status: 200, body: describe(azure) };
    },
  },
];

function describe({ clock }: LocalAzure) {
  return { now: new Date(clock.now()).toISOString(), manual: clock instanceof ManualClock };
}
