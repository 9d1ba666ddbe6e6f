/** How long Azure takes to make a change effective, in milliseconds. */
export type Delays = {
  /** From a role assignment's PUT or DELETE until Azure enforces it. Up to 10 minutes in Azure. */
  rolePropagation: number;
  /** From a role assignment's DELETE until Azure enforces it, where that differs: "up to" may be at once. */
  roleRemoval?: number;
  /** From a role assignment's or role definition's PUT until every read shows it. */
  roleReplication: number;
  /** From an SMTP username's PUT until the SMTP front end knows it. 60 to 90 seconds in the field. */
  smtpUsernameReady: number;
  /** From a write to Microsoft Graph until every read and every other service shows it. */
  graphReplication: number;
  /** From addPassword until the token endpoint and SMTP accept the secret. */
  secretReplication: number;
  /** From the PUT or DELETE of a resource until its long-running operation ends: 2 to 12 seconds were recorded. */
  resourceOperation: number;
  /** From a change in Resource Manager until Event Grid has its event. */
  armEvents: number;
};

/** As in Azure, taken from recorded traffic and documented bounds. */
export const realDelays: Delays = {
  rolePropagation: 5 * 60_000,
  roleReplication: 5_000,
  smtpUsernameReady: 75_000,
  graphReplication: 10_000,
  secretReplication: 10_000,
  resourceOperation: 20_000,
  armEvents: 30_000,
};

/** The same order of events in seconds, for the demo. */
export const demoDelays: Delays = {
  rolePropagation: 6_000,
  roleReplication: 500,
  smtpUsernameReady: 3_000,
  graphReplication: 500,
  secretReplication: 500,
  resourceOperation: 1_000,
  armEvents: 1_000,
};

/** Everything at once: for tests that are not about time. */
export const noDelays: Delays = {
  rolePropagation: 0,
  roleReplication: 0,
  smtpUsernameReady: 0,
  graphReplication: 0,
  secretReplication: 0,
  resourceOperation: 0,
  armEvents: 0,
};

/** How long a deleted role assignment is still enforced. */
export function roleRemovalOf({ rolePropagation, roleRemoval = rolePropagation }: Delays): number {
  return roleRemoval;
}
