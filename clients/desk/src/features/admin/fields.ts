import type { Definition, Setting, SettingKind } from "../../grid/settings";
import type { Words } from "../../words/words";

/** A value that can be chosen, and how it reads. */
export type Option = { readonly value: string; readonly label: string };

/** What a form needs to know beside its own setting. */
export type Around = { readonly settings: Readonly<Record<SettingKind, readonly Setting[]>>; readonly t: Words };
export type Source = (around: Around) => readonly Option[];

export type FieldWord = keyof Words["admin"]["fields"];

type Base = {
  /** Member of the definition. */
  readonly name: string;
  /** Key of its label; the name, if left out. */
  readonly word?: FieldWord;
  /** Key of a sentence below it. */
  readonly hint?: keyof Words["admin"]["hints"];
  readonly required?: boolean;
};

/** A field that needs to know nothing more. */
type Bare<K extends string> = { readonly is: K };

/** One member of a definition, and how it is edited. */
export type Field = Base &
  (
    | { readonly is: "text"; readonly long?: boolean; readonly suggest?: Source }
    | Bare<"email">
    | Bare<"date">
    | Bare<"duration">
    | Bare<"check">
    | Bare<"words">
    | Bare<"texts">
    | { readonly is: "number"; readonly min: number; readonly max: number }
    | { readonly is: "pick"; readonly of: Source }
    | { readonly is: "many"; readonly of: Source; readonly numbers?: boolean }
    | { readonly is: "levels"; readonly of: Source; readonly min: number; readonly max: number }
    | { readonly is: "group"; readonly fields: readonly Field[] }
    | {
        readonly is: "rows";
        readonly fields: (row: Definition) => readonly Field[];
        readonly fresh: Definition;
        /** The member that says what the others mean: with another value of it they begin again. */
        readonly led?: string;
      }
  );

/** All members without those that say nothing: an empty text, list or object is left out, as the host's defaults want it. */
export const pruned = (value: Definition): Definition => {
  const kept: Record<string, unknown> = {};
  for (const [name, x] of Object.entries(value)) {
    const clean = prunedValue(x);
    if (clean !== undefined) kept[name] = clean;
  }
  return kept;
};

const prunedValue = (x: unknown): unknown => {
  if (x === null || x === undefined || x === "") return undefined;
  if (Array.isArray(x)) {
    const items = x.map(prunedValue).filter((item) => item !== undefined);
    return items.length === 0 ? undefined : items;
  }
  if (typeof x !== "object") return x;
  const inner = pruned(x as Definition);
  return Object.keys(inner).length === 0 ? undefined : inner;
};

export const units = ["seconds", "minutes", "hours", "days"] as const;
export type Unit = (typeof units)[number];
const secondsOf: Readonly<Record<Unit, number>> = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 };

/** `1.02:03:04` as seconds; null for what is no duration. */
export const secondsOfDuration = (text: unknown): number | null => {
  const parts = typeof text === "string" ? /^(?:(\d+)\.)?(\d{1,2}):(\d{2}):(\d{2})(?:\.\d+)?$/.exec(text) : null;
  if (parts === null) return null;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((x) => Number(x ?? 0));
  return days * secondsOf.days + hours * secondsOf.hours + minutes * secondsOf.minutes + seconds;
};

/** A duration as the host writes it. */
export const durationOf = (amount: number, unit: Unit): string => {
  const all = Math.round(amount * secondsOf[unit]);
  const two = (n: number) => String(n).padStart(2, "0");
  const [days, rest] = [Math.floor(all / secondsOf.days), all % secondsOf.days];
  const clock = `${two(Math.floor(rest / secondsOf.hours))}:${two(Math.floor((rest % secondsOf.hours) / secondsOf.minutes))}:${two(rest % secondsOf.minutes)}`;
  return days === 0 ? clock : `${days}.${clock}`;
};

/** In the largest unit that needs no fraction. */
export const inUnit = (seconds: number): { readonly amount: number; readonly unit: Unit } => {
  const unit = [...units].reverse().find((u) => seconds > 0 && seconds % secondsOf[u] === 0) ?? "seconds";
  return { amount: seconds / secondsOf[unit], unit };
};

/** `a, b,c` as its words, each once. */
export const wordsOf = (text: string): readonly string[] => [
  ...new Set(
    text
      .split(/[,\n]/)
      .map((x) => x.trim())
      .filter(Boolean),
  ),
];

/** What differs between two versions of a definition: a line each for what was there and what is there. */
export const changesOf = (
  before: Definition | null,
  after: Definition | null,
): readonly { readonly name: string; readonly was: string; readonly is: string }[] => {
  const say = (x: unknown) => (x === undefined || x === null ? "" : typeof x === "string" ? x : JSON.stringify(x));
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return names.map((name) => ({ name, was: say(before?.[name]), is: say(after?.[name]) })).filter((x) => x.was !== x.is);
};
