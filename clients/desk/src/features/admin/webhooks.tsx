import { useState, type FormEvent, type JSX } from "react";
import { errorText, rest, useLive } from "../../grid/live";
import { useLoaded } from "../../grid/loaded";
import { useWords } from "../../words/words";

type Webhook = {
  readonly webhookId: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly enabled: boolean;
  readonly failures: number;
  readonly failingSince?: string | null;
  readonly disabledWhy?: string | null;
};
type Delivery = {
  readonly deliveryId: string;
  readonly type: string;
  readonly conversationId?: string | null;
  readonly seq?: number | null;
  readonly state: "waiting" | "delivered" | "dead";
  readonly attempts: number;
  readonly createdAt: string;
  readonly code?: number | null;
  readonly reason?: string | null;
};
type Page<T> = { readonly items: readonly T[] };

const base = "/api/v1/webhooks";
const latest = 20;
const pathOf = (hook: Webhook, ...more: readonly string[]) => [base, ...[hook.webhookId, ...more].map(encodeURIComponent)].join("/");

/** Where events are sent to, for administrators. A secret is shown once. */
export const WebhooksSection = (): JSX.Element => {
  const { t } = useWords();
  const token = useLive().session.token;
  const { value: hooks, problem: unread, again } = useLoaded(() => rest.get<Page<Webhook>>(base, token), "webhooks");
  const [secret, setSecret] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  /** Does something, says what went wrong with it, and reads the list again. */
  const run = async (work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await work();
      setProblem(null);
      return true;
    } catch (thrown) {
      setProblem(errorText(thrown));
      return false;
    } finally {
      again();
    }
  };
  const make = async (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const element = e.currentTarget;
    const form = new FormData(element);
    const events = String(form.get("events") ?? "")
      .split(/[\s,]+/)
      .filter((name) => name !== "");
    const made = await run(async () =>
      setSecret((await rest.post<{ readonly secret: string }>(base, { url: String(form.get("url") ?? "").trim(), events }, token)).secret),
    );
    if (made) element.reset();
  };
  return (
    <section aria-label={t.webhooks.title}>
      <h2>{t.webhooks.title}</h2>
      <p className="hint">{t.webhooks.hint}</p>
      {hooks !== null && hooks.items.length === 0 ? <p className="empty">{t.webhooks.none}</p> : null}
      <ul className="plain-list cards">
        {(hooks?.items ?? []).map((hook) => (
          <Hook key={hook.webhookId} hook={hook} run={run} onSecret={setSecret} />
        ))}
      </ul>
      {secret === null ? null : (
        <p role="status" className="admin-link">
          {t.webhooks.shownOnce} <code>{secret}</code>
        </p>
      )}
      <form className="fields" onSubmit={(e) => void make(e)}>
        <label>
          {t.webhooks.url}
          <input name="url" type="url" required maxLength={2000} placeholder="https://" />
        </label>
        <label>
          {t.webhooks.events}
          <input name="events" required defaultValue="*" />
        </label>
        <button type="submit">{t.webhooks.make}</button>
      </form>
      <p className="problem" role="alert">
        {problem ?? unread}
      </p>
    </section>
  );
};

const Hook = ({
  hook,
  run,
  onSecret,
}: {
  readonly hook: Webhook;
  readonly run: (work: () => Promise<unknown>) => Promise<boolean>;
  readonly onSecret: (secret: string) => void;
}): JSX.Element => {
  const { t, locale } = useWords();
  const token = useLive().session.token;
  const [deliveries, setDeliveries] = useState<readonly Delivery[] | null>(null);
  const [tested, setTested] = useState<string | null>(null);
  const look = async () => setDeliveries((await rest.get<Page<Delivery>>(`${pathOf(hook, "deliveries")}?limit=${latest}`, token)).items);
  const test = async () => {
    const came = await rest.post<Delivery>(pathOf(hook, "test"), {}, token);
    setTested(came.state === "delivered" ? t.webhooks.testDone : (came.reason ?? t.webhooks.states[came.state]));
  };
  const state = hook.enabled ? (hook.failures > 0 ? t.webhooks.failing(hook.failures) : t.webhooks.on) : (hook.disabledWhy ?? t.webhooks.off);
  return (
    <li className="card issue">
      <h3>
        <bdi>{hook.url}</bdi>
      </h3>
      <p>
        {hook.events.join(", ")} · {state}
      </p>
      <div className="admin-buttons">
        <button type="button" onClick={() => void run(test)}>
          {t.webhooks.test}
        </button>
        <button type="button" onClick={() => void run(() => rest.put(pathOf(hook), { enabled: !hook.enabled }, token))}>
          {hook.enabled ? t.webhooks.switchOff : t.webhooks.switchOn}
        </button>
        <button
          type="button"
          onClick={() => void run(async () => onSecret((await rest.post<{ readonly secret: string }>(pathOf(hook, "secrets"), {}, token)).secret))}
        >
          {t.webhooks.rotate}
        </button>
        <button type="button" aria-expanded={deliveries !== null} onClick={() => (deliveries === null ? void run(look) : setDeliveries(null))}>
          {t.webhooks.deliveries}
        </button>
        <button type="button" onClick={() => void run(() => rest.remove(pathOf(hook), token))}>
          {t.webhooks.remove}
        </button>
      </div>
      {tested === null ? null : <p role="status">{tested}</p>}
      {deliveries === null ? null : deliveries.length === 0 ? (
        <p className="empty">{t.webhooks.noDeliveries}</p>
      ) : (
        <ul className="plain-list">
          {deliveries.map((d) => (
            <li key={d.deliveryId}>
              <time dateTime={d.createdAt}>{new Date(d.createdAt).toLocaleString(locale)}</time> {d.type} · {t.webhooks.states[d.state]}
              {d.attempts > 1 ? `, ${t.webhooks.attempts(d.attempts)}` : ""}
              {d.reason == null ? "" : `: ${d.reason}`}{" "}
              {d.state === "waiting" ? null : (
                <button
                  type="button"
                  className="link"
                  onClick={() => void run(() => rest.post(pathOf(hook, "deliveries", d.deliveryId, "replay"), {}, token).then(look))}
                >
                  {t.webhooks.replay}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
};
