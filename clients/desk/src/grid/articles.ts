import { useEffect, useState } from "react";
import type { ArticleEntry, ArticleGap, ArticleIssue, ArticleText, ImportedArticle, ImportRequest, Page } from "@conversationgrid/sdk/grid/protocol";
import { errorText, rest, useLive, type Live } from "./live";

const base = "/api/v1/articles";

/** All of a list that is one page. */
const itemsOf = async <T>(path: string, token: string): Promise<readonly T[]> => (await rest.get<Page<T>>(path, token)).items;

/** The workspace's articles over REST, as whoever is signed in may see and change them. */
export const articlesOf = ({ session: { token } }: Live) => ({
  list: () => itemsOf<ArticleEntry>(base, token),
  /** @param key `id/language` */
  read: (key: string) => rest.get<ArticleText>(`${base}/${key}`, token),
  publish: (source: string) => rest.post<ArticleText>(base, { source }, token),
  withdraw: (key: string) => rest.remove(`${base}/${key}`, token),
  gaps: () => itemsOf<ArticleGap>(`${base}/gaps`, token),
  issues: () => itemsOf<ArticleIssue>(`${base}/issues`, token),
  importFrom: async (request: ImportRequest) => (await rest.post<Page<ImportedArticle>>(`${base}/import`, request, token)).items,
});

export const keyOf = (article: { readonly id: string; readonly language: string }): string => `${article.id}/${article.language}`;

export type Loaded<T> = { readonly value: T | null; readonly problem: string | null; readonly again: () => void };

/** Asks when it is first shown, when what it asks for changes, and when told to; an answer that came too late is dropped. */
export const useLoaded = <T>(load: (articles: ReturnType<typeof articlesOf>) => Promise<T>, what: string): Loaded<T> => {
  const live = useLive();
  const [round, setRound] = useState(0);
  const [got, setGot] = useState<{ readonly what: string; readonly value: T | null; readonly problem: string | null } | null>(null);
  useEffect(() => {
    let current = true;
    load(articlesOf(live)).then(
      (value) => {
        if (current) setGot({ what, value, problem: null });
      },
      (thrown: unknown) => {
        if (current) setGot({ what, value: null, problem: errorText(thrown) });
      },
    );
    return () => {
      current = false;
    };
  }, [live, what, round]);
  const mine = got?.what === what ? got : null;
  return { value: mine?.value ?? null, problem: mine?.problem ?? null, again: () => setRound((n) => n + 1) };
};
