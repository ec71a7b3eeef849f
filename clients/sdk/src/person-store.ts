import { readJson, writeJson, type KeyValueStore } from "./grid/store";

/** What is kept of one person; other keys under the same beginning are other people's, or the device's. */
const own = /^(session|conversation|start|read|draft|out\..+|consent\..+)$/;

/** What a device keeps of one person, by names that are this person's alone. */
class Part {
  constructor(
    readonly device: KeyValueStore,
    private readonly prefix: string,
  ) {}

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

  names(): readonly string[] {
    return this.device
      .keys()
      .filter((key) => key.startsWith(this.prefix))
      .map((key) => key.slice(this.prefix.length))
      .filter((name) => own.test(name));
  }

  clear(): void {
    for (const name of this.names()) this.remove(name);
  }
}

/**
 * What a device keeps of one person of a workspace: session, conversation, what was read, the draft, and what is not sent yet. Each person that a
 * site named has its own part, and so has the anonymous one. A page without an identity after one with an identity is somebody new.
 */
export class PersonStore extends Part {
  /** The part of the anonymous visitor who was here before this named person; null for the anonymous one itself. */
  readonly visitor: Part | null;

  constructor(device: KeyValueStore, workspace: string, externalId: string | null) {
    const shared = `cg.${workspace}.`;
    super(device, externalId === null ? shared : `${shared}u.${encodeURIComponent(externalId).replaceAll(".", "%2E")}.`);
    const anonymous = externalId === null ? this : new Part(device, shared);
    const last = `${shared}named`;
    if (isOfSomebodyNamed(anonymous)) anonymous.clear();
    if (externalId !== null) device.set(last, "1");
    else if (device.get(last) !== null) {
      this.clear();
      device.remove(last);
    }
    this.visitor = externalId === null ? null : anonymous;
  }
}

/** Earlier versions kept everybody under the anonymous person's keys. */
const isOfSomebodyNamed = (part: Part): boolean => part.readJson<{ readonly externalId?: string }>("session")?.externalId !== undefined;
