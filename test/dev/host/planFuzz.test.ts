import { describe, expect, it } from 'vitest';
import type { Action } from '../../../dev/host/durable/actions.ts';
import { plan } from '../../../dev/host/durable/plan/plan.ts';
import type { Planner } from '../../../dev/host/durable/plan/plan.ts';
import { fuzzPlan } from './fuzz/fuzzPlan.ts';

function changed(action: Action, change: (action: Action) => Action): Action {
  if (!('compoundActions' in action)) return change(action);
  return change({ ...action, compoundActions: action.compoundActions.map((each) => changed(each, change)) });
}

const broken: [string, Planner][] = [
  [
    'gives up a retry without waiting for the last timer',
    (history, actions, options) => {
      const earlier = (action: Action): Action =>
        'retryOptions' in action
          ? {
              ...action,
              retryOptions: {
                ...action.retryOptions,
                maxNumberOfAttempts: action.retryOptions.maxNumberOfAttempts - 1,
              },
            }
          : action;
      return plan(
        history,
        actions.map((action) => changed(action, earlier)),
        options,
      );
    },
  ],
  [
    'takes the children of a compound in another order',
    (history, actions, options) => {
      const reversed = (action: Action): Action =>
        'compoundActions' in action
          ? { ...action, compoundActions: action.compoundActions.toReversed() }
          : action;
      return plan(
        history,
        actions.map((action) => changed(action, reversed)),
        options,
      );
    },
  ],
  [
    'does not see that a task is used twice',
    (history, actions, options) =>
      plan(
        history,
        actions.map((action) => changed(action, (each) => ({ ...each }))),
        options,
      ),
  ],
];

describe('the plan, against durable-functions itself', () => {
  it('has the same ids in every turn of 2,000 random orchestrations', async () => {
    const report = await fuzzPlan(2000, 1, plan);
    expect(report).toMatchObject({ mismatches: 0, hanging: 0, failed: 0 });
    expect(report.turns).toBeGreaterThan(10_000);
  });

  it.each(broken)('is caught when it %s', async (_, planner) => {
    expect((await fuzzPlan(100, 1, planner)).mismatches).toBeGreaterThan(0);
  });
});
