/** What one message and one hour may hold. Facts smtp.limits and smtp.rate. */
export const limits = {
  messageBytes: 10 * 1024 * 1024,
  recipients: 50,
  /** Authenticated connections per subscription. */
  connections: 250,
  /** Messages per subscription, by who manages the sender's domain. */
  perMinute: { AzureManaged: 5, CustomerManaged: 30 },
  perHour: { AzureManaged: 10, CustomerManaged: 100 },
} as const;
