import { LocalRefusal } from '../http.ts';

/** An error as Key Vault words it. */
export function vaultRefusal(
  status: number,
  error: { code: string; message: string; inner?: string },
): LocalRefusal {
  const { code, message, inner } = error;
  const innererror = inner === undefined ? {} : { innererror: { code: inner } };
  return new LocalRefusal({ status, body: { error: { code, message, ...innererror } } });
}
