import type { LocalAzure } from '../../localAzure.ts';
import type { PrincipalType } from '../../state.ts';
import { undashed } from '../guid.ts';
import { refusal } from '../refusal.ts';

/**
 * The type of the principal that is to get a role. Where the request says the type, Azure does not insist on
 * knowing the principal: that helps with one created a moment ago, and lets a wrong id pass that grants nothing.
 */
export function principalTypeFor(
  azure: LocalAzure,
  asked: { principalId: string; principalType: PrincipalType | undefined },
): PrincipalType {
  const { principalId, principalType: said } = asked;
  const actual = knownType(azure, principalId);
  if (actual === undefined) {
    if (said !== undefined) return said;
    throw refusal(
      400,
      'PrincipalNotFound',
      `Principal ${undashed(principalId)} does not exist in the directory ${azure.state.tenantId}. Check that you have the correct principal ID. If you are creating this principal and then immediately assigning a role, this error might be related to a replication delay. In this case, set the role assignment principalType property to a value, such as ServicePrincipal, User, or Group.  See https://aka.ms/docs-principaltype`,
    );
  }
  if (said !== undefined && said !== actual)
    throw refusal(
      400,
      'UnmatchedPrincipalType',
      `The PrincipalId '${undashed(principalId)}' has type '${actual}' , which is different from specified PrinciaplType '${said}'.`,
    );
  return actual;
}

function knownType({ state, clock, delays }: LocalAzure, principalId: string): PrincipalType | undefined {
  const id = principalId.toLowerCase();
  if (state.users.has(id)) return 'User';
  if (state.groups.has(id)) return 'Group';
  const servicePrincipal = state.servicePrincipals.get(id);
  const replicated =
    servicePrincipal !== undefined && clock.now() >= servicePrincipal.createdAt + delays.graphReplication;
  return replicated ? 'ServicePrincipal' : undefined;
}
