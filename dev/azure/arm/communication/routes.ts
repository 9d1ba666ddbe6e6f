import type { Route } from '../../http.ts';
import { domainRoutes } from './domains.ts';
import { emailServiceRoutes } from './emailServices.ts';
import { keyRoutes } from './keys.ts';
import { communicationServiceRoutes } from './services.ts';
import { nameAvailabilityRoutes } from './nameAvailability.ts';
import { smtpUsernameRoutes } from './smtpUsernames.ts';
import { verificationRoutes } from './verification.ts';

export const communicationRoutes: readonly Route[] = [
  ...communicationServiceRoutes,
  ...keyRoutes,
  ...smtpUsernameRoutes,
  ...emailServiceRoutes,
  ...domainRoutes,
  ...verificationRoutes,
  ...nameAvailabilityRoutes,
];
