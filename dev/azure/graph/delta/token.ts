import { z } from 'zod';
import type { LocalAzure } from '../../localAzure.ts';
import { badRequest, refuse } from '../refusals.ts';
import { feedOf } from './feed.ts';

const position = z.strictObject({
  generation: z.string(),
  /** When it was handed out. */
  at: z.number(),
  /** What the client knows already; 0 is nothing. */
  from: z.int(),
  /** What it will know at the end of this round. */
  upTo: z.int(),
  /** The last object of the page before: each comes in the first pass, replays in the second. */
  after: z.strictObject({ pass: z.int(), id: z.string() }).optional(),
  /** Empty pages that were given in this round. */
  empty: z.int().default(0),
  /** The question of the first request, which the later ones do not repeat. */
  select: z.string().optional(),
  ids: z.array(z.string()).optional(),
});

/** Where a client stands. It travels in the links, opaque to the client; nothing is kept here. */
export type Position = z.output<typeof position>;

/** For directory objects (fact application.delta.tokenLife). */
const tokenLife = 7 * 24 * 3600_000;

export function writeToken(standing: Position): string {
  return Buffer.from(JSON.stringify(standing)).toString('base64url');
}

/** Throws if the token is none, or one that Graph would have forgotten by now. */
export function readToken(azure: LocalAzure, url: URL, text: string): Position {
  const parsed = position.safeParse(parseJson(Buffer.from(text, 'base64url').toString()));
  if (!parsed.success) throw badRequest('Badly formed token.');
  const { at, generation } = parsed.data;
  if (generation === feedOf(azure.state).generation && azure.clock.now() < at + tokenLife) return parsed.data;
  const error = refuse(410, {
    code: 'syncStateNotFound',
    message: 'The sync state generation is not found; a full synchronization is needed.',
  });
  error.response.headers = { location: resyncLink(url, parsed.data) };
  throw error;
}

/** The first request again, with an empty token. */
function resyncLink({ origin, pathname }: URL, { select, ids }: Position): string {
  const link = new URL(pathname, origin);
  if (select !== undefined) link.searchParams.set('$select', select);
  if (ids !== undefined) link.searchParams.set('$filter', ids.map((id) => `id eq '${id}'`).join(' or '));
  link.searchParams.set('$deltatoken', '');
  return link.href;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
