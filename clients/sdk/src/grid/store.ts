import { toJson } from "./json";

/** Where things live that must survive a reload. */
export type KeyValueStore = {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
  keys(): readonly string[];
  /** Hears of changes that another tab made; answers how to stop listening. */
  watch(onChange: (key: string, value: string | null) => void): () => void;
};

export const memoryStore = (): KeyValueStore => {
  const map = new Map<string, string>();
  return {
    get: (key) => map.get(key) ?? null,
    set: (key, value) => void map.set(key, value),
    remove: (key) => void map.delete(key),
    keys: () => [...map.keys()],
    watch: () => () => undefined,
  };
};

/** The browser's storage, or memory where the browser forbids it (private windows, blocked third-party storage). */
export const webStore = (pick: () => Storage): KeyValueStore => {
  let storage: Storage;
  try {
    storage = pick();
    const probe = "cg.probe";
    storage.setItem(probe, "1");
    storage.removeItem(probe);
  } catch {
    return memoryStore();
  }
  const overflow = memoryStore();
  return {
    get: (key) => overflow.get(key) ?? storage.getItem(key),
    set: (key, value) => {
      try {
        storage.setItem(key, value);
      } catch {
        overflow.set(key, value); // The quota is used up: better to lose it at a reload than now.
      }
    },
    remove: (key) => {
      overflow.remove(key);
      storage.removeItem(key);
    },
    keys: () => [...new Set([...overflow.keys(), ...Object.keys(storage)])],
    watch: (onChange) => {
      const heard = (e: StorageEvent) => {
        if (e.storageArea === storage && e.key !== null) onChange(e.key, e.newValue);
      };
      window.addEventListener("storage", heard);
      return () => window.removeEventListener("storage", heard);
    },
  };
};

export const readJson = <T>(store: KeyValueStore, key: string): T | null => {
  const text = store.get(key);
  if (text === null) return null;
  try {
    return JSON.parse(text) as T;
  } catch {
    store.remove(key);
    return null;
  }
};

export const writeJson = (store: KeyValueStore, key: string, value: unknown): void => store.set(key, toJson(value));
