/** How all scripts of the repository are laid out. @type {import("prettier").Config} */
export default {
  printWidth: 160,
  objectWrap: "collapse",
  embeddedLanguageFormatting: "off",
  // Markup of the widget is formatted too; its style sheet would get a line for every declaration.
  overrides: [{ files: ["widget/src/*-view.ts", "widget/src/icons.ts"], options: { embeddedLanguageFormatting: "auto" } }],
};
