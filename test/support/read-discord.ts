import type { Message } from '../../sandbox/discord/world.ts';

/** A message of the local Discord as a person finds it. */
export interface ReadDiscord {
  /** Lines as they are read, times as `HH:MM` in UTC, buttons as `[Label]`; of a card without what only a lock screen shows. */
  readonly text: string;
  /** The custom id of each button, by its label. */
  readonly buttons: ReadonlyMap<string, string>;
}

export function readDiscord({ content, embeds, rows }: Pick<Message, 'content' | 'embeds' | 'rows'>): ReadDiscord {
  const buttons = new Map<string, string>();
  const shown = rows.map((row) =>
    row.components
      .map((each) => {
        if (!('label' in each) || each.label === undefined || each.custom_id === undefined) return '';
        buttons.set(each.label, each.custom_id);
        return `[${each.label}]`;
      })
      .join(' '),
  );
  const said = embeds.length === 0 ? [content] : embeds.map((embed) => embed.description ?? '');
  return { text: [...said.map(plain), ...shown].join('\n'), buttons };
}

/** Without marks, times in UTC. What counts down is left out: the same time stands before it. */
function plain(markdown: string): string {
  return markdown
    .replace(/ \(<t:\d+:R>\)/g, '')
    .replace(/<t:(\d+):(\w)>/g, (_, seconds: string, style: string) => {
      const written = new Date(Number(seconds) * 1000).toISOString().slice(0, 16).replace('T', ' ');
      // `t` is a time alone, and the others have the day: docs.discord.com/developers/reference#message-formatting-timestamp-styles
      return style === 't' ? written.slice(11) : written;
    })
    .replace(/^-# /gm, '')
    .replace(/(?<!\\)[*`\u200b]/g, '')
    .replace(/\\(.)/g, '$1');
}
