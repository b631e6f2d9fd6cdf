import type { FastifyInstance } from 'fastify';
import { no, ok, type Result } from '../../src/lib/result.ts';

export interface ListenRefusal {
  readonly code: 'port-taken' | 'address-unavailable';
  /** What is wrong and what to do, for the operator. */
  readonly message: string;
}

/** Opens the port. What an operator can set right is refused with words; anything else is thrown. */
export async function listen(
  app: FastifyInstance,
  host: string,
  port: number,
): Promise<Result<{ address: string }, ListenRefusal>> {
  try {
    return ok({ address: await app.listen({ host, port }) });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    switch (code) {
      case 'EADDRINUSE':
        return no({
          code: 'port-taken',
          message: `PORT ${port} of ${host} is taken by another program. Stop that program, or set PORT to a free port.`,
        });
      case 'EADDRNOTAVAIL':
      case 'ENOTFOUND':
      case 'EAI_AGAIN':
        return no({
          code: 'address-unavailable',
          message: `HOST ${host} is not an address of this machine. Set HOST to one that is: 127.0.0.1 for this machine only, 0.0.0.0 for all.`,
        });
      case 'EACCES':
        return no({
          code: 'address-unavailable',
          message: `This user may not listen on PORT ${port} of ${host}. Set PORT to one above 1023.`,
        });
      default:
        throw error;
    }
  }
}
