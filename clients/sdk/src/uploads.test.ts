import { describe, expect, it, vi } from "vitest";
import { GridError } from "./grid/errors";
import type { Attachment } from "./grid/events";
import { addressOf, isOver, sizeText, Uploads, type SendFile } from "./uploads";

vi.stubGlobal("URL", Object.assign(URL, { createObjectURL: () => "blob:x", revokeObjectURL: () => undefined }));

const fileOf = (name: string, size = 10, type = "text/plain"): File => Object.defineProperty(new File(["x"], name, { type }), "size", { value: size });
const attachmentOf = (name: string): Attachment => ({ attachmentId: `id-${name}`, name, type: "text/plain", size: 10 });
const uploadsOf = (send: SendFile) =>
  new Uploads({ server: "https://chat.test", token: () => Promise.resolve("t"), conversation: () => Promise.resolve("c1"), bytesMax: 100, send });
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

describe("uploads", () => {
  it("are sent to the conversation, and a post takes those that are there", async () => {
    const urls: string[] = [];
    const uploads = uploadsOf((url, _token, file, progress) => {
      urls.push(url);
      progress(0.5);
      return Promise.resolve(attachmentOf(file.name));
    });
    uploads.add([fileOf("a.txt"), fileOf("b.txt")]);
    expect(uploads.settled).toBe(false);
    await settle();
    expect(urls).toEqual(Array(2).fill("https://chat.test/api/v1/conversations/c1/attachments"));
    expect(uploads.settled).toBe(true);
    expect(uploads.take().map((a) => a.attachmentId)).toEqual(["id-a.txt", "id-b.txt"]);
    expect(uploads.list.get()).toEqual([]);
  });

  it("keep what failed, say why, and try it again when asked", async () => {
    let good = false;
    const uploads = uploadsOf((_u, _t, file) => (good ? Promise.resolve(attachmentOf(file.name)) : Promise.reject(new GridError("unavailable", "away"))));
    uploads.add([fileOf("a.txt"), fileOf("huge.txt", 101)]);
    await settle();
    expect(uploads.list.get().map((u) => [u.name, u.stage, u.failed])).toEqual([
      ["a.txt", "failed", "unavailable"],
      ["huge.txt", "failed", "too_large"],
    ]);
    expect(uploads.take()).toEqual([]);
    good = true;
    uploads.retry(uploads.list.get()[0]?.id ?? "");
    await settle();
    expect(uploads.take().map((a) => a.name)).toEqual(["a.txt"]);
    expect(uploads.list.get().map((u) => u.name)).toEqual(["huge.txt"]);
  });

  it("that are removed are not posted, even when their answer comes later", async () => {
    let answer: (a: Attachment) => void = () => undefined;
    const uploads = uploadsOf(() => new Promise((resolve) => (answer = resolve)));
    uploads.add([fileOf("a.txt")]);
    await settle();
    uploads.remove(uploads.list.get()[0]?.id ?? "");
    answer(attachmentOf("a.txt"));
    await settle();
    expect(uploads.list.get()).toEqual([]);
    expect(uploads.take()).toEqual([]);
  });
});

describe("addresses", () => {
  it("are below the host's own, and end", () => {
    const file = { ...attachmentOf("a"), url: "/api/v1/attachments/demo/c/a?until=1000&signature=s" };
    expect(addressOf(file, "https://chat.test")).toBe("https://chat.test/api/v1/attachments/demo/c/a?until=1000&signature=s");
    expect(isOver(file, 900_000)).toBe(false);
    expect(isOver(file, 996_000)).toBe(true);
    expect(addressOf(attachmentOf("a"), "https://chat.test")).toBe(null);
  });

  it("say a size as people do", () => expect([sizeText(10, "en"), sizeText(2_440_000, "en")]).toEqual(["1 kB", "2.4 MB"]));
});
