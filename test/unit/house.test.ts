import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../src/lib/package-root.ts';

/** The folders of `src` from the ground up: each may import only those before it (and itself). */
const floors = [
  'lib',
  'db',
  'job',
  'delivery',
  'event',
  'account',
  'person',
  'schedule',
  'policy',
  'service',
  'incident',
  'hook',
  'paging',
  'team-file',
  'chat',
  'handler',
  'doctor',
];
/** What only one folder may import: the package, and the folder that owns it. */
const owned: Readonly<Record<string, string>> = {
  agenda: 'adapters/agenda',
  '@slack/bolt': 'adapters/slack',
  '@slack/web-api': 'adapters/slack',
  '@slack/socket-mode': 'adapters/slack',
  'discord.js': 'adapters/discord',
  fastify: 'adapters/http',
  'prom-client': 'adapters/http',
  commander: 'adapters/cli',
  'better-sqlite3': 'src/db',
  pg: 'src/db',
  'drizzle-orm': 'src',
  ws: 'sandbox',
};
/** What an adapter may import of `src`: its own translation needs no more. */
const open = [/^src\/lib\//, /^src\/chat\//, /^src\/[a-z-]+\/(commands|port)\.ts$/];
/** Types that a port speaks in. */
const spoken = ['src/incident/signal.ts'];

interface Import {
  readonly file: string;
  readonly to: string;
}

function sources(folder: string): string[] {
  return readdirSync(join(packageRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => join(folder, name));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(packageRoot, file), 'utf8');
  const named = text.matchAll(/^(?:import|export)\s[^;]*?from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm);
  return [...named].map((match) => {
    const name = match[1] ?? match[2] ?? match[3] ?? '';
    const to = name.startsWith('.') ? relative(packageRoot, resolve(packageRoot, dirname(file), name)) : name;
    return { file: file.split(sep).join('/'), to: to.split(sep).join('/') };
  });
}

const all = ['src', 'adapters', 'sandbox'].flatMap(sources).flatMap(importsOf);
const floorOf = (path: string): number => floors.indexOf(/^src\/([a-z-]+)\//.exec(path)?.[1] ?? '');

test('a folder of src imports only what stands below it', () => {
  const upward = all
    .filter(({ file, to }) => floorOf(file) !== -1 && to.startsWith('src/'))
    .filter(({ file, to }) => floorOf(to) === -1 || floorOf(to) > floorOf(file))
    .map(({ file, to }) => `${file} must not import ${to}: it stands above it in the house`);
  expect(upward).toEqual([]);
});

test('no files import each other in a circle, not even types', () => {
  const left = new Map<string, Set<string>>();
  for (const { file, to } of all) left.set(file, (left.get(file) ?? new Set()).add(to));
  // Whatever imports nothing that is left is in no circle; what remains at last is one, or leads into one.
  for (let before = -1; before !== left.size; ) {
    before = left.size;
    for (const [file, imports] of left) if (![...imports].some((to) => left.has(to))) left.delete(file);
  }
  expect([...left.keys()]).toEqual([]);
});

test('every folder of src has its floor', () => {
  const unknown = sources('src').filter((file) => /^src\/[a-z-]+\//.test(file) && floorOf(file) === -1);
  expect(unknown).toEqual([]);
});

test('src knows no adapter and no sandbox, but for the files at its top, where the parts meet', () => {
  const wrong = all
    .filter(({ file, to }) => file.startsWith('src/') && /^(adapters|sandbox)\//.test(to))
    .filter(({ file }) => file.split('/').length > 2)
    .map(({ file, to }) => `${file} must not import ${to}: src is ours, adapters is theirs`);
  expect(wrong).toEqual([]);
});

test('an adapter imports of src only what it translates to', () => {
  const wrong = all
    .filter(({ file, to }) => file.startsWith('adapters/') && to.startsWith('src/'))
    .filter(({ to }) => !open.some((allowed) => allowed.test(to)) && !spoken.includes(to))
    .map(({ file, to }) => `${file} must not import ${to}: app.ts hands it what it needs`);
  expect(wrong).toEqual([]);
});

test('an adapter does not know another adapter', () => {
  const house = (path: string): string => path.split('/')[1] ?? '';
  const wrong = all
    .filter(({ file, to }) => file.startsWith('adapters/') && to.startsWith('adapters/') && house(file) !== house(to))
    .map(({ file, to }) => `${file} must not import ${to}`);
  expect(wrong).toEqual([]);
});

test('the sandbox imports nothing of ours', () => {
  const wrong = all.filter(({ file, to }) => file.startsWith('sandbox/') && /^(src|adapters)\//.test(to));
  expect(wrong).toEqual([]);
});

test("somebody else's package is imported only where it belongs", () => {
  const wrong = all
    .filter(({ file, to }) => {
      if (file.startsWith('sandbox/')) return false;
      const owner = Object.entries(owned).find(([name]) => to === name || to.startsWith(`${name}/`))?.[1];
      return owner !== undefined && !file.startsWith(`${owner}/`);
    })
    .map(({ file, to }) => `${file} must not import ${to}`);
  expect(wrong).toEqual([]);
});

test('SQL stands in store.ts files, src/db and src/job', () => {
  const wrong = all
    .filter(
      ({ file, to }) => to.startsWith('drizzle-orm') && !/^src\/(db|job)\//.test(file) && !file.endsWith('/store.ts'),
    )
    .map(({ file }) => `${file} must not build queries: they stand in store.ts`);
  expect(wrong).toEqual([]);
});

test('only the configuration reads the environment, and only lib reads the clock', () => {
  const wrong = ['src', 'adapters'].flatMap(sources).flatMap((file) => {
    const text = readFileSync(join(packageRoot, file), 'utf8');
    const found: string[] = [];
    if (/process\.env\b/.test(text) && file !== 'src/config.ts') found.push(`${file} reads process.env`);
    if (/Date\.now\(\)|new Date\(\)|Math\.random\(\)/.test(text) && !file.startsWith('src/lib/')) {
      found.push(`${file} reads the clock or chance`);
    }
    return found;
  });
  expect(wrong).toEqual([]);
});

test('files are small', () => {
  const long = ['src', 'adapters', 'sandbox'].flatMap(sources).flatMap((file) => {
    const lines = readFileSync(join(packageRoot, file), 'utf8').split('\n').length;
    return lines > 350 ? [`${file} has ${lines} lines`] : [];
  });
  expect(long).toEqual([]);
});
