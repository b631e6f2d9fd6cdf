import {
  type AgendaBackend,
  type JobParameters,
  type JobRepository,
  type NotificationChannel,
  type NotificationHandler,
  toJobId,
} from 'agenda';
import type { Claimed } from '../../src/job/port.ts';

/** Where Agenda's jobs come from. */
export interface Source {
  next(kind: string): Promise<Claimed | undefined>;
  putBack(kind: string, id: string): void;
}

/** Agenda's storage, as far as it is an executor: it is handed rows that are due, and what it says is not written down. */
export function createBackend(source: Source): { backend: AgendaBackend; look: (kind: string) => void } {
  const { channel, look } = createChannel();
  const backend: AgendaBackend = {
    name: 'Reveille',
    repository: createRepository(source),
    notificationChannel: channel,
    // Nothing here is Agenda's to close.
    ownsConnection: false,
    connect: async () => {},
    disconnect: async () => {},
  };
  return { backend, look };
}

/**
 * What Agenda 6.2.6 calls to run jobs; the rest is refused with words. `saveJobState` and `unlockJob` are called without
 * anybody waiting for them, so they resolve at once: the worker's own transaction has said it all.
 */
function createRepository(source: Source): JobRepository {
  const unsupported = (): Promise<never> => Promise.reject(new Error('not supported, use later()'));
  return {
    connect: async () => {},
    getNextJobToRun: async (name) => {
      const row = await source.next(name);
      return row === undefined ? undefined : asAgendaJob(row);
    },
    saveJobState: async () => {},
    unlockJob: async ({ name, _id }) => {
      if (_id !== undefined) source.putBack(name, _id);
    },
    // Called by stop() alone, when everything has been given back already.
    unlockJobs: async () => {},
    getQueueSize: async () => 0,
    queryJobs: unsupported,
    getJobsOverview: unsupported,
    getDistinctJobNames: unsupported,
    getJobById: unsupported,
    removeJobs: unsupported,
    saveJob: unsupported,
    lockJob: unsupported,
    disableJobs: unsupported,
    enableJobs: unsupported,
    purgeAllJobs: unsupported,
  };
}

/** Due in the past, so that Agenda sets no timer of its own; locked for ever, so that it never thinks a lock is over. */
function asAgendaJob({ id, kind }: Claimed): JobParameters<null> {
  return {
    _id: toJobId(id),
    name: kind,
    type: 'normal',
    priority: 0,
    nextRunAt: new Date(0),
    lockedAt: new Date(8.64e15),
    data: null,
  };
}

/** Agenda listens here for "look at this kind now"; `nextRunAt: null`, because it passes over what is due after its next scan. */
function createChannel(): { channel: NotificationChannel; look: (kind: string) => void } {
  let handler: NotificationHandler | null = null;
  let state: NotificationChannel['state'] = 'disconnected';
  const channel: NotificationChannel = {
    get state() {
      return state;
    },
    connect: async () => {
      state = 'connected';
    },
    disconnect: async () => {
      state = 'disconnected';
    },
    subscribe: (subscribed) => {
      handler = subscribed;
      return () => {
        handler = null;
      };
    },
    publish: async () => {},
    on: () => channel,
    off: () => channel,
  };
  const look = (kind: string): void => {
    // Agenda's handler reports its own errors through its `error` event.
    void handler?.({ jobId: toJobId(''), jobName: kind, nextRunAt: null, priority: 0, timestamp: new Date(0) });
  };
  return { channel, look };
}
