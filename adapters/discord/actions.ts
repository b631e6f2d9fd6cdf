import type { Press } from '../../src/chat/port.ts';
import { type AnswerDeps, answer } from './answer.ts';
import { showForm } from './forms.ts';
import { type Pressed, placeOf, shownTo, speakerOf } from './interaction.ts';

/** A button was pressed: its command runs, or its form opens. */
export async function takePress(deps: AnswerDeps, it: Pressed): Promise<void> {
  const press = toPress(it);
  const request = deps.core.formFor(press);
  if (request !== null) return await showForm(deps, it, request);
  await answer(deps, it, { what: 'press', manner: 'quietly', work: () => deps.core.press(press) });
}

export function toPress(it: Pressed): Press {
  const message = shownTo(it.message);
  return { speaker: speakerOf(it), token: it.data.custom_id, channel: placeOf(it, message), message };
}
