import type { Page } from "@conversationgrid/sdk/grid/protocol";
import { rest, type Live } from "./live";
import type { SettingKind } from "./setting-kinds";

export { settingKinds, type SettingKind } from "./setting-kinds";

/** JSON as the host gives and takes it. */
export type Definition = { readonly [name: string]: unknown };

/** One setting. Version 0 comes from the configuration and was not changed here yet. */
export type Setting = {
  readonly id: string;
  readonly version: number;
  readonly at?: string | null;
  readonly byId?: string | null;
  readonly source: "journal" | "configuration";
  readonly definition: Definition;
};

export type AuditEntry = {
  readonly seq: number;
  readonly at: string;
  readonly byId: string;
  readonly byName?: string | null;
  readonly action: string;
  readonly kind: string;
  readonly id: string;
  readonly definition?: Definition | null;
};

export type LoggedEntry = { readonly seq: number; readonly at: string; readonly actorId: string; readonly action: string; readonly subject: string };
export type RetentionDue = { readonly kind: string; readonly days?: number | null; readonly before?: string | null; readonly due: number };
export type Invitation = { readonly url: string; readonly code: string; readonly expiresAt: string };

const path = (kind: SettingKind, id?: string) => `/api/v1/${kind}${id === undefined ? "" : `/${encodeURIComponent(id)}`}`;
const auditPageMax = 500;

/** The workspace's settings over REST, as the signed-in person may see and change them. */
export const settingsOf = ({ session: { token } }: Live) => ({
  list: async (kind: SettingKind) => (await rest.get<Page<Setting>>(path(kind), token)).items,
  /** @param version Of the setting that was read; undefined for a new one. */
  save: (kind: SettingKind, id: string, definition: Definition, version?: number) => rest.put<Setting>(path(kind, id), definition, token, version),
  remove: (kind: SettingKind, id: string, version?: number) => rest.remove(path(kind, id), token, version),
  invite: (id: string) => rest.post<Invitation>(`${path("staff", id)}/invitation`, {}, token),
  endSessions: (id: string) => rest.remove(`${path("staff", id)}/sessions`, token),
  removeSecondFactor: (id: string) => rest.remove(`${path("staff", id)}/second-factor`, token),
  retention: async () => (await rest.get<Page<RetentionDue>>("/api/v1/retention", token)).items,
  securityLog: async () => (await rest.get<Page<LoggedEntry>>("/api/v1/security-log", token)).items,
  /** The whole audit trail, oldest first. */
  audit: async () => {
    const all: AuditEntry[] = [];
    for (let after = 0; ;) {
      const page = await rest.get<Page<AuditEntry> & { readonly last: number }>(`/api/v1/audit?after=${after}&limit=${auditPageMax}`, token);
      all.push(...page.items);
      if (page.next == null) return all;
      after = page.last;
    }
  },
});
