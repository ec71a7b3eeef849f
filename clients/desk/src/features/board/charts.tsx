import { useEffect, useRef, type JSX } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { BoardPoint } from "@conversationgrid/sdk/board";
import { clock } from "../../kit/time";
import { useWords } from "../../words/words";

type Line = {
  readonly label: string;
  readonly colour: string;
  readonly dash?: number[];
  readonly of: (p: BoardPoint) => number | null;
  readonly show: (x: number) => string;
};
type ChartProps = {
  readonly title: string;
  readonly history: readonly BoardPoint[];
  readonly lines: readonly Line[];
  readonly low: number;
  readonly high: (max: number) => number;
};

const heightPx = 170;
const whole = (x: number): string => String(Math.round(x));
const percent = (x: number): string => `${Math.round(x)} %`;

/** The last minutes in three pictures; the same numbers stand in tables for those who do not see them. */
export const Charts = ({ history }: { readonly history: readonly BoardPoint[] }): JSX.Element => {
  const { t } = useWords();
  const b = t.board;
  return (
    <>
      <Chart
        title={b.chart}
        history={history}
        low={0}
        high={(max) => Math.max(4, Math.ceil(max * 1.15))}
        lines={[
          { label: b.waiting, colour: "--warn", of: (p) => p.waiting, show: whole },
          { label: b.withAgents, colour: "--brand", dash: [8, 4], of: (p) => p.assigned, show: whole },
        ]}
      />
      <Chart
        title={b.moodChart}
        history={history}
        low={-100}
        high={() => 100}
        lines={[{ label: b.mood, colour: "--good", of: (p) => scaled(p.mood), show: whole }]}
      />
      <Chart
        title={b.automationChart}
        history={history}
        low={0}
        high={() => 100}
        lines={[{ label: b.automation, colour: "--brand", of: (p) => scaled(p.automation), show: percent }]}
      />
    </>
  );
};

const scaled = (x: number | null): number | null => (x === null ? null : x * 100);

const Chart = ({ title, history, lines, low, high }: ChartProps): JSX.Element => {
  const { t, locale } = useWords();
  const holder = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const data = (): uPlot.AlignedData => [history.map((p) => p.at / 1000), ...lines.map((l) => history.map(l.of))];
  useEffect(() => {
    const el = holder.current;
    if (el === null) return undefined;
    const colour = (name: string) => getComputedStyle(el).getPropertyValue(name).trim();
    const time = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
    const axis = { stroke: () => colour("--dim"), grid: { stroke: () => colour("--line"), width: 1 }, ticks: { show: false } };
    const width = () => Math.max(180, el.clientWidth);
    const made = new uPlot(
      {
        width: width(),
        height: heightPx,
        cursor: { drag: { x: false, y: false } },
        legend: { show: lines.length > 1, live: false },
        scales: { y: { range: (_u, _min, max) => [low, high(max)] } },
        axes: [
          { ...axis, values: (_u, splits) => splits.map((s) => time.format(new Date(s * 1000))), space: 90 },
          { ...axis, size: 48, values: (_u, splits) => splits.map((s) => lines[0]?.show(s) ?? ""), incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] },
        ],
        series: [
          {},
          ...lines.map((l) => ({ label: l.label, stroke: () => colour(l.colour), width: 2.5, points: { show: false }, ...(l.dash ? { dash: l.dash } : {}) })),
        ],
      },
      data(),
      el,
    );
    plot.current = made;
    const resized = new ResizeObserver(() => made.setSize({ width: width(), height: heightPx }));
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
  useEffect(() => plot.current?.setData(data()), [history, locale, t]);
  const shown = history.filter((_, i) => i % Math.max(1, Math.floor(history.length / 10)) === 0).slice(-10);
  const newest = history.at(-1);
  const words = (l: Line, p: BoardPoint | undefined): string => {
    const x = p === undefined ? null : l.of(p);
    return x === null ? "–" : l.show(x);
  };
  return (
    <section className="card chart-card">
      <h2>{title}</h2>
      <div className="chart" ref={holder} role="img" aria-label={`${title}: ${lines.map((l) => `${l.label} ${words(l, newest)}`).join(", ")}`} />
      <details className="chart-table">
        <summary>
          {t.board.shownAs}
          <span className="hidden">: {title}</span>
        </summary>
        <table>
          <thead>
            <tr>
              <th scope="col">{t.board.time}</th>
              {lines.map((l) => (
                <th key={l.label} scope="col" className="num">
                  {l.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((p) => (
              <tr key={p.at}>
                <th scope="row">−{clock((newest?.at ?? p.at) - p.at)}</th>
                {lines.map((l) => (
                  <td key={l.label} className="num">
                    {words(l, p)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
};
