import { useEffect, useRef, type JSX } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { BoardPoint } from "@conversationgrid/sdk/board";
import { clock } from "../../kit/time";
import { useWords } from "../../words/words";

/** The last minutes: how many wait, how many are with agents. The same numbers stand in a table for those who do not see it. */
export const Charts = ({ history }: { readonly history: readonly BoardPoint[] }): JSX.Element => {
  const { t, locale } = useWords();
  const holder = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  useEffect(() => {
    const el = holder.current;
    if (el === null) return undefined;
    const colour = (name: string) => getComputedStyle(el).getPropertyValue(name).trim();
    const time = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
    const axis = { stroke: () => colour("--dim"), grid: { stroke: () => colour("--line"), width: 1 }, ticks: { show: false } };
    const made = new uPlot({
      width: Math.max(200, el.clientWidth), height: 200, cursor: { drag: { x: false, y: false } }, legend: { show: true, live: false },
      scales: { y: { range: (_u, _min, max) => [0, Math.max(4, Math.ceil(max * 1.15))] } },
      axes: [{ ...axis, values: (_u, splits) => splits.map((s) => time.format(new Date(s * 1000))), space: 90 }, { ...axis, size: 44, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] }],
      series: [
        {},
        { label: t.board.waiting, stroke: () => colour("--warn"), width: 2.5, points: { show: false } },
        { label: t.board.withAgents, stroke: () => colour("--brand"), width: 2.5, dash: [8, 4], points: { show: false } },
      ],
    }, toData([]), el);
    plot.current = made;
    const resized = new ResizeObserver(() => made.setSize({ width: Math.max(200, el.clientWidth), height: 200 }));
    resized.observe(el);
    const scheme = new MutationObserver(() => made.redraw());
    scheme.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    return () => {
      resized.disconnect();
      scheme.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [locale, t]);
  useEffect(() => plot.current?.setData(toData(history)), [history, locale, t]);
  const shown = history.filter((_, i) => i % Math.max(1, Math.floor(history.length / 10)) === 0).slice(-10);
  const newest = history.at(-1)?.at ?? 0;
  return (
    <>
      <div className="chart" ref={holder} role="img" aria-label={`${t.board.chart}: ${t.board.waiting} ${history.at(-1)?.waiting ?? 0}`} />
      <details className="chart-table"><summary>{t.board.shownAs}</summary>
        <table><thead><tr><th scope="col">{t.board.time}</th><th scope="col" className="num">{t.board.waiting}</th><th scope="col" className="num">{t.board.withAgents}</th></tr></thead>
          <tbody>{shown.map((p) => <tr key={p.at}><th scope="row">−{clock(newest - p.at)}</th><td className="num">{p.waiting}</td><td className="num">{p.assigned ?? "–"}</td></tr>)}</tbody></table>
      </details>
    </>
  );
};

const toData = (history: readonly BoardPoint[]): uPlot.AlignedData => [
  history.map((p) => p.at / 1000), history.map((p) => p.waiting), history.map((p) => p.assigned),
];
