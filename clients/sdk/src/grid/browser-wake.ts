import type { WakePort } from "./hub-port";

/** Wakes when the page is looked at again or the network returns; says so when the network goes. */
export const browserWake: WakePort = {
  watch({ wake, lost }) {
    const visible = () => {
      if (document.visibilityState === "visible") wake();
    };
    document.addEventListener("visibilitychange", visible);
    window.addEventListener("pageshow", visible);
    window.addEventListener("online", wake);
    window.addEventListener("offline", lost);
    return () => {
      document.removeEventListener("visibilitychange", visible);
      window.removeEventListener("pageshow", visible);
      window.removeEventListener("online", wake);
      window.removeEventListener("offline", lost);
    };
  },
};
