import type { ArticleEntry, ArticleGap, ArticleIssue, ArticleText, ImportedArticle, ImportRequest, Page } from "@conversationgrid/sdk/grid/protocol";
import { rest, type Live } from "./live";

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
