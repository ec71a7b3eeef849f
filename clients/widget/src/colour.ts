/** A brand colour, made dark or light enough that white or black text on it reads well (WCAG 2.2 AA: 4.5 to 1). */
export type Brand = { readonly background: string; readonly text: string };

export const brandOf = (colour: string): Brand | null => {
  const rgb = parseHex(colour);
  if (rgb === null) return null;
  let [r, g, b] = rgb;
  if (luminance(r, g, b) > 0.4) return { background: hex(r, g, b), text: "#111111" };
  for (let i = 0; i < 40 && contrast(luminance(r, g, b), 1) < 4.5; i++) [r, g, b] = [r * 0.95, g * 0.95, b * 0.95];
  return { background: hex(r, g, b), text: "#ffffff" };
};

const parseHex = (colour: string): [number, number, number] | null => {
  const short = /^#?([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(colour.trim());
  const long = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour.trim());
  const parts = short?.slice(1).map((x) => x + x) ?? long?.slice(1);
  if (parts === undefined) return null;
  const [r, g, b] = parts.map((x) => Number.parseInt(x, 16));
  return [r ?? 0, g ?? 0, b ?? 0];
};

/** Relative luminance by the formula of WCAG 2.2. */
const luminance = (r: number, g: number, b: number): number => {
  const [x = 0, y = 0, z = 0] = [r, g, b].map((c) => {
    const s = c / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * x + 0.7152 * y + 0.0722 * z;
};

export const contrast = (a: number, b: number): number => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
const hex = (r: number, g: number, b: number): string => `#${[r, g, b].map((c) => Math.round(c).toString(16).padStart(2, "0")).join("")}`;
export const contrastOfHex = (a: string, b: string): number => {
  const [x, y] = [parseHex(a), parseHex(b)];
  return x === null || y === null ? 1 : contrast(luminance(...x), luminance(...y));
};
