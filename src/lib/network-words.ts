import { z } from 'zod';

const withCode = z.object({ code: z.string() });

/** Why a call over the network brought no answer, in words. Whatever `fetch` rejects with; an abort is ours, when we stop. */
export function networkWords(error: unknown): string {
  if (!(error instanceof Error)) return 'the call failed';
  if (error.name === 'TimeoutError') return 'no answer in time';
  if (error.name === 'AbortError') return 'we are stopping';
  const cause = withCode.safeParse(error.cause);
  const code = cause.success ? cause.data.code : withCode.safeParse(error).data?.code;
  return code === undefined ? error.message.slice(0, 200) : `the connection failed: ${code}`;
}
