import { createContext, useContext, useSyncExternalStore } from "react";
import { AgentClient, type AgentState } from "@conversationgrid/sdk/agent-client";
import type { OpenThread } from "@conversationgrid/sdk/open-thread";
import { browserWake } from "@conversationgrid/sdk/grid/browser-wake";
import { GridError, toGridError } from "@conversationgrid/sdk/grid/errors";
import type { Observable } from "@conversationgrid/sdk/grid/observable";
import { hubPaths, type AgentSession, type Page, type RoutingChoice, type Summary, type Translation } from "@conversationgrid/sdk/grid/protocol";
import { Rest } from "@conversationgrid/sdk/grid/sessions";
import { signalrHub } from "@conversationgrid/sdk/grid/signalr-hub";
import type { Inbox, InboxView } from "@conversationgrid/sdk/inbox";
import { listView, type Listed } from "@conversationgrid/sdk/list-view";
import { countedOf, queriesOf, type Counted } from "@conversationgrid/sdk/tab-counts";
import { SupervisorClient } from "@conversationgrid/sdk/supervisor-client";
import { toSummary } from "@conversationgrid/sdk/wire-shapes";
import { lastingStore, isNewSession } from "./session";

export const rest = new Rest(location.origin);

/** Everything that lives while someone is signed in. */
export type Live = {
  readonly session: AgentSession;
  /** False after a reload, which goes on with the session of before. */
  readonly isNew: boolean;
  readonly agent: AgentClient;
  /** Null for those who may not see the board. */
  readonly supervisor: SupervisorClient | null;
  /** The rows of a view in order; asked again after a small change, it costs little. */
  readonly rows: (inbox: Inbox, view: InboxView, find: string, found?: ReadonlySet<string>) => readonly Summary[];
  readonly stop: () => void;
};

export const startLive = (session: AgentSession, onSessionEnded: () => void): Live => {
  const agent = new AgentClient({ hub: signalrHub(location.origin + hubPaths.agent), session, store: lastingStore, wake: browserWake, onSessionEnded });
  const supervisor =
    session.role === "agent"
      ? null
      : new SupervisorClient({
          hub: signalrHub(location.origin + hubPaths.supervisor),
          session,
          wake: browserWake,
          onSessionEnded,
          onAlert: (alert) => agent.alerted(alert),
        });
  const isNew = isNewSession(session);
  let listed: Listed | null = null;
  agent.start();
  supervisor?.start();
  return {
    session,
    isNew,
    agent,
    supervisor,
    rows: (inbox, view, find, found) => {
      listed = listView(inbox, view, session.agentId, find, listed, found ?? listed?.found);
      return listed.rows;
    },
    stop: () => {
      void agent.stop();
      void supervisor?.stop();
    },
  };
};

export const LiveContext = createContext<Live | null>(null);
export const useLive = (): Live => {
  const live = useContext(LiveContext);
  if (live === null) throw new Error("This part of the desk is shown only to someone who is signed in.");
  return live;
};

/** Reads a piece of live state; the selector must give the same object for the same state. */
export const useObservable = <S, T>(source: Observable<S>, select: (state: S) => T): T => useSyncExternalStore(source.watch, () => select(source.get()));

export const useAgent = <T>(select: (state: AgentState) => T): T => useObservable(useLive().agent.state, select);

export const useOpen = (conversationId: string): OpenThread | null => useAgent((s) => s.open.get(conversationId) ?? null);

/** The state is read from the list where the host keeps it current, and from the thread where it is open. */
export const useConversationState = (conversationId: string | null): string | null =>
  useAgent((s) => {
    if (conversationId === null) return null;
    const open = s.open.get(conversationId)?.thread.state;
    return open !== undefined && open !== "none" ? open : (s.inbox.byId.get(conversationId)?.state ?? null);
  });

type ConversationPage = Page<unknown> & { readonly total?: number | null; readonly totalIsMore?: boolean | null };

/** One page of the conversations that this person may see; answers where the next one begins. */
export const fetchConversations = async (live: Live, query: Readonly<Record<string, string>>): Promise<string | null> => {
  const page = await rest.get<ConversationPage>(`/api/v1/conversations?${new URLSearchParams(query).toString()}`, live.session.token);
  live.agent.listed(page.items);
  return page.next ?? null;
};

/** Finds words anywhere in the conversations of a view; what is found is in the list from then on. Answers the ids. */
export const searchConversations = async (live: Live, q: string, view: InboxView): Promise<ReadonlySet<string>> => {
  const pages = await Promise.all(
    queriesOf(view, live.session.agentId).map((of) =>
      rest.get<ConversationPage>(`/api/v1/conversations?${new URLSearchParams({ ...of, q, limit: "100" }).toString()}`, live.session.token),
    ),
  );
  const items = pages.flatMap((page) => page.items);
  live.agent.listed(items);
  return new Set(
    items
      .map(toSummary)
      .filter((x): x is Summary => x !== null)
      .map((x) => x.conversationId),
  );
};

/** How many conversations a view has, as the host counts them; null where it does not. */
export const countView = async (live: Live, view: InboxView, loaded: number): Promise<Counted | null> =>
  countedOf(
    await Promise.all(
      queriesOf(view, live.session.agentId).map((q) =>
        rest.get<ConversationPage>(`/api/v1/conversations?${new URLSearchParams({ ...q, limit: "1" }).toString()}`, live.session.token),
      ),
    ),
    loaded,
  );

/** The open conversations of one customer that this person may see. */
export const fetchOpenOf = async (live: Live, customerId: string): Promise<readonly Summary[]> => {
  const page = await rest.get<ConversationPage>(`/api/v1/conversations?${new URLSearchParams({ customerId, limit: "100" }).toString()}`, live.session.token);
  return page.items.map(toSummary).filter((x): x is Summary => x !== null && x.state !== "resolved" && x.state !== "closed");
};

/** Why offers of a conversation went to whom, the newest first; empty where the host does not say. */
export const fetchRouting = async (live: Live, conversationId: string): Promise<readonly RoutingChoice[]> =>
  (await rest.get<{ readonly choices?: readonly RoutingChoice[] }>(`/api/v1/conversations/${encodeURIComponent(conversationId)}/routing`, live.session.token))
    .choices ?? [];

/** One message in another language, by the host's model. */
export const fetchTranslation = (live: Live, conversationId: string, seq: number, language: string): Promise<Translation> =>
  rest.post<Translation>(`/api/v1/conversations/${encodeURIComponent(conversationId)}/messages/${seq}/translation`, { language }, live.session.token);

export const errorText = (thrown: unknown): string => {
  const e: GridError = toGridError(thrown);
  return e.message === "" ? e.code : e.message;
};
