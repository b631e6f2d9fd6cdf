import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { z } from 'zod';
import type { Judge } from '../../sandbox/discord/rest/serve.ts';

const operation = z.looseObject({
  requestBody: z
    .object({ content: z.record(z.string(), z.object({ schema: z.record(z.string(), z.unknown()) })) })
    .optional(),
});
const document = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

/** `/channels/{channel.id}/messages` and `/channels/{channel_id}/messages` are one path. */
function bare(path: string): string {
  return path.replace(/\{[^}]*\}|@original/g, '{}');
}

function read(file: string): Judge {
  const whole = document.parse(JSON.parse(readFileSync(file, 'utf8')));
  // The formats are Discord's own (snowflake, nonce); the sandbox checks what they mean.
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema(whole, 'discord');
  const judges = new Map<string, ValidateFunction | null>();
  const made = (key: string, verb: string, path: string): ValidateFunction | null => {
    const named = Object.keys(whole.paths).find((each) => bare(each) === bare(path));
    if (named === undefined) throw new Error(`${path} is no path of Discord's own description`);
    const found = operation.optional().parse(whole.paths[named]?.[verb.toLowerCase()]);
    if (!found) throw new Error(`${verb} ${path} is not in Discord's own description`);
    const pointer = named.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D');
    const schema = `discord#/paths/${pointer}/${verb.toLowerCase()}/requestBody/content/application~1json/schema`;
    const judge = found.requestBody?.content['application/json'] ? ajv.compile({ $ref: schema }) : null;
    judges.set(key, judge);
    return judge;
  };
  return ({ verb, path, body }) => {
    const key = `${verb} ${path}`;
    const judge = judges.has(key) ? judges.get(key) : made(key, verb, path);
    if (!judge || judge(body)) return [];
    return (judge.errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`);
  };
}

/** Discord's own description of its API, by the file that DISCORD_OPENAPI names; undefined: none is at hand. */
export const openApiFile: string | undefined = process.env.DISCORD_OPENAPI;

export const openApiJudge: Judge | undefined = openApiFile === undefined ? undefined : read(openApiFile);
