import { setTimeout as sleep } from 'node:timers/promises';
import { createDiscordInspector } from '../adapters/discord/inspector.ts';
import { createSlackInspector } from '../adapters/slack/inspector.ts';
import { botToken } from '../sandbox/discord/guild.ts';
import { tokens } from '../sandbox/slack/workspace.ts';
import type { Config } from './config.ts';
import { nameOfDatabase } from './db/database.ts';
import { inspectDatabase, readDatabase } from './db/inspect.ts';
import type { Reader } from './db/store.ts';
import { chatVerdicts, unservedVerdicts } from './doctor/chat.ts';
import { configurationVerdicts, listeningVerdict, unreadable } from './doctor/configuration.ts';
import { databaseVerdicts } from './doctor/database.ts';
import { type FoundJobs, jobVerdicts } from './doctor/jobs.ts';
import { type Area, type Finding, fine, type Inspector, type Verdict } from './doctor/port.ts';
import { type Roster, rosters } from './doctor/roster.ts';
import { teamVerdicts } from './doctor/team.ts';
import { countGivenUp, givenUp, overdue } from './job/store.ts';
import { type Clock, seconds } from './lib/clock.ts';
import { silentLog } from './lib/log.ts';
import { listeningAt } from './listening.ts';

/** Given-up jobs that are shown one by one. */
const shownJobs = 20;
/** A job that is later than this is not just about to run. */
const late = seconds(60);

/** A wrong environment is all that can be said. */
export function examineNothing(problems: readonly string[]): readonly Finding[] {
  return about('configuration', unreadable(problems));
}

/** Looks at everything that a page needs on its way. Changes nothing, so it works beside a server that runs. */
export async function examine(config: Config, clock: Clock): Promise<readonly Finding[]> {
  const state = await inspectDatabase(config.database);
  const served = state.kind === 'present' && state.served;
  const { host, port } = config;
  const listening = listeningVerdict(config, await listeningAt({ host, port, served }));
  const findings = [
    ...about('configuration', [...configurationVerdicts(config), ...(port === 0 ? [] : [listening])]),
    ...about('database', databaseVerdicts(nameOfDatabase(config.database), state)),
  ];
  let found: readonly Roster[] = [];
  if (state.kind === 'present' && state.schema === 'current') {
    const database = readDatabase(config.database);
    try {
      found = await rosters(database.read);
      findings.push(...about('jobs', jobVerdicts(await jobsIn(database.read, served, clock), clock())));
      findings.push(...about('team', teamVerdicts(found)));
    } finally {
      await database.close();
    }
  }
  return [...findings, ...about('chat', await chat(config, found, served, clock))];
}

async function jobsIn(read: Reader, served: boolean, clock: Clock): Promise<FoundJobs> {
  const now = clock();
  return {
    served,
    givenUp: await givenUp(read, shownJobs),
    givenUpCount: await countGivenUp(read),
    overdue: await overdue(read, now - late, now),
  };
}

async function chat(
  config: Config,
  found: readonly Roster[],
  served: boolean,
  clock: Clock,
): Promise<readonly Verdict[]> {
  const inspectors = inspectorsOf(config, served, clock);
  if (inspectors.length === 0) {
    return [fine('The sandbox runs with the server alone, so it was not looked at. It needs no tokens and no scopes.')];
  }
  // One platform that is slow does not keep the other waiting.
  const asked = inspectors.map((inspector) => chatVerdicts(found, inspector, { clock, wait: (ms) => sleep(ms) }));
  const unserved = config.sandbox
    ? []
    : unservedVerdicts(
        found,
        inspectors.map(({ platform }) => platform),
      );
  return [...(await Promise.all(asked)).flat(), ...unserved];
}

/** Of each platform that is set up. None: the sandbox is the chat, and it is not there. */
function inspectorsOf({ slack, discord, sandbox, sandboxPort }: Config, served: boolean, clock: Clock): Inspector[] {
  const base = { log: silentLog, clock };
  if (sandbox) {
    if (!served || sandboxPort === 0) return [];
    const sandboxUrl = `http://127.0.0.1:${sandboxPort}`;
    return [
      createSlackInspector({ ...base, apiUrl: `${sandboxUrl}/api/`, botToken: tokens.bot, appToken: tokens.app }),
      createDiscordInspector({ clock, apiUrl: `${sandboxUrl}/discord/api`, token: botToken }),
    ];
  }
  return [
    ...(slack === null ? [] : [createSlackInspector({ ...base, ...slack })]),
    ...(discord === null ? [] : [createDiscordInspector({ clock, ...discord })]),
  ];
}

function about(area: Area, verdicts: readonly Verdict[]): readonly Finding[] {
  return verdicts.map((verdict) => ({ area, ...verdict }));
}
