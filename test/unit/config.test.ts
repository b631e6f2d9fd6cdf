import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Config, readConfig } from '../../src/config.ts';

function good(env: NodeJS.ProcessEnv, terminal = false): Config {
  const read = readConfig(env, terminal);
  if (!read.ok) throw new Error(read.refusal.join('\n'));
  return read.value;
}

function bad(env: NodeJS.ProcessEnv): readonly string[] {
  const read = readConfig(env, false);
  if (read.ok) throw new Error('it was accepted');
  return read.refusal;
}

const secret = '8f742231b10e8888abcd99baac85a500';
const slack = { SLACK_BOT_TOKEN: 'xoxb-1-bot', SLACK_APP_TOKEN: 'xapp-1-app' };

describe('the environment', () => {
  it('needs nothing: without chat tokens it is the sandbox', () => {
    expect(good({})).toEqual({
      host: '127.0.0.1',
      port: 7700,
      publicUrl: 'http://127.0.0.1:7700',
      database: { kind: 'sqlite', file: resolve('data/sandbox.db') },
      dataFolder: resolve('data'),
      slack: null,
      discord: null,
      sandbox: true,
      sandboxPort: 7701,
      logLevel: 'info',
      logFormat: 'json',
      notes: [],
    } satisfies Config);
  });

  it('with both Slack tokens it is Slack, in a database of its own', () => {
    const config = good(slack);
    expect(config.slack).toEqual({ botToken: 'xoxb-1-bot', appToken: 'xapp-1-app' });
    expect(config.sandbox).toBe(false);
    expect(config.database).toEqual({ kind: 'sqlite', file: resolve('data/reveille.db') });
  });

  it('with a signing secret in place of the app token it is Slack over HTTP', () => {
    const config = good({ SLACK_BOT_TOKEN: 'xoxb-1-bot', SLACK_SIGNING_SECRET: secret, SLACK_APP_TOKEN: '' });
    expect(config.slack).toEqual({ botToken: 'xoxb-1-bot', signingSecret: secret });
    expect(config.sandbox).toBe(false);
    expect(config.notes).toEqual([]);
  });

  it('with both it is Socket Mode, and says so', () => {
    const config = good({ ...slack, SLACK_SIGNING_SECRET: secret });
    expect(config.slack).toEqual({ botToken: 'xoxb-1-bot', appToken: 'xapp-1-app' });
    expect(config.notes).toEqual([
      'SLACK_SIGNING_SECRET is set, but SLACK_APP_TOKEN is set too: Slack is used over Socket Mode, not over HTTP.',
    ]);
  });

  it('is read for people on a terminal, unless it says otherwise', () => {
    expect(good({}, true).logFormat).toBe('pretty');
    expect(good({ LOG_FORMAT: 'json' }, true).logFormat).toBe('json');
    expect(good({ LOG_FORMAT: 'pretty' }, false).logFormat).toBe('pretty');
  });

  it.each<[NodeJS.ProcessEnv, Partial<Config>]>([
    [
      { HOST: '0.0.0.0', PORT: '80' },
      { host: '0.0.0.0', port: 80, publicUrl: 'http://0.0.0.0:80' },
    ],
    [{ PORT: '0' }, { port: 0 }],
    [{ PORT: '65535' }, { port: 65535 }],
    [{ PUBLIC_URL: 'https://on.example.com' }, { publicUrl: 'https://on.example.com' }],
    [{ PUBLIC_URL: 'https://on.example.com/call//' }, { publicUrl: 'https://on.example.com/call' }],
    [
      { DATABASE_URL: 'file:./x/y.db' },
      { database: { kind: 'sqlite', file: resolve('x/y.db') }, dataFolder: resolve('x') },
    ],
    [{ DATABASE_URL: 'file:/var/lib/r.db' }, { database: { kind: 'sqlite', file: '/var/lib/r.db' } }],
    [{ DATABASE_URL: 'file:///var/lib/r.db' }, { database: { kind: 'sqlite', file: '/var/lib/r.db' } }],
    [
      { DATABASE_URL: 'postgres://ada:pass@db:5432/reveille' },
      { database: { kind: 'postgres', url: 'postgres://ada:pass@db:5432/reveille' }, dataFolder: resolve('data') },
    ],
    [
      { DATABASE_URL: 'postgresql:///reveille?host=/var/run/postgresql' },
      { database: { kind: 'postgres', url: 'postgresql:///reveille?host=/var/run/postgresql' } },
    ],
    [{ SANDBOX_PORT: '9000' }, { sandboxPort: 9000 }],
    [{ LOG_LEVEL: 'silent' }, { logLevel: 'silent' }],
    // Docker Compose and systemd hand over a setting without a value as an empty string.
    [
      { PORT: '', HOST: ' ', DATABASE_URL: '', SLACK_BOT_TOKEN: '', LOG_LEVEL: '\t' },
      { port: 7700, sandbox: true },
    ],
    [
      { PATH: '/bin', SOMETHING_ELSE: 'x' },
      { port: 7700, notes: [] },
    ],
  ])('%j is understood', (env, expected) => {
    expect(good(env)).toMatchObject(expected);
  });

  it.each([
    ['http://127.0.0.1:9000/api', 'http://127.0.0.1:9000/api/'],
    ['http://127.0.0.1:9000/api/', 'http://127.0.0.1:9000/api/'],
  ])('SLACK_API_URL %s is %s', (SLACK_API_URL, apiUrl) => {
    expect(good({ ...slack, SLACK_API_URL }).slack?.apiUrl).toBe(apiUrl);
  });

  const port = 'must be a port number from 0 to 65535';
  const levels = 'must be one of trace, debug, info, warn, error, fatal, silent';
  it.each<[NodeJS.ProcessEnv, string]>([
    [{ PORT: 'abc' }, `PORT ${port}. It is "abc".`],
    [{ PORT: '65536' }, `PORT ${port}. It is "65536".`],
    [{ PORT: '-1' }, `PORT ${port}. It is "-1".`],
    [{ PORT: '80.5' }, `PORT ${port}. It is "80.5".`],
    [{ SANDBOX_PORT: '0x50' }, `SANDBOX_PORT ${port}. It is "0x50".`],
    [
      { PUBLIC_URL: 'on.example.com' },
      'PUBLIC_URL must be an http or https URL, such as https://reveille.example.com. It is "on.example.com".',
    ],
    [
      { PUBLIC_URL: 'ftp://on.example.com' },
      'PUBLIC_URL must be an http or https URL, such as https://reveille.example.com. It is "ftp://on.example.com".',
    ],
    [
      { ...slack, SLACK_API_URL: '127.0.0.1:9000' },
      'SLACK_API_URL must be an http or https URL, such as http://127.0.0.1:9000/api/. It is "127.0.0.1:9000".',
    ],
    [{ LOG_LEVEL: 'loud' }, `LOG_LEVEL ${levels}. It is "loud".`],
    [{ LOG_LEVEL: 'INFO' }, `LOG_LEVEL ${levels}. It is "INFO".`],
    [{ LOG_FORMAT: 'xml' }, 'LOG_FORMAT must be pretty or json. It is "xml".'],
  ])('%j is refused', (env, sentence) => {
    expect(bad(env)).toEqual([sentence]);
  });

  it('says every wrong setting at once', () => {
    const sentences = bad({ PORT: 'x', LOG_FORMAT: 'y', SANDBOX_PORT: 'z' });
    expect(sentences.map((sentence) => sentence.split(' ')[0]).toSorted()).toEqual([
      'LOG_FORMAT',
      'PORT',
      'SANDBOX_PORT',
    ]);
  });

  it.each<[NodeJS.ProcessEnv, string]>([
    [
      // An empty one is as good as none.
      { SLACK_BOT_TOKEN: 'xoxb-1-bot', SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: ' ' },
      'SLACK_BOT_TOKEN is not enough: set SLACK_APP_TOKEN (xapp-…) too, for Socket Mode, which needs no public address; or SLACK_SIGNING_SECRET, for HTTP.',
    ],
    [{ SLACK_APP_TOKEN: 'xapp-1-app' }, 'SLACK_BOT_TOKEN is missing: Slack needs it (xoxb-…) beside SLACK_APP_TOKEN.'],
    [
      { SLACK_SIGNING_SECRET: secret },
      'SLACK_BOT_TOKEN is missing: Slack needs it (xoxb-…) beside SLACK_SIGNING_SECRET.',
    ],
    [
      { SLACK_SIGNING_SECRET: secret, SLACK_APP_TOKEN: 'xapp-1-app' },
      'SLACK_BOT_TOKEN is missing: Slack needs it (xoxb-…) beside SLACK_APP_TOKEN.',
    ],
  ])('half of Slack is not enough: %j', (env, sentence) => {
    expect(bad(env)).toEqual([sentence]);
  });

  it.each<[NodeJS.ProcessEnv, string]>([
    [{ ...slack, SLACK_BOT_TOKEN: 'xoxp-secretsecret' }, 'SLACK_BOT_TOKEN must be a bot token: it begins with xoxb-.'],
    [
      { ...slack, SLACK_APP_TOKEN: 'xoxb-secretsecret' },
      'SLACK_APP_TOKEN must be an app-level token: it begins with xapp-.',
    ],
    [
      { ...slack, SLACK_SIGNING_SECRET: 'xoxb-secretsecret' },
      'SLACK_SIGNING_SECRET must be the signing secret under "Basic Information" on your Slack app\'s page: letters and digits alone.',
    ],
    [{ SLACK_BOT_TOKEN: 'secretsecret' }, 'SLACK_BOT_TOKEN must be a bot token: it begins with xoxb-.'],
    [
      { DATABASE_URL: 'mysql://ada:secretsecret@db/reveille' },
      'DATABASE_URL must name a file, such as file:./data/reveille.db, or a PostgreSQL database, such as postgres://reveille:PASSWORD@db.example.com:5432/reveille.',
    ],
    [
      { DATABASE_URL: 'postgres://ada:secretsecret#1@db/reveille' },
      'DATABASE_URL is not a valid URL, such as postgres://reveille:PASSWORD@db.example.com:5432/reveille. In a password, @ : / ? # % are written as %40 %3A %2F %3F %23 %25.',
    ],
    [
      { DATABASE_URL: 'postgres:ada:secretsecret' },
      'DATABASE_URL is not a valid URL, such as postgres://reveille:PASSWORD@db.example.com:5432/reveille. In a password, @ : / ? # % are written as %40 %3A %2F %3F %23 %25.',
    ],
    [
      { DATABASE_URL: 'postgres://ada:secretsecret@db:5432/' },
      'DATABASE_URL must end with the name of the database, as in postgres://reveille:PASSWORD@db.example.com:5432/reveille.',
    ],
  ])('a secret is never repeated: %j', (env, sentence) => {
    const sentences = bad(env);
    expect(sentences).toEqual([sentence]);
    expect(sentences.join()).not.toContain('secretsecret');
  });

  it('a Discord token alone is a chat, and the address of its API loses its last slash', () => {
    const { discord, slack, sandbox } = good({
      DISCORD_TOKEN: 'MTEwMA.x-y_z.secret',
      DISCORD_API_URL: 'http://127.0.0.1:9001/api/',
    });
    expect({ discord, slack, sandbox }).toEqual({
      discord: { token: 'MTEwMA.x-y_z.secret', apiUrl: 'http://127.0.0.1:9001/api' },
      slack: null,
      sandbox: false,
    });
  });

  it.each([['Bot MTEwMA.xyz.secretsecret'], ['secretsecret'], ['a.b.c.secretsecret']])(
    'what is no Discord token is refused without repeating it: %s',
    (token) => {
      const [sentence, ...more] = bad({ DISCORD_TOKEN: token });
      expect(more).toEqual([]);
      expect(sentence).toMatch(/^DISCORD_TOKEN must be the token under "Bot"/);
      expect(sentence).not.toContain('secretsecret');
    },
  );

  it.each([
    ['JOBS_URL', 'jobs are kept in the database'],
    ['SECRET_KEY', 'nothing is encrypted yet'],
    ['OUTBOUND_ALLOW', 'there are no outgoing hooks yet'],
    ['TRUST_PROXY', 'no address of a sender is used yet'],
  ])('%s does nothing yet, and that is said without its value', (name, why) => {
    const { notes } = good({ [name]: 'secretsecret' });
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain(`${name} is set, but ${why}`);
    expect(notes[0]).not.toContain('secretsecret');
  });
});
