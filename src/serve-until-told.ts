import type { Config } from './config.ts';
import type { Log } from './lib/log.ts';
import { type Serving, serve } from './serve.ts';
import { outliveConnections } from './stray-error.ts';

/** Longer than anything that is finished on the way out; whoever hangs then is left. */
const patience = 15_000;

/** Serves until SIGTERM or SIGINT. The value is the exit code. */
export async function serveUntilTold(
  config: Config,
  log: Log,
  say: { out: (text: string) => void; err: (text: string) => void },
): Promise<number> {
  const told = new Promise<string>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal));
  });
  outliveConnections(log, (code) => process.exit(code));
  const serving = await serve(config, log);
  if (!serving.ok) {
    say.err(serving.refusal);
    return 1;
  }
  greet(serving.value, say.out);
  const signal = await told;
  log.info({ signal }, 'stopping');
  const late = setTimeout(() => {
    log.error({}, 'something did not stop in time');
    process.exit(1);
  }, patience);
  await serving.value.stop();
  clearTimeout(late);
  log.info({}, 'stopped');
  return 0;
}

/** Where to click, and a line that works as printed. */
function greet({ address, sandbox }: Serving, out: (text: string) => void): void {
  if (sandbox === null) {
    out(`\nReveille takes alerts at ${address}\n`);
    return;
  }
  out(`\nReveille takes alerts at ${address}, and no chat is configured: this is the sandbox.\n`);
  out(`  Open this page:    ${sandbox.page}`);
  if (sandbox.key === null) return;
  out(`  Integration key:   ${sandbox.key}`);
  out('  Fire an alert:\n');
  out(`curl -X POST ${address}/trigger -H 'Authorization: Bearer ${sandbox.key}' \\`);
  out(`  -H 'Content-Type: application/json' -d '{"message": "CPU on web-3 above 95 %", "key": "cpu"}'\n`);
}
