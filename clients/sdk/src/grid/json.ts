/**
 * JSON of plain data, whatever a page has done to the built-ins: prototype.js gives arrays a `toJSON` that makes a text of them, and others replace
 * `JSON.stringify`. What is undefined is left out of an object, and is null in a list.
 */
export const toJson = (value: unknown): string => {
  switch (typeof value) {
    case "string":
      return quote(value);
    case "number":
      return Number.isFinite(value) ? String(value) : "null";
    case "boolean":
      return value ? "true" : "false";
    case "object":
      return value === null ? "null" : Array.isArray(value) ? list(value) : record(value as Readonly<Record<string, unknown>>);
    default:
      return "null";
  }
};

const list = (values: readonly unknown[]): string => {
  let text = "";
  for (let i = 0; i < values.length; i++) text += `${i === 0 ? "" : ","}${toJson(values[i])}`;
  return `[${text}]`;
};

const record = (value: Readonly<Record<string, unknown>>): string => {
  let text = "";
  for (const key of Object.keys(value)) {
    const member = value[key];
    if (member === undefined || typeof member === "function") continue;
    text += `${text === "" ? "" : ","}${quote(key)}:${toJson(member)}`;
  }
  return `{${text}}`;
};

const unsafe = /["\\\u0000-\u001f\u2028\u2029\ud800-\udfff]/g;
const quote = (text: string): string => `"${text.replace(unsafe, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)}"`;
