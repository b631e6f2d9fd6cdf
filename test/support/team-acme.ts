import { expect } from 'vitest';
import type { Store } from '../../src/db/store.ts';
import { freshDatabase } from './database.ts';
import { applyText, type Done } from './team.ts';

export const now = Date.UTC(2026, 0, 5, 9);
export const webKey = 'aaaabbbbccccddddeeeeffffgggg1111';
export const team = `account: acme
connect: { slack: T0ACME }
notices: { slack: C0OWNERS }
people:
  ada: { name: Ada, email: ada@example.com, zone: Europe/London, role: owner, slack: U0ADA }
  bo: { name: Bo, zone: America/Chicago, slack: U0BO }
policies:
  default:
    loops: 2
    rules:
      - { page: [person/ada], wait: 5m }
      - { page: [person/bo, person/ada], wait: 10m }
services:
  web:
    name: Web shop
    policy: default
    channel: { slack: C0OPS }
    keys:
      - { name: alertmanager, value: ${webKey} }
`;

/** `team` with one thing written otherwise; throws when that thing is not there. */
export function but(from: string, to: string, text = team): string {
  if (!text.includes(from)) throw new Error(`there is no ${from}`);
  return text.replace(from, to);
}

/** A database without an account, for team files to be applied to. */
export interface TeamDatabase {
  readonly store: Store;
  apply(text: string): Promise<Done>;
  changes(text: string): Promise<readonly string[]>;
  everything(): ReturnType<typeof everything>;
  /** Refused for that, and nothing of it is written. */
  refused(text: string, ...problems: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

export async function freshTeamDatabase(): Promise<TeamDatabase> {
  const { store, close } = await freshDatabase();
  const apply = (text: string) => applyText(store, text, now);
  return {
    store,
    apply,
    changes: async (text) => (await apply(text)).changes,
    everything: () => everything(store),
    refused: async (text, ...problems) => {
      const before = await everything(store);
      const said = problems.map((problem) => `team.yaml:${problem}`).join('\n');
      await expect(apply(text)).rejects.toThrow(new Error(said));
      expect(await everything(store)).toEqual(before);
    },
    close,
  };
}

/** Every row of every table that a team file may write. */
async function everything({ read: { db, t } }: Store) {
  return {
    account: await db.select().from(t.account),
    connection: await db.select().from(t.connection),
    person: await db.select().from(t.person),
    identity: await db.select().from(t.identity),
    policy: await db.select().from(t.policy),
    rule: await db.select().from(t.rule),
    service: await db.select().from(t.service),
    key: await db.select().from(t.integrationKey),
  };
}
