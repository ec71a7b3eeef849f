import type { JSX } from "react";
import { clock } from "./time";

const soonMs = 5 * 60_000;

/** Time left until a target, or since it was missed: with a sign and a colour, never a colour alone. */
export const Countdown = ({ dueAt, now, label }: { readonly dueAt: string; readonly now: number; readonly label: string }): JSX.Element => {
  const left = Date.parse(dueAt) - now;
  return (
    <span className={`chip clock ${left < 0 ? "missed" : left < soonMs ? "soon" : ""}`} title={label}>
      <span className="hidden">{label} </span>
      {left < 0 ? "−" : ""}
      {clock(Math.abs(left))}
    </span>
  );
};
