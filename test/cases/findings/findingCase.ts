import type { Estate } from '../../domain/audit/estate.ts';

/** `finds` is all that is found: rule codes, with the severity where the case is about it. */
export type FindingCase = { name: string; estate: Estate; finds: string[] };
