import type { Signal } from '../../../src/incident/signal.ts';
import { cut } from '../../../src/lib/cut.ts';
import { no, ok, type Result } from '../../../src/lib/result.ts';
import { fingerprintOf, isFilled, type Member, parseMember, textsOf } from './alertmanager-member.ts';
import {
  linksOfMember,
  severityOfGroup,
  severityOfLabel,
  summaryOfGroup,
  summaryOfMember,
} from './alertmanager-words.ts';
import { type Body, isObject } from './body.ts';
import { fitKey, missing, said, summaryMax } from './field.ts';

/** What one notification of Alertmanager says. */
export interface Group {
  /** Names the incident; null: the notification does not name its group, so each alert stands for itself. */
  readonly key: string | null;
  /** Those that fire first, so that a group of which some end and some begin is never closed and opened again. */
  readonly signals: readonly Signal[];
  readonly firing: number;
  readonly resolved: number;
  /** What was passed over, one sentence each, beginning with the path of the field. */
  readonly skipped: readonly string[];
}

/** More than anybody reads; the others are counted. */
const problemsMax = 50;

/**
 * A notification of Alertmanager's webhook, version 4 (https://prometheus.io/docs/alerting/latest/configuration/#webhook_config):
 * each alert by its fingerprint, all of them under an incident named by the `groupKey`. An alert that cannot be used is passed
 * over; refused, with all that is wrong, only where none can.
 */
export function parseGroup(body: Body): Result<Group, readonly string[]> {
  const { alerts } = body;
  if (!Array.isArray(alerts)) return no([`alerts ${missing(alerts, 'must be a list')}`]);
  if (alerts.length === 0) return no(['alerts is empty']);
  const parsed = alerts.map(parseMember);
  const problems = parsed.flatMap((member) => (member.ok ? [] : member.refusal));
  const more = problems.length - problemsMax;
  const skipped = more > 0 ? [...problems.slice(0, problemsMax), `and ${more} more problems`] : problems;
  const members = parsed.flatMap((member) => (member.ok ? [member.value] : []));
  if (members.length === 0) return no(skipped);

  const firing = members.filter((member) => member.firing);
  const resolved = members.filter((member) => !member.firing);
  const key = keyOf(body);
  return ok({
    key,
    signals: [
      ...triggersOf(body, key, firing),
      ...resolved.map(({ fingerprint }) => ({
        action: 'resolve' as const,
        key: key ?? fingerprint,
        alertKey: fingerprint,
      })),
    ],
    firing: firing.length,
    resolved: resolved.length,
    skipped,
  });
}

/** The sender's own name of the group, else what it is grouped by. */
function keyOf({ groupKey, groupLabels, receiver }: Body): string | null {
  if (isFilled(groupKey)) return fitKey(groupKey);
  return isObject(groupLabels) ? fingerprintOf({ ...groupLabels, '': receiver }) : null;
}

function triggersOf(body: Body, key: string | null, firing: readonly Member[]): readonly Signal[] {
  const { groupKey, groupLabels, commonLabels, commonAnnotations, externalURL, truncatedAlerts } = body;
  const { version: _version, status: _status, alerts: _alerts, ...rest } = body;
  const common = {
    annotations: textsOf(commonAnnotations),
    labels: textsOf(commonLabels),
    groupLabels: textsOf(groupLabels),
  };
  const truncated = Number.isSafeInteger(truncatedAlerts) ? Math.max(0, Number(truncatedAlerts)) : 0;
  const group = {
    summary: summaryOfGroup(common, firing, truncated),
    severity: severityOfGroup(common.labels, firing),
  };
  // What the group says is kept once, with the alert that may open the incident.
  const ofGroup = said({
    ...rest,
    commonLabels: undefined,
    commonAnnotations: undefined,
    truncatedAlerts: undefined,
    groupKey: isFilled(groupKey) ? cut(groupKey, summaryMax) : groupKey,
  });
  return firing.map((member, index) => ({
    action: 'trigger',
    key: key ?? member.fingerprint,
    alertKey: member.fingerprint,
    summary: summaryOfMember(member),
    severity: severityOfLabel(member.labels.severity),
    source: cut(member.labels.instance ?? 'Alertmanager', summaryMax),
    links: linksOfMember(member, externalURL),
    details: { ...(index === 0 && ofGroup), ...(truncated > 0 && { truncatedAlerts: truncated }), ...member.sent },
    ...(key !== null && { group }),
  }));
}
