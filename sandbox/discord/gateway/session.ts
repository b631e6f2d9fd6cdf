import { randomBytes } from 'node:crypto';
import { GatewayOpcodes as Op } from 'discord-api-types/v10';
import type { WebSocket } from 'ws';

/** Events kept for a resume. */
const kept = 1000;

/** One bot's view of the server, which outlives the connections that it is heard over. */
export interface Session {
  readonly id: string;
  readonly intents: number;
  readonly shard: readonly [number: number, of: number];
  readonly socket: WebSocket | null;
  /** Sends an event now, or when the session is resumed. */
  tell(event: string, data: unknown): void;
  /** Takes a new connection and sends what came after `seq`. False: not all of it is known any more, or it never was. */
  resume(socket: WebSocket, seq: number): boolean;
  leave(socket: WebSocket): void;
}

export function createSession(it: Pick<Session, 'intents' | 'shard'> & { socket: WebSocket }): Session {
  let socket: WebSocket | null = it.socket;
  let last = 0;
  let frames: { seq: number; text: string }[] = [];
  const tell = (event: string, data: unknown): void => {
    last += 1;
    const text = JSON.stringify({ op: Op.Dispatch, s: last, t: event, d: data });
    frames.push({ seq: last, text });
    frames = frames.slice(-kept);
    socket?.send(text);
  };
  return {
    ...it,
    id: randomBytes(16).toString('hex'),
    get socket() {
      return socket;
    },
    tell,
    resume(fresh, seq) {
      const first = frames[0]?.seq ?? last + 1;
      if (seq > last || seq < first - 1) return false;
      // One session, one connection: the old one has no more part in it.
      if (socket !== fresh) socket?.close(4000, 'Unknown error');
      socket = fresh;
      for (const frame of frames) if (frame.seq > seq) fresh.send(frame.text);
      tell('RESUMED', { _trace: ['sandbox'] });
      return true;
    },
    leave(gone) {
      if (socket === gone) socket = null;
    },
  };
}
