import type { AzureChange } from '../azureChange.ts';
import { nameOf, sameId } from '../resourceId.ts';
import { sameText } from '../sameText.ts';
import { findingId } from './finding.ts';
import type { Finding, FindingChange } from './finding.ts';
import type { AuditSlices } from './slices.ts';
import type { AuditedAssignment } from './snapshot.ts';

/**
 * Writes into the findings that opened or went with this audit whose doing it was, where a change tells. `before` is
 * what the last audit had read: of a deleted assignment only that says whose it was.
 */
export function attribute(
  findings: readonly Finding[],
  changes: readonly AzureChange[],
  read: { before: AuditSlices | undefined; now: AuditSlices },
): Finding[] {
  const rows = [...rowsOf(read.before), ...rowsOf(read.now)];
  // The last one to touch it is the one who brought it about.
  const latest = [...changes].sort((one, other) => (one.at < other.at ? 1 : -1));
  return findings.map((finding) => {
    if (finding.status !== 'new' && finding.status !== 'resolved') return finding;
    const cause = latest.find((change) => isAbout(change, finding, { rows, ...read }));
    return cause === undefined ? finding : { ...finding, change: noteOf(cause, rows) };
  });
}

type Known = { rows: readonly AuditedAssignment[]; before: AuditSlices | undefined; now: AuditSlices };

function isAbout(change: AzureChange, finding: Finding, { rows, before, now }: Known): boolean {
  const { principal, assignment } = finding;
  switch (change.kind) {
    case 'roleAssignment': {
      if (assignment !== undefined && sameId(assignment, change.resource)) return true;
      const row = rows.find(({ id }) => sameId(id, change.resource));
      return row !== undefined && principal !== undefined && sameText(row.principalId, principal.id);
    }
    case 'roleDefinition': {
      const role = nameOf(change.resource);
      const row = rows.find(({ id }) => assignment !== undefined && sameId(id, assignment));
      const isDrift = sameText(finding.id, findingId('MG109', role));
      return isDrift || (row !== undefined && sameText(row.roleDefinition, role));
    }
    case 'smtpUsername': {
      const usernames = [...(before?.services ?? []), ...now.services].flatMap((each) => each.usernames);
      const changed = usernames.find(({ id }) => sameId(id, change.resource));
      return changed !== undefined && sameText(changed.appId, principal?.appId ?? '');
    }
  }
}

/** What the event says, unless Azure itself names somebody else beside the assignment. */
function noteOf({ gone, by, at, resource }: AzureChange, rows: readonly AuditedAssignment[]): FindingChange {
  const writer = gone ? undefined : rows.findLast(({ id }) => sameId(id, resource))?.updatedBy;
  const did = gone ? 'delete' : 'write';
  return writer === undefined || sameText(writer, by.principalId ?? '')
    ? { did, ...by, at }
    : { did, who: writer, principalId: writer, at };
}

function rowsOf(slices: AuditSlices | undefined): AuditedAssignment[] {
  return (slices?.places ?? []).flatMap(({ assignments, held }) => [
    ...assignments,
    ...Object.values(held).flat(),
  ]);
}
