// Runs the files of tests one after another: `node run.mjs`, or `node run.mjs views.test.mjs ...`. One host serves all of them that want no settings of
// their own; their people are new ones each time.
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { skip, startHost } from "./lib/host.mjs";

const named = process.argv.slice(2);
const files = named.length > 0 ? named : readdirSync(import.meta.dirname).filter((f) => f.endsWith(".test.mjs"));
const host = skip || process.env.GRID_URL ? null : await startHost();
const tests = spawn(process.execPath, ["--test", "--test-force-exit", "--test-concurrency=1", ...files], {
  cwd: import.meta.dirname,
  stdio: "inherit",
  env: { ...process.env, ...(host ? { GRID_SHARED_URL: host.url } : {}) },
});
const code = await new Promise((resolve) => tests.once("exit", resolve));
await host?.stop();
process.exit(code ?? 1);
