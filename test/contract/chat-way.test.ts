import { expect } from 'vitest';
import { createDiscord } from '../../adapters/discord/discord.ts';
import { startDiscord } from '../../sandbox/discord/discord.ts';
import { openApiJudge } from '../support/discord-openapi.ts';
import { channels, people } from '../support/discord-world.ts';
import { strictLog } from '../support/log.ts';
import { openSlackPlace, recordingCore, said } from '../support/slack-place.ts';
import { chatWayContract } from './chat-way.ts';

for (const way of ['Socket Mode', 'HTTP'] as const) {
  chatWayContract(`Slack over ${way}`, async () => {
    const place = await openSlackPlace(way);
    expect(await place.slack.start()).toEqual({ ok: true, value: null });
    const { sandbox } = place;
    const ada = { person: 'U0ADA', channel: 'C0OPS' };
    return {
      core: place.core,
      port: place.slack.port,
      channel: ada.channel,
      press: async (ts, actionId) => void (await sandbox.press({ ...ada, ts, actionId })),
      type: async (words) => void (await sandbox.command({ ...ada, text: `/${words}` })),
      told: () => said(sandbox, ada.person),
      form: () => {
        const modal = sandbox.viewOf(ada.person)?.modal;
        if (modal === undefined || modal.submit !== undefined) return modal?.title.text ?? null;
        const [block] = modal.blocks;
        return block?.type === 'section' ? (block.text?.text ?? null) : null;
      },
      submit: async (answers) => void (await sandbox.submit({ person: ada.person, answers })),
      close: place.close,
    };
  });
}

chatWayContract('Discord', async () => {
  const discord = await startDiscord({ host: '127.0.0.1', port: 0, ...(openApiJudge && { judge: openApiJudge }) });
  const core = recordingCore();
  const log = strictLog();
  const adapter = createDiscord({ token: discord.botToken, apiUrl: discord.api, core, log, clock: Date.now });
  expect(await adapter.start()).toEqual({ ok: true, value: null });
  const ada = { person: people.ada, channel: channels.ops };
  return {
    core,
    port: adapter.port,
    channel: ada.channel,
    press: (message, customId) => discord.press({ ...ada, message, customId }),
    type: (name) => discord.command({ ...ada, name, values: name === 'incident trigger' ? { service: 'web' } : {} }),
    told: () =>
      discord.world.messages
        .filter(({ onlyFor }) => onlyFor === ada.person)
        .map(({ content }) => content.replaceAll('*', '')),
    form: () => discord.formOf(ada.person)?.modal.title ?? null,
    submit: (values) => discord.submit({ person: ada.person, values }),
    close: async () => {
      await adapter.stop();
      await discord.close();
      log.expectQuiet();
    },
  };
});
