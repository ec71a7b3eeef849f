import { memo, useDeferredValue, useEffect, useMemo, useRef, useState, type JSX } from "react";
import type { Summary } from "@conversationgrid/sdk/grid/protocol";
import { countViews, type InboxView } from "@conversationgrid/sdk/inbox";
import { queriesOf, shownCount, type Counted } from "@conversationgrid/sdk/tab-counts";
import { countView, fetchConversations, searchConversations, useAgent, useLive } from "../../grid/live";
import { go, usePick, useUi } from "../../grid/ui";
import { useNow } from "../../kit/time";
import { VirtualRows } from "../../kit/virtual-rows";
import { useWords } from "../../words/words";
import { InboxRow } from "./inbox-row";

const views: readonly InboxView[] = ["mine", "waiting", "bot", "snoozed", "done", "all"];
const rowHeightPx = 74;
const refreshEveryMs = 30_000;
const searchAfterMs = 250;

export const Inbox = memo((): JSX.Element => {
  const { t } = useWords();
  const live = useLive();
  const { view, find, selected } = usePick("view", "find", "selected");
  const inbox = useDeferredValue(useAgent((s) => s.inbox));
  const found = useSearch(find, view);
  const rows = useMemo(() => live.rows(inbox, view, find, found), [inbox, view, find, found, live]);
  const counts = useMemo(() => countViews(inbox, live.session.agentId), [inbox, live.session.agentId]);
  const counted = useCounts(counts);
  const more = useListing(view);

  return (
    <nav className="inbox" aria-label={t.nav.inbox}>
      <div className="tabs" role="group" aria-label={t.inbox.views_label}>
        {views
          .filter((v) => v !== "snoozed" || v === view || (counted.snoozed?.total ?? counts.snoozed) > 0)
          .map((v) => (
            <button key={v} type="button" aria-pressed={v === view} onClick={() => go({ view: v, selected: null })}>
              {t.inbox.views[v]} <span className="count">{shownCount(counted[v], counts[v])}</span>
            </button>
          ))}
      </div>
      <input
        id="search"
        className="search"
        type="search"
        value={find}
        placeholder={t.inbox.searchHint}
        aria-label={t.inbox.search}
        onChange={(e) => useUi.setState({ find: e.target.value })}
      />
      {rows.length === 0 ? (
        <p className="empty">{find.trim() !== "" ? t.inbox.noMatch : inbox.loaded ? t.inbox.empty[view] : t.inbox.loading}</p>
      ) : (
        <Rows key={view} rows={rows} selected={selected} label={t.inbox.views[view]} />
      )}
      {more.next !== null && find.trim() === "" ? (
        <button type="button" className="more" disabled={more.busy} onClick={more.load}>
          {more.busy ? t.inbox.loading : t.inbox.more}
        </button>
      ) : null}
    </nav>
  );
});

const keyOf = (row: Summary): string => row.conversationId;

const Rows = ({ rows, selected, label }: { readonly rows: readonly Summary[]; readonly selected: string | null; readonly label: string }): JSX.Element => {
  const now = useNow();
  return (
    <VirtualRows rows={rows} keyOf={keyOf} rowHeightPx={rowHeightPx} chosen={selected} label={label}>
      {(row, top, index) => <InboxRow row={row} top={top} now={now} selected={row.conversationId === selected} index={index} total={rows.length} />}
    </VirtualRows>
  );
};

/** Fills a list over REST when it is looked at; what changes afterwards is pushed, the refresh is a safety net. */
const useListing = (view: InboxView): { readonly next: string | null; readonly busy: boolean; readonly load: () => void } => {
  const live = useLive();
  const online = useAgent((s) => s.link.phase === "online");
  const [next, setNext] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const fetchPage = async (cursor: string | null) => {
    const queries = queriesOf(view, live.session.agentId);
    const cursors = await Promise.all(
      queries.map((q) => fetchConversations(live, { ...q, limit: "100", ...(cursor === null ? {} : { cursor }) }).catch(() => null)),
    );
    return queries.length === 1 ? (cursors[0] ?? null) : null;
  };
  useEffect(() => {
    if (!online) return undefined;
    let current = true;
    const load = () =>
      void fetchPage(null).then((c) => {
        if (current) setNext(c);
      });
    load();
    const timer = setInterval(load, refreshEveryMs);
    return () => {
      current = false;
      clearInterval(timer);
    };
  }, [view, online]);
  const load = () => {
    setBusy(true);
    void fetchPage(next)
      .then(setNext)
      .finally(() => setBusy(false));
  };
  return { next, busy, load };
};

const noIds: ReadonlySet<string> = new Set();

/** Asks the host for words anywhere in the view's conversations, once the person stops typing for a moment. The rows that are loaded are filtered at once. */
const useSearch = (find: string, view: InboxView): ReadonlySet<string> => {
  const live = useLive();
  const words = find.trim();
  const [found, setFound] = useState(noIds);
  useEffect(() => {
    setFound(noIds);
    if (words === "") return undefined;
    let current = true;
    const timer = setTimeout(
      () =>
        void searchConversations(live, words, view)
          .then((ids) => {
            if (current) setFound(ids);
          })
          .catch(() => null),
      searchAfterMs,
    );
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [words, view, live]);
  return found;
};

/** True counts of the tabs: asked when the desk is online, and again now and then. */
const useCounts = (loaded: Readonly<Record<InboxView, number>>): Readonly<Partial<Record<InboxView, Counted>>> => {
  const live = useLive();
  const online = useAgent((s) => s.link.phase === "online");
  const [counted, setCounted] = useState<Readonly<Partial<Record<InboxView, Counted>>>>({});
  const latest = useRef(loaded);
  latest.current = loaded;
  useEffect(() => {
    if (!online) return undefined;
    let current = true;
    const ask = () => {
      for (const view of views)
        void countView(live, view, latest.current[view])
          .then((c) => {
            if (current && c !== null) setCounted((before) => ({ ...before, [view]: c }));
          })
          .catch(() => null);
    };
    ask();
    const timer = setInterval(ask, refreshEveryMs);
    return () => {
      current = false;
      clearInterval(timer);
    };
  }, [online, live]);
  return counted;
};
