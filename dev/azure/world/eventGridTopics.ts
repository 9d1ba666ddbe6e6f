import { file } from './loading.ts';
import type { Loading } from './loading.ts';

export function loadEventGridTopic(
  loading: Loading,
  { name, groupId, location }: { name: string; groupId: string; location: string },
): void {
  const id = `${groupId}/providers/Microsoft.EventGrid/topics/${name}`;
  file(loading, loading.state.eventGridTopics, { key: id, value: { id, name, location } });
}
