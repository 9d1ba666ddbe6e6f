import * as df from 'durable-functions';
import { describe, expect, it } from 'vitest';
import { runWorkflow } from '../../support/workflowRunner.ts';

const day = 24 * 60 * 60 * 1000;

describe('runWorkflow', () => {
  it('runs activities with retries, timers and sub-orchestrations, and keeps every custom status', async () => {
    let attempts = 0;
    const run = await runWorkflow({
      register: () => {
        df.app.activity('flaky', {
          handler: (input: string) => {
            attempts++;
            if (attempts < 3) throw new TypeError(`not yet ${attempts}`);
            return `${input} done`;
          },
        });
        df.app.orchestration('child', function* (context) {
          context.df.setCustomStatus('of the child');
          const result: unknown = yield context.df.callActivity('flaky', context.df.getInput());
          return result;
        });
        df.app.orchestration('parent', function* (context) {
          context.df.setCustomStatus({ step: 1 });
          const retry = new df.RetryOptions(60_000, 5);
          const first: unknown = yield context.df.callActivityWithRetry('flaky', retry, 'first');
          context.df.setCustomStatus({ step: 2 });
          yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 40 * day));
          const second: unknown = yield context.df.callSubOrchestrator('child', 'second');
          return { first, second };
        });
      },
      name: 'parent',
      input: null,
    });

    expect(run.runtimeStatus).toBe('Completed');
    expect(run.output).toEqual({ first: 'first done', second: 'second done' });
    expect(run.customStatuses).toEqual([{ step: 1 }, { step: 2 }]);
    expect(run.clock.now() - Date.parse('2026-01-01T00:00:00Z')).toBe(40 * day + 2 * 60_000);
  });

  it('lets a test raise events and terminate', async () => {
    const register = () => {
      df.app.orchestration('waiting', function* (context) {
        const answer: unknown = yield context.df.waitForExternalEvent('answer');
        return answer;
      });
    };
    const answered = await runWorkflow({
      register,
      name: 'waiting',
      input: {},
      onIdle: ({ engine, instanceId }) => engine.raiseEvent(instanceId, 'answer', { yes: true }),
    });
    expect(answered.output).toEqual({ yes: true });

    const terminated = await runWorkflow({
      register,
      name: 'waiting',
      input: {},
      onIdle: ({ engine, instanceId }) => engine.terminate(instanceId, 'enough'),
    });
    expect(terminated).toMatchObject({ runtimeStatus: 'Terminated', output: 'enough' });
  });

  it('says what is wrong when a workflow is stuck', async () => {
    const run = runWorkflow({
      register: () => {
        df.app.orchestration('waiting', function* (context) {
          context.df.setCustomStatus('waits');
          yield context.df.waitForExternalEvent('never');
        });
      },
      name: 'waiting',
      input: {},
    });
    await expect(run).rejects.toThrow(/stuck.*waiting is Running, custom status "waits"/s);
  });

  it.each([
    [true, 'TaskFailedError', 'RangeError: too far'],
    [false, 'Error', "Activity function 'fails' failed: too far \n RangeError: too far"],
  ])('gives failures with details: %s', async (failureDetails, name, message) => {
    const run = await runWorkflow({
      register: () => {
        df.app.activity('fails', {
          handler: () => {
            throw new RangeError('too far');
          },
        });
        df.app.orchestration('catching', function* (context) {
          try {
            yield context.df.callActivity('fails');
            return undefined;
          } catch (error) {
            const { name, message } = error as Error;
            return { name, message };
          }
        });
      },
      name: 'catching',
      input: {},
      failureDetails,
    });
    expect(run.output).toMatchObject({ name, message: expect.stringContaining(message) as string });
  });

  it('runs every activity twice on demand', async () => {
    const calls: number[] = [];
    const run = await runWorkflow({
      register: () => {
        df.app.activity('count', { handler: (input: number) => calls.push(input) });
        df.app.orchestration('counting', function* (context) {
          yield context.df.callActivity('count', 1);
          const second: unknown = yield context.df.callActivity('count', 2);
          return second;
        });
      },
      name: 'counting',
      input: {},
      deliverTwice: true,
    });
    expect(calls).toEqual([1, 1, 2, 2]);
    expect(run.output).toBe(4);
  });
});
