import type { Fact } from './fact.ts';

const batchDoc = 'https://learn.microsoft.com/graph/json-batching';

export const graphBatchFacts = {
  'graph.batch': {
    says: 'POST /$batch takes up to 20 requests and answers 200 with one response for each, whatever became of them. Their URLs start behind the version.',
    sure: 'documented',
    source: batchDoc,
  },
  'graph.batch.order': {
    says: 'The responses come in any order and are told apart by id. Here the last request is answered first.',
    sure: 'documented',
    source: batchDoc,
  },
  'graph.batch.400': {
    says: 'More than 20 requests, a request without id, method or url, or two with one id, letter case aside, make the whole batch 400. Code and sentences are guesses.',
    sure: 'documented',
    source: batchDoc,
  },
  'graph.batch.headers': {
    says: 'The names of the headers of a response in a batch come in mixed case.',
    sure: 'documented',
    source: batchDoc,
  },
  'graph.batch.throttle': {
    says: 'Each request in a batch is counted by itself and may be answered 429 with a Retry-After of its own, while the batch is 200. That the batch itself is not counted is a guess.',
    sure: 'documented',
    source: 'https://learn.microsoft.com/graph/throttling',
  },
} satisfies Record<string, Fact>;
