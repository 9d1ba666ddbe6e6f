import type { Az } from '../az.ts';
import { remove } from './arm.ts';
import { findAccess } from './findAccess.ts';
import type { AccessOptions } from './findAccess.ts';
import { findEvents } from './findEvents.ts';
import { findLogs } from './findLogs.ts';
import { together } from './findings.ts';
import type { Left } from './findings.ts';
import type { Installation } from './installation.ts';

export type Uninstall = AccessOptions & {
  az: Az;
  /** Asked once, after all that would be removed has been said. */
  confirm: (question: string) => Promise<boolean>;
  say: (line: string) => void;
};

/**
 * Removes what an installation has outside of its own resource group, as whoever is signed in to the Azure CLI: events
 * first, so that nothing more comes to the app, its roles last. Looks first, and removes nothing without a yes. Gives
 * whether all that it would remove is gone.
 */
export async function uninstall(
  installation: Installation,
  { az, confirm, say, alsoGrants }: Uninstall,
): Promise<boolean> {
  const { removals, left } = together(
    await findEvents(az, installation),
    await findLogs(az, installation),
    await findAccess(az, installation, { alsoGrants }),
  );
  for (const { what } of removals) say(`Would remove: ${what}`);
  tell(left, say);
  if (removals.length === 0) {
    say('There is nothing to remove.');
    return true;
  }
  if (!(await confirm(`Remove ${removals.length === 1 ? 'it' : `these ${removals.length}`}?`))) {
    say('Nothing was removed.');
    return false;
  }
  const failed: Left[] = [];
  for (const { what, url } of removals) {
    try {
      await remove(az, url);
      say(`Removed: ${what}`);
    } catch (error) {
      failed.push({ what, why: error instanceof Error ? error.message : String(error) });
    }
  }
  tell(failed, say);
  if (failed.length > 0)
    say('Azure may take some minutes to see that a role has no assignments any more: run this again.');
  return failed.length === 0;
}

function tell(left: readonly Left[], say: (line: string) => void): void {
  for (const { what, why } of left) say(`Stays: ${what}\n  ${why}`);
}
