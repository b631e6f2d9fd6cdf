import type { Kit } from '../kit.ts';
import { accountTables } from './account.ts';
import { chatTables } from './chat.ts';
import { incidentTables } from './incident.ts';
import { jobTables } from './job.ts';
import { linkTables } from './link.ts';
import { serviceTables } from './service.ts';

/** Every table, made with the makers of one database. */
export function defineSchema(k: Kit) {
  const accounts = accountTables(k);
  const services = serviceTables(k, accounts);
  const incidents = incidentTables(k, accounts, services);
  return {
    ...accounts,
    ...linkTables(k, accounts),
    ...services,
    ...incidents,
    ...chatTables(k, accounts, incidents),
    ...jobTables(k),
  };
}

export type Schema = ReturnType<typeof defineSchema>;
