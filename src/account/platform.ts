export const platforms = ['slack', 'discord'] as const;

/** Where people talk. */
export type Platform = (typeof platforms)[number];

/** What people call it. */
export const platformNames = { slack: 'Slack', discord: 'Discord' } as const satisfies Record<Platform, string>;

/** What a workspace is called there. */
export const workspaceNames: Readonly<Record<Platform, string>> = { slack: 'workspace', discord: 'server' };

/** `discord: "200000000000000001"`, as the team file has it: digits alone would be taken for a number. */
export function writtenId(platform: Platform, id: string): string {
  return platform === 'discord' ? `${platform}: "${id}"` : `${platform}: ${id}`;
}
