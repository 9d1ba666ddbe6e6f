/** A change of access that Azure Resource Manager tells of: an event is a reason to look, and proves nothing. */
export type AzureChange = {
  /** The id of the event. */
  event: string;
  kind: 'roleAssignment' | 'roleDefinition' | 'smtpUsername';
  /** The ARM id of what was written or deleted. */
  resource: string;
  gone: boolean;
  /** Who did it, as the event says. `principalId` is an object id. */
  by: { who: string; principalId?: string };
  /** ISO 8601 in UTC. */
  at: string;
};
