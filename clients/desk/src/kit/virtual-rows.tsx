import { Fragment, useEffect, useLayoutEffect, useRef, useState, type JSX } from "react";

/** Rows drawn beyond each edge of what is seen. */
const beyond = 6;

/** Only what fits on the screen is in the page, however long the list: all rows are of one height, so where each stands is a product. */
export const VirtualRows = <T,>({
  rows,
  keyOf,
  rowHeightPx,
  chosen,
  label,
  children,
}: {
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  readonly rowHeightPx: number;
  /** The key of the row that is kept in sight; null: none. */
  readonly chosen: string | null;
  readonly label: string;
  readonly children: (row: T, top: number, index: number) => JSX.Element;
}): JSX.Element => {
  const scroll = useRef<HTMLDivElement>(null);
  const inner = useRef<HTMLDivElement>(null);
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
    const [el, at] = [scroll.current, chosen === null ? -1 : rows.findIndex((x) => keyOf(x) === chosen)];
    if (el === null || at < 0) return;
    const top = at * rowHeightPx;
    if (top < el.scrollTop) el.scrollTop = top;
    else if (top + rowHeightPx > el.scrollTop + el.clientHeight) el.scrollTop = top + rowHeightPx - el.clientHeight;
    // Only a change of the choice scrolls; rows that move by themselves must not pull the list away.
  }, [chosen]);
  const from = Math.max(0, Math.min(seen.first, rows.length - seen.count) - beyond);
  return (
    <div className="rows" ref={scroll} role="list" aria-label={label} tabIndex={0} onScroll={look}>
      <div className="rows-inner" ref={inner}>
        {rows.slice(from, from + seen.count + 2 * beyond).map((row, i) => (
          <Fragment key={keyOf(row)}>{children(row, (from + i) * rowHeightPx, from + i)}</Fragment>
        ))}
      </div>
    </div>
  );
};

/** Puts a row where it stands; a style in the mark-up would break the content policy. */
export const placeAt =
  (top: number) =>
  (el: HTMLElement | null): void => {
    if (el !== null) el.style.transform = `translateY(${top}px)`;
  };
