import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand, type Settings } from '../test/process/server.ts';
import { channelOn, personOn, server } from './discord.ts';

export const services = 60;

/** The integration key of the service with this number. */
export const keyOf = (service: number): string => `bench${String(service % services).padStart(27, '0')}`;
export const channelOf = (service: number): string => `C0BENCH${service % services}`;

export interface TeamOptions {
  /** Everybody and everything is on Discord too. */
  readonly onDiscord?: boolean;
}

/** Every service has a channel, and every person a direct message of their own, so that no place is everybody's. */
export function teamFile({ onDiscord = false }: TeamOptions = {}, wait = '1h'): string {
  const there = (id: string): string => (onDiscord ? `, discord: "${id}"` : '');
  const all = Array.from({ length: services }, (_, at) => at);
  const people = all.map(
    (at) =>
      `  p${at}: { name: Ada ${at}, zone: Europe/London, role: owner, slack: U0BENCH${at}${there(personOn(at))} }`,
  );
  const rules = (at: number): string => {
    const second = (at + 1) % services;
    return `[{ page: [person/p${at}], wait: ${wait} }, { page: [person/p${second}], wait: 1h }]`;
  };
  const policies = all.map((at) => `  r${at}: { rules: ${rules(at)} }`);
  const each = all.map(
    (at) =>
      `  s${at}: { name: Service ${at}, policy: r${at}, channel: { slack: ${channelOf(at)}${there(channelOn(at))} }, keys: [{ name: bench, value: ${keyOf(at)} }] }`,
  );
  return [
    'account: bench',
    `connect: { slack: T0BENCH${there(server)} }`,
    'people:',
    ...people,
    'policies:',
    ...policies,
    'services:',
    ...each,
    '',
  ].join('\n');
}

/** Migrates the database and puts the account into it. */
export async function furnish(settings: Settings, options: TeamOptions = {}): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'reveille-bench-'));
  try {
    const file = join(folder, 'team.yaml');
    writeFileSync(file, teamFile(options));
    await runCommand(['apply', file], settings);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One event of PagerDuty's Events API v2, as bytes of a body. */
export function eventOf(key: string, service: number): string {
  const payload = { summary: `CPU above 95 % ${key}`, source: 'web-3', severity: 'critical', class: 'cpu' };
  return JSON.stringify({ routing_key: keyOf(service), event_action: 'trigger', dedup_key: key, payload });
}
