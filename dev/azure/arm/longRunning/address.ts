import { createHmac, randomBytes } from 'node:crypto';
import type { LocalRequest } from '../../http.ts';
import type { LocalAzure } from '../../localAzure.ts';
import { refusal } from '../refusal.ts';
import { isSigned } from './operation.ts';
import type { LongRunningOperation } from './operation.ts';

const key = randomBytes(32);
// In Azure the certificate that the signature can be checked by; nobody checks it here but we.
const certificate = Buffer.from('the certificate of the local Azure').toString('base64url');
// What .NET counts its ticks of 100 nanoseconds from, in milliseconds before the epoch.
const firstTick = 62_135_596_800_000n;

/** Where the operation is polled. Each address is signed anew, and good only as it is. */
export function addressOf(
  { clock }: LocalAzure,
  request: LocalRequest,
  operation: LongRunningOperation,
): string {
  const address = `${request.url.origin}${pathOf(operation)}?api-version=${operation.apiVersion}`;
  if (!isSigned(operation.apiVersion)) return address;
  const ticks = String((BigInt(Math.floor(clock.now())) + firstTick) * 10_000n);
  const { s, h } = signaturesOf(operation, ticks);
  return `${address}&t=${ticks}&c=${certificate}&s=${s}&h=${h}`;
}

/** The id of an operation: under its subscription if its address is signed. */
export function pathOf({ name, resourceId, apiVersion }: LongRunningOperation): string {
  const subscription = isSigned(apiVersion) ? resourceId.split('/').slice(0, 3).join('/') : '';
  return `${subscription}/providers/Microsoft.Communication/locations/WESTUS2/operationStatuses/${name}`;
}

/** Refuses an address that is not the one that was handed out. What Azure says to it was not found. */
export function demandSignature(request: LocalRequest, operation: LongRunningOperation): void {
  if (!isSigned(operation.apiVersion)) return;
  const given = request.url.searchParams;
  const { s, h } = signaturesOf(operation, given.get('t') ?? '');
  const asHandedOut =
    given.get('api-version') === operation.apiVersion &&
    given.get('c') === certificate &&
    given.get('s') === s &&
    given.get('h') === h;
  if (!asHandedOut)
    throw refusal(400, 'BadRequest', 'The signature of the address of the operation is not valid.');
}

function signaturesOf({ name, apiVersion }: LongRunningOperation, ticks: string) {
  const sign = (what: string) =>
    createHmac('sha256', key).update(`${what} ${name} ${apiVersion} ${ticks}`).digest('base64url');
  return { s: sign('s'), h: sign('h') };
}
