import { communicationOperations } from '../operations.ts';
import { accessProviders } from './accessProviders.ts';
import type { Provider } from './provider.ts';
import { workloadProviders } from './workloadProviders.ts';

/** The providers whose operations can be read. */
export const listedProviders: readonly Provider[] = [
  ...accessProviders,
  {
    name: 'Microsoft.Communication',
    displayName: 'Microsoft Communication Services',
    actions: communicationOperations,
    dataActions: [],
  },
  ...workloadProviders,
];
