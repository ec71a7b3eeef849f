// The corpora of attacks: JSON lines with a payload, not part of the repository. ATTACKS=all takes every text, else every nth.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = process.env.GRID_ATTACKS ?? fileURLToPath(new URL("../../../../shared/data/attacks", import.meta.url));
const recipes = ["bombs-recipes.jsonl", "hub-abuse.jsonl"];
const inATest = 120;

export const noAttacks = existsSync(folder) ? false : "the corpora are not here (../shared/data/attacks, or GRID_ATTACKS)";

const own = [
  "<img src=x onerror=hacked()>",
  "<svg onload=hacked()>",
  "<script>hacked()</script>",
  "[x](javascript:hacked())",
  "![x](https://evil.example/x.png)",
  "[x](https://evil.example/)",
  "https://evil.example/a?b=1",
  "**bold** <b onmouseover=hacked()>",
  "<iframe srcdoc='<script>parent.hacked()</script>'>",
  '<a href="data:text/html,<script>hacked()</script>">x</a>',
  "<style>@import 'https://evil.example/x.css'</style>",
  "{{constructor.constructor('hacked()')()}}",
];

export const attacks = () => {
  const all = readdirSync(folder)
    .filter((f) => f.endsWith(".jsonl") && !recipes.includes(f))
    .sort()
    .flatMap((f) =>
      readFileSync(join(folder, f), "utf8")
        .split("\n")
        .filter((x) => x !== "")
        .map((x) => JSON.parse(x).payload),
    )
    .filter((x) => x.isWellFormed() && x.trim() !== "" && x.trim().length <= 8_000);
  const step = process.env.ATTACKS === "all" ? 1 : Math.max(1, Math.floor(all.length / inATest));
  return [...own, ...all.filter((_, i) => i % step === 0)];
};
