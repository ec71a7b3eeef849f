import { memo, useDeferredValue, useEffect, useLayoutEffect, useMemo, useRef, useState, type JSX } from "react";
import type { Summary } from "@conversationgrid/sdk/grid/protocol";
import { countViews, type InboxView } from "@conversationgrid/sdk/inbox";
import { fetchConversations, useAgent, useLive } from "../../grid/live";
import { go, usePick, useUi } from "../../grid/ui";
import { useNow } from "../../kit/time";
import { useWords } from "../../words/words";
import { InboxRow } from "./inbox-row";

const views: readonly InboxView[] = ["mine", "waiting", "bot", "snoozed", "done", "all"];
const rowHeightPx = 74;
const refreshEveryMs = 30_000;

export const Inbox = memo((): JSX.Element => {
  const { t } = useWords();
  const live = useLive();
  const { view, find, selected } = usePick("view", "find", "selected");
  const inbox = useDeferredValue(useAgent((s) => s.inbox));
  const rows = useMemo(() => live.rows(inbox, view, find), [inbox, view, find, live]);
  const counts = useMemo(() => countViews(inbox, live.session.agentId), [inbox, live.session.agentId]);
  const more = useListing(view);

  return (
    <nav className="inbox" aria-label={t.nav.inbox}>
      <div className="tabs" role="group" aria-label={t.inbox.views_label}>
        {views.filter((v) => v !== "snoozed" || v === view || counts.snoozed > 0).map((v) => (
          <button key={v} type="button" aria-pressed={v === view} onClick={() => go({ view: v, selected: null })}>
            {t.inbox.views[v]} <span className="count">{counts[v]}</span>
          </button>
        ))}
      </div>
      <input id="search" className="search" type="search" value={find} placeholder={t.inbox.searchHint} aria-label={t.inbox.search} onChange={(e) => useUi.setState({ find: e.target.value })} />
      {rows.length === 0
        ? <p className="empty">{find.trim() !== "" ? t.inbox.noMatch : inbox.loaded ? t.inbox.empty[view] : t.inbox.loading}</p>
        : <Rows key={view} rows={rows} selected={selected} label={t.inbox.views[view]} />}
      {more.next !== null && find.trim() === "" ? <button type="button" className="more" disabled={more.busy} onClick={more.load}>{more.busy ? t.inbox.loading : t.inbox.more}</button> : null}
    </nav>
  );
});

/** Rows drawn beyond each edge of what is seen. */
const beyond = 6;

/** Only what fits on the screen is in the page, however long the list: all rows are of one height, so where each stands is a product. */
const Rows = ({ rows, selected, label }: { readonly rows: readonly Summary[]; readonly selected: string | null; readonly label: string }): JSX.Element => {
  const scroll = useRef<HTMLDivElement>(null);
  const inner = useRef<HTMLDivElement>(null);
  const now = useNow();
  const [seen, setSeen] = useState({ first: 0, count: 12 });
  const look = () => {
    const el = scroll.current;
    if (el === null) return;
    const first = Math.floor(el.scrollTop / rowHeightPx);
    const count = Math.ceil(el.clientHeight / rowHeightPx) + 1;
    setSeen((s) => (s.first === first && s.count === count ? s : { first, count }));
  };
  useLayoutEffect(() => {
    const el = scroll.current;
    if (el === null) return undefined;
    look();
    const resized = new ResizeObserver(look);
    resized.observe(el);
    return () => resized.disconnect();
  }, []);
  useLayoutEffect(() => {
    if (inner.current !== null) inner.current.style.height = `${rows.length * rowHeightPx}px`;
  }, [rows.length]);
  useEffect(() => {
    const [el, at] = [scroll.current, rows.findIndex((x) => x.conversationId === selected)];
    if (el === null || at < 0) return;
    const top = at * rowHeightPx;
    if (top < el.scrollTop) el.scrollTop = top;
    else if (top + rowHeightPx > el.scrollTop + el.clientHeight) el.scrollTop = top + rowHeightPx - el.clientHeight;
    // Only a change of the choice scrolls; rows that move by themselves must not pull the list away.
  }, [selected]);
  const from = Math.max(0, Math.min(seen.first, rows.length - seen.count) - beyond);
  return (
    <div className="rows" ref={scroll} role="list" aria-label={label} tabIndex={0} onScroll={look}>
      <div className="rows-inner" ref={inner}>
        {rows.slice(from, from + seen.count + 2 * beyond).map((row, i) => (
          <InboxRow key={row.conversationId} row={row} top={(from + i) * rowHeightPx} now={now} selected={row.conversationId === selected} index={from + i} total={rows.length} />
        ))}
      </div>
    </div>
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
    const cursors = await Promise.all(queries.map((q) => fetchConversations(live, { ...q, limit: "100", ...(cursor === null ? {} : { cursor }) }).catch(() => null)));
    return queries.length === 1 ? (cursors[0] ?? null) : null;
  };
  useEffect(() => {
    if (!online) return undefined;
    let current = true;
    const load = () => void fetchPage(null).then((c) => { if (current) setNext(c); });
    load();
    const timer = setInterval(load, refreshEveryMs);
    return () => {
      current = false;
      clearInterval(timer);
    };
  }, [view, online]);
  const load = () => {
    setBusy(true);
    void fetchPage(next).then(setNext).finally(() => setBusy(false));
  };
  return { next, busy, load };
};

const queriesOf = (view: InboxView, agentId: string): readonly Record<string, string>[] => {
  switch (view) {
    case "mine": return [{ agentId, state: "assigned" }];
    case "waiting": return [{ state: "waiting" }, { state: "offered" }];
    case "bot": return [{ state: "bot" }];
    case "snoozed": return [{ state: "snoozed" }];
    case "done": return [{ state: "resolved" }, { state: "closed" }];
    case "all": return [{}];
  }
};
