import fastify from 'fastify';
import { createGate, standGuard } from '../gate.ts';
import { portOf } from '../port-of.ts';
import { takeBodiesAsText } from '../slack/body.ts';
import { createUpgrades } from '../upgrades.ts';
import { type MountedDiscord, type MountOptions, mountDiscord } from './mount.ts';

export interface DiscordOptions extends MountOptions {
  /** Where to listen; nothing else is reachable. */
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
}

export interface Discord extends Omit<MountedDiscord, 'close'> {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * A local Discord that speaks its REST API and its gateway, strictly. Rejects with node's own error when it cannot listen
 * (`EADDRINUSE`).
 */
export async function startDiscord({ host, port: wanted, ...options }: DiscordOptions): Promise<Discord> {
  let port = wanted;
  const authority = (): string => `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const app = fastify({ logger: false, forceCloseConnections: true, bodyLimit: 10_000_000 });
  takeBodiesAsText(app);
  const gate = createGate(host, () => port);
  standGuard(app, gate);
  const discord = mountDiscord({ app, upgrades: createUpgrades(app.server, gate), under: '', authority }, options);

  await app.listen({ host, port });
  port = portOf(app.server);

  return {
    ...discord,
    url: `http://${authority()}`,
    get commands() {
      return discord.commands;
    },
    get connections() {
      return discord.connections;
    },
    async close() {
      discord.close();
      await app.close();
    },
  };
}
