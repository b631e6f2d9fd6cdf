import { startSandbox } from './sandbox.ts';

/**
 * The sandbox as a program of its own: `npm run sandbox`. SANDBOX_PORT says where, SANDBOX_ALERT_URL and
 * SANDBOX_ALERT_KEY where test alerts go, and SANDBOX_REQUEST_URL where the app takes Slack's requests over HTTP, in place of
 * Socket Mode.
 */
const host = '127.0.0.1';
const port = Number(process.env.SANDBOX_PORT ?? 7701);
const { SANDBOX_ALERT_URL: alertUrl, SANDBOX_ALERT_KEY: alertKey, SANDBOX_REQUEST_URL: requestUrl } = process.env;
const alert = alertUrl && alertKey ? { url: alertUrl, key: alertKey } : undefined;
const worldFile = './data/sandbox-world.json';
const discordWorldFile = './data/sandbox-discord-world.json';

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

function explain(error: unknown): string {
  if (isTaken(error)) return `Port ${port} is taken: set SANDBOX_PORT to another one.`;
  return error instanceof Error ? error.message : String(error);
}

async function main(): Promise<void> {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error('SANDBOX_PORT must be a port number, 0 to 65535.');
  }
  const sandbox = await startSandbox({
    host,
    port,
    worldFile,
    discordWorldFile,
    ...(alert && { alert }),
    ...(requestUrl && { requestUrl }),
  });
  process.stdout.write(
    [
      `The sandbox is open: ${sandbox.url}`,
      '',
      'To point Reveille at it:',
      `SLACK_API_URL=${sandbox.slack.apiUrl}`,
      `SLACK_BOT_TOKEN=${sandbox.slack.botToken}`,
      requestUrl ? `SLACK_SIGNING_SECRET=${sandbox.signingSecret}` : `SLACK_APP_TOKEN=${sandbox.slack.appToken}`,
      `DISCORD_API_URL=${sandbox.discord.api}`,
      `DISCORD_TOKEN=${sandbox.discord.botToken}`,
      '',
      alert ? `Test alerts go to ${alert.url}` : 'Set SANDBOX_ALERT_URL and SANDBOX_ALERT_KEY to send test alerts.',
      '',
    ].join('\n'),
  );
  const leave = async (): Promise<void> => {
    await sandbox.close();
    process.exit(0);
  };
  process.once('SIGTERM', () => void leave());
  process.once('SIGINT', () => void leave());
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}
