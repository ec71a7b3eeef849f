import { BlockedError, GridError } from "./errors";
import { toJson } from "./json";
import { errorCodes, type AgentSession, type CustomerSession, type ErrorCode } from "./protocol";

export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

export type CustomerSessionRequest = {
  readonly workspace: string;
  readonly externalId?: string;
  readonly signature?: string;
  /** A token of the site's own server that names the customer in its `sub`. */
  readonly assertion?: string;
  readonly name?: string;
  readonly email?: string;
  readonly locale?: string;
};

/** Taken when the code is loaded: a page that replaces `fetch` later replaces it for itself. */
const pageFetch: Fetch | undefined = globalThis.fetch?.bind(globalThis);

/** The company's own id of the customer; null for an anonymous one. */
export const personOf = ({ externalId, assertion }: Pick<CustomerSessionRequest, "externalId" | "assertion">): string | null =>
  externalId || (assertion ? subjectOf(assertion) : null);

/** Only the host checks an assertion; here it names whose things are kept. One that cannot be read is a person of its own. */
const subjectOf = (assertion: string): string => {
  try {
    const bytes = Uint8Array.from(atob((assertion.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
    const { sub } = JSON.parse(new TextDecoder().decode(bytes)) as { sub?: unknown };
    return typeof sub === "string" && sub !== "" ? sub : assertion;
  } catch {
    return assertion;
  }
};

/** REST with the protocol's errors. Throws a GridError and nothing else. */
export class Rest {
  constructor(
    private readonly base: string,
    private readonly fetch: Fetch = (url, init) => (pageFetch ?? globalThis.fetch)(url, init),
  ) {}

  customerSession(request: CustomerSessionRequest, olderToken: string | null): Promise<CustomerSession> {
    return this.call("POST", "/api/v1/sessions/customer", request, olderToken);
  }

  async customerLogout(token: string): Promise<void> {
    await this.call("POST", "/api/v1/sessions/customer/logout", {}, token);
  }

  /**
   * Why a page of another origin cannot call this host though it is there; null where that is not so. A browser asks nobody before a plain GET, and
   * the host lets the page read this one refusal.
   */
  async whyBlocked(): Promise<GridError | null> {
    if (typeof document === "undefined" || new URL(this.base, location.href).origin === location.origin) return null;
    const policy = watchPolicy(new URL(this.base).host);
    try {
      const response = await this.fetch(`${this.base}/health/live`, { credentials: "omit" });
      if (response.status !== 403 || (await problem(response)).code !== "forbidden") return null;
      return new BlockedError(
        "origin",
        `${this.base} does not allow pages of ${globalThis.origin}. Add this origin to its setting Grid:Gateway:AllowedOrigins.`,
      );
    } catch {
      return (await policy.violated())
        ? new BlockedError("policy", `The content policy of this page does not allow ${this.base}. Add it, and the same with ws: or wss:, to connect-src.`)
        : isMixed(this.base)
          ? new BlockedError("policy", `A page that came by https may not call ${this.base}. The host needs https, or TLS before it.`)
          : null;
    } finally {
      policy.stop();
    }
  }

  agentSession(request: { workspace: string; email: string; password: string; code?: string }): Promise<AgentSession> {
    return this.call("POST", "/api/v1/sessions/agent", request, null);
  }

  /** How staff of a workspace can sign in beside a password. */
  signInWays(workspace: string): Promise<{ readonly company: boolean }> {
    return this.call("GET", `/api/v1/sessions/agent/ways?workspace=${encodeURIComponent(workspace)}`, null, null);
  }

  /** The session of whom the company's own sign-in led back with a code. */
  companySession(request: { workspace: string; code: string }): Promise<AgentSession> {
    return this.call("POST", "/api/v1/sessions/agent/openid", request, null);
  }

  get<T>(path: string, token: string | null): Promise<T> {
    return this.call("GET", path, null, token);
  }

  post<T>(path: string, body: unknown, token: string | null): Promise<T> {
    return this.call("POST", path, body, token);
  }

  /** @param version What was read: somebody else's change since then is not written over, but refused with `conflict`. */
  put<T>(path: string, body: unknown, token: string | null, version?: number): Promise<T> {
    return this.call("PUT", path, body, token, version);
  }

  remove(path: string, token: string | null, version?: number): Promise<null> {
    return this.call("DELETE", path, null, token, version);
  }

  private async call<T>(method: string, path: string, body: unknown, token: string | null, version?: number): Promise<T> {
    const headers: Record<string, string> = { accept: "application/json" };
    if (version !== undefined) headers["if-match"] = `"${version}"`;
    if (body !== null) headers["content-type"] = "application/json";
    if (token !== null) headers["authorization"] = `Bearer ${token}`;
    let response: Response;
    try {
      response = await this.fetch(this.base + path, { method, headers, ...(body === null ? {} : { body: toJson(body) }) });
    } catch (thrown) {
      throw new GridError("unavailable", thrown instanceof Error ? thrown.message : "network", true);
    }
    if (!response.ok) throw await problem(response);
    return (response.status === 204 || response.status === 205 ? null : await response.json()) as T;
  }
}

const policyEventMs = 100;

/** The browser tells of a blocked call in an event that may come after the call has failed. */
const watchPolicy = (host: string) => {
  let seen = false;
  const heard = (e: SecurityPolicyViolationEvent) => (seen ||= e.effectiveDirective === "connect-src" && e.blockedURI.includes(host));
  document.addEventListener("securitypolicyviolation", heard);
  return {
    violated: async () => {
      if (!seen) await new Promise((resolve) => setTimeout(resolve, policyEventMs));
      return seen;
    },
    stop: () => document.removeEventListener("securitypolicyviolation", heard),
  };
};

const isMixed = (base: string): boolean => location.protocol === "https:" && base.startsWith("http:");

const problem = async (response: Response): Promise<GridError> => {
  const body = (await response.json().catch(() => null)) as {
    code?: unknown;
    detail?: unknown;
    title?: unknown;
    retryable?: unknown;
    secondFactor?: unknown;
  } | null;
  const named = typeof body?.code === "string" && (errorCodes as readonly string[]).includes(body.code);
  const code = named ? (body?.code as ErrorCode) : byStatus(response.status);
  const text = [body?.detail, body?.title].find((x) => typeof x === "string") as string | undefined;
  const after = Number(response.headers.get("retry-after"));
  const says = typeof body?.retryable === "boolean" ? body.retryable : null;
  return new GridError(
    code,
    text ?? `HTTP ${response.status}`,
    false,
    Number.isFinite(after) && after > 0 ? after * 1000 : null,
    says,
    body?.secondFactor === true,
  );
};

const byStatus = (status: number): ErrorCode => {
  switch (status) {
    case 401:
      return "unauthenticated";
    case 403:
      return "forbidden";
    case 404:
      return "not_found";
    case 409:
      return "conflict";
    case 413:
      return "too_large";
    case 429:
      return "rate_limited";
    case 501:
      return "not_configured";
    default:
      return status >= 500 ? "unavailable" : "invalid";
  }
};
