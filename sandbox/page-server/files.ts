import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { packageRoot } from '../package-root.ts';

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  js: 'text/javascript; charset=utf-8',
};

/** Written files are served as they stand in `sandbox/page`, scripts as compiled to `dist/sandbox/page`. */
export function serveFiles(app: FastifyInstance): void {
  const folderOf = (kind: string): string => join(packageRoot, kind === 'js' ? 'dist/sandbox/page' : 'sandbox/page');
  const serve = async (name: string): Promise<{ type: string; body: Buffer } | undefined> => {
    const kind = /^(?:discord\/)?[a-z][a-z-]*\.(html|css|svg|js)$/.exec(name)?.[1];
    const type = types[kind ?? ''];
    if (kind === undefined || type === undefined) return undefined;
    const body = await readFile(join(folderOf(kind), name)).catch(() => undefined);
    return body && { type, body };
  };
  app.get('/', async (_request, reply) => {
    const page = await serve('index.html');
    return page ? reply.type(page.type).send(page.body) : reply.callNotFound();
  });
  app.get<{ Params: { '*': string } }>('/page/*', async (request, reply) => {
    const file = await serve(request.params['*']);
    if (file) return reply.type(file.type).send(file.body);
    return reply.code(404).type('text/plain').send('No such file. Is the page compiled (npx tsc -b)?');
  });
}
