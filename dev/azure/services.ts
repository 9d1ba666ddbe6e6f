import { armService } from './arm/service.ts';
import { controlService } from './control/service.ts';
import { entraService, managedIdentityService } from './entra/service.ts';
import { eventGridService } from './eventGrid/service.ts';
import { graphService } from './graph/service.ts';
import type { LocalService } from './http.ts';
import { keyVaultService } from './keyVault/service.ts';

/** What the local Azure offers over HTTPS, asked in this order. */
export const publicServices: readonly LocalService[] = [
  controlService,
  keyVaultService,
  eventGridService,
  entraService,
  graphService,
  armService,
];

/** What App Service offers to the app on the same machine, on an address of its own. */
export const identityServices: readonly LocalService[] = [managedIdentityService];

export const services: readonly LocalService[] = [...identityServices, ...publicServices];
