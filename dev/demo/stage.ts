import type { LocalMailgrant } from '../local/startMailgrant.ts';
import type { Narrator } from './narrator.ts';

/** Where a story plays, and how it is told. */
export type Stage = Pick<Narrator, 'chapter' | 'say' | 'quote'> & {
  addresses: LocalMailgrant['addresses'];
};
