import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { CustomerClient } from "@conversationgrid/sdk/customer-client";
import { CustomerSessions } from "@conversationgrid/sdk/customer-session";
import { browserWake } from "@conversationgrid/sdk/grid/browser-wake";
import { hubPaths } from "@conversationgrid/sdk/grid/protocol";
import { personOf, Rest } from "@conversationgrid/sdk/grid/sessions";
import { signalrHub } from "@conversationgrid/sdk/grid/signalr-hub";
import { webStore, type KeyValueStore } from "@conversationgrid/sdk/grid/store";
import { unreadCount } from "@conversationgrid/sdk/thread";
import { hasText } from "@conversationgrid/sdk/visible";
import { BlockedError, toGridError } from "@conversationgrid/sdk/grid/errors";
import { brandOf } from "./colour";
import { SiteConsent } from "./consent";
import { chatIcon, closeIcon } from "./icons";
import { PageTitle } from "./page-title";
import { panelView, type PanelModel } from "./panel-view";
import { forgetIdentity, identityOf, type Identity } from "./site-identity";
import { addLanguage, base, directionOf, stringsFor } from "./strings";
import { styles } from "./styles";
import { raise } from "./top-layer";
import { download, transcriptOf } from "./transcript";
import { WidgetFiles } from "./widget-files";

const awayAfterMs = 1_500; // Before the customer reads about it: a blink of the wire is not worth a word.
type Happening = "open" | "close" | "message";

/**
 * The customer's chat as one element. Attributes: `server`, `workspace`, `locale`, `name`, `color`, `theme` (light | dark), `mode` (page),
 * `consent` (`purpose:version`) with `consent-text` where the customer agrees to something before it writes,
 * `external-id` and `signature` of a signed-in customer, `customer-name` and `customer-email` where the site knows them.
 */
export class CgChat extends LitElement {
  static override styles = styles;
  static addLanguage = addLanguage;
  static override properties = {
    opened: { type: Boolean, reflect: true },
    locale: { type: String },
    color: { type: String },
    name: { type: String },
    mode: { type: String, reflect: true },
    menuOpen: { state: true },
    draft: { state: true },
    dropping: { state: true },
    away: { state: true },
    showJump: { state: true },
    rating: { state: true },
    callBack: { state: true },
    preview: { state: true },
    problem: { state: true },
  };
  declare opened: boolean;
  declare locale: string;
  declare color: string;
  declare name: string;
  declare mode: string;
  declare menuOpen: boolean;
  declare draft: string;
  declare dropping: boolean;
  declare away: boolean;
  declare showJump: boolean;
  declare rating: PanelModel["rating"];
  declare callBack: PanelModel["callBack"];
  /** Seq of the message whose preview was dismissed. */
  declare preview: number;
  /** Code of what the customer wanted last and did not get. */
  declare problem: string | null;
  private client: CustomerClient | null = null;
  private sessions: CustomerSessions | null = null;
  private identity: Identity = {};
  private store: KeyValueStore = webStore(() => localStorage);
  /** What this tab alone goes on with on the site's next page: whether the panel is open. */
  private tab: KeyValueStore = webStore(() => sessionStorage);
  private awayTimer: ReturnType<typeof setTimeout> | null = null;
  private atEnd = true;
  private shownItems = 0;
  private readonly pageTitle = new PageTitle();
  private toldBlocked = false;
  private readonly listeners = new Map<Happening, Set<(detail: unknown) => void>>();
  private unwatch: (() => void) | null = null;
  private files: WidgetFiles | null = null;
  private consent: SiteConsent | null = null;

  constructor() {
    super();
    this.opened = false;
    this.locale = "";
    this.color = "";
    this.name = "";
    this.mode = "";
    this.menuOpen = false;
    this.draft = "";
    this.dropping = false;
    this.away = false;
    this.showJump = false;
    this.rating = { score: 0, comment: "", phase: "open" };
    this.callBack = { open: false, phase: "open" };
    this.preview = 0;
    this.problem = null;
  }

  open(): void {
    if (this.opened) return;
    this.opened = true;
    this.atEnd = true;
    this.client?.connect();
    this.rememberOpened();
    this.tell("open", null);
    this.focusAfter("#draft");
  }

  close(): void {
    if (!this.opened || this.mode === "page") return;
    this.opened = false;
    this.menuOpen = false;
    this.rememberOpened();
    this.tell("close", null);
    this.focusAfter(".launcher");
  }

  /** Says something as the customer: for buttons of the page such as "Ask about this lamp". */
  say(text: string): void {
    if (!hasText(text)) return;
    this.open();
    // Asked first: what the page says for the customer waits as its draft.
    if (this.mayWrite) this.client?.send(text);
    else this.keepDraft(text);
    this.atEnd = true;
  }

  /** The person signed in on the site. The signature is made by the site's server, never here. */
  identify(who: Identity): void {
    this.identity = who;
    // Whatever is said from now on is said as this person: the new client is there before the old connection has ended.
    this.unwatch?.();
    void this.client?.stop();
    this.build();
  }

  /**
   * The person signed out on the site: ends the session and removes what this device keeps of the person, unsent texts too. What is said next is said
   * by a new anonymous person, or by the one that `identify` names.
   */
  async logout(): Promise<void> {
    const client = this.client;
    this.unwatch?.();
    this.identity = {};
    forgetIdentity(this);
    const ended = client?.logout();
    if (this.isConnected) this.build();
    await ended;
  }

  on(what: Happening, listener: (detail: unknown) => void): void {
    const all = this.listeners.get(what) ?? new Set();
    this.listeners.set(what, all.add(listener));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.locale === "") this.locale = this.store.get(`${this.keyPrefix}locale`) ?? (document.documentElement.lang || navigator.language || "en");
    this.build();
    if (this.mode === "page") this.open();
    else if (this.tab.get(`${this.keyPrefix}opened`) === "1") this.open();
    if (this.mode !== "page") raise(this);
    document.addEventListener("visibilitychange", this.seen);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this.seen);
    this.unwatch?.();
    void this.client?.stop();
    this.client = null;
    this.pageTitle.show(0);
    this.dispatchEvent(new Event("cg-removed"));
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("locale")) {
      this.setAttribute("dir", directionOf(this.locale));
      this.setAttribute("lang", base(this.locale));
    }
    if (changed.has("color")) {
      const brand = brandOf(this.color);
      if (brand !== null) {
        this.style.setProperty("--cg-brand", brand.background);
        this.style.setProperty("--cg-on-brand", brand.text);
      }
    }
  }

  protected override updated(): void {
    const count = this.itemCount;
    const scroll = this.renderRoot.querySelector(".scroll");
    if (scroll !== null && this.atEnd) scroll.scrollTop = scroll.scrollHeight;
    else if (scroll !== null && count > this.shownItems && !this.showJump) this.showJump = true;
    this.shownItems = count;
    this.seen();
  }

  protected override render(): TemplateResult | typeof nothing {
    const state = this.client?.state.get();
    if (state === undefined) return nothing;
    const t = stringsFor(this.locale);
    const unread = unreadCount(state.thread, state.readSeq);
    this.pageTitle.show(this.opened ? 0 : unread);
    if (this.opened) return html`<div class="frame" @keydown=${this.keys}>${panelView(this.model(state))}</div>`;
    const latest = state.thread.items.findLast((i) => i.kind === "message" && i.by.kind !== "customer");
    const preview = unread > 0 && latest?.kind === "message" && latest.seq > this.preview ? latest : null;
    return html`
      ${
        preview === null
          ? nothing
          : html`<div class="preview"><button type="button" class="words" @click=${this.open}>${preview.text ?? ""}</button>
            <button type="button" class="icon" aria-label=${t.close} @click=${() => (this.preview = preview.seq)}>${closeIcon}</button></div>`
      }
      <button type="button" class="launcher" aria-haspopup="dialog" aria-label=${unread > 0 ? `${t.open}. ${t.unread(unread)}` : t.open} @click=${this.open}>
        ${chatIcon}${unread > 0 ? html`<span class="badge" aria-hidden="true">${unread > 99 ? "99+" : unread}</span>` : nothing}
      </button>`;
  }

  private get workspace(): string {
    return this.getAttribute("workspace") ?? "demo";
  }

  private get server(): string {
    return this.getAttribute("server") ?? location.origin;
  }

  private get keyPrefix(): string {
    return `cg.${this.workspace}.`;
  }

  private rememberOpened(): void {
    if (this.mode !== "page") this.tab[this.opened ? "set" : "remove"](`${this.keyPrefix}opened`, "1");
  }

  private get itemCount(): number {
    const thread = this.client?.state.get().thread;
    return thread === undefined ? 0 : thread.items.length + thread.pending.length;
  }

  private build(): void {
    const { server } = this;
    this.sessions = new CustomerSessions(new Rest(server), this.store, {
      workspace: this.workspace,
      locale: base(this.locale),
      ...(personOf(this.identity) === null ? identityOf(this) : {}),
      ...this.identity,
    });
    const client = new CustomerClient({ open: signalrHub(server + hubPaths.customer), sessions: this.sessions, wake: browserWake, locale: base(this.locale) });
    this.client = client;
    this.draft = this.sessions.person.get("draft") ?? "";
    this.problem = null;
    this.rating = { score: 0, comment: "", phase: "open" };
    this.callBack = { open: false, phase: "open" };
    const { person } = this.sessions;
    this.sessions.onMoved(() => (this.draft ||= this.sessions?.person === person ? (person.get("draft") ?? "") : ""));
    this.consent = new SiteConsent(this, this.sessions, () => this.requestUpdate());
    this.files?.uploads.clear();
    this.files = new WidgetFiles(server, this.sessions, client, () => this.requestUpdate());
    this.unwatch = client.state.watch(() => this.changed());
    if (client.hasHistory || this.opened) client.connect();
    this.requestUpdate();
  }

  private changed(): void {
    const state = this.client?.state.get();
    const online = state?.link.phase === "online" || state?.link.phase === "idle";
    if (online && this.awayTimer !== null) {
      clearTimeout(this.awayTimer);
      this.awayTimer = null;
    }
    if (online) this.away = false;
    else this.awayTimer ??= setTimeout(() => (this.away = true), awayAfterMs);
    if (state?.link.phase === "refused" && state.link.reason instanceof BlockedError && !this.toldBlocked) {
      this.toldBlocked = true;
      console.error(`ConversationGrid: ${state.link.reason.message}`);
    }
    if (state?.thread.survey === "none" && this.rating.phase !== "open") this.rating = { score: 0, comment: "", phase: "open" };
    if (this.itemCount > this.shownItems) this.tell("message", state?.thread.items.at(-1) ?? null);
    this.requestUpdate();
  }

  private model(state: PanelModel["state"]): PanelModel {
    const client = this.client as CustomerClient;
    const files = this.files as WidgetFiles;
    const t = stringsFor(this.locale);
    return {
      t,
      state,
      locale: this.locale,
      name: this.name || t.title,
      server: this.server,
      workspace: this.workspace,
      draft: this.draft,
      uploads: files.uploads.list.get(),
      dropping: this.dropping,
      menuOpen: this.menuOpen,
      away: this.away,
      problem: this.problem ?? state.humanRefused,
      showJump: this.showJump,
      rating: this.rating,
      callBack: this.callBack,
      canClose: this.mode !== "page",
      consent: this.consent?.model ?? null,
      time: new Intl.DateTimeFormat(this.locale, { hour: "numeric", minute: "2-digit" }),
      act: {
        ...files.actions(
          () => this.focusAfter("#draft"),
          (code) => (this.problem = code),
        ),
        agree: (given) => void this.agree(given),
        send: (text) => {
          // What was chosen goes along with what is written, not with the press of a quick reply.
          const chosen = text === this.draft ? files.uploads.take() : [];
          if ((!hasText(text) && chosen.length === 0) || !this.mayWrite) return;
          client.send(text, chosen);
          this.atEnd = true;
          this.problem = null;
          if (text === this.draft) this.keepDraft("");
        },
        draft: (text) => {
          this.keepDraft(text);
          if (this.mayWrite) client.typing(text);
        },
        dropping: (over) => (this.dropping = over),
        close: () => this.close(),
        menu: () => (this.menuOpen = !this.menuOpen),
        human: () => {
          this.problem = null;
          client.requestHuman("customer asked in the chat");
          this.renderRoot.querySelector<HTMLElement>("#draft")?.focus(); // The button goes away; the focus must not go with it.
        },
        tryNow: () => (state.link.phase === "refused" ? client.connect() : client.connection.retryNow()),
        transcript: () => {
          this.menuOpen = false;
          download(`conversation-${state.thread.conversationId ?? ""}.txt`, transcriptOf(state.thread, t, this.locale));
        },
        language: () => {
          this.menuOpen = false;
          this.locale = base(this.locale) === "ms" ? "en" : "ms";
          this.store.set(`${this.keyPrefix}locale`, this.locale);
        },
        end: () => {
          this.menuOpen = false;
          this.problem = null;
          client.close().catch((thrown: unknown) => (this.problem = toGridError(thrown).code));
        },
        startNew: () => {
          this.menuOpen = false;
          client.startNew();
        },
        retry: (id) => client.retry(id),
        remove: (id) => client.discard(id),
        scrolled: (e) => this.scrolled(e.target as HTMLElement),
        jump: () => {
          this.atEnd = true;
          this.showJump = false;
        },
        rate: (change) => (this.rating = { ...this.rating, ...change }),
        rateSend: () => void this.rate(client),
        rateSkip: () => (this.rating = { ...this.rating, phase: "skipped" }),
        callBackOpen: (open) => {
          this.callBack = { open, phase: "open" };
          this.focusAfter(open ? ".call input" : "#draft");
        },
        callBackSend: (phone, when) => void this.askForCall(client, phone, when),
      },
    };
  }

  private get mayWrite(): boolean {
    return this.consent?.mayWrite === true;
  }

  private async agree(given: boolean): Promise<void> {
    this.menuOpen = false;
    if ((await this.consent?.agree(given, base(this.locale))) === true && given) this.focusAfter("#draft");
  }

  /** Kept for the site's next page and for a reload; it is this person's, and goes with the person. */
  private keepDraft(text: string): void {
    this.draft = text;
    if (text === "") this.sessions?.person.remove("draft");
    else this.sessions?.person.set("draft", text);
  }

  private async askForCall(client: CustomerClient, phone: string, when: string): Promise<void> {
    this.callBack = { open: true, phase: "busy" };
    try {
      await client.requestCallBack(phone, when);
      this.callBack = { open: false, phase: "open" };
      this.focusAfter("#draft");
    } catch {
      this.callBack = { open: true, phase: "failed" };
    }
  }

  /** Where the focus goes when what had it is gone, or something to fill in has come. */
  private focusAfter(selector: string): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(selector)?.focus());
  }

  private async rate(client: CustomerClient): Promise<void> {
    this.rating = { ...this.rating, phase: "busy" };
    try {
      await client.rate(this.rating.score, this.rating.comment);
      this.rating = { ...this.rating, phase: "done" };
    } catch {
      this.rating = { ...this.rating, phase: "failed" };
    }
  }

  private readonly seen = (): void => {
    if (this.opened && document.visibilityState === "visible" && this.atEnd) this.client?.read();
  };

  private readonly keys = (e: KeyboardEvent): void => {
    if (e.key !== "Escape") return;
    e.stopPropagation();
    if (!this.menuOpen) return this.close();
    this.menuOpen = false;
    this.renderRoot.querySelector<HTMLElement>("#menu")?.focus();
  };

  private scrolled(scroll: HTMLElement): void {
    this.atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 40;
    if (this.atEnd && this.showJump) this.showJump = false;
  }

  private tell(what: Happening, detail: unknown): void {
    this.listeners.get(what)?.forEach((listener) => listener(detail));
  }
}

if (customElements.get("cg-chat") === undefined) customElements.define("cg-chat", CgChat);
