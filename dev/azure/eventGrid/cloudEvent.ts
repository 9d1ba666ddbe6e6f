import { z } from 'zod';
import type { LocalRequest } from '../http.ts';
import { eventRefusal } from './refusal.ts';

const text = z.string().min(1);

/** The attributes that CloudEvents 1.0 requires; whatever else there is travels on as it came. */
const cloudEvent = z
  .looseObject({ specversion: z.literal('1.0'), id: text, source: text, type: text })
  .refine(
    (event) => Object.keys(event).every((name) => /^([a-z0-9]+|data_base64)$/.test(name)),
    'has an attribute whose name is not of lower-case letters and digits',
  );

export type CloudEvent = z.output<typeof cloudEvent>;

const mostBytes = 1024 * 1024;

/** The events of a request: one, or a batch. */
export function readEvents({ headers, text: body }: LocalRequest): CloudEvent[] {
  if (Buffer.byteLength(body) > mostBytes)
    throw eventRefusal(413, 'RequestEntityTooLarge', `A request has ${mostBytes} bytes at most.`);
  const type = (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (type === 'application/cloudevents-batch+json') return parse(body, z.array(cloudEvent));
  if (type === 'application/cloudevents+json') return [parse(body, cloudEvent)];
  throw bad(`The topic takes CloudEvents 1.0, not '${type}'.`);
}

function parse<T>(body: string, schema: z.ZodType<T>): T {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch (error) {
    throw bad(`The body is not JSON: ${String(error)}`);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw bad(`This event is not in the CloudEventV10 schema:\n${z.prettifyError(parsed.error)}`);
}

function bad(message: string) {
  return eventRefusal(400, 'BadRequest', message);
}
