/** Whether Reveille is there, in words. `open`: whether the sandbox itself answers. */
export function linkWords(open: boolean, connections: number): { kind: 'lost' | 'good' | 'idle'; words: string } {
  if (!open) return { kind: 'lost', words: 'The sandbox does not answer; trying again' };
  if (connections === 0) return { kind: 'idle', words: 'Reveille is not connected' };
  const many = connections > 1 ? ` (${connections} sockets)` : '';
  return { kind: 'good', words: `Reveille is connected${many}` };
}
