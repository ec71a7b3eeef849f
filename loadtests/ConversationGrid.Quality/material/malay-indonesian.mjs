// How many sentences labelled Malay or Indonesian are the other language by their words? Counts them by the words that subtitles tell apart: at least 4.5 times as common in one
// of the two (as a share of all words), seen 50 times in Malay or 200 in Indonesian. A checkout of hermitdave/FrequencyWords lies
// beside this file. Run in the repository root: node loadtests/ConversationGrid.Quality/material/malay-indonesian.mjs
import { readFileSync } from "node:fs";

const apart = 4.5;
const rareShare = 1e-6;
const material = "loadtests/ConversationGrid.Quality/material/FrequencyWords/content/2018";
const lines = (file) => readFileSync(file, "utf8").split("\n").filter((line) => line.length > 0);

const listOf = (language) => {
  const counts = new Map(lines(`${material}/${language}/${language}_50k.txt`).map((line) => line.split(" ")).map(([word, count]) => [word, Number(count)]));
  const sum = [...counts.values()].reduce((a, b) => a + b, 0);
  return { count: (word) => counts.get(word) ?? 0, share: (word) => (counts.get(word) ?? 0) / sum + rareShare };
};

const malay = listOf("ms");
const indonesian = listOf("id");

const sideOf = (word) => {
  if (malay.count(word) < 50 && indonesian.count(word) < 200) return "none";
  const ratio = malay.share(word) / indonesian.share(word);
  return ratio >= apart ? "ms" : ratio <= 1 / apart ? "id" : "none";
};

const tally = {};
for (const line of lines("../shared/data/ai/langid/sentences.tsv").slice(1)) {
  const [label, text] = line.split("\t");
  if (label !== "ms" && label !== "id") continue;
  const sides = new Set((text.toLowerCase().match(/[a-z'-]+/g) ?? []).map(sideOf));
  const says = sides.has("ms") && sides.has("id") ? "both" : sides.has("ms") ? "only ms" : sides.has("id") ? "only id" : "neither";
  tally[label] ??= { "only ms": 0, "only id": 0, both: 0, neither: 0 };
  tally[label][says]++;
}
console.log(JSON.stringify(tally));
