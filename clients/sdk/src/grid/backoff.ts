/** How long to wait before attempt n (0 is the first): exponential with full jitter, never under a tenth of its step. */
export type BackoffOptions = { readonly baseMs: number; readonly maxMs: number };

export const reconnectBackoff: BackoffOptions = { baseMs: 400, maxMs: 15_000 };

export const backoffMs = (attempt: number, random: () => number, o: BackoffOptions = reconnectBackoff): number => {
  const step = Math.min(o.maxMs, o.baseMs * 2 ** Math.min(attempt, 20));
  return Math.round(step * (0.1 + 0.9 * random()));
};
