import { ApplicationCommandType, ButtonStyle, ComponentType } from 'discord-api-types/v10';
import type { Commands } from '../commands.ts';
import type { Button, Select } from '../form/components.ts';
import { mentionsIn } from '../form/mentions.ts';
import { guild, people } from '../guild.ts';
import { messageShape, numbered } from '../message-shape.ts';
import type { Channel, LivingWorld, Message } from '../world.ts';
import { NotAnswered, NotPossible } from './not-possible.ts';
import { idsIn, optionsOf, type Typed } from './options.ts';
import { payloadOf, resolvedOf } from './payload.ts';
import { chosenIn, type Filled, submissionOf } from './submission.ts';
import type { Choice, Form, Kind, Outcome, Tickets } from './tickets.ts';

export interface Place {
  readonly person: string;
  readonly channel: string;
}

export interface OnMessage extends Place {
  readonly message: string;
  readonly customId: string;
}

/**
 * What people do on the server. A promise settles when the app has answered; it rejects with `NotPossible` where
 * Discord's client would not let the person do that, and with `NotAnswered` when no answer came in 3 s.
 */
export interface Acts {
  press(press: OnMessage): Promise<void>;
  /** `values`: those of options, or ids of people, roles or channels. */
  choose(choice: OnMessage & { values: readonly string[] }): Promise<void>;
  command(typed: Place & Typed): Promise<void>;
  /** What the app proposes for the option that is being typed. */
  complete(typed: Place & Typed & { focused: string }): Promise<readonly Choice[]>;
  /** The form that a person sees; null: none. */
  formOf(person: string): Form | null;
  /** Sends the form that the person sees. It stays open when the app does not answer. */
  submit(it: { person: string; values: Filled }): Promise<void>;
  closeForm(person: string): void;
  /** An ordinary message, or an answer to one. */
  say(it: Place & { content: string; replyTo?: string }): Message;
}

export interface ActsDeps {
  readonly world: LivingWorld;
  readonly commands: Commands;
  readonly tickets: Tickets;
  /** False: nobody hears of it. */
  readonly tell: (payload: Readonly<Record<string, unknown>>, ofGuild: boolean) => boolean;
}

export function createActs({ world, commands, tickets, tell }: ActsDeps): Acts {
  const where = ({ person, channel: id }: Place): Channel => {
    const who = people.find((each) => each.id === person);
    if (!who) throw new NotPossible(`There is no person ${person} here.`);
    const channel = world.channel(id);
    if (channel && channel.kind !== 'dm' && !world.isHere(person)) {
      throw new NotPossible(`${who.realName} is not on the server.`);
    }
    if (!channel || (channel.kind === 'dm' && channel.person !== person)) {
      throw new NotPossible(`${who.realName} does not see a channel ${id}.`);
    }
    return channel;
  };
  const seen = (it: OnMessage): { channel: Channel; message: Message } => {
    const channel = where(it);
    const message = world.message(it.channel, it.message);
    if (!message || (message.onlyFor !== null && message.onlyFor !== it.person)) {
      throw new NotPossible(`There is no message ${it.message} to see.`);
    }
    return { channel, message };
  };
  const ask = async (
    { person, channel, kind, source }: { person: string; channel: Channel; kind: Kind; source: Message | undefined },
    more: Readonly<Record<string, unknown>>,
  ): Promise<Outcome> => {
    const { ticket, outcome } = tickets.open({ kind, person, channel: channel.id, source: source?.id ?? null });
    const message = source && { message: messageShape(world, source) };
    const there = channel.kind === 'dm' || world.botIsHere;
    const heard = there && tell(payloadOf(world, ticket, channel, { ...more, ...message }), channel.kind !== 'dm');
    if (!heard) ticket.settle({ kind: 'silence' });
    const how = await outcome;
    if (how.kind === 'silence') throw new NotAnswered();
    return how;
  };
  const onMessage = async (
    it: OnMessage,
    fitting: (component: Button | Select) => Readonly<Record<string, unknown>>,
  ): Promise<void> => {
    const { channel, message } = seen(it);
    const component = numbered(message.rows)
      .flatMap((row) => row.components)
      .find((each) => each.custom_id === it.customId);
    if (!component) throw new NotPossible(`The message has nothing named ${it.customId}.`);
    if (component.disabled) throw new NotPossible(`${it.customId} is disabled.`);
    const data = { custom_id: it.customId, component_type: component.type, id: component.id, ...fitting(component) };
    await ask({ person: it.person, channel, kind: 'component', source: message }, { data });
  };
  const typedData = (it: Place & Typed) => {
    const [first = ''] = it.name.split(' ');
    const command = commands.named(first);
    if (!command) throw new NotPossible(`There is no command /${first}.`);
    const options = optionsOf(world, command.form, it);
    const resolved = resolvedOf(world, idsIn(options));
    return {
      id: command.id,
      name: command.form.name,
      type: ApplicationCommandType.ChatInput,
      ...(options.length > 0 && { options }),
      ...(Object.keys(resolved).length > 0 && { resolved }),
      ...(command.guildId !== null && { guild_id: guild.id }),
    };
  };

  return {
    press: (it) =>
      onMessage(it, (component) => {
        if (component.type !== ComponentType.Button || component.style === ButtonStyle.Link) {
          throw new NotPossible(`${it.customId} is no button that an app hears of.`);
        }
        return {};
      }),
    choose: (it) =>
      onMessage(it, (component) => {
        if (component.type === ComponentType.Button) throw new NotPossible(`${it.customId} is a button.`);
        const values = chosenIn(component, it.values, false);
        const isText = component.type === ComponentType.StringSelect;
        return { values, ...(!isText && { resolved: resolvedOf(world, values) }) };
      }),
    async command(it) {
      await ask({ person: it.person, channel: where(it), kind: 'command', source: undefined }, { data: typedData(it) });
    },
    async complete(it) {
      const at = { person: it.person, channel: where(it), kind: 'complete', source: undefined } as const;
      const how = await ask(at, { data: typedData(it) });
      return how.kind === 'choices' ? how.choices : [];
    },
    formOf: (person) => tickets.forms.get(person) ?? null,
    async submit({ person, values }) {
      const form = tickets.forms.get(person);
      if (!form) throw new NotPossible(`${person} sees no form.`);
      const { chosen, ...data } = submissionOf(form.modal, values);
      const channel = where({ person, channel: form.channel });
      const source = form.source === null ? undefined : world.message(form.channel, form.source);
      const resolved = resolvedOf(world, chosen);
      const all = { ...data, ...(Object.keys(resolved).length > 0 && { resolved }) };
      await ask({ person, channel, kind: 'form', source }, { data: all });
      if (tickets.forms.get(person) === form) tickets.forms.delete(person);
    },
    closeForm: (person) => {
      tickets.forms.delete(person);
    },
    say(it) {
      const channel = where(it);
      if (channel.kind === 'forum') throw new NotPossible('In a forum everything is said in its threads.');
      const mentions = mentionsIn(it.content, undefined);
      const words = { content: it.content, embeds: [], rows: [], mentions };
      return world.post({ ...words, channel: channel.id, author: it.person, replyTo: it.replyTo ?? null });
    },
  };
}
