import type { JSX } from "react";
import { parseLinks, parseText, type Inline } from "@conversationgrid/sdk/markdown";

/** The assistant's text as elements: bold, links, lists, and nothing else. */
export const RichText = ({ text }: { readonly text: string }): JSX.Element => (
  <div className="rich" dir="auto">
    {parseText(text).map((b, i) => {
      if (b.kind === "paragraph")
        return (
          <p key={i}>
            {b.lines.map((line, j) => (
              <span key={j}>
                {j > 0 ? <br /> : null}
                <Line parts={line} />
              </span>
            ))}
          </p>
        );
      const items = b.items.map((item, j) => (
        <li key={j}>
          <Line parts={item} />
        </li>
      ));
      return b.start > 0 ? (
        <ol key={i} start={b.start}>
          {items}
        </ol>
      ) : (
        <ul key={i}>{items}</ul>
      );
    })}
  </div>
);

/** What a person wrote, as it is, with its addresses as links. */
export const WrittenText = ({ text }: { readonly text: string }): JSX.Element => (
  <p dir="auto">
    <Line parts={parseLinks(text)} />
  </p>
);

const Line = ({ parts }: { readonly parts: readonly Inline[] }): JSX.Element => (
  <>
    {parts.map((p, i) => {
      switch (p.kind) {
        case "text":
          return <span key={i}>{p.text}</span>;
        case "bold":
          return <strong key={i}>{p.text}</strong>;
        case "link":
          return (
            <a key={i} href={p.href} target="_blank" rel="noopener noreferrer">
              {p.text}
            </a>
          );
      }
    })}
  </>
);
