import { type Platform, platformNames } from '../account/platform.ts';
import type { Outcome } from '../chat/port.ts';

/** What a finding is about, in the order in which they are told. */
export const areas = ['configuration', 'database', 'jobs', 'team', 'chat'] as const;
export type Area = (typeof areas)[number];

/**
 * One thing that was looked at. `warning`: it works, but not as somebody would expect. `wrong`: pages or cards are lost, or
 * will be.
 */
export type Finding =
  | { readonly area: Area; readonly result: 'ok'; readonly what: string }
  | {
      readonly area: Area;
      readonly result: 'warning' | 'wrong';
      /** One sentence. */
      readonly what: string;
      /** What to do about it; one sentence too. */
      readonly todo: string;
    };

/** A finding before it is known what it is about. */
export type Verdict =
  | { readonly result: 'ok'; readonly what: string }
  | { readonly result: 'warning' | 'wrong'; readonly what: string; readonly todo: string };

export const fine = (what: string): Verdict => ({ result: 'ok', what });
export const warning = (what: string, todo: string): Verdict => ({ result: 'warning', what, todo });
export const wrong = (what: string, todo: string): Verdict => ({ result: 'wrong', what, todo });

/** A channel as the bot sees it. */
export interface SeenChannel {
  /** `#ops` */
  readonly name: string;
  readonly archived: boolean;
  /** Whether the bot may write there. */
  readonly member: boolean;
  /** What else keeps cards or their threads from being shown there, each as the end of a sentence that begins with its name. */
  readonly objections: readonly { readonly what: string; readonly todo: string }[];
}

/** A workspace that the token opens. */
export interface Entered {
  readonly id: string;
  /** Empty: the platform did not say. */
  readonly name: string;
}

/** `Acme (T0ACME)`: what people know it by, and what tells it apart from others of that name. */
export function withId({ id, name }: Entered): string {
  return name === '' ? id : `${name} (${id})`;
}

/** Nothing is known of a token, because the platform did not answer to it. `why` is the end of a sentence. */
export function unanswered(
  asked: { readonly platform: Platform; readonly token: string; readonly apiUrl: string; readonly apiSetting: string },
  failure: { readonly why: string; readonly isTooFast: boolean },
): Verdict {
  const { host } = new URL(asked.apiUrl);
  const what = `Whether ${platformNames[asked.platform]} accepts ${asked.token} could not be found out at ${host}: ${failure.why}.`;
  if (failure.isTooFast) return warning(what, 'Run this again in a minute.');
  const reach = `network, proxy, ${asked.apiSetting}`;
  return wrong(what, `See that this machine reaches that address (${reach}), and run this again.`);
}

/** How a platform is looked at, by an adapter. Nothing is posted, nothing is thrown, and nothing waits. */
export interface Inspector {
  readonly platform: Platform;
  /**
   * Whether the platform takes us in, with which permissions, and into which workspaces. `workspaces` null: it does not, so
   * nothing else can be asked. `invite`: how the bot is let into another one, where a token opens several.
   */
  enter(): Promise<{
    readonly verdicts: readonly Verdict[];
    readonly workspaces: readonly Entered[] | null;
    readonly invite: string | null;
  }>;
  /** What is to be said of a workspace as a whole, once it is known to be ours. */
  workspace(id: string): Promise<Outcome<readonly Verdict[]>>;
  channel(id: string, workspace: string): Promise<Outcome<SeenChannel>>;
  /** `done`: this person can be written to. */
  person(id: string, workspace: string): Promise<Outcome<null>>;
}
