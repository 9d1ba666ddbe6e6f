import type { GrantRequest } from './grantRequest.ts';
import type { DoorInspection } from './grantDecision.ts';
import type { HandoverCard } from './handoverCard.ts';
import type { InspectedRole } from './inspectedRole.ts';
import type { UsernameFormat } from './chosenUsername.ts';
import type { Problem } from './problems.ts';
import type { BatchCounts } from './progress.ts';
import type { Readiness } from './readiness.ts';
import type { Approval, Requester } from './requester.ts';
import type { RoleChoice } from './roleChoice.ts';

/** The settings that a running operation goes by. They travel in its input, so that a replay sees the same. */
export type OperationSettings = {
  usernameFormat: UsernameFormat;
  /** Create and repair the SMTP sender role; otherwise only verify it. */
  createRole: boolean;
  /** How long to wait for Azure before giving up, in milliseconds. */
  propagationTimeout: number;
  /** How long a grant needs after its last change until mail can be expected to go through, in milliseconds. */
  settle: number;
  smtp: { host: string; port: number };
  /** A vault is configured where owners may have put client secrets to prove grants with. */
  prove: boolean;
  /** An event topic is configured. */
  publishEvents: boolean;
  /** The ARM ids of the mail services that may be granted for, the default first. */
  services: readonly [string, ...string[]];
  /** The tag that asks for a grant. */
  tag: string;
  /** Which requests wait for a decision, and for how many milliseconds. */
  approval: { mode: 'custom' | 'always' | 'never'; timeout: number };
};

/** Input of `grantSmtp`. */
export type GrantInput = {
  request: GrantRequest;
  requester: Requester;
  settings: OperationSettings;
  /** What the door has just read to answer its caller; read by the operation itself if absent. */
  inspection?: DoorInspection;
  /** What the application is called, as far as the door knows it without an inspection: for people to read. */
  displayName?: string;
  /** What is wrong with the application's tags: then the operation ends at once, where everyone can see it. */
  problems?: Problem[];
};

/**
 * What somebody decided about an operation that awaits approval. The payload of its external event `decision` says
 * besides, as `approval`, which waiting it answers: ids of operations come back, and the next asks for something else.
 */
export type Decision = {
  approve: boolean;
  reason: string;
  /** Who decided; `withdrawn` if nobody did, because the request was taken back. */
  by: { who: string; principalId?: string } | 'withdrawn';
};

/** How `grantSmtp` ends. A failed one has undone what it did, but for what it names in `leftBehind`. */
export type GrantOutcome =
  | {
      outcome: 'granted';
      application: { appId: string; displayName: string };
      serviceId: string;
      username: string;
      roleAssignment: { id: string; scope: string; roleName: string };
      /** What this run made; what was there already is not in it. */
      created: string[];
      readiness: Readiness;
      card: HandoverCard;
      /** Who approved it and why, where approval was needed. */
      approval?: Approval;
    }
  | { outcome: 'failed'; problems: Problem[]; undone: string[]; leftBehind: string[] };

/** Input of `revokeSmtp`. */
export type RevokeInput = {
  appId: string;
  displayName: string;
  /** The service principal's object id; absent if it is gone. */
  principalId?: string;
  /** The mail services to revoke at. */
  serviceIds: string[];
  requester: Requester;
  settings: OperationSettings;
  /**
   * How long to wait first, in milliseconds; 0 for at once. Whoever waits looks again afterwards, and revokes only
   * where the application still does not ask for the grant by its tags.
   */
  grace: number;
  /** The tags by which the application still asks for a grant; none if absent. */
  tags?: string[];
};

/** How `revokeSmtp` ends. */
export type RevokeOutcome =
  | {
      outcome: 'revoked';
      /** The SMTP usernames and role assignments that are gone now. */
      removed: string[];
      /** What else still lets the application send: not Mailgrant's to remove. */
      stillGrants: StillGrants[];
      /** What would undo it: a tag that still asks for the grant. */
      note?: string;
    }
  /** The application asks for the grant again. Nothing was touched, but for what earlier rounds have `removed`. */
  | { outcome: 'kept'; because: string; removed?: string[] }
  | { outcome: 'failed'; problems: Problem[]; removed: string[] };

/** A role assignment of somebody else's that lets an application send. */
export type StillGrants = {
  roleAssignment: string;
  roleName: string;
  /** Where it is assigned: the mail service itself, or a scope above it that it is inherited from. */
  scope: string;
  inherited: boolean;
  /** The group through which the service principal has it; absent if it has it directly. */
  group?: string;
  /** It holds under a condition that Mailgrant can't judge. */
  conditional: boolean;
};

/** One row of a batch: its number, and the request it makes. */
export type BatchRow = { row: number; request: GrantRequest };

/** Input of `grantBatch`. */
export type BatchInput = {
  rows: BatchRow[];
  requester: Requester;
  settings: OperationSettings;
  /** How many grants at a time. */
  concurrency: number;
  /** Where an earlier generation of the same batch has come to. */
  carried?: BatchState;
};

/** How far a batch is, but for the rows whose turn has not come. Times are in milliseconds since the epoch. */
export type BatchState = {
  /** The roles that the rows need, each looked after once. */
  roles: BatchRole[];
  /** The rows in the window: at most as many as the batch may do at a time. */
  open: OpenRow[];
  ended: RowOutcome[];
};

/** A role that rows of a batch need: as it was found or made, or why there is no way to have it. */
export type BatchRole = { scope: string; choice: RoleChoice } & (
  { role: InspectedRole; /** This batch made it. */ isNew: boolean } | { problems: Problem[] }
);

/** A row in the window: it waits to be asked for, or for the end of its operation. */
export type OpenRow = BatchRow & {
  since: number;
  /** How often the door has said "not yet". */
  attempts: number;
  /** When to ask for it again. */
  dueAt: number;
  operation?: string;
};

/** What came of one row. `operation` is the grant's, which has the details; absent if none was started. */
export type RowOutcome = { row: number; application: string; operation?: string } & (
  | { outcome: 'granted'; username: string; readiness: Readiness['level'] }
  | { outcome: 'awaitingApproval' }
  | { outcome: 'failed'; problems: Problem[] }
);

/** How `grantBatch` ends. */
export type BatchOutcome = { outcome: 'ended'; counts: BatchCounts; rows: RowOutcome[] };
