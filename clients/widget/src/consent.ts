import { html, nothing, type TemplateResult } from "lit";

/** What the site asks its customer to agree to before anything is written: attributes `consent` (`purpose:version`) and `consent-text`. */
export type ConsentWish = { readonly purpose: string; readonly version: string; readonly text: string };

export const consentOf = (element: Element): ConsentWish | null => {
  const [purpose = "", version = ""] = (element.getAttribute("consent") ?? "").split(":");
  const text = element.getAttribute("consent-text") ?? "";
  return purpose === "" || version === "" || text === "" ? null : { purpose, version, text };
};

/** Whether it is asked for, was given, is on its way, or could not be written. */
export type ConsentModel = { readonly wish: ConsentWish; readonly phase: "asked" | "given" | "busy" | "failed" };

type Words = { readonly agree: string; readonly consent: string; readonly consentFailed: string };

/** Stands where the customer would write, until it agreed. */
export const consentView = (t: Words, m: ConsentModel, agree: () => void): TemplateResult =>
  html`<div class="consent" role="region" aria-label=${t.consent}>
    <p>${m.wish.text}</p>
    ${m.phase === "failed" ? html`<p role="alert">${t.consentFailed}</p>` : nothing}
    <button type="button" id="agree" ?disabled=${m.phase === "busy"} @click=${agree}>${t.agree}</button>
  </div>`;
