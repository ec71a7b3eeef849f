import type { JSX } from "react";

export type MoodKind = "good" | "neutral" | "bad" | "unknown";
export const moodKind = (mood: number | null): MoodKind => (mood === null ? "unknown" : mood > 0.25 ? "good" : mood < -0.25 ? "bad" : "neutral");

/** A face and a colour, never a colour alone. */
export const MoodFace = ({ mood, label }: { readonly mood: number | null; readonly label: string }): JSX.Element => {
  const kind = moodKind(mood);
  const mouth = kind === "good" ? "M8 14c1 2 7 2 8 0" : kind === "bad" ? "M8 16c1-2 7-2 8 0" : "M8 15h8";
  return (
    <svg className={`face ${kind}`} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" role="img" aria-label={label}>
      <circle cx="12" cy="12" r="9" />
      <path d={kind === "unknown" ? "M9 15h6" : mouth} />
      <path d="M9 10v.01M15 10v.01" strokeWidth="3" />
    </svg>
  );
};

/** Mood over time as a line; the numbers stand in a table beside it for those who do not see it. */
export const MoodLine = ({ points, label }: { readonly points: readonly number[]; readonly label: string }): JSX.Element | null => {
  if (points.length === 0) return null;
  const [w, h, pad] = [240, 56, 5];
  const x = (i: number) => (points.length === 1 ? w / 2 : pad + (i * (w - 2 * pad)) / (points.length - 1));
  const y = (v: number) => h / 2 - Math.max(-1, Math.min(1, v)) * (h / 2 - pad);
  const last = points.at(-1) ?? 0;
  return (
    <svg className="mood-line" viewBox={`0 0 ${w} ${h}`} role="img" aria-label={label}>
      <line x1="0" x2={w} y1={h / 2} y2={h / 2} className="zero" />
      <polyline points={points.map((v, i) => `${x(i)},${y(v)}`).join(" ")} className="line" />
      <circle cx={x(points.length - 1)} cy={y(last)} r="4" className={`end ${moodKind(last)}`} />
    </svg>
  );
};
