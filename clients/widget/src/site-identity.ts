import type { CustomerSessionRequest } from "@conversationgrid/sdk/grid/sessions";

export type Identity = Omit<CustomerSessionRequest, "workspace">;

/** Attributes by which a site says who its customer is. */
const attributes = { "external-id": "externalId", signature: "signature", assertion: "assertion", "customer-name": "name", "customer-email": "email" } as const;

export const identityOf = (element: Element): Identity => {
  const identity: Record<string, string> = {};
  for (const [attribute, member] of Object.entries(attributes)) {
    const value = element.getAttribute(attribute);
    if (value) identity[member] = value;
  }
  return identity;
};

export const forgetIdentity = (element: Element): void => {
  for (const attribute of Object.keys(attributes)) element.removeAttribute(attribute);
};
