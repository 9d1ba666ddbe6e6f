import { LocalRefusal } from '../http.ts';

/** An error as Azure Resource Manager words it. */
export function refusal(status: number, code: string, message: string): LocalRefusal {
  return new LocalRefusal({ status, body: { error: { code, message } } });
}

/** For a request that the local Azure understands but cannot answer as Azure would. */
export function notImplemented(what: string): LocalRefusal {
  return refusal(501, 'NotImplemented', `The local Azure does not answer this: ${what}`);
}
