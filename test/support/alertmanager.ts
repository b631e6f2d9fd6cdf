import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, vi } from 'vitest';
import { freePort } from './free-port.ts';

/** Where a receiver sends, and the service's key. */
export interface Receiver {
  readonly url: string;
  readonly key: string;
}

/** A real Alertmanager that notifies by its PagerDuty receiver, its webhook or both. */
export interface Alertmanager {
  /** `amtool alert add`; `ended`: the alert is over. */
  add(labels: Record<string, string>, summary: string, ended?: boolean): Promise<void>;
  stop(): Promise<void>;
}

export async function startAlertmanager(
  programs: { alertmanager: string; amtool: string },
  { pagerDuty, webhook, groupBy = ['...'] }: { pagerDuty?: Receiver; webhook?: Receiver; groupBy?: readonly string[] },
): Promise<Alertmanager> {
  const folder = mkdtempSync(join(tmpdir(), 'reveille-alertmanager-'));
  const file = join(folder, 'alertmanager.yml');
  // JSON is YAML.
  writeFileSync(
    file,
    JSON.stringify({
      route: { receiver: 'reveille', group_by: groupBy, group_wait: '0s', group_interval: '1s', repeat_interval: '1h' },
      receivers: [
        {
          name: 'reveille',
          pagerduty_configs: [pagerDuty].flatMap((to) =>
            to === undefined
              ? []
              : {
                  routing_key: to.key,
                  url: to.url,
                  // What the members do not share is empty, and an event without a summary is refused.
                  description:
                    '{{ with .CommonAnnotations.summary }}{{ . }}{{ else }}{{ template "pagerduty.default.description" $ }}{{ end }}',
                  severity: '{{ .CommonLabels.severity }}',
                },
          ),
          webhook_configs: [webhook].flatMap((to) =>
            to === undefined ? [] : { url: to.url, http_config: { authorization: { credentials: to.key } } },
          ),
        },
      ],
    }),
  );
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(programs.alertmanager, [
    `--config.file=${file}`,
    `--storage.path=${join(folder, 'data')}`,
    `--web.listen-address=${address}`,
    '--cluster.listen-address=',
    '--log.level=error',
  ]);
  const url = `http://${address}`;
  await vi.waitFor(async () => expect(await isReady(url)).toBe(true), { timeout: 30_000 });
  return {
    add: async (labels, summary, ended = false) => {
      const words = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
      const end = ended ? [`--end=${new Date().toISOString()}`] : [];
      const call = ['alert', 'add', `--alertmanager.url=${url}`, `--annotation=summary=${summary}`, ...end, ...words];
      await promisify(execFile)(programs.amtool, call);
    },
    stop: async () => {
      await ended(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/-/ready`)).ok;
  } catch {
    return false;
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const over = new Promise((resolve) => child.once('exit', resolve));
  child.kill();
  await over;
}
