import type { Numbers } from './numbers.ts';

export interface Metrics {
  countEvent(event: string): void;
  /** One intake request is answered: `status` as sent (499: the sender hung up before), `seconds` since its head came. */
  countIntake(format: string, status: number, seconds: number): void;
  /** The Prometheus text format, version 0.0.4. */
  render(): Promise<{ contentType: string; body: string }>;
  /** Once alerts are taken. What was counted before is kept for it. */
  load(): Promise<void>;
}

/** Counts from the beginning; the library that shows it is loaded when there is time: it is eighty files. */
export function createMetrics(): Metrics {
  const early: ((numbers: Numbers) => void)[] = [];
  let loaded: Numbers | null = null;
  let loading: Promise<Numbers> | null = null;
  const count = (one: (numbers: Numbers) => void): void => {
    if (loaded === null) early.push(one);
    else one(loaded);
  };
  const load = async (): Promise<Numbers> => {
    const { createNumbers } = await import('./numbers.ts');
    loaded = createNumbers();
    for (const one of early.splice(0)) one(loaded);
    return loaded;
  };
  const numbers = (): Promise<Numbers> => {
    loading ??= load();
    return loading;
  };
  return {
    countEvent: (event) => count((known) => known.countEvent(event)),
    countIntake: (format, status, seconds) => count((known) => known.countIntake(format, status, seconds)),
    render: async () => (await numbers()).render(),
    load: async () => void (await numbers()),
  };
}
