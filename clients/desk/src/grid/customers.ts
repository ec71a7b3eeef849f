import { rest, type Live } from "./live";

const pathOf = (customerId: string): string => `/api/v1/customers/${customerId}`;

/** Has everything about a customer removed; it goes on without this page. */
export const eraseCustomer = ({ session: { token } }: Live, customerId: string, why: string): Promise<null> =>
  rest.remove(`${pathOf(customerId)}?why=${encodeURIComponent(why)}`, token);

/** Has the text of one message or note removed, for everybody and for ever. */
export const removeText = ({ session: { token } }: Live, conversationId: string, seq: number): Promise<null> =>
  rest.remove(`/api/v1/conversations/${conversationId}/messages/${seq}`, token);

/** Saves everything that is kept about a customer as a page to read. */
export const saveExport = async ({ session: { token } }: Live, customerId: string): Promise<void> => {
  const answer = await fetch(`${pathOf(customerId)}/export?format=html`, { headers: { Authorization: `Bearer ${token}` } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = `customer-${customerId}.html`;
  link.click();
  URL.revokeObjectURL(link.href);
};
