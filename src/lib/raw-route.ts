/** A request as it came, so that a signature over its bytes can be checked. */
export interface RawRequest {
  /** By name in lower case; one that came several times is joined by commas. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

export type RawAnswer =
  /** 200. `contentType` is null where the body is empty. */
  | { readonly kind: 'taken'; readonly body: string; readonly contentType: string | null }
  | {
      readonly kind: 'refused';
      readonly status: 400 | 401 | 404 | 503;
      /** For programs: an adjective phrase. */
      readonly code: string;
      /** One sentence, which whoever sent it may read. */
      readonly message: string;
      /** What the sender is not told, for whoever runs Reveille; never a secret. */
      readonly why?: string;
      /** Seconds after which it is worth another try. */
      readonly retryAfter?: number;
    };

/** Where a platform sends what happens there: `POST path`. The web server carries bytes, the platform's adapter reads them. */
export interface RawRoute {
  readonly path: string;
  /** Never rejects. */
  take(request: RawRequest): Promise<RawAnswer>;
}
