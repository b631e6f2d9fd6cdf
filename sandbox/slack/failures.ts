import type { Undelivered } from './delivery.ts';

/** What a person cannot do, in words for that person. */
export class NotPossible extends Error {}

/** The app did not take what a person did; `error` is Slack's word for it. */
export class NotDelivered extends Error {
  readonly error: string;
  constructor(error: string, words: string) {
    super(words);
    this.error = error;
  }
}

export const failureWords: Record<Undelivered, string> = {
  dispatch_failed: 'no connection of the app is open, or nobody is at its address',
  operation_timeout: 'the app did not answer within 3 seconds',
  http_client_error: 'the app refused the request',
  http_service_error: 'the app could not take it now',
};

export function pressNotTaken(error: Undelivered): NotDelivered {
  return new NotDelivered(error, `Reveille did not take this press: ${failureWords[error]} (${error}).`);
}
