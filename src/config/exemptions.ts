import { parseExemptions } from '../domain/audit/exemptions.ts';
import type { Exemption } from '../domain/audit/exemptions.ts';

/** Gives the text of a file by its path in the folder of the app. Throws if it can't be read. */
export type ReadFile = (path: string) => string;

/** The exemptions, and a sentence for each thing that is wrong with them. */
export type Exempted = { exemptions: readonly Exemption[]; problems: string[] };

/**
 * Reads MAILGRANT_EXEMPTIONS: the path of a JSON file, or the JSON itself where it begins with a bracket, because an app
 * setting can be changed without a deployment.
 */
export function readExemptions(setting: string | undefined, readFile: ReadFile | undefined): Exempted {
  if (setting === undefined) return { exemptions: [], problems: [] };
  const json = setting.startsWith('[') ? setting : textOf(setting, readFile);
  if (typeof json !== 'string') return { exemptions: [], problems: [`${name}: ${json.problem}`] };
  const parsed = parseExemptions(json);
  if ('exemptions' in parsed) return { exemptions: parsed.exemptions, problems: [] };
  return {
    exemptions: [],
    problems: parsed.problems.map(({ at, message }) => `${name}: ${at === '' ? '' : `${at} `}${message}`),
  };
}

const name = 'MAILGRANT_EXEMPTIONS';

function textOf(path: string, readFile: ReadFile | undefined): string | { problem: string } {
  try {
    if (readFile !== undefined) return readFile(path);
    return { problem: `'${path}' is a file, and files can't be read here. Give the JSON itself.` };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      problem: `The file '${path}' can't be read (${why}). Deploy it with the app, or give the JSON itself.`,
    };
  }
}
