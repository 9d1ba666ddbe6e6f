/** Something new that an orchestration wants done. `id` is the task's number in its history. */
export type Command =
  | { kind: 'activity'; id: number; name: string; input: string }
  | { kind: 'timer'; id: number; fireAt: number }
  | {
      kind: 'subOrchestration';
      id: number;
      name: string;
      input: string;
      instanceId: string;
      version: string | null;
    };

/** The activity that stands for `callHttp`, by the real host's name for it. */
export const httpActivityName = 'BuiltIn::HttpActivity';
