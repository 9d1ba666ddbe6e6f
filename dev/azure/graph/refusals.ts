import { LocalRefusal } from '../http.ts';

type Detail = { code: string; message: string; target: string };

/** Graph's error envelope. Its `innerError` is added on the way out, where the request id is known. */
export function refuse(
  status: number,
  error: { code: string; message: string; details?: Detail[] },
): LocalRefusal {
  return new LocalRefusal({ status, body: { error } });
}

export function badRequest(message: string, details?: Detail[]): LocalRefusal {
  return refuse(400, { code: 'Request_BadRequest', message, ...(details === undefined ? {} : { details }) });
}

export function notFound(id: string): LocalRefusal {
  return refuse(404, {
    code: 'Request_ResourceNotFound',
    message: `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  });
}

export function denied(): LocalRefusal {
  return refuse(403, {
    code: 'Authorization_RequestDenied',
    message: 'Insufficient privileges to complete the operation.',
  });
}

/** Azure would answer this; we do not. Never a silent 200. */
export function lacking(what: string): LocalRefusal {
  return refuse(501, { code: 'NotImplemented', message: `The local Microsoft Graph does not know ${what}.` });
}
