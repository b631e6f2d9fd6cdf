import type { Failure } from './failure.ts';
import type { SessionDeps } from './session.ts';
import { keepSocket, type Socket, type SocketDeps } from './socket.ts';
import { isTokenCode } from './token.ts';
import type { Way } from './way.ts';

/** Two, so that Slack's routine refresh of one connection leaves the other. */
const sockets = 2;

/** Socket Mode: needs no public address. https://docs.slack.dev/apis/events-api/using-socket-mode */
export function socketWay(deps: Omit<SocketDeps, 'id' | keyof SessionDeps> & Omit<SessionDeps, 'app'>): Way {
  const kept: Socket[] = [];
  let over = false;
  return {
    // Each connection has a receiver of its own.
    receiver: { init: () => {}, start: async () => {}, stop: async () => {} },
    route: null,
    notices: true,
    greeted: () => {},
    open: async (app) => {
      if (kept.length > 0 || over) return null;
      for (let id = 0; id < sockets; id += 1) kept.push(keepSocket({ ...deps, app, id }));
      const tries = await Promise.all(kept.map((socket) => socket.firstTry));
      return tries.find((failure) => failure !== null && isHopeless(failure)) ?? null;
    },
    stop: async () => {
      over = true;
      await Promise.all(kept.map((socket) => socket.stop()));
    },
  };
}

function isHopeless(failure: Failure): boolean {
  return failure.kind === 'said-no' && isTokenCode('app', failure.code);
}
