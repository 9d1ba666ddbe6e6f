import type { Rule } from '../auditFacts.ts';
import type { RuleCode } from '../finding.ts';
import { broadRole } from './broadRole.ts';
import { broadScope } from './broadScope.ts';
import { conditionalAccess } from './conditionalAccess.ts';
import { couldSend } from './couldSend.ts';
import { eligibleRole } from './eligibleRole.ts';
import { groupOnly } from './groupOnly.ts';
import { handsOutRoles } from './handsOutRoles.ts';
import { orphanedAssignment } from './orphanedAssignment.ts';
import { orphanedUsername } from './orphanedUsername.ts';
import { roleDrifted } from './roleDrifted.ts';
import { secretExpired, secretExpiring, secretTooOld } from './secrets.ts';
import { noLinkedDomain, unverifiedDomain, usernameDomainNotLinked } from './serviceDomains.ts';
import { unusedGrant } from './unusedGrant.ts';
import { usernameWithoutPermission } from './usernameWithoutPermission.ts';
import { wildcard } from './wildcard.ts';

/**
 * Every rule of the audit, by its code. A new one: a code in finding.ts, a file beside this one, a line here, a
 * chapter in docs/findings.md, and cases in test/cases/findings. A code is never given to another rule.
 */
export const rules: Record<RuleCode, { name: string; look: Rule }> = {
  MG101: { name: 'Broad role', look: broadRole },
  MG102: { name: 'Could send', look: couldSend },
  MG103: { name: 'Wildcard in a custom role', look: wildcard },
  MG104: { name: 'Can hand out roles', look: handsOutRoles },
  MG105: { name: 'Broad scope', look: broadScope },
  MG106: { name: 'Access only through a group', look: groupOnly },
  MG107: { name: 'Access under a condition', look: conditionalAccess },
  MG108: { name: 'Eligible for a broad role', look: eligibleRole },
  MG109: { name: 'SMTP sender role drifted', look: roleDrifted },
  MG201: { name: 'Grant never used', look: unusedGrant },
  MG202: { name: 'Orphaned assignment', look: orphanedAssignment },
  MG203: { name: 'Orphaned username', look: orphanedUsername },
  MG204: { name: 'Username without permission', look: usernameWithoutPermission },
  MG301: { name: 'No linked domain', look: noLinkedDomain },
  MG302: { name: 'Linked domain not verified', look: unverifiedDomain },
  MG303: { name: "Username's domain not linked", look: usernameDomainNotLinked },
  MG304: { name: 'Secret expired', look: secretExpired },
  MG305: { name: 'Secret expiring', look: secretExpiring },
  MG306: { name: 'Secret too old', look: secretTooOld },
};
