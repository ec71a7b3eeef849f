/** Code that puts the widget on a site, for people to copy. */
export type Installed = {
  /** Scheme and host of this product, e.g. https://care.example. */
  readonly host: string;
  readonly workspace: string;
  /** What the chat is called. */
  readonly name: string;
};

const attribute = (text: string): string => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");
const literal = (text: string): string => JSON.stringify(text).replace(/</g, "\\u003c");

/** One script element for any page. */
export const plainSnippet = ({ host, workspace, name }: Installed): string =>
  `<script src="${attribute(host)}/widget/loader.js" data-workspace="${attribute(workspace)}" data-name="${attribute(name)}" async></script>`;

const load = ({ host, workspace, name }: Installed, indent: string): string =>
  [
    `const script = document.createElement("script");`,
    `script.src = ${literal(`${host}/widget/loader.js`)};`,
    `script.async = true;`,
    `Object.assign(script.dataset, { workspace: ${literal(workspace)}, name: ${literal(name)} });`,
    `document.head.append(script);`,
  ].join(`\n${indent}`);

/** A component of React that shows the chat while it is on the page. */
export const reactSnippet = (installed: Installed): string => `import { useEffect } from "react";

export function Chat() {
  useEffect(() => {
    ${load(installed, "    ")}
    return () => {
      window.ConversationGrid?.remove();
      script.remove();
    };
  }, []);
  return null;
}
`;

/** The same for Vue 3. */
export const vueSnippet = (installed: Installed): string => `<script setup>
import { onMounted, onUnmounted } from "vue";

let script;
onMounted(() => {
  ${load(installed, "  ").replace("const script", "script")}
});
onUnmounted(() => {
  window.ConversationGrid?.remove();
  script?.remove();
});
</script>

<template></template>
`;

/** A page that stays while people sign in and out. */
export const singlePageSnippet = (installed: Installed): string => `${load(installed, "")}

// After the customer signed in. Your server makes the assertion; it holds for some minutes and once.
export async function signedIn() {
  const { assertion } = await (await fetch("/your/assertion")).json();
  window.ConversationGrid.identify({ assertion });
}

// Before the customer signs out, so that the next person on this browser sees nothing of it.
export function signedOut() {
  window.ConversationGrid.logout();
}
`;

/** A custom HTML tag of Google Tag Manager, which takes no attributes of script elements over: the code sets them. */
export const tagManagerSnippet = (installed: Installed): string => `<script>
(function () {
  ${load(installed, "  ").replace("const ", "var ")}
})();
</script>
`;
