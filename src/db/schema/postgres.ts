import { postgresKit } from '../kit.ts';
import { defineSchema } from './schema.ts';

/** The tables as PostgreSQL has them; `drizzle-kit` reads them from here. */
export const postgresSchema = defineSchema(postgresKit);

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
} = postgresSchema;
