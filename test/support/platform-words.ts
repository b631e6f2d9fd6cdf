import { ApplicationCommandOptionType, ButtonStyle, ComponentType } from 'discord.js';
import { z } from 'zod';
import { definitionsOf } from '../../adapters/discord/definitions.ts';
import { render as renderDiscord } from '../../adapters/discord/render.ts';
import { modalOf } from '../../adapters/discord/view.ts';
import { slackCommands } from '../../adapters/slack/commands.ts';
import { render as renderSlack } from '../../adapters/slack/render.ts';
import { formView } from '../../adapters/slack/view.ts';
import type { Button, Card, Span } from '../../src/chat/card.ts';
import { describedCommands } from '../../src/chat/commands/described.ts';
import { paramsOf, typedLine } from '../../src/chat/commands/params.ts';
import { formForCommand } from '../../src/chat/commands/run.ts';
import type { Described } from '../../src/chat/commands/word.ts';
import type { Form } from '../../src/chat/form.ts';

/** Cells of one row of docs/platforms.md, the first of them what the row is about. */
export type Row = readonly string[];

/** Code in a cell of Markdown. */
export function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

const none = '–';
const list = (parts: readonly string[]): string => (parts.length === 0 ? none : parts.join(', '));

/** Every word of every command: as it is typed in Slack, as Discord is told of it, and when a form opens. */
export function commandRows(): readonly Row[] {
  return describedCommands().flatMap(({ name, words }) => {
    if (!slackCommands.some((known) => known === `/${name}`)) throw new Error(`Slack is not asked for /${name}`);
    const [told] = definitionsOf([{ name, what: name, words }]);
    return words.map((word) => {
      const written = [word.usage, ...word.aliases.map((alias) => word.usage.replace(word.name, alias))];
      const options = discordOptions(told, word.name);
      const completed = options.filter(({ autocomplete }) => autocomplete).map((option) => code(option.name));
      return [
        code(`/${name} ${word.name}`),
        written.map((usage) => code(`/${name} ${usage}`)).join(' or '),
        code([`/${name} ${word.name}`, ...options.map((it) => (it.required ? it.name : `[${it.name}]`))].join(' ')),
        list(completed),
        opens(name, word.name),
        opens(name, leastOf(word)),
      ];
    });
  });
}

const optionShape = z.object({ name: z.string(), required: z.boolean(), autocomplete: z.boolean().default(false) });
const subcommand = z.object({
  type: z.literal(ApplicationCommandOptionType.Subcommand),
  name: z.string(),
  options: z.array(optionShape),
});

function discordOptions(definition: unknown, word: string): readonly z.output<typeof optionShape>[] {
  const { options } = z.object({ options: z.array(subcommand) }).parse(definition);
  return options.find(({ name }) => name === word)?.options ?? [];
}

/** What is sent in Discord when only what it asks for is given. */
function leastOf(word: Described): string {
  const sample = { incident: '142', service: 'web', duration: '2h', number: '1', text: 'x', flag: 'x', choice: 'x' };
  const needed = paramsOf(word).filter(({ optional }) => optional !== true);
  return typedLine(word, new Map(needed.map(({ name, kind }) => [name, sample[kind]])));
}

function opens(name: string, text: string): string {
  const speaker = { platform: 'slack', workspace: '', person: '' } as const;
  const request = formForCommand({ speaker, name, text, channel: '' });
  return request === null ? none : code(request.form);
}

const slackButton = z.object({ text: z.object({ text: z.string() }), style: z.string().default('default') });
const discordButton = z.object({ label: z.string(), style: z.number() });
const parts = <T>(shape: z.ZodType<T>) => z.array(z.object({ elements: z.array(shape) }));
const inRows = <T>(shape: z.ZodType<T>) => z.array(z.object({ components: z.array(shape) }));

/** A button as Slack and as Discord show it: its label and its style. */
export function buttonCells(buttons: readonly Button[], now: number): readonly [slack: string, discord: string] {
  const message = { words: { lines: [['x']], buttons } };
  const actions = renderSlack(message, now).blocks.filter(({ type }) => type === 'actions');
  const slack = parts(slackButton)
    .parse(actions)
    .flatMap(({ elements }) => elements);
  const discord = inRows(discordButton)
    .parse(renderDiscord(message, now).components)
    .flatMap(({ components }) => components);
  return [
    list(slack.map(({ text, style }) => `${code(text.text)} (${style})`)),
    list(discord.map(({ label, style }) => `${code(label)} (${ButtonStyle[style]?.toLowerCase()})`)),
  ];
}

/** What a card is made of. */
export function cardCells(card: Card, now: number): readonly [slack: string, discord: string] {
  const { content, embeds, components } = renderDiscord({ card }, now);
  const colour = `#${(embeds[0]?.color ?? 0).toString(16).padStart(6, '0')}`;
  const blocks = renderSlack({ card }, now).blocks.map(({ type }) => type);
  const rows = components.length === 1 ? '1 row of buttons' : `${components.length} rows of buttons`;
  const discord = [...(content === '' ? [] : ['content']), `${embeds.length} embed in ${code(colour)}`, rows];
  return [list(blocks.map(code)), list(discord)];
}

const slackFields = z.array(
  z.object({ label: z.object({ text: z.string() }), element: z.object({ type: z.string() }) }),
);
const discordInputs: Readonly<Record<number, string>> = {
  [ComponentType.TextInput]: 'text input',
  [ComponentType.StringSelect]: 'string select',
  [ComponentType.UserSelect]: 'user select',
};
const labelled = z.array(z.object({ label: z.string(), component: z.object({ type: z.number() }) }));

/** A form: its title, its fields with what they are filled in by, and the button that sends it. */
export function formCells(form: Form): readonly [slack: string, discord: string] {
  const view = formView(form);
  const fields = slackFields.parse(view.blocks).map(({ label, element }) => `${label.text} (${code(element.type)})`);
  const modal = modalOf(form);
  const inputs = labelled
    .parse(modal.components)
    .map(({ label, component }) => `${label} (${discordInputs[component.type] ?? component.type})`);
  const sends = view.submit === undefined ? none : code(view.submit.text);
  return [`${code(view.title.text)}: ${list(fields)}; ${sends}`, `${code(modal.title)}: ${list(inputs)}`];
}

/** A piece of a line, as it is sent. */
export function spanCells(span: Span, discord: Span, now: number): readonly [slack: string, discord: string] {
  const [block] = z
    .array(z.object({ text: z.object({ text: z.string() }) }))
    .parse(renderSlack({ words: { lines: [[span]] } }, now).blocks);
  return [code(block?.text.text ?? ''), code(renderDiscord({ words: { lines: [[discord]] } }, now).content)];
}
