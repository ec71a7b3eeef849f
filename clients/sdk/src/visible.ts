/** Spaces, controls, and characters that are drawn as nothing in every script (U+200B, U+3164, the empty Braille cell U+2800). */
const nothing = /^[\s\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffc]*$/u;

/** False for a text in which nobody could read anything: the host refuses it. */
export const hasText = (text: string): boolean => !nothing.test(text);
