import { createHttpHeaders, RestError } from '@azure/core-rest-pipeline';
import type { HttpClient, PipelineRequest } from '@azure/core-rest-pipeline';
import { readConfig } from '../../src/config.ts';
import { createGateways } from '../../src/gateways/index.ts';
import type { Gateways } from '../../src/gateways/ports.ts';

export const scope = '/subscriptions/4f6a2c1e-9b3d-4e75-a8c0-1d2e3f4a5b6c/resourceGroups/rg-mail';
export const serviceId = `${scope}/providers/Microsoft.Communication/communicationServices/contoso-mail`;
export const topic = 'https://mailgrant.westeurope-1.eventgrid.azure.net/api/events';
export const config = readConfig({
  MAILGRANT_COMMUNICATION_SERVICES: serviceId,
  MAILGRANT_EVENT_TOPIC_ENDPOINT: topic,
});

export type Answer = { status: number; headers?: Record<string, string>; body?: unknown };

/** The real gateways over an HTTP client that gives these answers in turn, the last one for ever, and keeps the requests. */
export function gatewaysAnswered(...answers: (Answer | Error)[]): Gateways & { requests: PipelineRequest[] } {
  const requests: PipelineRequest[] = [];
  const httpClient: HttpClient = {
    // eslint-disable-next-line @typescript-eslint/require-await -- a client rejects, it does not throw
    async sendRequest(request) {
      const answer = answers[Math.min(requests.length, answers.length - 1)];
      requests.push(request);
      if (answer === undefined || answer instanceof Error) throw answer ?? new Error('No answer was given.');
      const { status, headers, body } = answer;
      return {
        request,
        status,
        headers: createHttpHeaders({ 'content-type': 'application/json', ...headers }),
        bodyAsText: typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body),
      };
    },
  };
  return { ...createGateways(config, { credential: fixedToken, httpClient }), requests };
}

export const fixedToken = {
  getToken: () =>
    Promise.resolve({ token: 'token-of-mailgrant', expiresOnTimestamp: Date.now() + 3_600_000 }),
};

/** A refusal in the envelope that Azure Resource Manager and Microsoft Graph share. */
export function refusal(status: number, code: string, message = `This is ${code}.`): Answer {
  return { status, body: { error: { code, message } } };
}

/** What the network stack reports when the connection breaks. */
export function connectionReset(): Error {
  return new RestError('read ECONNRESET', { code: 'ECONNRESET' });
}
