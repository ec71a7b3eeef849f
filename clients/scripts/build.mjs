// Builds widget, desk, set-up page and demo into dist/. One command, a few seconds, says what it does.
import { createHash } from "node:crypto";
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");
const began = performance.now();
const only = process.argv.slice(2);
const wanted = (name) => only.length === 0 || only.includes(name);
const common = { configFile: false, logLevel: "warn", publicDir: false };

const script = (entry, fileName, format, define = {}) =>
  build({
    ...common,
    root: join(root, "widget"),
    define,
    build: {
      outDir: join(dist, "widget"),
      emptyOutDir: false,
      target: "es2022",
      minify: true,
      sourcemap: false,
      lib: { entry: join(root, "widget/src", entry), formats: [format], name: "ConversationGridWidget", fileName: () => fileName },
    },
  });

async function widget() {
  rmSync(join(dist, "widget"), { recursive: true, force: true });
  await script("cg-chat.ts", "widget.js", "iife");
  const version = createHash("sha256")
    .update(readFileSync(join(dist, "widget/widget.js")))
    .digest("hex")
    .slice(0, 10);
  await script("loader.ts", "loader.js", "iife", { __WIDGET__: JSON.stringify(`widget.js?v=${version}`) });
  await script("app.ts", "app.js", "iife", { __WIDGET__: JSON.stringify(`widget.js?v=${version}`) });
  await script("service-worker.ts", "service-worker.js", "iife", { __VERSION__: JSON.stringify(version) });
  copy(join(root, "widget/public"), join(dist, "widget"));
  const bytes = ["loader.js", "widget.js"].reduce((n, f) => n + gzipSync(readFileSync(join(dist, "widget", f))).length, 0);
  console.log(`  widget: ${(bytes / 1000).toFixed(1)} kB gzip (loader + widget)`);
  if (bytes > 50_000) throw new Error(`The widget is over its 50 kB: ${bytes} bytes gzip.`);
}

async function page(name) {
  const folder = join(root, name);
  if (!existsSync(join(folder, "index.html"))) return;
  const react = name === "desk" ? [(await import("@vitejs/plugin-react")).default()] : [];
  const input = readdirSync(folder)
    .filter((f) => f.endsWith(".html"))
    .map((f) => join(folder, f));
  await build({
    ...common,
    root: folder,
    base: name === "demo" ? "/" : `/${name}/`,
    plugins: react,
    publicDir: existsSync(join(folder, "public")) ? join(folder, "public") : false,
    build: {
      outDir: join(dist, name),
      emptyOutDir: true,
      target: "es2022",
      chunkSizeWarningLimit: 900,
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      rolldownOptions: { input },
    },
  });
  console.log(`  ${name}: ${(size(join(dist, name)) / 1000).toFixed(1)} kB gzip in all`);
}

function copy(from, to) {
  if (existsSync(from)) cpSync(from, to, { recursive: true });
}

const size = (folder) =>
  readdirSync(folder, { withFileTypes: true }).reduce((n, e) => {
    const path = join(folder, e.name);
    if (e.isDirectory()) return n + size(path);
    return n + (statSync(path).size > 0 ? gzipSync(readFileSync(path)).length : 0);
  }, 0);

const steps = [
  ["widget", widget],
  ["desk", () => page("desk")],
  ["setup", () => page("setup")],
  ["demo", () => page("demo")],
].filter(([name]) => wanted(name));
for (const [i, [name, run]] of steps.entries()) {
  console.log(`[${i + 1}/${steps.length}] building ${name}`);
  await run();
}
console.log(`clients built in ${((performance.now() - began) / 1000).toFixed(1)} s: ${dist}`);
