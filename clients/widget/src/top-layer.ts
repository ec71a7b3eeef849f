/** Puts an element over everything of the page, whatever its z-index is, and out of reach of a body that is transformed. */
export const raise = (element: HTMLElement): void => {
  if (typeof element.showPopover !== "function") return;
  try {
    element.setAttribute("popover", "manual");
    element.showPopover();
  } catch {
    element.removeAttribute("popover"); // Its place by z-index has to do.
  }
};
