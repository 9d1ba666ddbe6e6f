import { describe, expect, it } from 'vitest';
import * as df from 'durable-functions';
import { runWorkflow } from '../../support/workflowRunner.ts';
import type { WorkflowRun } from '../../support/workflowRunner.ts';

async function run(given: Partial<WorkflowRun> & { register: () => void }) {
  const warnings: string[] = [];
  const result = await runWorkflow({
    name: 'main',
    input: {},
    log: (level, _source, message) => {
      if (level === 'warning') warnings.push(message);
    },
    ...given,
  });
  return { ...result, warnings };
}

describe('what would break on the real host', () => {
  it('warns once of a task that is used in a second Task.any', async () => {
    const { output, warnings } = await run({
      register: () => {
        df.app.activity('quick', { handler: () => 'quick' });
        df.app.orchestration('main', function* (context) {
          const slow = context.df.waitForExternalEvent('slow');
          yield context.df.Task.any([slow, context.df.callActivity('quick')]);
          yield context.df.Task.any([slow, context.df.callActivity('quick')]);
          yield context.df.callActivity('quick');
          return 'done';
        });
      },
    });
    expect(output).toBe('done');
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('the event slow is used in a second Task.any');
  });

  it('fails an orchestration that creates a timer with an invalid date, instead of leaving it pending', async () => {
    const { runtimeStatus, output } = await run({
      register: () => {
        df.app.orchestration('main', function* (context) {
          yield context.df.createTimer(new Date(NaN));
          return 'never';
        });
      },
    });
    expect(runtimeStatus).toBe('Failed');
    expect(String(output)).toContain('invalid date');
  });

  it('drops unread events when an orchestration continues as new, and warns', async () => {
    const { runtimeStatus, output, warnings } = await run({
      register: () => {
        df.app.orchestration('main', function* (context) {
          if (context.df.getInput<{ again?: boolean }>().again) {
            const event = context.df.waitForExternalEvent('other');
            const timer = context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 1000));
            const first: unknown = yield context.df.Task.any([event, timer]);
            return first === timer ? 'the event is gone' : 'the event was kept';
          }
          yield context.df.waitForExternalEvent('go');
          context.df.continueAsNew({ again: true });
          return undefined;
        });
      },
      onIdle: ({ engine, instanceId, clock }) => {
        if (clock.next() !== undefined) return;
        engine.raiseEvent(instanceId, 'other', 1);
        engine.raiseEvent(instanceId, 'go');
      },
    });
    expect({ runtimeStatus, output }).toEqual({ runtimeStatus: 'Completed', output: 'the event is gone' });
    expect(warnings).toEqual([expect.stringContaining('drops events that nothing has read: other')]);
  });

  it('gives text back with quotes after continueAsNew, and warns', async () => {
    const { output, warnings } = await run({
      register: () => {
        df.app.orchestration('main', function* (context) {
          if (typeof context.df.getInput() === 'string') return context.df.getInput<string>();
          yield context.df.createTimer(context.df.currentUtcDateTime);
          context.df.continueAsNew('text');
          return undefined;
        });
      },
    });
    expect(output).toBe('"text"');
    expect(warnings).toEqual([expect.stringContaining('quotes')]);
  });

  it('warns of a custom status that is too long', async () => {
    const { warnings } = await run({
      register: () => {
        // eslint-disable-next-line require-yield -- it has nothing to wait for
        df.app.orchestration('main', function* (context) {
          context.df.setCustomStatus('x'.repeat(9000));
        });
      },
    });
    expect(warnings).toEqual([expect.stringContaining('18004 bytes')]);
  });

  it.each(['@entity', 'a/b', 'a#b', 'x'.repeat(101)])('refuses the instance id %s', async (instanceId) => {
    const register = () => {
      // eslint-disable-next-line require-yield -- it has nothing to wait for
      df.app.orchestration('child', function* () {
        return 'done';
      });
      df.app.orchestration('main', function* (context) {
        yield context.df.callSubOrchestrator('child', null, instanceId);
      });
    };
    await expect(run({ register, instanceId })).rejects.toThrow('An instance id');
    const { output } = await run({ register });
    expect(output).toContain("Orchestrator function 'main' failed: An instance id");
  });

  it('warns of an error without text', async () => {
    const { runtimeStatus, warnings } = await run({
      register: () => {
        // eslint-disable-next-line require-yield -- it fails before it asks for anything
        df.app.orchestration('main', function* () {
          throw new Error('');
        });
      },
    });
    expect(runtimeStatus).toBe('Failed');
    expect(warnings).toEqual([expect.stringContaining('neither fail nor finish')]);
  });

  it('warns of a timer that is left behind', async () => {
    const { warnings } = await run({
      register: () => {
        df.app.activity('quick', { handler: () => 'quick' });
        df.app.orchestration('main', function* (context) {
          const timer = context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 1000));
          yield context.df.Task.any([timer, context.df.callActivity('quick')]);
        });
      },
    });
    expect(warnings).toEqual([expect.stringContaining('1 timer(s)')]);
  });

  it('fails an orchestration that calls an activity which is not there, past every catch', async () => {
    const { runtimeStatus, output } = await run({
      register: () => {
        df.app.orchestration('main', function* (context) {
          try {
            yield context.df.callActivity('typo');
          } catch {
            return 'caught';
          }
          return undefined;
        });
      },
    });
    expect(runtimeStatus).toBe('Failed');
    expect(output).toContain(
      "The function 'typo' doesn't exist, is disabled, or is not an activity function.",
    );
  });

  it.each([
    [
      'another kind of task',
      (context: df.OrchestrationContext) => context.df.createTimer(context.df.currentUtcDateTime),
    ],
    ['another activity', (context: df.OrchestrationContext) => context.df.callActivity('other')],
    ['nothing', () => undefined],
  ])('fails an orchestration that asks for %s in a replay', async (_, second) => {
    let turns = 0;
    const { runtimeStatus, output } = await run({
      register: () => {
        df.app.activity('quick', { handler: () => 'quick' });
        df.app.activity('other', { handler: () => 'other' });
        df.app.orchestration('main', function* (context) {
          turns++;
          const task = turns === 1 ? context.df.callActivity('quick') : second(context);
          if (task !== undefined) yield task;
        });
      },
    });
    expect(runtimeStatus).toBe('Failed');
    expect(output).toContain('Non-deterministic orchestration: task 0 is TaskScheduled quick in the history');
  });
});

describe('what crosses a boundary', () => {
  it('is JSON: a Date comes back as text, undefined and null as nothing', async () => {
    const inputs: unknown[] = [];
    const { output } = await run({
      register: () => {
        df.app.activity('date', {
          handler: (input) => {
            inputs.push(input);
            return { at: new Date(0) };
          },
        });
        df.app.activity('nothing', { handler: () => undefined });
        df.app.orchestration('main', function* (context) {
          const date: unknown = yield context.df.callActivity('date', null);
          yield context.df.callActivity('date');
          const nothing: unknown = yield context.df.callActivity('nothing', {
            at: context.df.currentUtcDateTime,
          });
          return { date, nothing };
        });
      },
    });
    expect(inputs).toEqual([undefined, undefined]);
    expect(output).toEqual({ date: { at: '1970-01-01T00:00:00.000Z' }, nothing: null });
  });

  it('drops a custom status that counts as false', async () => {
    const { customStatuses } = await run({
      register: () => {
        df.app.orchestration('main', function* (context) {
          context.df.setCustomStatus('shown');
          yield context.df.createTimer(context.df.currentUtcDateTime);
          context.df.setCustomStatus(0);
        });
      },
    });
    expect(customStatuses).toEqual(['shown']);
  });

  it.each([true, false])('reports a failed sub-orchestration (with details: %s)', async (failureDetails) => {
    const { output } = await run({
      failureDetails,
      register: () => {
        df.app.activity('fail', {
          handler: () => {
            throw new RangeError('too far');
          },
        });
        df.app.orchestration('child', function* (context) {
          yield context.df.callActivity('fail');
        });
        df.app.orchestration('main', function* (context) {
          try {
            yield context.df.callSubOrchestrator('child');
            return undefined;
          } catch (error) {
            return { isDetailed: error instanceof df.TaskFailedError, message: (error as Error).message };
          }
        });
      },
    });
    expect(output).toMatchObject({
      isDetailed: failureDetails,
      message: expect.stringContaining("Orchestrator function 'child' failed: ") as string,
    });
  });

  it('carries the properties that an app adds to its failures', async () => {
    const { output } = await run({
      register: () => {
        df.app.setExceptionPropertiesProvider({ getExceptionProperties: () => ({ code: 'E1' }) });
        df.app.activity('fail', {
          handler: () => {
            throw new RangeError('too far');
          },
        });
        df.app.orchestration('main', function* (context) {
          try {
            yield context.df.callActivity('fail');
            return undefined;
          } catch (error) {
            const { errorType, errorMessage, properties } = (error as df.TaskFailedError).failureDetails;
            return { errorType, errorMessage, properties };
          }
        });
      },
    });
    df.app.setExceptionPropertiesProvider({ getExceptionProperties: () => undefined });
    expect(output).toEqual({ errorType: 'RangeError', errorMessage: 'too far', properties: { code: 'E1' } });
  });
});
