import type { CloudEvent } from './cloudEvent.ts';

/** An event in Event Grid's own schema, as a system topic delivers it to a subscription that asks for it. */
export function inEventGridSchema({ id, source, subject, type, time, data }: CloudEvent) {
  return {
    id,
    topic: source,
    subject,
    eventType: type,
    eventTime: time,
    data,
    dataVersion: '2',
    metadataVersion: '1',
  };
}

/** The first event that a webhook gets in this schema: it must answer with the code. */
export function validationEvent(asked: { id: string; topic: string; code: string; at: number }) {
  return {
    id: asked.id,
    topic: asked.topic,
    subject: '',
    eventType: 'Microsoft.EventGrid.SubscriptionValidationEvent',
    eventTime: new Date(asked.at).toISOString(),
    data: { validationCode: asked.code },
    dataVersion: '2',
    metadataVersion: '1',
  };
}
