import { expect, it } from 'vitest';
import { demoDelays } from '../../dev/azure/delays.ts';
import { operationId } from '../../src/domain/naming.ts';
import { estateWithFleet, fleetNames } from '../chaos/fleet.ts';
import { withApp } from '../support/appOnLocalAzure.ts';
import { adaIn, applicationOf, operations } from '../support/tagging.ts';

const phases = [0, 0.001, 0.2, 0.5, 0.8, 0.99, 0.999];

it.each([
  { schedule: '*/2 * * * * *', interval: 2_000 },
  { schedule: '0 */5 * * * *', interval: 5 * 60_000 },
])(
  'a grant starts within the watch interval and two seconds of its tag ($schedule)',
  ({ schedule, interval }) => {
    const settings = { MAILGRANT_WATCH_SCHEDULE: schedule };
    const names = fleetNames(phases.length);
    return withApp(
      { world: estateWithFleet(names.length), delays: demoDelays, events: true, settings },
      async (app) => {
        const { clock } = app;
        const service = [...app.azure.state.communicationServices.values()][0]?.id ?? '';
        await app.pass(3 * interval - (clock.now() % interval));
        const written = new Map<string, number>();
        for (const [index, name] of names.entries()) {
          await app.pass(Math.round((phases[index] ?? 0) * interval));
          written.set(operationId('grant', applicationOf(app.azure, name).appId, service), clock.now());
          await adaIn(app).tags(name, 'mailgrant');
          await app.pass(interval - (clock.now() % interval));
        }
        await app.pass(2 * interval);
        const started = new Map((await operations(app, 'grant')).map(({ id, startedAt }) => [id, startedAt]));
        for (const [id, at] of written) {
          const latency = Date.parse(started.get(id) ?? '') - at;
          expect(latency, id).toBeGreaterThanOrEqual(0);
          expect(latency, id).toBeLessThanOrEqual(interval + 2_000);
        }
      },
    );
  },
);
