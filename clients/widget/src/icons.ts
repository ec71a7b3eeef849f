import { svg, html, type TemplateResult } from "lit";

const icon = (path: TemplateResult<2>, cls = ""): TemplateResult =>
  html`<svg
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="2"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
    class=${cls}
  >
    ${path}
  </svg>`;

export const chatIcon = icon(svg`<path d="M4 5h16v11H9l-5 4z"/>`);
export const closeIcon = icon(svg`<path d="M6 6l12 12M18 6L6 18"/>`);
export const moreIcon = icon(svg`<path d="M12 5v.01M12 12v.01M12 19v.01" stroke-width="3.5"/>`);
export const sendIcon = icon(svg`<path d="M5 12h13M12 5l7 7-7 7"/>`, "flip");
export const fileIcon = icon(svg`<path d="M7 3h7l5 5v13H7zM14 3v5h5"/>`);
export const attachIcon = icon(svg`<path d="M20 11l-8.5 8.5a5 5 0 01-7-7L13 4a3.3 3.3 0 014.7 4.7l-8.4 8.4a1.7 1.7 0 01-2.4-2.4L14.5 7"/>`);
export const personIcon = icon(svg`<circle cx="12" cy="8" r="4"/><path d="M4 21c1-5 4-7 8-7s7 2 8 7"/>`);
