import { readJson, writeJson, type KeyValueStore } from "./grid/store";

/** What is kept of one person; other keys under the same beginning are other people's, or the device's. */
const own = /^(session|conversation|start|read|draft|out\..+|consent\..+)$/;

/**
 * What a device keeps of one person of a workspace: session, conversation, what was read, the draft, and what is not sent yet. Each person that a
 * site named has its own part, and so has the anonymous one. A page without an identity after one with an identity is somebody new.
 */
export class PersonStore {
  private readonly prefix: string;

  constructor(
    readonly device: KeyValueStore,
    workspace: string,
    externalId: string | null,
  ) {
    const shared = `cg.${workspace}.`;
    this.prefix = externalId === null ? shared : `${shared}u.${encodeURIComponent(externalId).replaceAll(".", "%2E")}.`;
    const last = `${shared}named`;
    if (externalId !== null) device.set(last, "1");
    else if (device.get(last) !== null || this.isOfSomebodyNamed()) {
      this.clear();
      device.remove(last);
    }
  }

  key(name: string): string {
    return this.prefix + name;
  }

  get(name: string): string | null {
    return this.device.get(this.key(name));
  }

  set(name: string, value: string): void {
    this.device.set(this.key(name), value);
  }

  remove(name: string): void {
    this.device.remove(this.key(name));
  }

  readJson<T>(name: string): T | null {
    return readJson<T>(this.device, this.key(name));
  }

  writeJson(name: string, value: unknown): void {
    writeJson(this.device, this.key(name), value);
  }

  clear(): void {
    for (const key of this.device.keys()) if (key.startsWith(this.prefix) && own.test(key.slice(this.prefix.length))) this.device.remove(key);
  }

  /** Earlier versions kept everybody under the anonymous person's keys. */
  private isOfSomebodyNamed(): boolean {
    return this.readJson<{ readonly externalId?: string }>("session")?.externalId !== undefined;
  }
}
