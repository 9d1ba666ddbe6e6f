import type { Clock } from '../../clock.ts';
import type { FunctionInvoker } from '../invocation.ts';
import type { DurableEngine } from './engine.ts';

/** What the durable HTTP API works on. */
export type DurableApi = {
  engine: DurableEngine;
  invoker: FunctionInvoker;
  taskHub: string;
  clock: Clock;
};
