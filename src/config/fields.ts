import * as z from 'zod';
import { parseCommunicationServiceId, sameId } from '../domain/resourceId.ts';
import type { CommunicationServiceId } from '../domain/resourceId.ts';
import { readDuration } from './duration.ts';
import { isSchedule } from './schedule.ts';

/** What a field makes of a setting's text: its value, or what is wrong with the text and the fix. */
type Reading<T> = { value: T } | { wrong: string; fix: string };

function field<T>(read: (text: string) => Reading<T>) {
  return z.string().transform((text, context) => {
    const reading = read(text);
    if ('value' in reading) return reading.value;
    context.addIssue({ code: 'custom', message: `${quote(text)} ${reading.wrong}. ${reading.fix}` });
    return z.NEVER;
  });
}

/** A value as it may stand in an error message: on one line, and not without end. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);
}

export function oneOf<const T extends string>(...choices: readonly T[]) {
  return field<T>((text) => {
    const value = choices.find((choice) => choice === text);
    if (value !== undefined) return { value };
    return { wrong: 'is none of the choices', fix: `Use ${choices.join(' or ')}.` };
  });
}

/** An ISO 8601 duration, read as milliseconds. */
export function duration({ zero }: { zero: boolean }) {
  return field((text) => {
    const value = readDuration(text, { zero });
    if (typeof value === 'number') return { value };
    return {
      wrong: value,
      fix: 'Write it in days, hours, minutes and seconds, such as P1D, PT15M or PT90S.',
    };
  });
}

export function wholeNumber({ from, to }: { from: number; to: number }) {
  return field((text) => {
    const value = /^[0-9]{1,9}$/.test(text) ? Number(text) : NaN;
    if (value >= from && value <= to) return { value };
    return { wrong: `is not a whole number from ${from} to ${to}`, fix: `Use one, such as ${from}.` };
  });
}

/** A text that matches a pattern. */
export function matching(pattern: RegExp, explained: { wrong: string; fix: string }) {
  return field((text) => (pattern.test(text) ? { value: text } : explained));
}

/** An https origin, without a trailing slash. */
export const origin = field((text) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:' && url.href === `${url.origin}/`) return { value: url.origin };
  return {
    wrong: 'is not an https address without path',
    fix: 'Use one such as https://management.azure.com.',
  };
});

/** An https URL, which may have a path but neither a query nor a name and password in it. */
export const httpsUrl = field((text) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const plain = url?.protocol === 'https:' && url.href === `${url.origin}${url.pathname}`;
  if (plain) return { value: url.href };
  return {
    wrong: 'is not a plain https URL',
    fix: 'Copy the endpoint from the resource; it starts with https://.',
  };
});

/** A host with a port: `smtp.example.com:587`. */
export const hostAndPort = field((text) => {
  const [, host, digits] = /^([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?):([0-9]{1,5})$/i.exec(text) ?? [];
  const port = Number(digits);
  if (host !== undefined && port >= 1 && port <= 65_535) return { value: { host: host.toLowerCase(), port } };
  return { wrong: 'is not a host with a port', fix: 'Use one such as smtp.azurecomm.net:587.' };
});

export const schedule = field((text) =>
  isSchedule(text)
    ? { value: text }
    : {
        wrong: 'is not an NCRONTAB expression of six fields',
        fix: 'Write seconds, minutes, hours, day, month and day of the week in UTC, such as 0 */5 * * * *.',
      },
);

const noServices = {
  error:
    'Not set. List the ARM ids of the Communication Services resources that may be granted, the default first. ' +
    'They are shown by: az communication list --query "[].id" -o tsv',
};

/** ARM ids of ACS resources, in the order given and without duplicates. */
export const communicationServices = z.string(noServices).transform((text, context) => {
  const complain = (message: string) => context.addIssue({ code: 'custom', message });
  const services: CommunicationServiceId[] = [];
  for (const id of text.split(/[\s,;]+/).filter((part) => part !== '')) {
    const service = parseCommunicationServiceId(id);
    if (service === undefined) {
      complain(`${quote(id)} is not the ARM id of a Communication Services resource. ${whatIdsLookLike}`);
    } else if (services.some((other) => sameId(other.id, id))) {
      complain(`${quote(id)} is listed twice. Remove one of the two.`);
    } else {
      services.push(service);
    }
  }
  const [first, ...others] = services;
  if (first !== undefined) return [first, ...others] as const;
  if (context.issues.length === 0) complain(noServices.error);
  return z.NEVER;
});

const whatIdsLookLike =
  'It has the form /subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Communication/communicationServices/<name>.';
