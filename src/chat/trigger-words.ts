import type { Reader } from '../db/store.ts';
import type { Incident } from '../incident/incident.ts';
import type { TriggerRefusal } from '../incident/trigger.ts';
import { never } from '../lib/result.ts';
import { owners } from '../person/store.ts';
import type { Service } from '../service/service.ts';
import type { Words } from './card.ts';
import { askable, say } from './words.ts';

/** It was opened where the asker may not see the card. */
export function sayOpened(incident: Incident, service: Service): Words {
  const where = Object.keys(service.channels).length === 0 ? 'It has no channel.' : 'Its card is in its channel.';
  return say([{ bold: `#${incident.number}` }, ` is open for ${service.name}. ${where}`]);
}

export async function sayTriggerRefusal(reader: Reader, accountId: string, refusal: TriggerRefusal): Promise<Words> {
  switch (refusal.code) {
    case 'no-rules':
      return say(
        `${refusal.service} has no rules that say whom to page, so no incident was opened. Give the service a policy with at least one rule.`,
      );
    case 'service-disabled':
      return say(`${refusal.service} is disabled, so no incident was opened. Enable it first.`);
    case 'unknown-service':
      return say('That service is not there any more.');
    case 'not-permitted':
      return say(
        `Only responders may do that. Ask ${askable((await owners(reader, accountId)).map((owner) => owner.name))}.`,
      );
    default:
      return never(refusal);
  }
}
