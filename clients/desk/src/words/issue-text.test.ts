import { describe, expect, it } from "vitest";
import { issueText } from "./issue-text";

const issue = (more: object) => ({ kind: "x", articleId: "a", language: "ms", detail: "in English", ...more });

describe("what is the matter with an article", () => {
  it("is said in the reader's language from its values", () => {
    const differs = issue({
      figures: [{ value: "5", unit: "working days" }],
      otherFigures: [
        { value: "4", unit: "working days" },
        { value: "10", unit: "%" },
      ],
    });
    expect(issueText(differs, "en")).toBe("4 working days, 10 % there, 5 working days here.");
    expect(issueText(differs, "ms")).toBe("Di sana 4 hari bekerja, 10 %, di sini 5 hari bekerja.");
    expect(issueText(issue({ validUntil: "2020-01-01T00:00:00+00:00" }), "ms")).toBe("Sah hingga 1 Januari 2020.");
    expect(issueText(issue({ validUntil: "2020-01-01T00:00:00+00:00" }), "en")).toBe("Valid until January 1, 2020.");
    expect(issueText(issue({ unusedDays: 90 }), "ms")).toBe("Tidak dipetik atau dihantar selama 90 hari.");
    expect(issueText(issue({ sentence: "RM 5.", otherSentence: "RM 6.", figures: [], otherFigures: [] }), "ms")).toBe("“RM 5.” dan “RM 6.”");
  });

  it("is the server's sentence where the desk does not know the kind", () => expect(issueText(issue({}), "ms")).toBe("in English"));
});
