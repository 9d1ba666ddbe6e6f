import type { FunctionInvoker } from '../invocation.ts';
import { instanceIdProblem } from './instanceId.ts';
import { httpActivityName } from './plan/command.ts';
import type { Command } from './plan/command.ts';

/** The real host fails an orchestration that calls what cannot be called; no retry, nothing to catch. */
export function impossibleCall(invoker: FunctionInvoker, command: Command): string | undefined {
  if (command.kind === 'activity' && command.name !== httpActivityName) {
    return invoker.find(command.name, 'activitytrigger')
      ? undefined
      : missing(invoker, command.name, 'activity');
  }
  if (command.kind === 'subOrchestration') {
    const isKnown = invoker.find(command.name, 'orchestrationtrigger') !== undefined;
    return isKnown ? instanceIdProblem(command.instanceId) : missing(invoker, command.name, 'orchestrator');
  }
  return undefined;
}

export function missing(invoker: FunctionInvoker, name: string, kind: 'activity' | 'orchestrator'): string {
  const trigger = kind === 'activity' ? 'activitytrigger' : 'orchestrationtrigger';
  const known = invoker.namesOf(trigger).map((each) => `'${each}'`);
  return (
    `The function '${name}' doesn't exist, is disabled, or is not an ${kind} function. ` +
    `Additional info: The following are the known ${kind} functions: ${known.join(', ')}`
  );
}
