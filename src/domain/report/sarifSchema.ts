import * as z from 'zod';

const message = z.strictObject({ text: z.string().min(1) });

/**
 * The parts of SARIF 2.1.0 (OASIS, errata 01) that a report uses, with the names, types and words of its schema. It
 * is no substitute for that schema: what it lacks, a report must not use.
 */
const result = z.strictObject({
  ruleId: z.string(),
  ruleIndex: z.int().min(0),
  level: z.enum(['none', 'note', 'warning', 'error']),
  message,
  locations: z.array(
    z.strictObject({
      logicalLocations: z.array(z.strictObject({ fullyQualifiedName: z.string(), kind: z.string() })),
    }),
  ),
  fingerprints: z.record(z.string(), z.string()),
  baselineState: z.enum(['new', 'unchanged', 'updated', 'absent']).exactOptional(),
  suppressions: z.array(
    z.strictObject({
      kind: z.enum(['inSource', 'external']),
      status: z.enum(['accepted', 'underReview', 'rejected']),
      justification: z.string(),
    }),
  ),
  provenance: z.strictObject({
    firstDetectionTimeUtc: z.iso.datetime(),
    lastDetectionTimeUtc: z.iso.datetime(),
  }),
  properties: z.record(z.string(), z.unknown()),
});

const rule = z.strictObject({
  id: z.string(),
  name: z.string(),
  shortDescription: message,
  fullDescription: message,
  help: message,
  helpUri: z.url().exactOptional(),
});

export const sarifLogSchema = z.strictObject({
  $schema: z.url(),
  version: z.literal('2.1.0'),
  runs: z.array(
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({
          name: z.string(),
          informationUri: z.url().exactOptional(),
          rules: z.array(rule),
        }),
      }),
      automationDetails: z.strictObject({ id: z.string() }),
      invocations: z.array(
        z.strictObject({ executionSuccessful: z.boolean(), endTimeUtc: z.iso.datetime() }),
      ),
      results: z.array(result),
    }),
  ),
});

export type SarifLog = z.infer<typeof sarifLogSchema>;
export type SarifResult = z.infer<typeof result>;
