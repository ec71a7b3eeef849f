// What staff do beside talking, as the fake host does it: labels, snooze, hold, urgency, macros, take-over, whisper, and the service level's clock.
export const workflowEvents = new Set(["labelled", "snoozed", "unsnoozed", "holdChanged", "priorityChanged", "macroApplied", "slaClocksSet"]);

const macros = [{ macroId: "sorry", name: "Say sorry", texts: [{ language: "en", text: "I am sorry for the trouble." }, { language: "ms", text: "Maaf atas kesulitan ini." }], actions: ["label"] }];

/** The answer, or undefined when it is none of these. `append` writes an event of the conversation. */
export const workflow = (world, c, who, method, a) => {
  const append = (type, data) => world.receipt(c, world.append(c, type, who, data));
  switch (method) {
    case "Macros": return { macros };
    case "Label": return append("labelled", { added: a.add ?? [], removed: a.remove ?? [] });
    case "Snooze": {
      c.agent = null;
      return append("snoozed", { until: a.until });
    }
    case "Unsnooze": return append("unsnoozed", { reason: "agent" });
    case "Hold": return append("holdChanged", { onHold: a.onHold });
    case "SetPriority": {
      c.priority = a.priority;
      return append("priorityChanged", { priority: a.priority });
    }
    case "Macro": {
      const receipt = append("macroApplied", { macroId: a.macroId });
      world.append(c, "messagePosted", who, { text: macros[0].texts[0].text, clientId: a.clientId });
      world.append(c, "labelled", who, { added: ["apologised"], removed: [] });
      return receipt;
    }
    case "TakeOver": {
      c.agent = { id: who.id, name: who.name };
      return append("assigned", { agentId: who.id, name: who.name });
    }
    case "Whisper": {
      const e = world.append(c, "notePosted", who, { text: a.text, clientId: a.clientId });
      if (c.agent !== null) world.toAgent(c.agent.id, "whisper", { conversationId: c.id, text: a.text, byName: who.name });
      return world.receipt(c, e);
    }
    default: return undefined;
  }
};
