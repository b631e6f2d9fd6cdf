/** How many incidents a few years leave behind; the last ten are open. */
const incidents = 8000;

/** A database of years, in SQL: of what is asked about one thing there are so many others that reading them all would be seen. */
export const full = `
insert into account (id, key, last_number, notices, created_at) values ('acc', 'acme', ${incidents}, '{}', 0);
insert into connection (id, account_id, platform, external_id) values ('con', 'acc', 'slack', 'T0ACME');
insert into person (id, account_id, key, name, email, zone, role, status, created_at)
  values ('per', 'acc', 'ada', 'Ada', 'ada@example.com', 'Europe/London', 'owner', 'active', 0);
insert into service (id, account_id, key, name, channels, status, created_at)
  select 'svc-' || n, 'acc', 'service-' || n, 'Service', '{}', 'active', 0 from generate_series(0, 999) n;
insert into integration_key (id, account_id, service_id, name, hash, status, created_at)
  select 'key-' || n, 'acc', 'svc-' || n % 1000, 'key-' || n, 'hash-' || n, 'active', 0 from generate_series(0, 1999) n;
insert into incident (id, account_id, service_id, number, key, summary, severity, policy, opened_at, status, step, position, step_at,
    exhausted, triggered_at, alert_count, last_alert_at, last_place, version)
  select 'inc-' || n, 'acc', 'svc-' || n % 1000, n, 'key-' || n, 'CPU', 'critical', '{}', n,
    case when n > ${incidents - 10} then 'triggered' else 'resolved' end, 1, 0, n, false, n, 1, n, 3, 3
  from generate_series(1, ${incidents}) n;
insert into alert (id, account_id, service_id, incident_id, key, summary, severity, links, details, status, count, first_at, last_at)
  select 'alt-' || n, 'acc', 'svc-' || n % 1000, 'inc-' || n, 'a-' || n, 'CPU', 'critical', '[]', '{}', 'firing', 1, n, n
  from generate_series(1, ${incidents}) n;
insert into alert (id, account_id, service_id, incident_id, key, summary, severity, links, details, status, count, first_at, last_at)
  select 'ref-' || n, 'acc', 'svc-' || n % 1000, null, 'refused-' || n, 'CPU', 'critical', '[]', '{}', 'firing', 1, n, n
  from generate_series(1, 2000) n;
insert into assignment (id, account_id, incident_id, person_id, why, since, until)
  select 'asg-' || n, 'acc', 'inc-' || n, 'per', 'rule', n, case when n > ${incidents - 10} then null else n + 1 end
  from generate_series(1, ${incidents}) n;
insert into event (id, account_id, incident_id, service_id, place, name, at, actor, data)
  select 'evt-' || n || '-' || place, 'acc', 'inc-' || n, 'svc-' || n % 1000, place, 'incident.noted', n, '{}', '{}'
  from generate_series(1, ${incidents}) n, generate_series(1, 3) place;
insert into event (id, account_id, incident_id, service_id, place, name, at, actor, data)
  select 'evs-' || n, 'acc', null, 'svc-' || n % 1000, null, 'service.refused_alert', n, '{}', '{}' from generate_series(1, 2000) n;
insert into page (id, account_id, incident_id, person_id, step, position, at)
  select 'pag-' || n, 'acc', 'inc-' || n, 'per', 1, 0, n from generate_series(1, ${incidents}) n;
insert into delivery (id, account_id, page_id, contact, connection_id, address, status, attempts, at)
  select 'dlv-' || n, 'acc', 'pag-' || n, 'slack', 'con', 'U0ADA',
    case when n > ${incidents - 10} then 'waiting' else 'sent' end, 1, n
  from generate_series(1, ${incidents}) n;
insert into mirror (id, account_id, incident_id, connection_id, channel, page_id, status, message, version_shown, posts, event_wanted,
    event_shown)
  select 'mir-' || n, 'acc', 'inc-' || n, 'con', 'C' || n % 20, null,
    case n % 2000 when 0 then 'behind' when 1 then 'closed' else 'shown' end, 'm' || n, 5, 1, 5,
    case when n % 2000 = 7 then 4 else 5 end
  from generate_series(1, ${incidents}) n;
insert into mirror (id, account_id, incident_id, connection_id, channel, page_id, status, message, version_shown, posts)
  select 'mid-' || n, 'acc', 'inc-' || n, 'con', 'D0ADA', 'pag-' || n, 'shown', 'd' || n, 5, 1
  from generate_series(1, ${incidents}) n;
insert into line (id, account_id, connection_id, channel, incident_id, content, status, at)
  select 'lin-' || n, 'acc', 'con', 'C' || n % 20, 'inc-' || n, '[]', case n % 2000 when 7 then 'wanted' else 'shown' end, n
  from generate_series(1, ${incidents}) n;
insert into job (id, kind, key, payload, due_at, attempt, locked_until)
  select 'job-' || n, case n % 3 when 0 then 'page.deliver' when 1 then 'quiet.over' else 'escalation.due' end, 'k' || n, '{}', n, 0,
    case when n % 2000 = 7 then n end
  from generate_series(1, ${incidents}) n;
`;
