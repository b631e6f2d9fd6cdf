/** Why an app did not take what a person did, in the words that Slack shows to the person. */
export type Undelivered = 'dispatch_failed' | 'operation_timeout' | 'http_client_error' | 'http_service_error';

/** What came of a delivery; `payload` is what the app answered with its acknowledgement. */
export type Delivered =
  | { readonly ok: true; readonly payload: unknown }
  | { readonly ok: false; readonly error: Undelivered };

/** How an app is told what people do: over its connections, or by requests to its address. */
export interface Delivery {
  deliver(type: 'slash_commands' | 'interactive', payload: Readonly<Record<string, unknown>>): Promise<Delivered>;
}
