import { z } from 'zod';

export const severities = ['critical', 'error', 'warning', 'info'] as const;
export type Severity = (typeof severities)[number];

export const linkSchema = z.object({ href: z.string(), text: z.string() });
export type Link = z.infer<typeof linkSchema>;

/** What a monitoring tool said, in our own form, before it is judged. Texts are cut already. */
export type Signal =
  | {
      readonly action: 'trigger';
      /** Names the incident among the open ones of the service. */
      readonly key: string;
      /** Names the alert under that incident; equals `key` where the tool knows one name only. */
      readonly alertKey: string;
      readonly summary: string;
      readonly severity: Severity;
      /** The machine or part that complains. */
      readonly source: string | null;
      readonly links: readonly Link[];
      /** All else that was sent, fields unknown to us included. */
      readonly details: Readonly<Record<string, unknown>>;
      /** What an incident that this alert opens is called; absent: as the alert is. */
      readonly group?: { readonly summary: string; readonly severity: Severity };
    }
  | { readonly action: 'acknowledge' | 'resolve'; readonly key: string; readonly alertKey: string };

/** What became of one signal. */
export type Received =
  | {
      readonly kind: 'opened' | 'repeated' | 'added' | 'acknowledged' | 'resolved';
      readonly incidentId: string;
      readonly number: number;
    }
  /** An acknowledge or resolve of something that is not open: dropped. `current` is the incident already in that state. */
  | { readonly kind: 'dropped' }
  /** Stored as an alert without incident, because the service cannot open one. */
  | { readonly kind: 'refused'; readonly reason: 'no-rules' | 'service-disabled'; readonly words: string };

export type ReceiveRefusal = { readonly code: 'unknown-key' };
