import { sqliteKit } from '../kit-sqlite.ts';
import { defineSchema } from './schema.ts';

/** The tables as SQLite has them; `drizzle-kit` reads them from here. */
export const sqliteSchema = defineSchema(sqliteKit);

export const {
  account,
  connection,
  person,
  identity,
  linkCode,
  linkTry,
  policy,
  rule,
  service,
  integrationKey,
  incident,
  alert,
  assignment,
  event,
  page,
  delivery,
  mirror,
  line,
  closed,
  quiet,
  seen,
  wish,
  job,
} = sqliteSchema;
