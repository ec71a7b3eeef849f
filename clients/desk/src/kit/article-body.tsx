import type { JSX } from "react";
import { RichText } from "./rich-text";

const headed = /^#{1,6} +(.*)\n?([\s\S]*)$/;

/** An article's text as its readers see it: each heading, and what stands under it. */
export const ArticleBody = ({ body, language }: { readonly body: string; readonly language: string }): JSX.Element => (
  <div className="article-text" lang={language} dir="auto">
    {body.split(/^(?=#{1,6} )/m).map((section, i) => {
      const [, heading = null, text = section] = headed.exec(section) ?? [];
      return (
        <section key={i}>
          {heading === null ? null : <h3>{heading}</h3>}
          <RichText text={text} />
        </section>
      );
    })}
  </div>
);
