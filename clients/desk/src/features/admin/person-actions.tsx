import { useState, type JSX } from "react";
import { errorText, useLive } from "../../grid/live";
import { settingsOf, type Invitation } from "../../grid/settings";
import type { Around } from "./fields";

/** What an administrator does for a member of staff beside writing the account. The link of an invitation is shown once. */
export const PersonActions = ({ id, around: { t } }: { readonly id: string; readonly around: Around }): JSX.Element => {
  const live = useLive();
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const run = async (what: () => Promise<string | null>) => {
    try {
      setSaid(await what());
    } catch (thrown) {
      setSaid(errorText(thrown));
    }
  };
  const invite = () =>
    void run(async () => {
      setInvitation(await settingsOf(live).invite(id));
      return null;
    });
  const end = () =>
    void run(() =>
      settingsOf(live)
        .endSessions(id)
        .then(() => t.admin.sessionsEnded),
    );
  const removeSecondFactor = () =>
    void run(() =>
      settingsOf(live)
        .removeSecondFactor(id)
        .then(() => t.admin.secondFactorRemoved),
    );
  return (
    <fieldset className="admin-group">
      <legend>{t.admin.access}</legend>
      <div className="admin-buttons">
        <button type="button" onClick={invite}>
          {t.admin.invite}
        </button>
        <button type="button" onClick={end}>
          {t.admin.endSessions}
        </button>
        <button type="button" onClick={removeSecondFactor}>
          {t.admin.removeSecondFactor}
        </button>
      </div>
      <p role="status">
        {said}
        {invitation === null ? null : (
          <>
            {t.admin.invitation(new Date(invitation.expiresAt).toLocaleString())} <code className="admin-link">{invitation.url}</code>
          </>
        )}
      </p>
    </fieldset>
  );
};
