import { platformNames } from '../account/platform.ts';
import type { Who } from '../event/who.ts';
import { dueAt } from '../incident/due.ts';
import type { Incident } from '../incident/incident.ts';
import { type Condition, conditionOf, reopenWithin, type Verb } from '../incident/transitions.ts';
import { type Instant, minutes, spoken } from '../lib/clock.ts';
import { cut } from '../lib/cut.ts';
import { never } from '../lib/result.ts';
import type { PageReport } from '../paging/store.ts';
import { rounds, ruleOf } from '../policy/walk.ts';
import type { Button, Card, Line, Span } from './card.ts';
import { exhaustedWords } from './exhausted.ts';
import { type ButtonVerb, formatToken } from './token.ts';
import type { View } from './view.ts';
import { isSeveral, wayOf } from './way.ts';

export const lampOf: Readonly<Record<Condition, string>> = {
  triggered: '🔴',
  acknowledged: '🟠',
  snoozed: '😴',
  resolved: '🟢',
};

/** The card: what is wrong, since when, who has it, who is next and when. Three seconds to read, one press to answer. */
export function drawCard(view: View, now: Instant): Card {
  const { incident, service } = view;
  const label = `#${incident.number}`;
  const condition = conditionOf(incident.state);
  return {
    condition,
    lock: cut(`${label} ${service}: ${incident.summary}`, 150),
    head: [`${lampOf[condition]} `, { bold: label }, '  ', { bold: incident.summary }],
    aside: `${incident.severity} · ${service}`,
    lines: [...stateLines(view, now), alertLine(view)],
    buttons: buttonsOf(incident, now),
  };
}

/** The same card as a direct message, with why it came to this person above it. */
export function drawPage(view: View, step: { position: number }, now: Instant): Card {
  const { policy } = view.incident;
  const { rule, round } = ruleOf(policy, step.position);
  const again = round > 1 ? `, round ${round} of ${rounds(policy)}` : '';
  return {
    ...drawCard(view, now),
    above: ['You are paged for ', { bold: view.service }, ` (rule ${rule} of ${policy.policyKey}${again})`],
  };
}

/** A name for whoever did it. */
export function nameOf(who: Who, names: ReadonlyMap<string, string>): string {
  switch (who.kind) {
    case 'person':
      return names.get(who.id) ?? 'somebody who has left';
    case 'key':
      return who.name;
    case 'timer':
      return 'Reveille';
    case 'operator':
      return 'the operator';
    default:
      return never(who);
  }
}

function stateLines(view: View, now: Instant): readonly Line[] {
  const { incident, names } = view;
  const { state } = incident;
  switch (state.status) {
    case 'triggered':
      if (state.exhausted) return [['Since ', { time: incident.openedAt }], exhaustedLine(view)];
      return [
        ['Since ', { time: incident.openedAt }],
        [...pagedSpans(view), ...nextSpans(view)],
        ...quietLines(view, now),
      ];
    case 'acknowledged': {
      const after = ` (after ${spoken(state.at - state.triggeredAt)})`;
      const since: Line = ['Since ', { time: incident.openedAt }];
      const by = nameOf(state.by, names);
      if (state.until !== null) return [since, ['Snoozed until ', { time: state.until }, ' by ', { bold: by }]];
      const again: Line =
        view.expires === null ? [] : [' · triggered again at ', { time: view.expires }, ' if nothing is heard'];
      if (state.by.kind !== 'person') {
        return [since, [`Acknowledged by ${by} at `, { time: state.at }, after, ...again]];
      }
      return [since, [{ bold: by }, ' has it since ', { time: state.at }, after, ...again]];
    }
    case 'resolved': {
      const took = ` after ${spoken(state.at - incident.openedAt)}`;
      const line: Line = ['Resolved ', { time: state.at }, ` by ${nameOf(state.by, names)}`, took];
      return state.because === null ? [line] : [line, [`Because: ${state.because}`]];
    }
    default:
      return never(state);
  }
}

function exhaustedLine({ incident, pages, names }: View): Line {
  const words = exhaustedWords(incident, pages, names);
  const sentence = `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
  // Its policy is that of the moment when it opened: who is in it does not change, but they can be enabled and reached again.
  if (pages.length === 0) return [`${sentence} Acknowledge it here, or enable them and press Escalate.`];
  return [`${sentence} Press Escalate to start over.`];
}

/** Whose platform shows no notifications now, so that the page may not be seen: 'Ada's Slack is in Do Not Disturb until 08:00'. */
function quietLines({ pages, names }: View, now: Instant): readonly Line[] {
  return newestPages(pages).flatMap(({ personId, deliveries }) =>
    deliveries.flatMap(({ contact, quietUntil }): readonly Line[] => {
      if (quietUntil === null || quietUntil <= now) return [];
      const name = names.get(personId) ?? 'somebody who has left';
      const platform = namesOfContacts[contact] ?? contact;
      return [[{ bold: name }, `'s ${platform} is in Do Not Disturb until `, { time: quietUntil }]];
    }),
  );
}

/** Contacts are platforms so far, and others to come. */
const namesOfContacts: Readonly<Record<string, string>> = platformNames;

/** The newest page of each person, of the newest four people. */
function newestPages(pages: View['pages']): View['pages'] {
  const newest = new Map<string, View['pages'][number]>();
  for (const page of pages) {
    newest.delete(page.personId);
    newest.set(page.personId, page);
  }
  return [...newest.values()].slice(-4);
}

/** 'Ada paged 02:14 by DM ✓ sent 02:31', 'Ada paged 02:14 by Slack DM ✓, by Discord DM ✓' */
function pagedSpans({ pages, names }: View): readonly Span[] {
  return newestPages(pages).flatMap((page, index) => {
    const spans: Span[] = [index === 0 ? '' : ' · ', { bold: names.get(page.personId) ?? 'somebody who has left' }];
    if (page.deliveries.length === 0) return [...spans, ' cannot be paged: no contact'];
    const ways = page.deliveries.flatMap((sent, at) => [at === 0 ? ' ' : ', ', ...waySpans(page, sent)]);
    return [...spans, ' paged ', { time: page.at }, ...ways];
  });
}

/** What took at least so long to be sent is said with its own time. */
const late = minutes(1);

function waySpans(
  page: PageReport,
  { contact, status, reason, at }: PageReport['deliveries'][number],
): readonly Span[] {
  const way = `by ${wayOf(contact, isSeveral(page))}`;
  if (status === 'sent') return at - page.at < late ? [`${way} ✓`] : [`${way} ✓ sent `, { time: at }];
  if (status === 'failed') return [`${way} ✗ (${reason ?? 'failed'})`];
  if (status === 'not-needed') return [`${way} (no longer needed)`];
  return [reason === null ? `${way} …` : `${way} … (${reason}; trying again)`];
}

function nextSpans({ incident, next, names, pages }: View): readonly Span[] {
  const due = dueAt(incident);
  if (due === null) return [];
  const joint = pages.length === 0 ? '' : ' · ';
  if (next.length === 0) return [`${joint}nobody is next: this was the last to be paged`];
  const who = next.map((id) => names.get(id) ?? 'somebody').join(', ');
  return [`${joint}next: ${who} at `, { time: due }];
}

function alertLine({ incident, alerts, source, links }: View): Line {
  const several = alerts.known > 1;
  // Of one alert it says how often it came; of a group, which is sent whole again and again, how many there are.
  const count = several ? alerts.known : incident.alertCount;
  const over = several && alerts.firing < count && incident.state.status !== 'resolved';
  const spans: Span[] =
    count === 1
      ? ['1 alert']
      : [`${count} alerts, ${over ? `${alerts.firing} firing, ` : ''}last `, { time: incident.lastAlertAt }];
  const told = several || links.some((link) => link.text === source);
  if (source !== null && source !== '' && !told) spans.push(` · ${cut(source, 100)}`);
  for (const link of links.slice(0, 3)) spans.push(' · ', { link: link.href, label: cut(link.text, 60) });
  return spans;
}

const buttonText: Readonly<Record<ButtonVerb, string>> = {
  acknowledge: 'Acknowledge',
  resolve: 'Resolve',
  escalate: 'Escalate',
  'give-back': 'Give back',
  snooze: 'Snooze',
  wake: 'Wake',
  reopen: 'Reopen',
  more: 'More',
  note: 'Note',
};

const order: Readonly<Record<Condition, readonly ButtonVerb[]>> = {
  triggered: ['acknowledge', 'resolve', 'escalate', 'more'],
  acknowledged: ['resolve', 'escalate', 'give-back', 'more'],
  snoozed: ['wake', 'resolve', 'more'],
  resolved: ['reopen', 'more'],
} satisfies Record<string, readonly (Verb | 'more')[]>;

function buttonsOf(incident: Incident, now: Instant): readonly Button[] {
  const { state } = incident;
  const tooLate = state.status === 'resolved' && now - state.at > reopenWithin;
  const verbs = order[conditionOf(state)].filter((verb) => !(tooLate && verb === 'reopen'));
  return verbs.map((verb) => ({
    label: buttonText[verb],
    token: formatToken({ verb, incidentId: incident.id, seen: verb === 'escalate' ? incident.step : null }),
    ...(verb === 'acknowledge' ? { style: 'primary' as const } : {}),
  }));
}
