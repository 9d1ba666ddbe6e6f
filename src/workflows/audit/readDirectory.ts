import { askedOfDirectory } from '../../domain/audit/askedOfDirectory.ts';
import { updatedDirectory } from '../../domain/audit/carryOver.ts';
import type { AuditSlices, DirectorySlice } from '../../domain/audit/slices.ts';
import type { InspectedService } from '../../domain/inspectedService.ts';
import { askMany } from '../askAzure.ts';
import { auditReadsAtATime, lookUpsAtATime } from '../policies.ts';
import type { Step } from '../step.ts';
import type { AuditRun } from './auditRun.ts';

/** What was read just now: who is in it is looked up anew. */
type Fresh = { fresh: AuditSlices['places']; services: readonly InspectedService[] };

/** Looks up who holds what was read, who uses the logins, and which applications are in groups that may send. */
export function* readDirectory(run: AuditRun, slices: AuditSlices, fresh: Fresh): Step<AuditSlices> {
  const asked = askedOfDirectory(slices, fresh);
  const principals = yield* askMany(
    run,
    chunks(asked.principals).map((each) => ({
      ask: 'lookUpPrincipals' as const,
      input: { principals: each },
    })),
    auditReadsAtATime,
  );
  const applications = yield* askMany(
    run,
    chunks(asked.appIds).map((appIds) => ({ ask: 'lookUpApplications' as const, input: { appIds } })),
    auditReadsAtATime,
  );
  const members = yield* askMany(
    run,
    chunks(asked.groupIds).map((groupIds) => ({ ask: 'listGroupMembers' as const, input: { groupIds } })),
    auditReadsAtATime,
  );
  const now: DirectorySlice = {
    principals: together([...principals, ...applications].map((each) => each.principals)),
    applications: together(applications.map((each) => each.applications)),
    groupMembers: together(members.map((each) => each.groupMembers)),
    unread: [...principals, ...members].flatMap(({ unread }) => unread),
  };
  return { ...slices, directory: updatedDirectory(slices.directory, asked, now) };
}

function chunks<T>(all: readonly T[]): T[][] {
  const parts: T[][] = [];
  for (let start = 0; start < all.length; start += lookUpsAtATime)
    parts.push(all.slice(start, start + lookUpsAtATime));
  return parts;
}

function together<T>(parts: readonly Record<string, T>[]): Record<string, T> {
  return Object.fromEntries(parts.flatMap((part) => Object.entries(part)));
}
