import type { RpcTypedData } from './coreTypes.ts';

/** A value as the worker gets it; undefined stands for no value at all. */
export function toRpc(value: unknown): RpcTypedData {
  // As {string} the library would turn the text "123" into a number.
  return value === undefined ? {} : { json: JSON.stringify(value) };
}

/** JSON text as the worker gets it. The real host sends nothing for null. */
export function jsonTextToRpc(text: string | null): RpcTypedData {
  return text === null || text === 'null' ? {} : { json: text };
}

/** What a function returned, as JSON text. */
export function rpcToJsonText(data: RpcTypedData | null | undefined): string {
  if (data === null || data === undefined) return 'null';
  if (data.json !== undefined) return data.json;
  if (data.bytes !== undefined) return JSON.stringify(Buffer.from(data.bytes).toString('base64'));
  return JSON.stringify(data.string ?? data.int ?? data.double ?? null);
}
