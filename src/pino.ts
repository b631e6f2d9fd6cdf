import { type Logger, pino } from 'pino';
import type { Config } from './config.ts';
import { causeOf } from './db/postgres-trouble.ts';
import type { Log } from './lib/log.ts';

/** Names under which a secret might ever stand in a line of the log. */
const secrets = ['token', 'botToken', 'appToken', 'authorization', 'key', 'routing_key', 'secret', 'password'];

/** A query that failed is logged with what the database said, without the values that it was asked with. */
export function loggedError(error: unknown): unknown {
  const cause = causeOf(error);
  return cause instanceof Error ? pino.stdSerializers.err(cause) : cause;
}

/** Lines of JSON, or for a terminal lines that a person can read. Secrets are blotted out wherever they stand. */
export function createLog(config: Pick<Config, 'logLevel' | 'logFormat'>, to: { readonly fd: number }): Log {
  const paths = secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  const redact = { paths, censor: '[secret]' };
  const options = { level: config.logLevel, redact, base: null, serializers: { err: loggedError } };
  const logger: Logger =
    config.logFormat === 'json'
      ? pino(options, pino.destination({ dest: to.fd, sync: true }))
      : pino({
          ...options,
          transport: {
            target: 'pino-pretty',
            options: { colorize: true, translateTime: 'SYS:HH:MM:ss', singleLine: true, destination: to.fd },
          },
        });
  return {
    debug: (details, message) => logger.debug(details, message),
    info: (details, message) => logger.info(details, message),
    warn: (details, message) => logger.warn(details, message),
    error: (details, message) => logger.error(details, message),
  };
}
