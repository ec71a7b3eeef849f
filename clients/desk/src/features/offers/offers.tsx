import { useEffect, useState, type JSX } from "react";
import { plainText } from "@conversationgrid/sdk/markdown";
import { humanName, type OfferView } from "@conversationgrid/sdk/wire-shapes";
import { errorText, useAgent, useLive, type Live } from "../../grid/live";
import { go, useUi } from "../../grid/ui";
import { MoodFace, moodKind } from "../../kit/mood";
import { narrow, useMedia } from "../../kit/media";
import { useNow } from "../../kit/time";
import { useWords, type Words } from "../../words/words";
import { WrapUps } from "./wrap-ups";

export const acceptOffer = async (live: Live, offer: OfferView, t: Words): Promise<void> => {
  try {
    await live.agent.accept(offer.offerId);
    go({ page: "inbox", view: "mine", selected: offer.conversationId });
  } catch (thrown) {
    useUi.getState().toast(`${t.offers.gone} ${errorText(thrown)}`);
  }
};

export const declineOffer = (live: Live, offer: OfferView): void => void live.agent.decline(offer.offerId).catch(() => undefined);

const shownMax = 3;

/** Priority at which a card says so. */
const urgent = 3;

/** Offers stand in a corner with the time that is left; nothing on the page moves for them. On a narrow screen, where they would cover what is written, the first has a line of its own. */
export const Offers = (): JSX.Element => {
  const { t } = useWords();
  const offers = useAgent((s) => s.inbox.offers);
  const [all, setAll] = useState(false);
  const max = useMedia(narrow) ? 1 : shownMax;
  // The urgent and then what runs out first is seen first; the others are one click away while their time runs too.
  const sorted = [...offers].sort((a, b) => (b.summary?.priority ?? 0) - (a.summary?.priority ?? 0) || a.expiresAt - b.expiresAt);
  return (
    <div className="offers" role="group" aria-label={t.offers.label} aria-live="assertive">
      {sorted.slice(0, all ? undefined : max).map((o) => (
        <OfferCard key={o.offerId} offer={o} />
      ))}
      <WrapUps />
      {offers.length > max ? (
        <button type="button" className="offers-more" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t.offers.fewer : t.offers.more(offers.length - max)}
        </button>
      ) : null}
    </div>
  );
};

const OfferCard = ({ offer }: { readonly offer: OfferView }): JSX.Element => {
  const { t } = useWords();
  const live = useLive();
  const now = useNow(500);
  const summary = useAgent((s) => s.inbox.byId.get(offer.conversationId) ?? offer.summary);
  const left = Math.max(0, Math.ceil((offer.expiresAt - now) / 1000));
  const ended = Number.isFinite(offer.expiresAt) && now > offer.expiresAt + 3_000;
  useEffect(() => {
    if (ended) live.agent.forgetOffer(offer.offerId); // The host says so too; this is for a message that never came.
  }, [ended, live, offer.offerId]);
  const mood = summary?.mood ?? null;
  const words = plainText(offer.text ?? summary?.question ?? summary?.subject ?? humanName(summary?.intent ?? ""));
  return (
    <article className="offer" data-conversation={offer.conversationId}>
      <h2>
        <MoodFace mood={mood} label={t.mood[moodKind(mood)]} />
        <button type="button" className="plain grow offer-name" title={t.offers.look} onClick={() => go({ page: "inbox", selected: offer.conversationId })}>
          <bdi>{summary?.customerName ?? t.offers.title}</bdi>
        </button>
        {(summary?.priority ?? 0) < urgent ? null : <span className="chip urgent">{t.priority[urgent]}</span>}
        {offer.queue === null ? null : <span className="chip">{offer.queue}</span>}
      </h2>
      {offer.summary?.transferredBy == null ? null : <p className="hint">{t.offers.transfer(offer.summary.transferredBy)}</p>}
      {words === "" ? null : <p className="offer-text">{words}</p>}
      <div className="offer-end">
        {Number.isFinite(offer.expiresAt) ? (
          <>
            <progress max={30} value={Math.min(30, left)} aria-hidden="true" />
            <span className="hint" aria-live="off">
              {t.offers.seconds(left)}
            </span>
          </>
        ) : null}
        <button type="button" onClick={() => declineOffer(live, offer)}>
          {t.offers.decline}
        </button>
        <button type="button" className="primary" onClick={() => void acceptOffer(live, offer, t)}>
          {t.offers.accept}
        </button>
      </div>
    </article>
  );
};
