import { newId } from '../src/lib/ids.ts';

/** A service as the limit knows it, found by the hash of its key. */
export interface Known {
  readonly accountId: string;
  readonly serviceId: string;
  readonly keyId: string;
  readonly keyName: string;
  readonly connectionId: string;
  readonly channel: string;
  readonly policy: string;
  readonly personId: string;
  readonly address: string;
  readonly wait: number;
}

type Value = string | number | null;
export type Statement = readonly [name: StatementName, values: readonly Value[]];

const insert = (table: string, columns: readonly string[]): string =>
  `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`;

const jobColumns = ['id', 'kind', 'key', 'payload', 'due_at', 'attempt', 'locked_by', 'locked_until', 'failure'];

/** Every statement that the limit runs. `?` stands for a value, in order. */
export const statements = {
  key: 'select id, service_id from integration_key where hash = ?',
  open: `select id, number from incident where service_id = ? and key = ? and status <> 'resolved'`,
  number: 'update account set last_number = last_number + 1 where id = ? returning last_number as number',
  incident: insert('incident', [
    ...['id', 'account_id', 'service_id', 'number', 'key', 'summary', 'severity', 'policy', 'opened_at', 'status'],
    ...['step', 'position', 'step_at', 'exhausted', 'triggered_at', 'alert_count', 'last_alert_at', 'heard_at'],
    ...['last_place', 'version'],
  ]),
  alert: insert('alert', [
    ...['id', 'account_id', 'service_id', 'incident_id', 'key', 'summary', 'severity', 'source', 'links', 'details'],
    ...['status', 'count', 'first_at', 'last_at'],
  ]),
  event: insert('event', [
    ...['id', 'account_id', 'incident_id', 'service_id', 'place', 'name', 'at', 'actor', 'data'],
  ]),
  assignment: insert('assignment', ['id', 'account_id', 'incident_id', 'person_id', 'why', 'since', 'until']),
  page: insert('page', ['id', 'account_id', 'incident_id', 'person_id', 'step', 'position', 'at']),
  delivery: insert('delivery', [
    ...['id', 'account_id', 'page_id', 'contact', 'connection_id', 'address', 'status', 'reason', 'attempts', 'at'],
  ]),
  mirror: insert('mirror', [
    ...['id', 'account_id', 'incident_id', 'connection_id', 'channel', 'page_id', 'status', 'message'],
    ...['version_shown', 'posts', 'failure', 'event_wanted', 'event_shown'],
  ]),
  job: `${insert('job', jobColumns)} on conflict (kind, key) where locked_until is null and due_at is not null do update
    set payload = excluded.payload, failure = null,
      due_at = case when job.due_at < excluded.due_at then job.due_at else excluded.due_at end`,
  repeatAlert: `update alert set count = count + 1, last_at = ?, status = 'firing' where incident_id = ? and key = ?`,
  repeatIncident:
    'update incident set alert_count = alert_count + 1, last_alert_at = ?, version = version + 1 where id = ?',
} as const;
export type StatementName = keyof typeof statements;

function job(kind: string, key: string, due: number, payload: object): Statement {
  return ['job', [newId('job'), kind, key, JSON.stringify(payload), due, 0, null, null, null]];
}

interface Alert {
  readonly key: string;
  readonly summary: string;
  readonly source: string;
}

/** What one new alert leaves behind: its incident, who was given it, what is to be shown, and the work to be done. */
export function opened(known: Known, alert: Alert, number: number, now: number): readonly Statement[] {
  const { accountId, serviceId, connectionId, channel, personId } = known;
  const inc = newId('inc');
  const pageId = newId('pag');
  const delivery = newId('dlv');
  const actor = JSON.stringify({ kind: 'key', id: known.keyId, name: known.keyName, serviceId });
  const triggered = JSON.stringify({ summary: alert.summary, severity: 'critical' });
  const escalated = JSON.stringify({ step: 1, position: 0, people: [personId], skipped: [] });
  const about = [accountId, inc] as const;
  return [
    [
      'incident',
      [
        ...[inc, accountId, serviceId, number, alert.key, alert.summary, 'critical', known.policy, now, 'triggered'],
        ...[1, 0, now, 0, now, 1, now, now, 2, 1],
      ],
    ],
    ['event', [newId('evt'), ...about, serviceId, 1, 'incident.triggered', now, actor, triggered]],
    ['event', [newId('evt'), ...about, serviceId, 2, 'incident.escalated', now, actor, escalated]],
    ['assignment', [newId('asg'), ...about, personId, 'rule', now, null]],
    ['page', [pageId, ...about, personId, 1, 0, now]],
    ['delivery', [delivery, accountId, pageId, 'slack', connectionId, known.address, 'waiting', null, 0, now]],
    ['mirror', [newId('mir'), ...about, connectionId, channel, null, 'wanted', null, 0, 0, null, 2, 0]],
    [
      'alert',
      [
        ...[newId('alt'), accountId, serviceId, inc, alert.key, alert.summary, 'critical', alert.source, '[]'],
        ...['{"class":"cpu"}', 'firing', 1, now, now],
      ],
    ],
    job('chat.flush', `${connectionId}:${channel}`, now, { connectionId, channel }),
    job('escalation.due', inc, now + known.wait, { accountId, incidentId: inc, step: 1 }),
    job('page.deliver', delivery, now, { accountId, deliveryId: delivery }),
  ];
}

/** What an alert that was said before leaves behind. */
export function repeated(incidentId: string, key: string, now: number): readonly Statement[] {
  return [
    ['repeatAlert', [now, incidentId, key]],
    ['repeatIncident', [now, incidentId]],
    job('card.redraw', `${incidentId}:repeated`, now + 5000, { incidentId }),
  ];
}
