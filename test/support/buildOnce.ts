import { buildApp } from '../../dev/buildApp.ts';

/** Some tests run the app as it is deployed: as the bundle, in a process of its own. */
export async function setup(): Promise<void> {
  await buildApp();
}
