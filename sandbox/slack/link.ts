import { randomUUID } from 'node:crypto';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { Fault } from '../faults/fault.ts';
import { refuseUpgrade, type Upgrades } from '../upgrades.ts';
import { bot } from './workspace.ts';

/** Connections an app may hold (https://docs.slack.dev/apis/events-api/using-socket-mode). */
const mostConnections = 10;
/** An app must acknowledge an envelope within this time; interactions are not sent again. */
const ackWithinMs = 3000;
const pingEveryMs = 10_000;
const ticketMs = 30_000;
/** How long a connection that was asked to leave may stay. */
const graceMs = 10_000;

const ack = z.object({ envelope_id: z.string(), payload: z.unknown().optional() });

/** What came of an envelope; the errors are the words that Slack shows to the person. */
export type Delivered =
  | { readonly ok: true; readonly payload: unknown }
  | { readonly ok: false; readonly error: 'dispatch_failed' | 'operation_timeout' };

/** The workspace's end of Socket Mode. */
export interface Link {
  openTicket(): string;
  deliver(type: 'slash_commands' | 'interactive', payload: Readonly<Record<string, unknown>>): Promise<Delivered>;
  readonly connections: number;
  /** Asks every connection to leave, as Slack does every few hours. */
  refresh(): void;
  /** Cuts every connection without a word. */
  drop(): void;
  close(): void;
}

export interface LinkDeps {
  readonly upgrades: Upgrades;
  readonly told: (connections: number) => void;
  /** Why nobody is let in now; null: come in. Asked once for each attempt. */
  readonly struck: () => Fault | null;
}

export function createLink({ upgrades, told, struck }: LinkDeps): Link {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1_000_000 });
  const tickets = new Map<string, number>();
  const waiting = new Map<string, (delivered: Delivered) => void>();
  /** Those that take envelopes; the first is next. */
  let open: WebSocket[] = [];
  const leave = (socket: WebSocket): void => {
    if (!open.includes(socket)) return;
    open = open.filter((each) => each !== socket);
    told(open.length);
  };
  const send = (socket: WebSocket, message: unknown): void => socket.send(JSON.stringify(message));
  const dismiss = (socket: WebSocket, reason: string): void => {
    leave(socket);
    send(socket, { type: 'disconnect', reason, debug_info: { host: 'sandbox' } });
    setTimeout(() => socket.terminate(), graceMs).unref();
  };

  const welcome = (socket: WebSocket): void => {
    socket.on('error', () => socket.terminate());
    socket.on('close', () => leave(socket));
    socket.on('message', (data, isBinary) => {
      if (isBinary) return;
      const heard = ack.safeParse(parsed(String(data)));
      if (heard.success) waiting.get(heard.data.envelope_id)?.({ ok: true, payload: heard.data.payload });
    });
    if (open.length >= mostConnections) {
      dismiss(socket, 'too_many_websockets');
      return;
    }
    open.push(socket);
    send(socket, {
      type: 'hello',
      num_connections: open.length,
      connection_info: { app_id: bot.appId },
      debug_info: { host: 'sandbox', build_number: 1, approximate_connection_time: 18_060 },
    });
    told(open.length);
  };

  upgrades.at('/link', (upgrade) => {
    const ticket = upgrade.url.searchParams.get('ticket') ?? '';
    const expires = tickets.get(ticket) ?? 0;
    tickets.delete(ticket);
    // A ticket is used up by whoever shows it.
    if (!upgrade.isWelcome || expires <= Date.now()) {
      refuseUpgrade(upgrade, '403 Forbidden');
      return;
    }
    const fault = struck();
    if (fault !== null) {
      if (fault.kind === 'outage' && fault.answer === 'none') upgrade.socket.destroy();
      else refuseUpgrade(upgrade, '503 Service Unavailable');
      return;
    }
    sockets.handleUpgrade(upgrade.request, upgrade.socket, upgrade.head, welcome);
  });

  const pings = setInterval(() => {
    for (const socket of sockets.clients) socket.ping(`Ping from sandbox (${Date.now()})`);
  }, pingEveryMs).unref();

  return {
    openTicket() {
      for (const [ticket, expires] of tickets) if (expires < Date.now()) tickets.delete(ticket);
      const ticket = randomUUID();
      tickets.set(ticket, Date.now() + ticketMs);
      return ticket;
    },
    async deliver(type, payload) {
      const socket = open.shift();
      if (!socket) return { ok: false, error: 'dispatch_failed' };
      open.push(socket);
      const envelope_id = randomUUID();
      return await new Promise((resolve) => {
        const settle = (delivered: Delivered): void => {
          clearTimeout(timer);
          waiting.delete(envelope_id);
          resolve(delivered);
        };
        const timer = setTimeout(() => settle({ ok: false, error: 'operation_timeout' }), ackWithinMs);
        waiting.set(envelope_id, settle);
        send(socket, { envelope_id, payload, type, accepts_response_payload: mayAnswer(type, payload) });
      });
    },
    get connections() {
      return open.length;
    },
    refresh() {
      for (const socket of [...open]) dismiss(socket, 'refresh_requested');
    },
    drop() {
      for (const socket of sockets.clients) socket.terminate();
    },
    close() {
      clearInterval(pings);
      for (const settle of [...waiting.values()]) settle({ ok: false, error: 'dispatch_failed' });
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}

/** A command is answered with words and a form with what becomes of it; a press with nothing. */
function mayAnswer(type: string, payload: Readonly<Record<string, unknown>>): boolean {
  return type === 'slash_commands' || payload.type === 'view_submission';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
