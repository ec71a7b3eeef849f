// The stand-in for a model server (./grid model) as a process of its own, and the settings of a host that uses it.
import { spawn } from "node:child_process";
import { freePort, programOf } from "./host.mjs";

const program = programOf("ConversationGrid.ModelDouble");
export const noModel = program !== undefined ? false : "the stand-in for a model is not built (dotnet build loadtests/ConversationGrid.ModelDouble -c Release)";

export const startModel = async () => {
  const url = `http://127.0.0.1:${await freePort()}`;
  const model = spawn("dotnet", [program, "--urls", url], { stdio: "ignore" });
  for (const end = Date.now() + 60_000; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
    if (model.exitCode !== null || Date.now() > end) throw new Error("the stand-in for a model did not start");
    if (
      await fetch(`${url}/v1/models`).then(
        (r) => r.ok,
        () => false,
      )
    )
      break;
  }
  return {
    settings: ["--Grid:Assistant:Model:Endpoint", `${url}/v1`, "--Grid:Assistant:Model:Name", "double", "--Grid:Assistant:Model:Key", "none"],
    stop: async () => {
      const gone = new Promise((resolve) => model.once("exit", resolve));
      model.kill("SIGKILL");
      await gone;
    },
  };
};
