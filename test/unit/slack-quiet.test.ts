import { expect, test } from 'vitest';
import { dndInfo, quietEnd } from '../../adapters/slack/quiet.ts';

const now = Date.UTC(2026, 0, 5, 2, 14);
const at = (minutes: number): number => now / 1000 + minutes * 60;
const end = (minutes: number): number => now + minutes * 60_000;

test.each<[name: string, info: object, until: number | null]>([
  ['nothing said', {}, null],
  ['no quiet hours', { dnd_enabled: false, next_dnd_start_ts: 1, next_dnd_end_ts: 1 }, null],
  ['quiet hours later today', { dnd_enabled: true, next_dnd_start_ts: at(60), next_dnd_end_ts: at(600) }, null],
  ['quiet hours now', { dnd_enabled: true, next_dnd_start_ts: at(-60), next_dnd_end_ts: at(240) }, end(240)],
  ['quiet hours from this very second', { next_dnd_start_ts: at(0), next_dnd_end_ts: at(10) }, end(10)],
  ['quiet hours that just ended', { next_dnd_start_ts: at(-60), next_dnd_end_ts: at(0) }, null],
  ['a snooze', { snooze_enabled: true, snooze_endtime: at(30) }, end(30)],
  ['a snooze that is over', { snooze_enabled: false, snooze_endtime: at(30) }, null],
  [
    'a snooze into quiet hours',
    { next_dnd_start_ts: at(-1), next_dnd_end_ts: at(240), snooze_enabled: true, snooze_endtime: at(30) },
    end(240),
  ],
  ['times that are none', { next_dnd_start_ts: null, next_dnd_end_ts: 'late', snooze_enabled: 1 }, null],
])('%s', (_name, info, until) => {
  expect(quietEnd(dndInfo.parse(info), now)).toBe(until);
});
