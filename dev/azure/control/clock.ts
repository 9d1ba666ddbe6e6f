import { z } from 'zod';
import { AdjustableClock, ManualClock } from '../../clock.ts';
import { modeOf, speedOf } from '../clockMode.ts';
import type { Route } from '../http.ts';
import type { LocalAzure } from '../localAzure.ts';
import { readBody, refuse } from './input.ts';

const change = z.union([
  z.strictObject({ advanceBy: z.number().nonnegative() }),
  z.strictObject({
    clock: z.string().refine((mode) => speedOf(mode) !== undefined, 'is real, stepped or x60'),
  }),
]);

export const clockRoutes: readonly Route[] = [
  {
    operation: 'Local_GetClock',
    method: 'GET',
    path: /^\/_local\/clock$/i,
    handle: (_request, azure) => ({ status: 200, body: describe(azure) }),
  },
  {
    operation: 'Local_SetClock',
    method: 'POST',
    path: /^\/_local\/clock$/i,
    handle(request, azure) {
      const wanted = readBody(request, change);
      if ('advanceBy' in wanted) advance(azure, wanted.advanceBy);
      else setMode(azure, wanted.clock);
      return { status: 200, body: describe(azure) };
    },
  },
];

function advance({ clock }: LocalAzure, milliseconds: number): void {
  if (!(clock instanceof ManualClock || clock instanceof AdjustableClock)) throw realTime();
  clock.advance(milliseconds);
}

function setMode({ clock }: LocalAzure, mode: string): void {
  if (clock instanceof AdjustableClock) clock.speed = speedOf(mode) ?? 1;
  else if (mode !== modeOf(clock)) throw realTime();
}

function realTime() {
  return refuse(
    409,
    'ClockIsFixed',
    "This local Azure was given somebody else's clock, which is not its to move.",
  );
}

function describe({ clock }: LocalAzure) {
  return { now: new Date(clock.now()).toISOString(), clock: modeOf(clock) };
}
