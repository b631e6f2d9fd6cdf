import { platformNames, platforms } from '../account/platform.ts';
import type { PageReport } from '../paging/store.ts';

/** How people call a way to be reached: `DM`, and `Slack DM` where `several` ways carry one page. */
export function wayOf(contact: string, several: boolean): string {
  const platform = platforms.find((known) => known === contact);
  if (platform === undefined) return contact;
  return several ? `${platformNames[platform]} DM` : 'DM';
}

/** Whether more than one way carries this page, so that each must be named. */
export function isSeveral({ deliveries }: Pick<PageReport, 'deliveries'>): boolean {
  return deliveries.length > 1;
}
