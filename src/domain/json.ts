/** What may cross the boundary between an orchestrator and an activity: Durable Functions stores it as JSON. */
export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };
