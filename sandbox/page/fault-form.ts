import { deed, say } from './deeds.ts';
import { state as discord, placeLabel } from './discord/state.ts';
import { byId, el } from './dom.ts';
import { type Choice, choicesOn } from './fault-kinds.ts';
import { deedOn } from './fault-list.ts';
import type { Platform } from './model.ts';
import { channelName, nameOf, state } from './state.ts';

/** The lengths, and the number that each of them needs. */
const lengths = [
  { id: 'once', label: 'The next time only', number: null },
  { id: 'times', label: 'Several times', number: { label: 'How many times', max: 1000, usual: 3 } },
  { id: 'seconds', label: 'For some seconds', number: { label: 'How many seconds', max: 86_400, usual: 30 } },
  { id: 'until', label: 'Until I stop it', number: null },
] as const;

const select = (id: string): HTMLSelectElement => byId(id, HTMLSelectElement);
const input = (id: string): HTMLInputElement => byId(id, HTMLInputElement);

function platform(): Platform {
  return select('fault-platform').value === 'discord' ? 'discord' : 'slack';
}

function chosen(): Choice {
  const choice = choicesOn(platform()).find((each) => each.id === select('fault-what').value);
  if (!choice) throw new Error('The list of faults is empty');
  return choice;
}

function chosenLength(): (typeof lengths)[number] {
  return lengths.find((each) => each.id === select('fault-lasts').value) ?? lengths[0];
}

/** Shows a field with its label, or neither. */
function toggle(id: string, shown: boolean): void {
  const field = document.getElementById(id);
  const label = document.querySelector(`label[for="${id}"]`);
  for (const each of [field, label]) if (each instanceof HTMLElement) each.hidden = !shown;
  if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.disabled = !shown;
}

/** What a number may be; the usual one stands there until somebody gives another. */
function drawNumber(
  id: string,
  it: { label: string; min: number; max: number; step: number; usual: number } | null,
): void {
  toggle(id, it !== null);
  if (it === null) return;
  byId(`${id}-label`, HTMLElement).textContent = it.label;
  const field = input(id);
  if (field.dataset.for === it.label) return;
  field.dataset.for = it.label;
  field.min = String(it.min);
  field.max = String(it.max);
  field.step = String(it.step);
  field.value = String(it.usual);
}

function drawForm(): void {
  const choice = chosen();
  byId('fault-hint', HTMLElement).textContent = choice.hint;
  drawNumber('fault-amount', choice.amount);
  toggle('fault-method', choice.aimed);
  toggle('fault-channel', choice.aimed);
  toggle('fault-lasts', choice.lasting);
  const { number } = chosenLength();
  drawNumber('fault-number', choice.lasting && number ? { min: 1, step: 1, ...number } : null);
}

function fill(id: string, options: readonly { id: string; label: string }[]): void {
  const place = select(id);
  const { value } = place;
  place.replaceChildren(...options.map((each) => el('option', { value: each.id }, each.label)));
  if (options.some((each) => each.id === value)) place.value = value;
}

/** Which calls and channels there are to choose from, as far as they are known now. */
export function drawPlaces(): void {
  fill('fault-method', [
    { id: '', label: 'All calls' },
    ...state.breakable[platform()].map((id) => ({ id, label: id })),
  ]);
  const onDiscord = [...discord.places.keys()].map((id) => ({ id, label: placeLabel(id) }));
  const onSlack = state.channels.map(({ id, dmWith }) => ({
    id,
    label: dmWith === null ? channelName(id) : `Direct messages with ${nameOf(dmWith)}`,
  }));
  fill('fault-channel', [{ id: '', label: 'Everywhere' }, ...(platform() === 'slack' ? onSlack : onDiscord)]);
}

function lasts(): unknown {
  const number = Number(input('fault-number').value);
  switch (chosenLength().id) {
    case 'once':
      return { calls: 1 };
    case 'times':
      return { calls: number };
    case 'seconds':
      return { ms: number * 1000 };
    case 'until':
      return 'until-ended';
  }
}

async function breakIt(): Promise<void> {
  const choice = chosen();
  const [method, channel] = [select('fault-method').value, select('fault-channel').value];
  const scope = { ...(method !== '' && { method }), ...(channel !== '' && { channel }) };
  const outcome = await deed(deedOn(platform(), choice.deed), {
    ...choice.body(Number(input('fault-amount').value)),
    ...(choice.aimed && { scope }),
    ...(choice.lasting && { lasts: lasts() }),
  });
  say(byId('fault-said', HTMLElement), outcome);
}

export function startFaultForm(): void {
  fill('fault-platform', [
    { id: 'slack', label: 'Slack' },
    { id: 'discord', label: 'Discord' },
  ]);
  fill('fault-what', choicesOn('slack'));
  select('fault-platform').addEventListener('change', () => {
    drawPlaces();
    drawForm();
  });
  fill('fault-lasts', lengths);
  select('fault-what').addEventListener('change', () => {
    select('fault-lasts').value = chosen().usually;
    drawForm();
  });
  select('fault-lasts').addEventListener('change', drawForm);
  byId('fault-form', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    void breakIt();
  });
  drawPlaces();
  drawForm();
}
