import type { Reader } from '../db/store.ts';
import { listIncidents } from '../incident/store.ts';
import { cut } from '../lib/cut.ts';
import { servicesOf } from '../service/store.ts';
import type { Option } from './form.ts';
import type { Completed } from './port.ts';
import { type Speaker, whoIs } from './speaker.ts';

/** As many as Discord shows. https://docs.discord.com/developers/interactions/application-commands#autocomplete */
const most = 25;
/** Looked through for what was typed, newest first. */
const looked = 100;
/** What people mostly want when they want quiet; any other length can be typed. */
const durations = ['30m', '1h', '2h', '4h', '8h', '12h', '1d', '2d'];

/** What could be meant by what somebody has typed so far: open incidents by number or summary, services by key or name. */
export async function complete(
  reader: Reader,
  speaker: Speaker,
  what: Completed,
  typed: string,
): Promise<readonly Option[]> {
  const text = typed.trim().toLowerCase();
  if (what === 'duration') return durations.filter((one) => one.startsWith(text)).map((one) => optionOf(one, one));
  const known = await whoIs(reader, speaker);
  if (!known.ok) return [];
  const { accountId } = known.value.actor;
  return what === 'service' ? await services(reader, accountId, text) : await incidents(reader, accountId, text);
}

async function services(reader: Reader, accountId: string, text: string): Promise<readonly Option[]> {
  const active = (await servicesOf(reader, accountId)).filter(({ status }) => status === 'active');
  const fitting = active.filter(({ key, name }) => key.includes(text) || name.toLowerCase().includes(text));
  const starts = ({ key, name }: (typeof active)[number]): boolean =>
    key.startsWith(text) || name.toLowerCase().startsWith(text);
  const best = [...fitting.filter(starts), ...fitting.filter((service) => !starts(service))];
  return best.slice(0, most).map(({ key, name }) => optionOf(key, name === key ? key : `${name} (${key})`));
}

/** Of several numbers the last is completed; those before it stay. */
async function incidents(reader: Reader, accountId: string, text: string): Promise<readonly Option[]> {
  const [, before = '', last = ''] = /^((?:#?\d+[\s,]+)*)#?(.*)$/s.exec(text) ?? [];
  const open = await listIncidents(reader, accountId, { open: true, limit: looked });
  return open
    .filter(({ number, summary }) =>
      // Whoever types digits means the number, not a figure in what is wrong.
      /^\d*$/.test(last) ? String(number).startsWith(last) : summary.toLowerCase().includes(last),
    )
    .map(({ number, summary }) => optionOf(`${before}${number}`, `${before}#${number} ${summary}`))
    .filter(({ value }) => value.length <= 75)
    .slice(0, most);
}

function optionOf(value: string, label: string): Option {
  return { value, label: cut(label, 100) };
}
