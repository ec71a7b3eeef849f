// The real host as a process of its own, for tests that need its headers and its store. Null where it is not built.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const engines = [process.env.GridEngine, "orleans", "inprocess"].filter((x) => x !== undefined);
const program = engines.map((e) => join(root, "artifacts", e, "bin/ConversationGrid.Silo/release/ConversationGrid.Silo.dll")).find((p) => existsSync(p));
const clients = join(root, "clients/dist");

export const noRealHost = program === undefined ? "the host is not built (dotnet build silo/ConversationGrid.Silo -c Release)" : existsSync(join(clients, "desk")) ? false : "the clients are not built (npm run build in clients/)";

const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

export const startRealHost = async (...settings) => {
  const folder = mkdtempSync(join(tmpdir(), "cg-real-"));
  const url = `http://127.0.0.1:${await freePort()}`;
  const own = ["--urls", url, "--Grid:Demo:Enabled", "true", "--Grid:Data:Path", join(folder, "data"), "--Grid:Clients:Path", clients];
  const host = spawn("dotnet", [program, ...own, ...settings], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  for (const stream of [host.stdout, host.stderr]) stream.on("data", (x) => (log = (log + x).slice(-20_000)));
  const end = Date.now() + 90_000;
  for (;;) {
    if (host.exitCode !== null || Date.now() > end) throw new Error(`the host did not start:\n${log}`);
    if (await fetch(`${url}/health/ready`).then((r) => r.ok, () => false)) break;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return {
    url,
    stop: async () => {
      const gone = new Promise((resolve) => host.once("exit", resolve));
      host.kill("SIGKILL");
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
