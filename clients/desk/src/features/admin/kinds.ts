import type { Definition, SettingKind } from "../../grid/settings";
import type { Words } from "../../words/words";
import type { Around, Field, Option, Source } from "./fields";

/** Options that are the host's words, read in the person's language where there is a word for them. */
const named =
  (...values: readonly string[]): Source =>
  ({ t }) =>
    values.map((value) => ({ value, label: optionWord(t, value) }));

/** How a word of the host reads; itself, where nobody gave it words. */
export const optionWord = (t: Words, value: string): string => (t.admin.options as Readonly<Record<string, string>>)[value] ?? value;

/** The settings of a kind, by which others name them. */
const all =
  (kind: SettingKind): Source =>
  ({ settings }) =>
    settings[kind].map(({ id, definition }): Option => ({ value: id, label: typeof definition["name"] === "string" ? definition["name"] : id }));

const priorities: Source = ({ t }) => t.priority.map((label, n) => ({ value: String(n), label }));
export const rights = ["view", "reply", "assign", "intake", "supervise", "audit", "export", "redact", "knowledge", "people", "settings", "erase"];
const days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const triggers = [
  ...["conversationStarted", "customerMessage", "agentMessage", "botMessage", "handoff", "assigned", "unassigned", "labelled", "priorityChanged"],
  ...["fieldsSet", "snoozed", "unsnoozed", "resolved", "reopened", "closed", "rated", "slaWarned", "slaBreached"],
];
const ruleFields = [
  ...["channel", "queue", "status", "priority", "language", "intent", "mood", "agent", "customer", "label", "value", "text", "episode", "score", "metric"],
];
const comparisons = ["equals", "notEquals", "contains", "notContains", "startsWith", "atLeast", "atMost", "set", "notSet"];
const actionNames = [
  ...["addLabel", "removeLabel", "setField", "setPriority", "raisePriority", "moveToQueue", "alert", "note", "message", "snooze", "hold", "resolve"],
  "markSpam",
];

const suggestedFields: Source = (around) => [
  ...named(...ruleFields)(around),
  ...around.settings.calendars.map((c): Option => ({ value: `open.${c.id}`, label: `open.${c.id}` })),
];

const conditions = (name: "all" | "any"): Field => ({
  name,
  is: "rows",
  fresh: { field: "channel", is: "equals" },
  fields: (row) => [
    { name: "field", is: "text", suggest: suggestedFields, required: true },
    { name: "is", is: "pick", of: named(...comparisons), required: true },
    ...(row["is"] === "set" || row["is"] === "notSet" ? [] : [{ name: "value", is: "text", required: true } as const]),
  ],
});

/** What an action needs beside its name. */
const valueOf = (does: unknown): readonly Field[] => {
  switch (does) {
    case "addLabel":
    case "removeLabel":
      return [{ name: "value", word: "label", is: "text", required: true }];
    case "setField":
      return [
        { name: "name", word: "field", is: "text", required: true },
        { name: "value", is: "text" },
      ];
    case "setPriority":
      return [{ name: "value", word: "priority", is: "pick", of: priorities, required: true }];
    case "moveToQueue":
      return [{ name: "value", word: "queue", is: "pick", of: all("queues"), required: true }];
    case "alert":
    case "note":
    case "message":
      return [{ name: "value", word: "text", is: "text", long: true, required: true }];
    case "snooze":
      return [{ name: "value", word: "within", is: "duration", required: true }];
    case "hold":
      return [{ name: "value", word: "onHold", is: "pick", of: named("true", "false"), required: true }];
    default:
      return [];
  }
};

const actions = (name: "then" | "actions" | "onWarning" | "onBreach"): Field => ({
  name,
  is: "rows",
  fresh: { do: "addLabel" },
  led: "do",
  fields: (row) => [{ name: "do", is: "pick", of: named(...actionNames), required: true }, ...valueOf(row["do"])],
});

const name: Field = { name: "name", is: "text", required: true };
const target = (of: "firstResponse" | "nextResponse" | "resolution"): Field => ({
  name: of,
  is: "group",
  fields: [
    { name: "within", is: "duration" },
    { name: "warnBefore", is: "duration" },
  ],
});

const policy: Field = {
  name: "policy",
  is: "group",
  fields: [
    { name: "calendar", is: "pick", of: all("calendars"), hint: "queueCalendar" },
    { name: "offerTimeout", is: "duration" },
    { name: "autoAccept", is: "check" },
    { name: "wrapUp", is: "duration" },
    { name: "overflowAfter", is: "duration" },
    { name: "overflowTo", is: "pick", of: all("queues") },
    { name: "whenNobodyIsThere", is: "pick", of: named("nothing", "message", "callBack") },
    { name: "absenceText", is: "texts" },
    {
      name: "rings",
      is: "rows",
      fresh: { after: "00:00:00" },
      hint: "rings",
      fields: () => [
        { name: "after", is: "duration" },
        { name: "skills", is: "levels", of: all("skills"), min: 1, max: 10 },
        { name: "needsLanguage", is: "check" },
      ],
    },
    {
      name: "entry",
      is: "rows",
      fresh: { priorityMin: 0 },
      hint: "entry",
      fields: () => [
        { name: "intents", is: "words" },
        { name: "channels", is: "words" },
        { name: "languages", is: "words" },
        { name: "priorityMin", is: "number", min: 0, max: 3 },
        { name: "valueMin", is: "number", min: 0, max: 3 },
        { name: "whileOpen", is: "check" },
      ],
    },
    { name: "order", is: "number", min: -1_000, max: 1_000 },
  ],
};

/** How each kind of setting is written: a form for each, and nothing by hand in JSON. */
export const forms: Readonly<Record<SettingKind, { readonly fields: readonly Field[]; readonly fresh: Definition }>> = {
  staff: {
    fresh: { role: "agent", capacity: 5, languages: ["en"] },
    fields: [
      name,
      { name: "email", is: "email", required: true },
      { name: "role", is: "pick", of: named("agent", "supervisor", "admin"), required: true },
      { name: "ownRole", is: "pick", of: all("roles") },
      { name: "queues", is: "many", of: all("queues"), hint: "staffQueues" },
      { name: "languages", is: "words", hint: "languages" },
      { name: "capacity", is: "number", min: 1, max: 100, hint: "capacity" },
      { name: "skills", is: "levels", of: all("skills"), min: 1, max: 10, hint: "levels" },
    ],
  },
  roles: {
    fresh: { base: "agent", rights: ["view", "reply", "assign"] },
    fields: [
      name,
      { name: "base", is: "pick", of: named("agent", "supervisor", "admin"), required: true },
      { name: "rights", is: "many", of: named(...rights), hint: "rights" },
    ],
  },
  queues: { fresh: {}, fields: [name, { name: "description", is: "text" }, policy] },
  skills: { fresh: {}, fields: [name, { name: "description", is: "text" }] },
  calendars: {
    fresh: { timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, hours: days.slice(0, 5).map((day) => ({ day, from: "09:00", to: "18:00" })) },
    fields: [
      name,
      { name: "timeZone", is: "text", required: true, suggest: () => Intl.supportedValuesOf("timeZone").map((value) => ({ value, label: value })) },
      {
        name: "hours",
        is: "rows",
        fresh: { day: "monday", from: "09:00", to: "18:00" },
        fields: () => [
          { name: "day", is: "pick", of: named(...days), required: true },
          { name: "from", is: "text", required: true },
          { name: "to", is: "text", required: true },
        ],
      },
      {
        name: "holidays",
        is: "rows",
        fresh: {},
        fields: () => [
          { name: "date", is: "date", required: true },
          { ...name, required: false },
        ],
      },
      {
        name: "exceptions",
        is: "rows",
        fresh: { from: "09:00", to: "12:00" },
        hint: "exceptions",
        fields: () => [
          { name: "date", is: "date", required: true },
          { name: "from", is: "text", required: true },
          { name: "to", is: "text", required: true },
        ],
      },
    ],
  },
  policies: {
    fresh: { firstResponse: { within: "00:05:00", warnBefore: "00:01:00" } },
    fields: [
      name,
      { name: "order", is: "number", min: -1_000, max: 1_000, hint: "order" },
      { name: "queues", is: "many", of: all("queues"), hint: "none" },
      { name: "priorities", is: "many", of: priorities, numbers: true, hint: "none" },
      { name: "channels", is: "words", hint: "none" },
      { name: "calendar", is: "pick", of: all("calendars"), hint: "slaCalendar" },
      target("firstResponse"),
      target("nextResponse"),
      target("resolution"),
      actions("onWarning"),
      actions("onBreach"),
    ],
  },
  rules: {
    fresh: { enabled: true, on: ["customerMessage"], then: [{ do: "addLabel" }] },
    fields: [
      name,
      { name: "enabled", is: "check" },
      { name: "on", is: "many", of: named(...triggers), required: true },
      conditions("all"),
      conditions("any"),
      actions("then"),
      { name: "after", word: "waits", is: "duration", hint: "after" },
      { name: "until", is: "many", of: named(...triggers), hint: "until" },
      { name: "calendar", is: "pick", of: all("calendars"), hint: "slaCalendar" },
      { name: "order", is: "number", min: -1_000, max: 1_000, hint: "order" },
    ],
  },
  macros: {
    fresh: { texts: [{ language: "en" }] },
    fields: [
      name,
      {
        name: "texts",
        is: "rows",
        fresh: { language: "en" },
        hint: "placeholders",
        fields: () => [
          { name: "language", is: "text", required: true },
          { name: "text", is: "text", long: true, required: true },
        ],
      },
      actions("actions"),
      { name: "queues", is: "many", of: all("queues"), hint: "none" },
    ],
  },
  sites: { fresh: {}, fields: [name, { name: "origins", is: "words", required: true, hint: "origins" }] },
  objectives: {
    fresh: { metric: "waitSeconds" },
    fields: [
      name,
      { name: "metric", is: "pick", of: named("waitSeconds", "serviceLevel", "automationRate", "satisfaction"), required: true },
      { name: "target", is: "number", min: 0, max: 1_000_000, required: true },
      { name: "due", is: "date", required: true },
      { name: "baseline", is: "number", min: 0, max: 1_000_000 },
    ],
  },
};

/** A second line for a setting's row: what tells it apart. */
export const aboutOf = (kind: SettingKind, d: Definition, { t }: Pick<Around, "t">): string => {
  const option = (x: unknown) => optionWord(t, String(x ?? ""));
  const list = (x: unknown) => (Array.isArray(x) ? x.map((item) => option(item)).join(", ") : "");
  switch (kind) {
    case "staff":
      return [option(d["role"]), d["email"], list(d["queues"])].filter(Boolean).join(" · ");
    case "roles":
      return [option(d["base"]), list(d["rights"])].filter(Boolean).join(" · ");
    case "calendars":
      return String(d["timeZone"] ?? "");
    case "rules":
      return [d["enabled"] === false ? t.admin.off : "", list(d["on"])].filter(Boolean).join(" · ");
    case "macros":
      return list((d["texts"] as readonly Definition[] | undefined)?.map((x) => x["language"]));
    case "sites":
      return list(d["origins"]);
    case "objectives":
      return [option(d["metric"]), d["target"], d["due"]].filter(Boolean).join(" · ");
    default:
      return String(d["description"] ?? list(d["queues"]));
  }
};
