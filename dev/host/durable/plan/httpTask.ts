import type { DurableHttpRequest } from '../actions.ts';
import type { HistoryEvent } from '../historyEvents.ts';
import { httpActivityName } from './command.ts';
import { CompoundTask } from './compoundTask.ts';
import { LeafTask } from './task.ts';
import type { PlannedTask } from './task.ts';
import type { TaskBoard } from './taskBoard.ts';
import { timerTask } from './timerTask.ts';
import type { TimerLimits } from './timerTask.ts';

export const defaultPollingInterval = 30_000;

export function httpTask(board: TaskBoard, request: DurableHttpRequest, limits: TimerLimits): PlannedTask {
  return request.asynchronousPatternEnabled === false
    ? httpLeaf(board, request)
    : new PollingHttpTask(board, request, limits);
}

function httpLeaf(board: TaskBoard, request: DurableHttpRequest): LeafTask {
  const input = JSON.stringify(request);
  return new LeafTask(board, (id) => ({ kind: 'activity', id, name: httpActivityName, input }));
}

/** Follows a 202 answer: waits as long as it says, then asks the address that it names. */
class PollingHttpTask extends CompoundTask {
  readonly #request: DurableHttpRequest;
  readonly #limits: TimerLimits;
  /** The next call of each timer: it takes its id together with the timer, but is made only when that fires. */
  readonly #callAfter = new Map<PlannedTask, LeafTask>();

  constructor(board: TaskBoard, request: DurableHttpRequest, limits: TimerLimits) {
    super(board, [httpLeaf(board, request)]);
    this.#request = request;
    this.#limits = limits;
  }

  override childSettled(child: PlannedTask, event: HistoryEvent | undefined): void {
    const call = this.#callAfter.get(child);
    if (call !== undefined) return call.schedule();
    if (child.outcome === 'failed') return this.settle('failed');
    const next = pollingStep(event);
    if (next === undefined) return this.settle('succeeded');

    const timer = timerTask(this.board, this.board.now + next.delay, this.#limits);
    const poll = httpLeaf(this.board, { ...this.#request, uri: next.location });
    this.#callAfter.set(timer, poll);
    this.addAndStart(timer);
    this.adopt(poll);
    poll.takeId();
  }
}

function pollingStep(event: HistoryEvent | undefined): { location: string; delay: number } | undefined {
  const response = JSON.parse(event?.Result ?? 'null') as {
    statusCode: number;
    headers?: Record<string, string>;
  } | null;
  const header = (name: string) =>
    Object.entries(response?.headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
  const location = header('location');
  if (response?.statusCode !== 202 || location === undefined) return undefined;
  const retryAfter = header('retry-after');
  return { location, delay: retryAfter === undefined ? defaultPollingInterval : Number(retryAfter) * 1000 };
}
