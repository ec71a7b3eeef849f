import type { AgentSession } from "@conversationgrid/sdk/grid/protocol";
import { readJson, webStore, writeJson } from "@conversationgrid/sdk/grid/store";

/** Two desks may sit in one browser tab (the demo page does it): `?seat=` keeps their sessions apart. */
export const seat = new URLSearchParams(location.search).get("seat") ?? "desk";
export const sessionKey = `cg.desk.session.${seat}`;
export const tabStore = webStore(() => sessionStorage);
export const lastingStore = webStore(() => localStorage);

export const keptSession = (): AgentSession | null => {
  const kept = readJson<AgentSession>(tabStore, sessionKey);
  if (kept === null || Date.parse(kept.expiresAt) > Date.now()) return kept;
  tabStore.remove(sessionKey);
  return null;
};
export const keepSession = (session: AgentSession): void => writeJson(tabStore, sessionKey, session);
export const dropSession = (): void => tabStore.remove(sessionKey);

const begunKey = `cg.desk.begun.${seat}`;
/** Whether the session is here for the first time; asked again after a reload, it is not. */
export const isNewSession = ({ agentId, expiresAt }: AgentSession): boolean => {
  const id = `${agentId} ${expiresAt}`;
  if (readJson<string>(tabStore, begunKey) === id) return false;
  writeJson(tabStore, begunKey, id);
  return true;
};
