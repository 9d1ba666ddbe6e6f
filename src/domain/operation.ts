import type { GrantRequest } from './grantRequest.ts';
import type { DoorInspection } from './grantDecision.ts';
import type { HandoverCard } from './handoverCard.ts';
import type { UsernameFormat } from './chosenUsername.ts';
import type { Problem } from './problems.ts';
import type { Readiness } from './readiness.ts';
import type { Requester } from './requester.ts';

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
};

/** Input of `grantSmtp`. */
export type GrantInput = {
  request: GrantRequest;
  requester: Requester;
  settings: OperationSettings;
  /** What the door has just read to answer its caller; read by the operation itself if absent. */
  inspection?: DoorInspection;
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
    }
  | { outcome: 'failed'; problems: Problem[]; undone: string[]; leftBehind: string[] };

/** Input of `revokeSmtp`. */
export type RevokeInput = {
  appId: string;
  displayName: string;
  /** The service principal's object id; absent if it is gone. */
  principalId?: string;
  serviceIds: string[];
  requester: Requester;
  settings: OperationSettings;
};

/** How `revokeSmtp` ends. */
export type RevokeOutcome =
  | {
      outcome: 'revoked';
      /** The SMTP usernames and role assignments that are gone now. */
      removed: string[];
      /** What else still lets the application send: not Mailgrant's to remove. */
      stillGrants: { roleAssignment: string; roleName: string; scope: string }[];
    }
  | { outcome: 'failed'; problems: Problem[]; removed: string[] };
