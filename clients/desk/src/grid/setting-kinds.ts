/** What administrators set, by the last part of its address. */
export const settingKinds = ["staff", "roles", "queues", "skills", "calendars", "policies", "rules", "macros", "objectives", "sites"] as const;
export type SettingKind = (typeof settingKinds)[number];
