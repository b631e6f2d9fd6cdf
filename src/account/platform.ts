export const platforms = ['slack', 'discord'] as const;

/** Where people talk. */
export type Platform = (typeof platforms)[number];
