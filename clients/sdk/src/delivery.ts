import type { GridEvent } from "./grid/protocol";

/** How a message of a channel that is not live gets on, e.g. by e-mail. */
export type Delivery = {
  readonly state: "queued" | "sent" | "delivered" | "deferred" | "failed";
  /** Why it is deferred or failed. */
  readonly problem: string | null;
};

type DeliveryEvent = Extract<GridEvent, { readonly type: "deliveryQueued" | "deliverySent" | "deliveryConfirmed" | "deliveryDeferred" | "deliveryFailed" }>;

export const isDelivery = (e: GridEvent): e is DeliveryEvent => e.type.startsWith("delivery");

export const deliveryOf = (e: DeliveryEvent): Delivery => {
  switch (e.type) {
    case "deliveryQueued":
      return { state: "queued", problem: null };
    case "deliverySent":
      return { state: "sent", problem: null };
    case "deliveryConfirmed":
      return { state: "delivered", problem: null };
    case "deliveryDeferred":
      return { state: "deferred", problem: e.data.problem };
    case "deliveryFailed":
      return { state: "failed", problem: e.data.problem };
    default:
      throw new Error(`unexpected ${JSON.stringify(e satisfies never)}`);
  }
};
