import { armFacts } from './arm.ts';
import { armEventFacts } from './armEvents.ts';
import { besideRolesFacts } from './besideRoles.ts';
import { communicationFacts } from './communication.ts';
import { entraFacts } from './entra.ts';
import { eventGridFacts } from './eventGrid.ts';
import type { Fact } from './fact.ts';
import { graphFacts } from './graph.ts';
import { graphBatchFacts } from './graphBatch.ts';
import { graphGroupFacts } from './graphGroups.ts';
import { keyVaultFacts } from './keyVault.ts';
import { roleFacts } from './roles.ts';
import { smtpFacts } from './smtp.ts';

export const factGroups: readonly Record<string, Fact>[] = [
  armFacts,
  armEventFacts,
  roleFacts,
  besideRolesFacts,
  communicationFacts,
  graphFacts,
  graphBatchFacts,
  graphGroupFacts,
  entraFacts,
  keyVaultFacts,
  eventGridFacts,
  smtpFacts,
];

export const allFacts: Readonly<Record<string, Fact>> = Object.assign({}, ...factGroups) as Record<
  string,
  Fact
>;
