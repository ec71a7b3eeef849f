import { html, nothing, type TemplateResult } from "lit";
import type { CustomerSessions } from "@conversationgrid/sdk/customer-session";

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

/** What one person agreed to on this site, and what becomes of its last press. */
export class SiteConsent {
  private phase: "no" | "busy" | "failed" = "no";

  constructor(
    private readonly element: Element,
    private readonly sessions: CustomerSessions,
    private readonly changed: () => void,
  ) {}

  /** Null where the site asks for none. */
  get model(): ConsentModel | null {
    const wish = consentOf(this.element);
    if (wish === null) return null;
    if (this.phase !== "no") return { wish, phase: this.phase };
    return { wish, phase: this.sessions.agreed(wish.purpose, wish.version) ? "given" : "asked" };
  }

  get mayWrite(): boolean {
    const asked = this.model;
    return asked === null || asked.phase === "given";
  }

  /** Whether it was written at the host. */
  async agree(given: boolean, language: string): Promise<boolean> {
    const wish = consentOf(this.element);
    if (wish === null || this.phase === "busy") return false;
    this.become("busy");
    try {
      await this.sessions.consent({ ...wish, given, language });
      this.become("no");
      return true;
    } catch {
      this.become(given ? "failed" : "no");
      return false;
    }
  }

  private become(phase: "no" | "busy" | "failed"): void {
    this.phase = phase;
    this.changed();
  }
}
