import type { Platform } from '../../src/account/platform.ts';
import { plain } from '../../src/chat/line.ts';
import { textOf } from './fake-chat.ts';
import { idOf, named } from './names.ts';
import type { World } from './world.ts';

/** Where and by whom something is said in a story about linking; `workspace` empty: a direct message of none. */
export interface Spot {
  readonly platform: Platform;
  readonly who: string;
  readonly workspace?: string;
}

/** What is answered there to the speaker alone. */
export async function typed(
  world: World,
  { platform, who, workspace = 'T0ACME' }: Spot,
  text: string,
): Promise<string> {
  const [name = '', ...rest] = text.replace(/^\//, '').split(' ');
  const speaker = { platform, workspace: idOf(platform, workspace), person: idOf(platform, who) };
  const said = await world.app.chat.command({ speaker, name, text: rest.join(' '), channel: idOf(platform, 'C0OPS') });
  await world.settle();
  return said === null ? '' : named(said.lines.map(plain).join('\n'));
}

/** Presses the button of the newest card there. */
export async function pressed(
  world: World,
  { platform, who, workspace = 'T0ACME' }: Spot,
  label: string,
  channel = 'C0OPS',
) {
  const chat = world.chats.find((one) => one.platform === platform);
  if (chat === undefined) throw new Error(`${platform} is not of this story`);
  const { token, message } = chat.button(channel, label);
  const speaker = { platform, workspace: idOf(platform, workspace), person: idOf(platform, who) };
  const said = await world.app.chat.press({ speaker, channel: idOf(platform, channel), token, message });
  await world.settle();
  return said === null ? '' : named(said.lines.map(plain).join('\n'));
}

/** The code in what was answered. Throws where there is none. */
export function codeIn(said: string): string {
  const found = /\/reveille link (\w{4}-\w{4}-\w{4})/.exec(said)?.[1];
  if (found === undefined) throw new Error(`there is no code in: ${said}`);
  return found;
}

/** What the bot wrote to somebody directly, without the cards. */
export function noticesTo(world: World, platform: Platform, channel: string): readonly string[] {
  const chat = world.chats.find((one) => one.platform === platform);
  return (chat?.messages ?? [])
    .filter((shown) => shown.channel === channel && 'words' in shown.message)
    .map(({ message }) => textOf(message));
}
