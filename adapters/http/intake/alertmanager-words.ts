import { type Link, type Severity, severities } from '../../../src/incident/signal.ts';
import { cut } from '../../../src/lib/cut.ts';
import { isFilled, type Member, type Texts } from './alertmanager-member.ts';
import { linkOf, severityOf, summaryMax } from './field.ts';

/** What people write in the label `severity` beside our own four words; anything else may be the worst. */
const otherWords: Readonly<Record<string, Severity>> = {
  page: 'critical',
  crit: 'critical',
  emergency: 'critical',
  fatal: 'critical',
  disaster: 'critical',
  high: 'critical',
  err: 'error',
  major: 'error',
  warn: 'warning',
  minor: 'warning',
  medium: 'warning',
  ticket: 'warning',
  notice: 'info',
  information: 'info',
  informational: 'info',
  low: 'info',
  debug: 'info',
  ok: 'info',
  none: 'info',
};

export function severityOfLabel(word: string | undefined): Severity {
  const plain = (word ?? '').trim().toLowerCase();
  const other = Object.hasOwn(otherWords, plain) ? otherWords[plain] : undefined;
  return severityOf(plain) ?? other ?? 'critical';
}

/** What the whole group has in common; where its members differ, the worst of those that fire. */
export function severityOfGroup(common: Texts, firing: readonly Member[]): Severity {
  if (common.severity !== undefined) return severityOfLabel(common.severity);
  const said = new Set(firing.map(({ labels }) => severityOfLabel(labels.severity)));
  return severities.find((severity) => said.has(severity)) ?? 'critical';
}

/** What the rule's author wrote for people, on one line. */
function written(annotations: Texts): string | null {
  const text = [annotations.summary, annotations.title, annotations.description].find(isFilled);
  return text === undefined ? null : text.trim().replace(/\s+/g, ' ');
}

/** `HighCPU (instance=web-3, job=node)`: what an alert is where nobody wrote it down. */
function named(name: string, labels: Texts): string {
  const rest = Object.entries(labels).filter(([label]) => label !== 'alertname' && label !== 'severity');
  return rest.length === 0 ? name : `${name} (${rest.map(([label, value]) => `${label}=${value}`).join(', ')})`;
}

export function summaryOfMember({ annotations, labels }: Member): string {
  return cut(written(annotations) ?? named(nameOf(labels), labels), summaryMax);
}

interface Common {
  readonly annotations: Texts;
  readonly labels: Texts;
  readonly groupLabels: Texts;
}

/**
 * What the incident is called: the words that all members share, else those of the only one, else the names of the alerts
 * with the labels they are grouped by. `truncated`: how many were left out by the sender (its `max_alerts`).
 */
export function summaryOfGroup(common: Common, firing: readonly Member[], truncated: number): string {
  const [only, ...others] = firing;
  const words =
    written(common.annotations) ??
    (only !== undefined && others.length === 0 ? summaryOfMember(only) : named(namesOf(firing), common.groupLabels));
  const left = truncated === 0 ? '' : ` (and ${truncated} more that Alertmanager left out)`;
  return `${cut(words, summaryMax - left.length)}${left}`;
}

function nameOf({ alertname }: Texts): string {
  return isFilled(alertname) ? alertname : 'Alert';
}

/** The names of the alerts, three at most. */
function namesOf(firing: readonly Member[]): string {
  const names = [...new Set(firing.map(({ labels }) => nameOf(labels)))];
  return names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
}

/** What helps first stands first: cards show three. */
export function linksOfMember({ annotations, generatorURL }: Member, externalURL: unknown): readonly Link[] {
  const dashboard = annotations.dashboard ?? annotations.dashboard_url ?? annotations.dashboardURL;
  const links = [
    linkOf(annotations.runbook_url ?? annotations.runbook, undefined, 'Runbook'),
    linkOf(dashboard, undefined, 'Dashboard'),
    linkOf(generatorURL, undefined, 'Source'),
    linkOf(externalURL, undefined, 'Alertmanager'),
  ];
  return links.filter((link) => link !== null);
}
