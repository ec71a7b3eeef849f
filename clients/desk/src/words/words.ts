import { createContext, useContext } from "react";
import { en } from "./en";
import { ms } from "./ms";

/** The words of the desk. English is the shape; another language is an object of the same shape. */
export type Words = typeof en;
export type Locale = "en" | "ms";
const all: Readonly<Record<Locale, Words>> = { en, ms };

export const wordsFor = (locale: Locale): Words => all[locale];
export const pickLocale = (wanted: string | null): Locale => (wanted?.toLowerCase().startsWith("ms") === true ? "ms" : "en");

export const WordsContext = createContext<{ readonly t: Words; readonly locale: Locale }>({ t: en, locale: "en" });
export const useWords = (): { readonly t: Words; readonly locale: Locale } => useContext(WordsContext);
