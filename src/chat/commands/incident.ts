import { acknowledge, escalate, note, resolve } from './incident-act.ts';
import { list } from './incident-list.ts';
import { show } from './incident-show.ts';
import { trigger } from './incident-trigger.ts';
import type { ChatWord } from './word.ts';

/** `/incident …` */
export const incidentWords: readonly ChatWord[] = [list, show, trigger, acknowledge, resolve, escalate, note];
