import { literal } from './odata.ts';
import { resourceName } from './resourceName.ts';

type Key = { appId: string } | { objectId: string };

/** By object id, or by the alternate key that both sets have. Ids may come from strangers, hence the encoding. */
export function entity(set: string, key: Key): string {
  return 'appId' in key
    ? `${set}(appId=${encodeURIComponent(literal(key.appId))})`
    : `${set}/${encodeURIComponent(resourceName(key.objectId))}`;
}
