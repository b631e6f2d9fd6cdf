import {
  type AutocompleteInteraction,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  type Client,
  type Interaction,
  MessageFlags,
  type ModalSubmitInteraction,
  Routes,
  type StringSelectMenuInteraction,
} from 'discord.js';
import { expect, test, vi } from 'vitest';
import type { Discord } from '../../sandbox/discord/discord.ts';
import { NotAnswered, NotPossible } from '../../sandbox/discord/people/not-possible.ts';
import { ada, bo, clientOf, openDiscord, ops, refusal, restOf } from './discord-clients.ts';

const row = (...components: object[]) => ({ type: 1, components });
const go = { type: 2, style: 1, label: 'Go', custom_id: 'go' };
const menu = {
  type: 3,
  custom_id: 'menu',
  options: [
    { label: 'One', value: '1' },
    { label: 'Two', value: '2' },
  ],
};

/** A message of the bot's with a button and a menu. */
async function posted(discord: Discord): Promise<string> {
  const body = { content: 'a', components: [row(go), row(menu)] };
  await restOf(discord).post(Routes.channelMessages(ops), { body });
  return discord.world.messages.at(-1)?.id ?? '';
}

/** The app answers so; what it failed at is kept. */
function on<Kind extends Interaction>(client: Client, answer: (it: Kind) => Promise<unknown>): unknown[] {
  const failed: unknown[] = [];
  client.on('interactionCreate', (it) => {
    answer(it as Kind).catch((error: unknown) => failed.push(error));
  });
  return failed;
}

const commands = [
  {
    name: 'incident',
    description: 'Incidents',
    options: [
      {
        type: 1,
        name: 'trigger',
        description: 'Open one',
        options: [
          { type: 3, name: 'service', description: 'Which', required: true, autocomplete: true },
          { type: 4, name: 'priority', description: 'How bad', min_value: 1, max_value: 5 },
          { type: 6, name: 'person', description: 'Whom' },
        ],
      },
    ],
  },
];

test('a press is answered by changing the message', async () => {
  const discord = await openDiscord();
  const message = await posted(discord);
  const failed = on<ButtonInteraction>(await clientOf(discord), (it) =>
    it.update({ content: `by ${it.user.username}` }),
  );
  await discord.press({ person: ada, channel: ops, message, customId: 'go' });
  expect(discord.world.messages).toMatchObject([{ id: message, content: 'by ada' }]);
  expect(failed).toEqual([]);
});

test('a choice, put off, and answered to the person alone', async () => {
  const discord = await openDiscord();
  const message = await posted(discord);
  let seen: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    seen = resolve;
  });
  on<StringSelectMenuInteraction>(await clientOf(discord), async (it) => {
    await it.deferReply({ flags: MessageFlags.Ephemeral });
    await it.editReply({ content: it.values.join() });
    await it.followUp({ content: 'and more', flags: MessageFlags.Ephemeral });
    seen();
  });
  await discord.choose({ person: bo, channel: ops, message, customId: 'menu', values: ['2'] });
  await done;
  expect(discord.world.messages.slice(1)).toMatchObject([
    { content: '2', onlyFor: bo, flags: 0 },
    { content: 'and more', onlyFor: bo },
  ]);
  const hidden = discord.world.messages[1]?.id ?? '';
  expect(await refusal(restOf(discord).get(Routes.channelMessage(ops, hidden)))).toMatchObject({ code: 10008 });
});

test('a command with its options, and what the app proposes while one is typed', async () => {
  const discord = await openDiscord();
  const client = await clientOf(discord);
  await client.application.commands.set(commands, discord.guildId);
  expect(discord.commands).toMatchObject([{ form: { name: 'incident' } }]);
  on<AutocompleteInteraction | ChatInputCommandInteraction>(client, async (it) => {
    if (it.isAutocomplete()) {
      const typed = it.options.getFocused();
      await it.respond([{ name: `${typed}b-shop`, value: 'web-shop' }]);
      return;
    }
    const { options } = it as ChatInputCommandInteraction;
    const words = [options.getSubcommand(), options.getString('service'), options.getInteger('priority')];
    await it.reply(`${words.join()} ${options.getUser('person')?.username}`);
  });
  const typed = { person: ada, channel: ops, name: 'incident trigger' };
  expect(await discord.complete({ ...typed, values: { service: 'we' }, focused: 'service' })).toEqual([
    { name: 'web-shop', value: 'web-shop' },
  ]);
  await discord.command({ ...typed, values: { service: 'web-shop', priority: 2, person: bo } });
  expect(discord.world.messages).toMatchObject([{ content: 'trigger,web-shop,2 bo', onlyFor: null }]);
  const wrong = [
    { values: {} },
    { values: { service: 'a', priority: 9 } },
    { values: { service: 'a', colour: 'red' } },
    { values: { service: 'a', person: '1' } },
    { name: 'incident sing', values: {} },
    { name: 'oncall', values: {} },
  ];
  for (const it of wrong) await expect(discord.command({ ...typed, ...it })).rejects.toThrow(NotPossible);
});

const form = {
  title: 'New incident',
  customId: 'new',
  components: [
    {
      type: 18,
      label: 'Summary',
      component: { type: 4, customId: 'summary', style: 1, maxLength: 20 },
    },
    {
      type: 18,
      label: 'Priority',
      component: { type: 3, customId: 'priority', options: menu.options },
    },
  ],
};

test('a form opens, is filled in and sent, and changes the message that it came from', async () => {
  const discord = await openDiscord();
  const message = await posted(discord);
  on<ButtonInteraction | ModalSubmitInteraction>(await clientOf(discord), async (it) => {
    if (it.isButton()) {
      await it.showModal(form);
      return;
    }
    if (!it.isModalSubmit() || !it.isFromMessage()) throw new Error('It came from no message');
    const { fields } = it;
    await it.update(`${fields.getTextInputValue('summary')} ${fields.getStringSelectValues('priority')}`);
  });
  await discord.press({ person: ada, channel: ops, message, customId: 'go' });
  expect(discord.formOf(ada)?.modal.title).toBe('New incident');
  expect(discord.formOf(bo)).toBeNull();
  const send = (values: Record<string, string>) => discord.submit({ person: ada, values });
  await expect(send({ priority: '1' })).rejects.toThrow('summary must be filled in');
  await expect(send({ summary: 'x'.repeat(21), priority: '1' })).rejects.toThrow('0 to 20 characters');
  await expect(send({ summary: 'a', priority: '7' })).rejects.toThrow('no option 7');
  await send({ summary: 'CPU', priority: '2' });
  expect(discord.world.messages).toMatchObject([{ content: 'CPU 2' }]);
  expect(discord.formOf(ada)).toBeNull();
});

test('what is answered twice, after a form or not at all is told', async () => {
  const discord = await openDiscord({ answerWithinMs: 60 });
  const message = await posted(discord);
  const client = await clientOf(discord);
  const press = () => discord.press({ person: ada, channel: ops, message, customId: 'go' });
  const answers: ButtonInteraction[] = [];
  on<ButtonInteraction>(client, async (it) => {
    answers.push(it);
    if (answers.length === 2) await it.deferUpdate();
  });
  await expect(press()).rejects.toThrow(NotAnswered);
  await press();
  const [late, taken] = answers.map(({ id, token }) => Routes.interactionCallback(id, token));
  const rest = restOf(discord);
  const again = async (path: typeof late) => await refusal(rest.post(path ?? '/', { body: { type: 6 }, auth: false }));
  expect(await again(late)).toMatchObject({ status: 404, code: 10062 });
  expect(await again(taken)).toMatchObject({ status: 400, code: 40060 });
  expect(await again(Routes.interactionCallback('1', 'x'))).toMatchObject({ code: 10062 });
});

test('an answer of the wrong kind changes nothing, and another may follow', async () => {
  const discord = await openDiscord();
  const client = await clientOf(discord);
  await client.application.commands.set([{ name: 'oncall', description: 'Who' }], discord.guildId);
  const said: unknown[] = [];
  on<ChatInputCommandInteraction>(client, async (it) => {
    const post = async (body: object) =>
      await refusal(restOf(discord).post(Routes.interactionCallback(it.id, it.token), { body, auth: false }));
    said.push(await post({ type: 7, data: { content: 'a' } }));
    said.push(await post({ type: 9, data: { custom_id: 'a', title: 'x'.repeat(46), components: [] } }));
    said.push(await post({ type: 4, data: { content: 'x'.repeat(2001) } }));
    const early = Routes.webhook(it.applicationId, it.token);
    said.push(await refusal(restOf(discord).post(early, { body: { content: 'a' }, auth: false })));
    await it.reply('Ada');
  });
  await discord.command({ person: bo, channel: ops, name: 'oncall', values: {} });
  expect(said).toMatchObject([
    { code: 50035, fields: ['type BASE_TYPE_CHOICES'] },
    { code: 50035 },
    { code: 50035 },
    { code: 10015 },
  ]);
  expect(discord.world.messages).toMatchObject([{ content: 'Ada' }]);
});

test('a token is good for 15 minutes', async () => {
  let at = Date.now();
  const discord = await openDiscord({ now: () => at });
  const message = await posted(discord);
  const client = await clientOf(discord);
  const answers: ButtonInteraction[] = [];
  on<ButtonInteraction>(client, async (it) => {
    await it.reply('a');
    answers.push(it);
  });
  await discord.press({ person: ada, channel: ops, message, customId: 'go' });
  await vi.waitFor(() => expect(answers).toHaveLength(1), { timeout: 15_000 });
  const [answer] = answers;
  if (!answer) throw new Error('Nobody was asked');
  at += 14 * 60_000;
  await answer.editReply('b');
  at += 2 * 60_000;
  expect(await refusal(answer.editReply('c'))).toMatchObject({ status: 401, code: 50027 });
  expect(discord.world.messages.at(-1)).toMatchObject({ content: 'b' });
});

test('nobody presses what is not there, is disabled or is shown to somebody else', async () => {
  const discord = await openDiscord();
  const body = { components: [row({ ...go, disabled: true })] };
  await restOf(discord).post(Routes.channelMessages(ops), { body });
  const message = discord.world.messages[0]?.id ?? '';
  const press = (it: object) => discord.press({ person: ada, channel: ops, message, customId: 'go', ...it });
  for (const it of [{}, { customId: 'stop' }, { message: '1' }, { channel: '1' }, { person: '1' }]) {
    await expect(press(it)).rejects.toThrow(NotPossible);
  }
});
