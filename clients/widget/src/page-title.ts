/** The number of unread messages before the page's own title. Whatever the page says there itself stays as it is, also a number of its own. */
export class PageTitle {
  private written: string | null = null;
  private own = "";

  show(unread: number): void {
    try {
      // What is not as it was written here is the page's.
      if (this.written === null || document.title !== this.written) this.own = document.title;
      const wanted = unread > 0 ? `(${unread}) ${this.own}` : this.own;
      if (document.title !== wanted) document.title = wanted;
      this.written = unread > 0 && document.title === wanted ? wanted : null;
    } catch {
      this.written = null; // A page may forbid its title to be changed; the badge says it too.
    }
  }
}
