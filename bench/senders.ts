import { connect, type Socket } from 'node:net';

/** What came of a load: accepted events each second, and the milliseconds that each was waited for. */
export interface Load {
  readonly perSecond: number;
  readonly took: readonly number[];
}

/**
 * So many senders, each on one kept connection, each sending its next event when the last one was answered with 202. `body` makes
 * the event with this number. What comes within `warmUp` seconds is not counted. Plain sockets: a client library would cost the
 * machine as much as the server does.
 */
export async function sendersAt(
  address: string,
  body: (at: number) => string,
  { senders = 50, warmUp = 3, seconds = 10 }: { senders?: number; warmUp?: number; seconds?: number } = {},
): Promise<Load> {
  const from = performance.now() + warmUp * 1000;
  const until = from + seconds * 1000;
  const took: number[] = [];
  let next = 0;
  const one = async (): Promise<void> => {
    const line = await openLine(address);
    for (let now = performance.now(); now < until; ) {
      const begun = now;
      await line.send(body(next++));
      now = performance.now();
      if (begun >= from && now < until) took.push(now - begun);
    }
    line.close();
  };
  await Promise.all(Array.from({ length: senders }, one));
  return { perSecond: took.length / seconds, took };
}

export interface Line {
  /** Resolves when the event was answered with 202; rejects with any other answer. */
  send(body: string): Promise<void>;
  close(): void;
}

/** A kept connection to `/v2/enqueue`. */
export async function openLine(address: string): Promise<Line> {
  const { hostname, port, host } = new URL(address);
  const socket: Socket = connect(Number(port), hostname).setNoDelay().setEncoding('latin1');
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  let answer = '';
  let waiting: { resolve(): void; reject(error: Error): void } | null = null;
  const fail = (error: Error): void => waiting?.reject(error);
  socket.on('error', fail).on('close', () => fail(new Error('the connection was closed')));
  socket.on('data', (chunk: string) => {
    answer += chunk;
    const head = answer.indexOf('\r\n\r\n');
    if (head === -1) return;
    const length = Number(/content-length: (\d+)/i.exec(answer)?.[1] ?? 0);
    if (answer.length < head + 4 + length) return;
    const told = waiting;
    waiting = null;
    if (answer.startsWith('HTTP/1.1 202')) told?.resolve();
    else told?.reject(new Error(answer));
    answer = '';
  });
  return {
    send: (body) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        const length = Buffer.byteLength(body);
        socket.write(
          `POST /v2/enqueue HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n${body}`,
        );
      }),
    close: () => {
      waiting = null;
      socket.destroy();
    },
  };
}
