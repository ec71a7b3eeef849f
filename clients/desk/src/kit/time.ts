import { useEffect, useState } from "react";

/** Now, once a second while somebody looks. */
export const useNow = (everyMs = 1000): number => {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
};

/** 0:07, 12:30, 1:02:09. */
export const clock = (ms: number): string => {
  const s = Math.max(0, Math.floor(ms / 1000));
  const [h, m, rest] = [Math.floor(s / 3600), Math.floor((s % 3600) / 60), s % 60];
  const two = (n: number) => String(n).padStart(2, "0");
  return h > 0 ? `${h}:${two(m)}:${two(rest)}` : `${m}:${two(rest)}`;
};

const formats = new Map<string, Intl.DateTimeFormat>();
export const timeOf = (iso: string, locale: string, now: number): string => {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return "";
  const today = now - at.getTime() < 86_400_000 && new Date(now).getDate() === at.getDate();
  const key = `${locale}${today}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, today ? { hour: "numeric", minute: "2-digit" } : { day: "numeric", month: "short" });
  formats.set(key, format);
  return format.format(at);
};
