/** Counts what runs, so that stopping can wait for it. */
export interface Gate {
  /** Runs the work, or does nothing once the gate is closed. */
  pass(work: () => Promise<void>): Promise<void>;
  /** Lets nothing in any more; resolves when what runs has ended, after `grace` milliseconds at the latest. */
  close(grace: number): Promise<void>;
}

export function createGate(): Gate {
  const running = new Set<Promise<void>>();
  let open = true;
  return {
    pass: async (work) => {
      if (!open) return;
      const run = work();
      running.add(run);
      try {
        await run;
      } finally {
        running.delete(run);
      }
    },
    close: async (grace) => {
      open = false;
      await endOf(Promise.allSettled(running), grace);
    },
  };
}

/** Waits for the work, for `grace` milliseconds at most. True: it ended. */
export async function endOf(work: Promise<unknown>, grace: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), grace);
  });
  try {
    return await Promise.race([work.then(() => true), over]);
  } finally {
    clearTimeout(timer);
  }
}
