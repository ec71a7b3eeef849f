import type { ArticleFigure, ArticleIssue } from "@conversationgrid/sdk/grid/protocol";
import { type Locale, wordsFor } from "./words";

/** What is the matter with an article, in the reader's language; a kind that this desk does not know in the server's words. */
export const issueText = (issue: ArticleIssue, locale: Locale): string => {
  const { issueSays, unit } = wordsFor(locale).knowledge;
  const amount = ({ value, unit: of }: ArticleFigure) => `${value} ${unit[of] ?? of}`;
  const amounts = (figures: readonly ArticleFigure[]) => figures.map(amount).join(", ");
  const { validUntil, unusedDays, sentence, otherSentence, figures, otherFigures } = issue;
  if (validUntil != null) return issueSays.validUntil(new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(new Date(validUntil)));
  if (unusedDays != null) return issueSays.unused(unusedDays);
  if (sentence != null && otherSentence != null) return issueSays.contradicts(sentence, otherSentence);
  if (figures != null && otherFigures != null) return issueSays.differs(amounts(otherFigures), amounts(figures));
  return issue.detail;
};
