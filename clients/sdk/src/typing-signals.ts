const everyMs = 2_000;
const draftRestsMs = 500;

/** Says at most every two seconds that somebody types, and sends the draft once it rests. */
export class TypingSignals {
  private timer: ReturnType<typeof setTimeout> | null = null;
  private saidAt = 0;

  constructor(private readonly send: (conversationId: string, draft: string) => void) {}

  typed(conversationId: string, draft: string): void {
    this.stop();
    if (draft === "") return;
    this.timer = setTimeout(() => this.send(conversationId, draft), draftRestsMs);
    if (Date.now() - this.saidAt < everyMs) return;
    this.saidAt = Date.now();
    this.send(conversationId, "");
  }

  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }
}
