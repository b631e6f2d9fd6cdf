import { closest } from 'fastest-levenshtein';
import type { Reader } from '../../db/store.ts';
import { cut } from '../../lib/cut.ts';
import { servicesOf } from '../../service/store.ts';
import type { Words } from '../card.ts';
import { say } from '../words.ts';

/** No service is called so; the nearest one is offered. */
export async function unknownService(reader: Reader, accountId: string, name: string): Promise<Words> {
  const keys = (await servicesOf(reader, accountId)).map((service) => service.key);
  if (keys.length === 0) return say('There is no service yet. Whoever runs Reveille adds them in the team file.');
  return say(['There is no service ', { code: cut(name, 50) }, '. Did you mean ', { code: closest(name, keys) }, '?']);
}
