import { errorCodes, type ErrorCode } from "./protocol";

const codes: ReadonlySet<string> = new Set(errorCodes);
/** The last word of an explanation when the host says that the call may be sent again. */
const retryMark = " (retry)";
/** What stands before that word when the host knows how long to wait. */
const retryAfter = /\s*retryAfterMs=(\d+)(?= \(retry\)$)/;
/** Codes that may be sent again whatever the explanation says. */
const retryable: ReadonlySet<ErrorCode> = new Set(["rate_limited", "unavailable"]);

/** A refusal in the words of the protocol. `lost` says that the wire broke, so nobody knows whether the call arrived. */
export class GridError extends Error {
  /** Whether the same call may succeed later, without any change. */
  readonly retryable: boolean;

  /** @param says What the host itself says of trying again, where it does; REST does, in `retryable`. */
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly lost = false,
    readonly retryAfterMs: number | null = null,
    says: boolean | null = null,
    /** Whether the password is right and a code of the second factor is missing. */
    readonly needsSecondFactor = false,
  ) {
    super(message.endsWith(retryMark) ? message.slice(0, -retryMark.length) : message);
    this.name = "GridError";
    this.retryable = says ?? (lost || message.endsWith(retryMark) || retryable.has(code));
  }
}

/** The page's browser does not let it call the host: the host does not allow the page's origin, or the page's own policy forbids it. Waiting does not help. */
export class BlockedError extends GridError {
  constructor(
    readonly by: "origin" | "policy",
    message: string,
  ) {
    super("forbidden", message);
    this.name = "BlockedError";
  }
}

/** Reads `code: explanation` out of what SignalR throws; anything else is a broken wire. */
export const toGridError = (thrown: unknown): GridError => {
  if (thrown instanceof GridError) return thrown;
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const status = statusOf(thrown);
  if (status === 401) return new GridError("unauthenticated", text);
  if (status === 403) return new GridError("forbidden", text);
  const marker = text.lastIndexOf("HubException: ");
  const said = marker >= 0 ? text.slice(marker + "HubException: ".length) : text;
  const parts = /^([a-z_]+):\s*(.*)$/s.exec(said);
  const code = parts?.[1];
  if (code !== undefined && codes.has(code)) {
    const explanation = parts?.[2] ?? "";
    const after = retryAfter.exec(explanation)?.[1];
    return new GridError(code as ErrorCode, explanation.replace(retryAfter, ""), false, after === undefined ? null : Number(after));
  }
  if (marker >= 0 || text.includes("on the server")) return new GridError("unavailable", text);
  return new GridError("unavailable", text, true);
};

const statusOf = (thrown: unknown): number | null => {
  if (typeof thrown !== "object" || thrown === null) return null;
  const status = (thrown as { statusCode?: unknown }).statusCode;
  if (typeof status === "number") return status;
  const text = (thrown as { message?: unknown }).message;
  return typeof text === "string" && /status code '?401'?|\b401\b.*unauthori[sz]ed|unauthori[sz]ed.*\b401\b/i.test(text) ? 401 : null;
};
