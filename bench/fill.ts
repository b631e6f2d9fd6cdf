import type { Rows } from './rows.ts';

/** Numbers from 1 to `count`, in a table `n(i)`. */
const numbers = (kind: Rows['kind'], count: number): string =>
  kind === 'sqlite'
    ? `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})`
    : `with n(i) as (select generate_series(1, ${count}))`;

/** A time-sortable id, as ours are: the time of the row, then its number. */
const idOf = (kind: Rows['kind'], prefix: string, i = 'i'): string =>
  kind === 'sqlite'
    ? `'${prefix}_' || printf('%012x', 1700000000000 + ${i} * 1000) || printf('7000800000%010x', ${i})`
    : `'${prefix}_' || lpad(to_hex(1700000000000 + ${i}::bigint * 1000), 12, '0') || '7000800000' || lpad(to_hex(${i}), 10, '0')`;

export interface Filling {
  readonly count: number;
  /** The key of the first is `KEY-1`. */
  readonly key: string;
  readonly status: 'triggered' | 'resolved';
  /** SQL for when the step that it stands on was taken, in milliseconds; `i` is the number of the incident. */
  readonly stepAt: string;
}

/**
 * So many incidents with everything that they leave behind: an alert, their events, who had them, the page with its delivery, the card
 * and the direct message. Spread over the services that are there. Returns the tables' rows as they would be had the server made them.
 */
export async function fillIncidents(rows: Rows, { count, key, status, stepAt }: Filling): Promise<void> {
  const { kind } = rows;
  const id = (prefix: string, i?: string): string => idOf(kind, prefix, i);
  const json = (text: string): string => (kind === 'sqlite' ? text : `(${text})::json`);
  const flag = kind === 'sqlite' ? '0' : 'false';
  const [taken] = await rows.ask('select last_number as n from account');
  const from = Number(taken?.n);
  const resolved = status === 'resolved';
  const by = json(`'{"kind":"person","id":"' || person || '"}'`);
  const escalated = json(`'{"step":1,"position":0,"people":["' || person || '"],"skipped":[]}'`);
  const delivered = json(`'{"personId":"' || person || '","contact":"slack","step":1}'`);
  const triggered = json(`'{"summary":"CPU above 95 % ${key}-' || i || '","severity":"critical"}'`);
  const timer = json(`'{"kind":"timer"}'`);
  const events = (name: string, place: number, data: string, actor: string): string => `
    insert into event (id, account_id, incident_id, service_id, place, name, at, actor, data)
    select ${id('evt', `(i * 8 + ${place})`)}, account, ${id('inc')}, service, ${place}, '${name}', at, ${actor}, ${data} from filling;`;
  const last = resolved ? 5 : 3;
  const target = (place: number): string =>
    kind === 'sqlite'
      ? `(select json_extract(r.targets, '$[0].id') from rule r where r.policy_id = s.policy_id and r.place = ${place})`
      : `(select r.targets -> 0 ->> 'id' from rule r where r.policy_id = s.policy_id and r.place = ${place})`;
  const wait = '(select r.wait from rule r where r.policy_id = s.policy_id and r.place = 0)';
  const policy = json(
    `'{"policyKey":"bench","loops":0,"rules":[{"wait":' || ${wait} || ',"targets":[{"kind":"person","id":"' || ${target(0)} || '"}]},{"wait":3600000,"targets":[{"kind":"person","id":"' || ${target(1)} || '"}]}]}'`,
  );
  const row =
    kind === 'sqlite' ? 'row_number() over (order by s.id) - 1' : '(row_number() over (order by s.id) - 1)::int';
  const channel = kind === 'sqlite' ? `json_extract(s.channels, '$.slack')` : `s.channels ->> 'slack'`;
  await rows.run(`
    drop table if exists filling; drop table if exists fill_services;
    create ${kind === 'sqlite' ? 'temp ' : 'unlogged '}table fill_services as
      select ${row} as place, s.id as service, s.account_id as account, ${target(0)} as person, ${channel} as channel,
        ${kind === 'sqlite' ? policy : `${policy}::text`} as policy, ${wait} as wait, c.id as connection,
        (select d.external_id from identity d where d.person_id = ${target(0)}) as address
      from service s join connection c on c.account_id = s.account_id;
    create ${kind === 'sqlite' ? 'temp ' : 'unlogged '}table filling as ${numbers(kind, count)}
      select i, s.*, ${stepAt} as at from n join fill_services s on s.place = i % (select count(*) from fill_services);
    insert into incident (id, account_id, service_id, number, key, summary, severity, policy, opened_at, status, step, position,
      step_at, exhausted, triggered_at, acknowledged_by, acknowledged_at, resolved_by, resolved_at, alert_count, last_alert_at,
      heard_at, last_place, version)
    select ${id('inc')}, account, service, ${from} + i, '${key}-' || i, 'CPU above 95 % ${key}-' || i, 'critical',
      ${kind === 'sqlite' ? 'policy' : 'policy::json'}, at, '${status}', 1, 0, at, ${flag}, at,
      ${resolved ? `null, null, ${by}, at` : 'null, null, null, null'}, 1, at, at, ${last}, ${last} from filling;
    insert into alert (id, account_id, service_id, incident_id, key, summary, severity, source, links, details, status, count,
      first_at, last_at)
    select ${id('alt')}, account, service, ${id('inc')}, '${key}-' || i, 'CPU above 95 % ${key}-' || i, 'critical', 'web-3',
      ${json(`'[]'`)}, ${json(`'{"class":"cpu"}'`)}, '${resolved ? 'resolved' : 'firing'}', 1, at, at from filling;
    ${events('incident.triggered', 1, triggered, timer)}
    ${events('incident.escalated', 2, escalated, timer)}
    ${events('page.delivered', 3, delivered, timer)}
    ${resolved ? events('incident.acknowledged', 4, json(`'{}'`), by) : ''}
    ${resolved ? events('incident.resolved', 5, json(`'{"because":null}'`), by) : ''}
    insert into assignment (id, account_id, incident_id, person_id, why, since, until)
    select ${id('asg')}, account, ${id('inc')}, person, 'rule', at, ${resolved ? 'at' : 'null'} from filling;
    insert into page (id, account_id, incident_id, person_id, step, position, at)
    select ${id('pag')}, account, ${id('inc')}, person, 1, 0, at from filling;
    insert into delivery (id, account_id, page_id, contact, connection_id, address, status, attempts, at)
    select ${id('dlv')}, account, ${id('pag')}, 'slack', connection, address, 'sent', 1, at from filling;
    insert into mirror (id, account_id, incident_id, connection_id, channel, page_id, status, message, version_shown, posts,
      event_wanted, event_shown)
    select ${id('mir', '(i * 2)')}, account, ${id('inc')}, connection, channel, null, 'shown', '1600000000.' || (i * 2), ${last}, 1,
      ${last}, ${last} from filling;
    insert into mirror (id, account_id, incident_id, connection_id, channel, page_id, status, message, version_shown, posts,
      event_wanted, event_shown)
    select ${id('mir', '(i * 2 + 1)')}, account, ${id('inc')}, connection, replace(address, 'U', 'D'), ${id('pag')}, 'shown',
      '1600000000.' || (i * 2 + 1), ${last}, 1, 0, 0 from filling;
    ${
      resolved
        ? ''
        : `insert into job (id, kind, key, payload, due_at, attempt)
    select ${id('job')}, 'escalation.due', ${id('inc')},
      ${json(`'{"accountId":"' || account || '","incidentId":"' || ${id('inc')} || '","step":1}'`)}, at + wait, 0 from filling;`
    }
    update account set last_number = ${from + count};
    drop table filling; drop table fill_services`);
  await rows.run('analyze');
}
