import type { InvocationContext } from '@azure/functions';
import { getClient } from 'durable-functions';
import type { DurableOrchestrationStatus } from 'durable-functions';
import type { Config } from '../config.ts';
import { serviceIds } from './allowedServices.ts';
import type { OperationSettings } from '../domain/operation.ts';
import { isUnderWay, operationNames, viewOperation } from '../domain/operationView.ts';
import type { OperationView } from '../domain/operationView.ts';
import { contextLogger } from '../log.ts';

type Start = {
  name: 'grantSmtp' | 'revokeSmtp' | 'grantBatch' | 'fixFinding' | 'auditRoles';
  id: string;
  input: object;
  /** Whether a running operation with this input does what is asked for; any does if absent. */
  fits?: (running: unknown) => boolean;
};

/**
 * Starts an operation, or joins the one that runs under the same id: there is one at a time for an application and
 * a mail service. `refused`: one is running that does not do what is asked for.
 */
export async function startOrJoin(
  context: InvocationContext,
  { name, id, input, fits = () => true }: Start,
): Promise<'started' | 'joined' | 'refused'> {
  const client = getClient(context);
  const log = contextLogger(context);
  const running = await findRunning(context, id);
  if (running !== undefined) {
    log.info('An operation is under way already.', { operation: id });
    return fits(running.input) ? 'joined' : 'refused';
  }
  try {
    await client.startNew(name, { instanceId: id, input });
  } catch (error) {
    // Another request may have started it in between; then there is nothing left to start.
    const other = await findRunning(context, id);
    if (other === undefined) throw error;
    return fits(other.input) ? 'joined' : 'refused';
  }
  log.info('Started an operation.', { operation: id, kind: name });
  return 'started';
}

/** Raises an external event for an operation. One that has ended takes no notice. */
export async function raiseEvent(
  context: InvocationContext,
  id: string,
  { name, data }: { name: string; data: unknown },
): Promise<void> {
  await getClient(context).raiseEvent(id, name, data);
}

/** One operation; undefined if there is none of that id. */
export async function findOperation(
  context: InvocationContext,
  id: string,
): Promise<OperationView | undefined> {
  // Without its input: nobody is shown it, and that of a batch is long.
  const status = await findStatus(context, id, { showInput: false });
  return status === undefined ? undefined : viewOperation(status);
}

/** All operations that Durable Functions still knows, the newest first. */
export async function listOperations(context: InvocationContext): Promise<OperationView[]> {
  const all = await getClient(context).getStatusAll();
  return all
    .flatMap((status) => (operationNames.includes(status.name) ? (viewOperation(status) ?? []) : []))
    .sort((one, other) => other.startedAt.localeCompare(one.startedAt));
}

/** The settings that an operation carries along. */
export function operationSettings(config: Config): OperationSettings {
  return {
    usernameFormat: config.usernameFormat,
    createRole: config.role.create,
    propagationTimeout: config.propagation.timeout,
    settle: config.propagation.settle,
    smtp: config.cloud.smtp,
    prove: config.cloud.keyVault !== undefined,
    publishEvents: config.events.topicEndpoint !== undefined,
    services: serviceIds(config),
    tag: config.tag,
    approval: config.approval,
  };
}

async function findRunning(
  context: InvocationContext,
  id: string,
): Promise<DurableOrchestrationStatus | undefined> {
  const status = await findStatus(context, id);
  return status !== undefined && isRunning(status) ? status : undefined;
}

/** Whether the instance is an operation that goes on. */
export function isRunning(status: DurableOrchestrationStatus): boolean {
  const operation = viewOperation(status);
  return operation !== undefined && isUnderWay(operation);
}

/** What Durable Functions knows of an instance; undefined if there is none of that id. */
export async function findStatus(
  context: InvocationContext,
  id: string,
  options: { showInput?: boolean } = {},
): Promise<DurableOrchestrationStatus | undefined> {
  try {
    return await getClient(context).getStatus(id, options);
  } catch (error) {
    // The client throws for an unknown instance, and its text is all that tells why.
    if (error instanceof Error && error.message.includes('HTTP 404')) return undefined;
    throw error;
  }
}
