import type { Answer } from './answer.ts';
import type { GrantRequest } from './grantRequest.ts';
import type { InspectedRole } from './inspectedRole.ts';
import type { GrantState } from './grantState.ts';
import type { Problem } from './problems.ts';
import type { Requester } from './requester.ts';

/** A row of a batch on its way to the door. `role`, where the batch has looked after it, is not looked at again. */
export type RowRequest = { request: GrantRequest; requester: Requester; role?: InspectedRole };

export type StartedGrant = { id: string; joined: boolean };

/**
 * What an orchestration may ask of the app itself: to start an operation as any caller would, and how operations go.
 * Called like activities, and answered like them.
 */
export type InnerDoors = {
  /** Starts a grant, or joins the one that runs already; or says all that stands in its way. */
  startGrant: (input: RowRequest) => Promise<Answer<StartedGrant | { problems: Problem[] }>>;
  /** How these operations go, in their order. */
  readOutcomes: (input: { ids: string[] }) => Promise<Answer<GrantState[]>>;
};
