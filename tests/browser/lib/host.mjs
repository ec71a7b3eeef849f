// Where the tests talk to: a running host (GRID_URL=http://127.0.0.1:5080), or the fake one of this folder.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { serve } from "../fake/serve.mjs";
import { openLine } from "./proxy.mjs";

const built = fileURLToPath(new URL("../../../clients/dist/widget/widget.js", import.meta.url));

export const openHost = async () => {
  const real = process.env.GRID_URL;
  if (real === undefined && !existsSync(built)) throw new Error("Build the clients first: npm run build in clients/");
  const fake = real === undefined ? await serve(0) : null;
  const line = await openLine(real ?? fake.url);
  return {
    isFake: fake !== null, world: fake?.world ?? null, url: line.url, line,
    stop: async () => {
      await line.stop();
      await fake?.stop();
    },
  };
};
