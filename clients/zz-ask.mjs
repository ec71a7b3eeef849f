import * as signalR from "@microsoft/signalr";
const base = process.env.BASE ?? "http://127.0.0.1:5098";
const post = async (p, b, t) => (await fetch(base + p, { method: "POST", headers: { "content-type": "application/json", ...(t ? { authorization: `Bearer ${t}` } : {}) }, body: JSON.stringify(b) })).json();
const { readFileSync } = await import("node:fs");
const s = await post("/api/v1/sessions/customer", { workspace: "demo" });
const hub = new signalR.HubConnectionBuilder().withUrl(base + "/hubs/customer", { accessTokenFactory: () => s.token }).configureLogging("error").build();
const events = new Map();
hub.on("event", (e) => { events.get(e.conversationId)?.push(e); });
hub.onclose(() => {});
await hub.start();
const admin = (await post("/api/v1/sessions/agent", { workspace: "demo", email: "omar@demo.test", password: "demo" })).token;
const wait = (ms) => new Promise((r) => setTimeout(r, ms));
let n = 0;
export const talk = async (lines, locale = "en") => {
  const { conversationId: id } = await hub.invoke("Start", { clientId: `q${Date.now()}-${n++}`, locale });
  events.set(id, []);
  await hub.invoke("Resume", { conversationId: id, after: 0 });
  for (const line of lines) {
    const before = events.get(id).length;
    await hub.invoke("Post", { conversationId: id, clientId: `m${n++}`, text: line });
    let got = null;
    for (let i = 0; i < 100; i++) {
      await wait(30);
      const after = events.get(id).slice(before).filter((e) => e.by.kind === "bot" && e.type === "messagePosted");
      if (after.length) { got = after; break; }
    }
    await wait(60);
    const evs = events.get(id).slice(before);
    const bot = evs.filter((e) => e.by.kind === "bot" && e.type === "messagePosted").map((e) => e.data.text + (e.data.citations ? `  [${e.data.citations.map((c) => c.articleId)}]` : "")).join("\n      ");
    const handed = evs.some((e) => e.type === "handoffRequested") ? " (HANDED OVER)" : "";
    console.log(`Q: ${line}\n   A: ${bot || "-"}${handed}`);
    if (process.env.ANALYSIS) {
      const es = await (await fetch(`${base}/api/v1/conversations/${id}/events?limit=100`, { headers: { authorization: `Bearer ${admin}` } })).json();
      const m = es.events.filter((e) => e.type === "messagePosted" && e.by.kind === "customer").at(-1);
      const a = m.data.analysis;
      console.log(`   = ${a.language} ${a.sentiment.label} ${a.sentiment.score.toFixed(2)} ${a.emotion} ${a.intent.name} ${a.intent.confidence.toFixed(2)} p${a.priority} ${(a.reasons ?? []).join("|")}`);
      const al = es.events.filter((e) => e.type === "alertRaised").map((e) => e.data.kind);
      if (al.length) console.log(`   ALERTS ${al}`);
    }
  }
};
for (const block of readFileSync(process.argv[2], "utf8").split("\n\n")) {
  const lines = block.trim().split("\n").filter((l) => l && !l.startsWith("#"));
  if (lines.length) { const loc = lines[0].startsWith("@") ? lines.shift().slice(1) : "en"; console.log("---"); await talk(lines, loc); }
}
process.exit(0);
