import { describe, expect, test } from 'vitest';
import { type Active, callsLeft, endOf, faultFor, isOver, type Target } from '../../sandbox/faults/decide.ts';
import { type Fault, faultSchema } from '../../sandbox/faults/fault.ts';
import { sentenceOf } from '../../sandbox/faults/words.ts';

const start = Date.UTC(2026, 0, 5, 2, 14);
const on = (id: string, fault: Fault, hits = 0): Active => ({ id, fault, since: start, hits });
const call = (method: string, channel: string | null = null): Target => ({ kind: 'call', method, channel });
const post = call('chat.postMessage', 'C0OPS');
const ever = 'until-ended' as const;

describe('which fault hits', () => {
  const all: Fault = { kind: 'server-error', lasts: ever };
  const posts: Fault = { kind: 'server-error', scope: { method: 'chat.postMessage' }, lasts: ever };
  const ops: Fault = { kind: 'rate-limit', retryAfterS: 5, scope: { channel: 'C0OPS' }, lasts: ever };
  const both: Fault = { kind: 'slow', ms: 5, scope: { method: 'chat.update', channel: 'C0OPS' }, lasts: ever };
  const noSocket: Fault = { kind: 'no-socket', lasts: ever };
  const outage: Fault = { kind: 'outage', answer: 'none', lasts: ever };

  test.each<[name: string, faults: Fault[], target: Target, hit: number | null]>([
    ['nothing is on', [], post, null],
    ['every call', [all], call('auth.test'), 0],
    ['the method', [posts], post, 0],
    ['another method', [posts], call('chat.update', 'C0OPS'), null],
    ['the channel', [ops], post, 0],
    ['another channel', [ops], call('chat.postMessage', 'D0ADA'), null],
    ['a call about no channel', [ops], call('auth.test'), null],
    ['method and channel', [both], call('chat.update', 'C0OPS'), 0],
    ['the method in another channel', [both], call('chat.update', 'D0ADA'), null],
    ['the one that was begun last', [all, posts], post, 1],
    ['the last one that concerns it', [all, both], post, 0],
    ['an outage before all others', [outage, all, posts], post, 0],
    ['a socket is no call', [all], { kind: 'socket' }, null],
    ['a socket that is not let in', [noSocket], { kind: 'socket' }, 0],
    ['calls pass where only sockets are refused', [noSocket], post, null],
    ['a socket in an outage', [outage], { kind: 'socket' }, 0],
  ])('%s', (_name, faults, target, hit) => {
    const found = faultFor(
      faults.map((fault, index) => on(String(index), fault)),
      target,
      start,
    );
    expect(found?.id ?? null).toBe(hit === null ? null : String(hit));
  });

  test('one that is over lets the one below it through', () => {
    const faults = [on('below', all), on('spent', { ...all, lasts: { calls: 2 } }, 2)];
    expect(faultFor(faults, post, start)?.id).toBe('below');
  });
});

describe('how long it lasts', () => {
  test.each<[lasts: Fault['lasts'], hits: number, later: number, over: boolean, left: number | null]>([
    [{ calls: 2 }, 1, 86_400_000, false, 1],
    [{ calls: 2 }, 2, 0, true, 0],
    [{ ms: 1000 }, 500, 999, false, null],
    [{ ms: 1000 }, 0, 1000, true, null],
    [ever, 500, 86_400_000, false, null],
  ])('%j, hit %i times, %i ms later: over %s', (lasts, hits, later, over, left) => {
    const active = on('it', { kind: 'server-error', lasts }, hits);
    expect(isOver(active, start + later)).toBe(over);
    expect(callsLeft(active)).toBe(left);
    expect(endOf(active)).toBe(typeof lasts === 'object' && 'ms' in lasts ? start + lasts.ms : null);
  });
});

test.each<[given: object, field: string, allowed: string]>([
  [{ kind: 'flood' }, 'kind', 'Invalid'],
  [{ kind: 'rate-limit', retryAfterS: 0, lasts: ever }, 'retryAfterS', '>=1'],
  [{ kind: 'slow', ms: 60_001, lasts: ever }, 'ms', '<=60000'],
  [{ kind: 'server-error' }, 'lasts', 'until-ended'],
  [{ kind: 'server-error', lasts: { calls: 0 } }, 'lasts.calls', '>=1'],
  [{ kind: 'server-error', lasts: ever, scope: { method: 'chat.shout' } }, 'scope.method', 'chat.postMessage'],
  [{ kind: 'outage', answer: 'none', lasts: ever, scope: {} }, 'scope', 'Unrecognized'],
  [{ kind: 'refusal', error: 'No!', lasts: ever }, 'error', 'snake case'],
])('%j is not possible: %s is named, with what is allowed', (given, field, allowed) => {
  const [issue] = faultSchema.safeParse(given).error?.issues ?? [];
  const named = issue?.code === 'unrecognized_keys' ? issue.keys.join() : issue?.path.join('.');
  expect(named).toBe(field);
  expect(issue?.message).toContain(allowed);
});

test.each<[fault: Fault, sentence: string]>([
  [{ kind: 'rate-limit', retryAfterS: 5, lasts: { calls: 1 } }, '429, Retry-After 5 s: every call, once.'],
  [
    { kind: 'slow', ms: 1500, scope: { method: 'chat.update' }, lasts: { calls: 3 } },
    'Answers 1.5 s late: chat.update, 3 times.',
  ],
  [
    { kind: 'lost-answer', scope: { method: 'chat.postMessage', channel: 'C0OPS' }, lasts: { ms: 30_000 } },
    'Lost answers: chat.postMessage in #ops, for 30 s.',
  ],
  [{ kind: 'no-socket', lasts: ever }, 'No sockets: Socket Mode, until you stop it.'],
  [{ kind: 'outage', answer: '503', lasts: ever }, 'Outage, 503: every call and every socket, until you stop it.'],
])('%j in words', (fault, sentence) => {
  expect(sentenceOf(fault, { nameOf: () => '#ops', sockets: 'Socket Mode' })).toBe(sentence);
});
