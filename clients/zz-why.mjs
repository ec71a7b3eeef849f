const base = "http://127.0.0.1:5098";
const post = async (p, b, t) => (await fetch(base + p, { method: "POST", headers: { "content-type": "application/json", ...(t ? { authorization: `Bearer ${t}` } : {}) }, body: JSON.stringify(b) })).json();
const admin = (await post("/api/v1/sessions/agent", { workspace: "demo", email: "omar@demo.test", password: "demo" })).token;
for (const q of process.argv.slice(2)) {
  const r = await post("/api/v1/conversations", { channel: "api", customer: { externalId: "u" + Math.random().toString(36).slice(2) }, text: q, clientId: "x" + Math.random() }, admin);
  await new Promise((x) => setTimeout(x, 500));
  const d = await (await fetch(`${base}/api/v1/conversations/${r.conversationId}/decisions`, { headers: { authorization: `Bearer ${admin}` } })).json();
  const e = await (await fetch(`${base}/api/v1/conversations/${r.conversationId}/events`, { headers: { authorization: `Bearer ${admin}` } })).json();
  const m = e.events?.find((x) => x.type === "messagePosted")?.data?.analysis;
  console.log(q, "|", m?.language, "|", d.items?.map((x) => `${x.decision?.kind ?? x.kind} ${x.decision?.reason ?? x.reason} :: ${(x.decision?.passages ?? x.passages ?? []).map((p) => p.articleId + "@" + (p.score ?? p.confidence)).join(" ")}`));
}
