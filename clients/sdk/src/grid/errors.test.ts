import { describe, expect, it } from "vitest";
import { backoffMs } from "./backoff";
import { GridError, toGridError } from "./errors";

describe("toGridError", () => {
  it("reads the code out of what SignalR throws", () => {
    const e = toGridError(new Error("An unexpected error occurred invoking 'Post' on the server. HubException: too_large: 9000: too long"));
    expect([e.code, e.message, e.lost, e.retryable]).toEqual(["too_large", "9000: too long", false, false]);
  });

  it("knows a broken wire from a refusal", () => {
    expect(toGridError(new Error("Invocation canceled due to the underlying connection being closed."))).toMatchObject({ code: "unavailable", lost: true });
    expect(toGridError(new Error("HubException: rate_limited: slow down"))).toMatchObject({ code: "rate_limited", lost: false, retryable: true });
    expect(toGridError(new Error("An unexpected error occurred invoking 'Post' on the server."))).toMatchObject({ code: "unavailable", lost: false });
  });

  it("reads from the last word whether the same call may succeed later", () => {
    expect(toGridError(new Error("HubException: conflict: it is being moved (retry)"))).toMatchObject({
      code: "conflict",
      message: "it is being moved",
      retryable: true,
    });
    expect(toGridError(new Error("HubException: conflict: it is over")).retryable).toBe(false);
  });

  it("knows when to try again where the host says it", () => {
    const error = toGridError(new Error("HubException: rate_limited: Too many messages. retryAfterMs=61000 (retry)"));
    expect([error.code, error.message, error.retryAfterMs, error.retryable]).toEqual(["rate_limited", "Too many messages.", 61_000, true]);
    expect(toGridError(new Error("HubException: invalid: retryAfterMs=1 is no text")).retryAfterMs).toBeNull();
  });

  it("knows a token that was not taken", () => {
    expect(toGridError(Object.assign(new Error("no"), { statusCode: 401 })).code).toBe("unauthenticated");
    expect(toGridError(new Error("Failed to complete negotiation with the server: Error: Unauthorized: Status code '401'")).code).toBe("unauthenticated");
  });
});

describe("backoffMs", () => {
  it("grows, stays within its bounds and never becomes zero", () => {
    for (let attempt = 0; attempt < 60; attempt++) {
      const low = backoffMs(attempt, () => 0);
      const high = backoffMs(attempt, () => 1);
      expect(low).toBeGreaterThanOrEqual(40);
      expect(high).toBeLessThanOrEqual(15_000);
      expect(high).toBeGreaterThanOrEqual(low);
    }
  });

  it("believes what REST itself says of trying again", () => {
    expect(new GridError("unavailable", "switched off", false, null, false).retryable).toBe(false);
    expect(new GridError("conflict", "it is being moved", false, null, true).retryable).toBe(true);
  });
});
