// Answers the files of docs/quality/figures.tsv with open npm libraries, by the same measure, and writes docs/quality/peers.tsv.
// Usage: npm ci --ignore-scripts && node peers.mjs [--data ../../../../shared/data/ai]
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { LangEn } from "@nlpjs/lang-en";
import { Nlp } from "@nlpjs/nlp";
import { eld } from "eld/large";
import { franc } from "franc";
import Afinn from "sentiment";
import { detect } from "tinyld/heavy";
import vader from "vader-sentiment";
import wink from "wink-sentiment";

const here = dirname(fileURLToPath(import.meta.url));
const option = process.argv.indexOf("--data");
const data = option > 0 ? resolve(process.argv[option + 1]) : join(here, "../../../../shared/data/ai");
const pages = join(here, "../../../docs/quality");

const rowsOf = (path) => {
  const [head, ...lines] = readFileSync(path, "utf8").replace(/^\uFEFF/, "").split("\n").filter((x) => x !== "");
  const columns = head.split("\t").map((x) => x.trim());
  return lines.map((line) => Object.fromEntries(line.split("\t").map((cell, i) => [columns[i], cell.trim()])));
};

/** The 95 % interval of a share (Wilson 1927). */
const wilson = (p, n) => {
  const z = 1.959964;
  const [middle, half] = [(p + (z * z) / (2 * n)) / (1 + (z * z) / n), (z / (1 + (z * z) / n)) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))];
  return [middle - half, middle + half];
};

// Every language library is told the 26 languages, so that none loses by naming another.
const threeLetters = {
  ar: "arb", bn: "ben", de: "deu", en: "eng", es: "spa", fa: "pes", fr: "fra", hi: "hin", id: "ind", it: "ita", ja: "jpn", ko: "kor", ms: "zlm",
  nl: "nld", pl: "pol", pt: "por", ru: "rus", sv: "swe", sw: "swh", ta: "tam", th: "tha", tl: "tgl", tr: "tur", ur: "urd", vi: "vie", zh: "cmn",
};
const twoLetters = Object.fromEntries(Object.entries(threeLetters).map(([two, three]) => [three, two]));
eld.setLanguageSubset(Object.keys(threeLetters));
const languages = {
  "eld 2.1.0": (text) => eld.detect(text).language,
  "franc 6.2.0": (text) => twoLetters[franc(text, { only: Object.values(threeLetters), minLength: 1 })],
  "tinyld 1.3.4": (text) => detect(text, { only: Object.keys(threeLetters) }),
};

/** A score as a label of those that the file has; VADER's own limits, and none for lexicons that count whole steps. */
const mood = (score, limit, labels) => (labels.has("neutral") && Math.abs(score) <= limit ? "neutral" : score >= 0 ? "positive" : "negative");
const afinn = new Afinn();
const moods = {
  "VADER 1.1.3": (text, labels) => mood(vader.SentimentIntensityAnalyzer.polarity_scores(text).compound, 0.05, labels),
  "AFINN, sentiment 5.0.2": (text, labels) => mood(afinn.analyze(text).score, 0, labels),
  "wink-sentiment 5.0.2": (text, labels) => mood(wink(text).normalizedScore, 0, labels),
};

const nlpjs = async (train) => {
  const nlp = new Nlp({ languages: ["en"], forceNER: false, autoSave: false, autoLoad: false, nlu: { useNoneFeature: false, log: false } });
  nlp.container.use(LangEn);
  for (const { text, label } of train) if (label !== "oos") nlp.addDocument("en", text, label);
  await nlp.train();
  return async (text) => (await nlp.process("en", text)).intent;
};

const answersOf = async ({ task, test, train }, rows) => {
  if (task === "language") return Object.entries(languages).map(([name, answer]) => [name, rows.map((r) => [answer(r.text), r.lang])]);
  if (task === "sentiment" && !test.includes("indo")) {
    const labels = new Set(rows.map((r) => r.label));
    return Object.entries(moods).map(([name, answer]) => [name, rows.map((r) => [answer(r.text, labels), r.label])]);
  }
  if (task !== "intent") return [];
  const answer = await nlpjs(rowsOf(join(data, train)));
  const inScope = rows.filter((r) => r.label !== "oos");
  return [["NLP.js 4.27.0", await Promise.all(inScope.map(async (r) => [await answer(r.text), r.label]))]];
};

const table = [];
for (const row of rowsOf(join(pages, "figures.tsv"))) {
  if (!["accuracy", "forcedAccuracy"].includes(row.metric)) continue;
  for (const [peer, pairs] of await answersOf(row, rowsOf(join(data, row.test)))) {
    const share = pairs.filter(([said, right]) => said === right).length / pairs.length;
    const [low, high] = wilson(share, pairs.length);
    table.push([row.name, peer, pairs.length, share.toFixed(4), low.toFixed(4), high.toFixed(4), row.value]);
    const percent = (x) => (100 * x).toFixed(1);
    console.log(`| ${row.name} | ${peer} | ${percent(share)} | ${percent(low)} .. ${percent(high)} | ${pairs.length} | ${percent(row.value)} |`);
  }
}
writeFileSync(join(pages, "peers.tsv"), `${["name\tpeer\tn\tvalue\tlow\thigh\tours", ...table.map((x) => x.join("\t"))].join("\n")}\n`);
