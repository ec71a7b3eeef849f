import { GridError } from "./errors";
import { errorCodes, type AgentSession, type CustomerSession, type ErrorCode } from "./protocol";

export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

export type CustomerSessionRequest = {
  readonly workspace: string;
  readonly externalId?: string;
  readonly signature?: string;
  readonly name?: string;
  readonly email?: string;
  readonly locale?: string;
};

/** REST with the protocol's errors. Throws a GridError and nothing else. */
export class Rest {
  constructor(
    private readonly base: string,
    private readonly fetch: Fetch = (url, init) => globalThis.fetch(url, init),
  ) {}

  customerSession(request: CustomerSessionRequest, olderToken: string | null): Promise<CustomerSession> {
    return this.call("POST", "/api/v1/sessions/customer", request, olderToken);
  }

  agentSession(request: { workspace: string; email: string; password: string }): Promise<AgentSession> {
    return this.call("POST", "/api/v1/sessions/agent", request, null);
  }

  get<T>(path: string, token: string | null): Promise<T> {
    return this.call("GET", path, null, token);
  }

  post<T>(path: string, body: unknown, token: string | null): Promise<T> {
    return this.call("POST", path, body, token);
  }

  remove(path: string, token: string | null): Promise<null> {
    return this.call("DELETE", path, null, token);
  }

  private async call<T>(method: string, path: string, body: unknown, token: string | null): Promise<T> {
    const headers: Record<string, string> = { accept: "application/json" };
    if (body !== null) headers["content-type"] = "application/json";
    if (token !== null) headers["authorization"] = `Bearer ${token}`;
    let response: Response;
    try {
      response = await this.fetch(this.base + path, { method, headers, ...(body === null ? {} : { body: JSON.stringify(body) }) });
    } catch (thrown) {
      throw new GridError("unavailable", thrown instanceof Error ? thrown.message : "network", true);
    }
    if (!response.ok) throw await problem(response);
    return (response.status === 204 ? null : await response.json()) as T;
  }
}

const problem = async (response: Response): Promise<GridError> => {
  const body = (await response.json().catch(() => null)) as { code?: unknown; detail?: unknown; title?: unknown } | null;
  const named = typeof body?.code === "string" && (errorCodes as readonly string[]).includes(body.code);
  const code = named ? (body?.code as ErrorCode) : byStatus(response.status);
  const text = [body?.detail, body?.title].find((x) => typeof x === "string") as string | undefined;
  const after = Number(response.headers.get("retry-after"));
  return new GridError(code, text ?? `HTTP ${response.status}`, false, Number.isFinite(after) && after > 0 ? after * 1000 : null);
};

const byStatus = (status: number): ErrorCode => {
  switch (status) {
    case 401: return "unauthenticated";
    case 403: return "forbidden";
    case 404: return "not_found";
    case 409: return "conflict";
    case 413: return "too_large";
    case 429: return "rate_limited";
    case 501: return "not_configured";
    default: return status >= 500 ? "unavailable" : "invalid";
  }
};
