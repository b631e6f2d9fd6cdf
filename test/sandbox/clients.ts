import { LogLevel, SocketModeClient } from '@slack/socket-mode';
import { WebClient } from '@slack/web-api';
import { onTestFinished } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.ts';

/** A sandbox on a free port, closed when the test is over. */
export async function openSandbox(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ host: '127.0.0.1', port: 0, ...options });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** The real client, with only its address changed; it does not try again. */
export function webClient(sandbox: Sandbox, token = sandbox.slack.botToken): WebClient {
  return new WebClient(token, {
    slackApiUrl: sandbox.slack.apiUrl,
    logLevel: LogLevel.ERROR,
    logger: silent,
    retryConfig: { retries: 0 },
  });
}

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};

/**
 * The real Socket Mode client, connected; left when the test is over. `autoReconnectEnabled: false` where it cannot come
 * back: left while it tries to, it ends the process with an unhandled rejection (node-slack-sdk issue 2656).
 * `clientPingTimeout`: milliseconds without a pong after which it comes anew, and that it waits before it does; short where a
 * test waits for that, long for all others, for on a busy machine a pong is late too.
 */
export async function socketClient(
  sandbox: Sandbox,
  options: { autoReconnectEnabled?: boolean; clientPingTimeout?: number } = {},
): Promise<SocketModeClient> {
  const client = new SocketModeClient({
    clientPingTimeout: 10_000,
    ...options,
    appToken: sandbox.slack.appToken,
    logger: silent,
    clientOptions: { slackApiUrl: sandbox.slack.apiUrl },
  });
  await client.start();
  onTestFinished(() => client.disconnect());
  return client;
}

/** What the platform answered to a call that it refused. */
export async function refusal(call: Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Error && 'data' in error && typeof error.data === 'object') return { ...error.data };
    throw error;
  }
  throw new Error('It was not refused');
}
