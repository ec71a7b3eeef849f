import { css } from "lit";

export const styles = css`
  :host {
    --cg-brand: #0b5fff; --cg-on-brand: #ffffff;
    --cg-bg: #ffffff; --cg-fg: #14181f; --cg-soft: #f0f2f6; --cg-line: #d4d9e2; --cg-dim: #566070; --cg-warn: #8a4b00; --cg-warn-bg: #fff4e0;
    --cg-bad: #b00020; --cg-link: #0848c2; --cg-focus: #0b5fff; --cg-star: #b46900;
    /* The page's own rules for this element, such as "* { all: unset }", would win over these, and its texts' styles would be inherited. */
    all: initial !important;
    display: block !important; position: fixed !important; inset: auto 20px max(20px, env(safe-area-inset-bottom)) auto !important;
    inline-size: 60px !important; block-size: 60px !important; z-index: 2147483647 !important; overflow: visible !important;
    font: 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif !important; color: var(--cg-fg) !important;
    text-align: start !important;
    direction: ltr !important; unicode-bidi: isolate !important;
  }
  :host([dir="rtl"]) { direction: rtl !important; inset: auto auto max(20px, env(safe-area-inset-bottom)) 20px !important; }
  @media (prefers-color-scheme: dark) {
    :host(:not([theme="light"])) {
      --cg-bg: #171b22; --cg-fg: #eef1f6; --cg-soft: #262c37; --cg-line: #3a4250; --cg-dim: #a9b3c2; --cg-warn: #ffcf8a; --cg-warn-bg: #3a2c12;
      --cg-bad: #ff9c9c; --cg-link: #9cc0ff; --cg-focus: #9cc0ff; --cg-star: #ffc75a;
    }
  }
  :host([theme="dark"]) {
    --cg-bg: #171b22; --cg-fg: #eef1f6; --cg-soft: #262c37; --cg-line: #3a4250; --cg-dim: #a9b3c2; --cg-warn: #ffcf8a; --cg-warn-bg: #3a2c12;
    --cg-bad: #ff9c9c; --cg-link: #9cc0ff; --cg-focus: #9cc0ff; --cg-star: #ffc75a;
  }
  :host([hidden]) { display: none !important; }
  * { box-sizing: border-box; }
  button, textarea { font: inherit; color: inherit; }
  button { cursor: pointer; border: 0; background: none; border-radius: 10px; }
  button:disabled { cursor: default; opacity: 0.55; }
  :focus-visible { outline: 3px solid var(--cg-focus); outline-offset: 2px; }
  .hidden { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

  .launcher {
    inline-size: 60px; block-size: 60px; border-radius: 50%; background: var(--cg-brand); color: var(--cg-on-brand); display: grid; place-items: center;
    box-shadow: 0 6px 20px #0004; position: relative;
  }
  .launcher svg { inline-size: 28px; block-size: 28px; }
  .launcher:focus-visible { outline-offset: 3px; }
  .badge {
    position: absolute; inset-block-start: -4px; inset-inline-end: -4px; min-inline-size: 24px; block-size: 24px; padding: 0 6px; border-radius: 12px;
    background: #c2001d; color: #fff; font-size: 13px; font-weight: 700; display: grid; place-items: center;
  }
  .preview {
    position: absolute; inset-block-end: 72px; inset-inline-end: 0; inline-size: 260px; background: var(--cg-bg); border: 1px solid var(--cg-line);
    border-radius: 14px; box-shadow: 0 6px 20px #0003; padding: 4px; display: flex; gap: 2px; align-items: start;
  }
  .preview .words {
    flex: 1; text-align: start; padding: 8px 10px; overflow: hidden; display: -webkit-box; -webkit-line-clamp: 3; -webkit-box-orient: vertical;
    overflow-wrap: anywhere;
  }

  .frame { display: contents; }
  .panel {
    position: absolute; inset-block-end: 0; inset-inline-end: 0; inline-size: min(390px, calc(100vw - 24px)); block-size: min(640px, calc(100dvh - 40px));
    background: var(--cg-bg); border: 1px solid var(--cg-line); border-radius: 18px; box-shadow: 0 16px 48px #0005; display: flex; flex-direction: column;
    overflow: hidden;
  }
  .head { display: flex; align-items: center; gap: 8px; padding: 10px 10px 10px 16px; background: var(--cg-brand); color: var(--cg-on-brand); }
  :host([dir="rtl"]) .head { padding: 10px 16px 10px 10px; }
  .head .who { flex: 1; min-inline-size: 0; }
  .head h2 { font-size: 16px; line-height: 1.3; margin: 0; font-weight: 650; }
  .head p { margin: 0; font-size: 13px; display: flex; gap: 6px; align-items: center; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
  .head :focus-visible { outline-color: var(--cg-on-brand); outline-offset: -3px; }
  .dot { inline-size: 8px; block-size: 8px; border-radius: 50%; background: currentColor; flex: none; }
  .dot.off { background: none; border: 2px solid currentColor; }
  .icon { inline-size: 44px; block-size: 44px; display: grid; place-items: center; flex: none; }
  .icon svg { inline-size: 22px; block-size: 22px; }
  .anchor { position: relative; }
  .menu {
    position: absolute; inset-block-start: 48px; inset-inline-end: 0; z-index: 3; min-inline-size: 230px; background: var(--cg-bg); color: var(--cg-fg);
    border: 1px solid var(--cg-line); border-radius: 12px; box-shadow: 0 10px 30px #0004; padding: 6px; display: grid;
  }
  .menu button { min-block-size: 44px; padding: 0 12px; text-align: start; }
  .menu button:hover, .menu button:focus-visible { background: var(--cg-soft); }
  .menu :focus-visible { outline-color: var(--cg-focus); }

  .banner { display: flex; align-items: center; gap: 8px; padding: 6px 8px 6px 14px; background: var(--cg-warn-bg); color: var(--cg-warn); font-size: 14px; }
  .banner span { flex: 1; }
  .banner button { min-block-size: 36px; padding: 0 10px; text-decoration: underline; }

  .scroll { flex: 1; overflow-y: auto; overscroll-behavior: contain; padding: 14px; display: flex; flex-direction: column; min-block-size: 0; }
  .log { display: flex; flex-direction: column; gap: 4px; margin-block-start: auto; }
  .consent { padding: 10px 14px 14px; border-top: 1px solid var(--cg-line, #ddd); font-size: 14px; }
  .consent p { margin: 0 0 8px; white-space: pre-wrap; }
  .consent button { min-block-size: 40px; padding: 0 16px; border-radius: 10px; background: var(--cg-brand); color: var(--cg-on-brand); }
  .note { background: var(--cg-soft); border-radius: 12px; padding: 10px 12px; font-size: 14px; margin: 0 0 10px; display: flex; gap: 8px; }
  .chip {
    align-self: start; font-size: 11px; font-weight: 700; letter-spacing: 0.04em; padding: 1px 6px; border-radius: 6px; border: 1px solid currentColor;
    flex: none;
  }
  .notice { align-self: center; text-align: center; color: var(--cg-dim); font-size: 13px; margin: 8px 12px; }
  .row { display: flex; flex-direction: column; max-inline-size: 85%; align-self: start; align-items: start; margin-block-start: 6px; }
  .row.mine { align-self: end; align-items: end; }
  .by { font-size: 12px; color: var(--cg-dim); margin: 0 4px 2px; display: flex; gap: 6px; align-items: center; }
  .bubble {
    background: var(--cg-soft); border-radius: 16px; border-start-start-radius: 4px; padding: 8px 12px; overflow-wrap: anywhere; unicode-bidi: plaintext;
    text-align: start;
  }
  .mine .bubble { background: var(--cg-brand); color: var(--cg-on-brand); border-start-start-radius: 16px; border-end-end-radius: 4px; }
  .mine.waiting .bubble { opacity: 0.75; }
  .mine.failed .bubble { background: none; color: var(--cg-fg); border: 1.5px dashed var(--cg-bad); }
  .bubble p { margin: 0; }
  .bubble p + p, .bubble p + ul, .bubble p + ol, .bubble ul + p, .bubble ol + p { margin-block-start: 8px; }
  .bubble ul, .bubble ol { margin: 0; padding-inline-start: 20px; }
  .bubble a { color: var(--cg-link); }
  .mine .bubble a { color: inherit; }
  .caret::after {
    content: ""; display: inline-block; inline-size: 7px; block-size: 1em; margin-inline-start: 2px; vertical-align: -2px; background: currentColor;
    animation: blink 1s steps(2) infinite;
  }
  .meta { font-size: 12px; color: var(--cg-dim); margin: 2px 4px 0; display: flex; gap: 4px; align-items: center; flex-wrap: wrap; }
  .meta.bad { color: var(--cg-bad); }
  .meta button { min-block-size: 28px; padding: 0 6px; text-decoration: underline; }
  .bubble .sources { margin: 6px 0 0; padding: 0; list-style: none; font-size: 13px; color: var(--cg-dim); }
  .sources li { display: flex; gap: 4px; }
  .sources a { color: var(--cg-link); }
  .chips { display: flex; flex-wrap: wrap; gap: 8px; padding: 10px 0 2px; }
  .chips button { border: 1.5px solid var(--cg-link); color: var(--cg-link); border-radius: 20px; min-block-size: 40px; padding: 4px 14px; }
  .chips button:hover { background: var(--cg-soft); }
  .typing { color: var(--cg-dim); font-size: 13px; min-block-size: 20px; padding: 4px 4px 0; display: flex; gap: 6px; align-items: center; }
  .dots { display: inline-flex; gap: 3px; }
  .dots i { inline-size: 6px; block-size: 6px; border-radius: 50%; background: currentColor; animation: hop 1.2s infinite; }
  .dots i:nth-child(2) { animation-delay: 0.15s; }
  .dots i:nth-child(3) { animation-delay: 0.3s; }
  .jump {
    position: absolute; inset-block-end: 8px; inset-inline: 0; margin-inline: auto; inline-size: max-content; background: var(--cg-fg); color: var(--cg-bg);
    border-radius: 20px; padding: 6px 14px; font-size: 13px; min-block-size: 32px; box-shadow: 0 4px 12px #0004;
  }
  .middle { position: relative; flex: 1; min-block-size: 0; display: flex; }

  .suggestions { border-block-start: 1px solid var(--cg-line); max-block-size: 180px; overflow-y: auto; padding: 8px 12px; font-size: 14px; }
  .suggestions h3, .rate h3 { font-size: 13px; margin: 0 0 4px; color: var(--cg-dim); font-weight: 600; }
  .suggestions details { border-radius: 8px; }
  .suggestions summary { min-block-size: 32px; padding: 4px; cursor: pointer; color: var(--cg-link); }
  .suggestions details p { margin: 0 4px 8px; color: var(--cg-fg); }
  .rate { border-block-start: 1px solid var(--cg-line); padding: 10px 14px; display: grid; gap: 8px; }
  .rate h3 { color: var(--cg-fg); font-size: 15px; margin: 0; }
  .stars { display: flex; gap: 2px; border: 0; padding: 0; margin: 0; }
  .stars label {
    inline-size: 44px; block-size: 44px; display: grid; place-items: center; cursor: pointer; border-radius: 10px; color: var(--cg-star); font-size: 28px;
    line-height: 1;
  }
  .stars input { position: absolute; opacity: 0; inline-size: 1px; block-size: 1px; }
  .stars label:has(:focus-visible) { outline: 3px solid var(--cg-focus); }
  .rate textarea { min-block-size: 44px; }
  .call { border-block-start: 1px solid var(--cg-line); padding: 10px 14px; display: grid; gap: 8px; align-items: stretch; }
  .call label { display: grid; gap: 4px; font-size: 14px; color: var(--cg-dim); }
  .call input {
    min-block-size: 44px; padding: 8px 12px; border-radius: 10px; border: 1.5px solid var(--cg-dim); background: var(--cg-bg); color: var(--cg-fg);
    font-size: 16px; inline-size: 100%;
  }
  .row2 { display: flex; gap: 8px; }
  .primary { background: var(--cg-brand); color: var(--cg-on-brand); min-block-size: 44px; padding: 0 16px; }
  .quiet { min-block-size: 44px; padding: 0 12px; text-decoration: underline; }

  .person {
    display: flex; align-items: center; justify-content: center; gap: 8px; min-block-size: 44px; padding: 4px 12px 0; font-size: 14px; color: var(--cg-dim);
    border-block-start: 1px solid var(--cg-line);
  }
  .person button { color: var(--cg-link); min-block-size: 44px; padding: 0 12px; display: inline-flex; gap: 8px; align-items: center; font-weight: 600; }
  .person svg { inline-size: 20px; block-size: 20px; }
  form { display: flex; gap: 8px; align-items: end; padding: 6px 12px max(12px, env(safe-area-inset-bottom)); }
  .over { padding: 0 16px; color: var(--cg-bad); font-size: 13px; }
  textarea {
    flex: 1; resize: none; min-block-size: 46px; max-block-size: 132px; padding: 11px 14px; border-radius: 22px; border: 1.5px solid var(--cg-dim);
    background: var(--cg-bg); field-sizing: content; font-size: 16px; line-height: 1.35; inline-size: 100%;
  }
  .drop { position: absolute; inset: 8px; z-index: 3; display: grid; place-items: center; border: 2px dashed var(--cg-brand); border-radius: 12px; background: var(--cg-bg); opacity: 0.94; font-weight: 600; pointer-events: none; }
  .attach { position: relative; cursor: pointer; flex: none; display: grid; place-items: center; inline-size: 40px; block-size: 46px; }
  .attach input { position: absolute; inset: 0; inline-size: 100%; opacity: 0; cursor: pointer; font-size: 0; }
  .attach:focus-within { outline: 2px solid var(--cg-link); outline-offset: -2px; border-radius: 8px; }
  .attach svg, .files svg, .uploads li > svg { inline-size: 22px; block-size: 22px; flex: none; }
  .uploads, .bubble .files { list-style: none; margin: 0; padding: 0; display: grid; grid-template-columns: minmax(0, 1fr); gap: 6px; }
  .uploads { padding: 6px 12px 0; max-block-size: 30vh; overflow: auto; }
  .uploads li { display: flex; gap: 8px; align-items: center; border: 1px solid var(--cg-line); border-radius: 10px; padding: 4px 4px 4px 8px; }
  .uploads li.failed { border-color: var(--cg-bad); }
  .uploads img { inline-size: 36px; block-size: 36px; object-fit: cover; border-radius: 6px; }
  .uploads .name { flex: 1; min-inline-size: 0; display: grid; font-size: 14px; }
  .uploads bdi, .files bdi { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .uploads progress { inline-size: 100%; accent-color: var(--cg-brand); }
  .uploads small[role="alert"] { color: var(--cg-bad); }
  .bubble p + .files { margin-block-start: 8px; }
  .files .file { display: flex; gap: 6px; align-items: center; min-inline-size: 0; }
  .files small { white-space: nowrap; opacity: 0.8; }
  .files .picture { display: block; }
  .files .picture img { display: block; max-inline-size: 100%; max-block-size: 220px; border-radius: 10px; }
  textarea::placeholder { color: var(--cg-dim); opacity: 1; }
  form:not(.call) .primary { border-radius: 50%; inline-size: 46px; block-size: 46px; padding: 0; display: grid; place-items: center; flex: none; }
  form .primary svg { inline-size: 22px; block-size: 22px; }
  :host([dir="rtl"]) .flip { transform: scaleX(-1); }

  @media (max-width: 480px), (max-height: 480px) {
    .panel { position: fixed; inset: 0; inline-size: auto; block-size: auto; border: 0; border-radius: 0; }
    .head { padding-block-start: max(10px, env(safe-area-inset-top)); }
  }
  :host([mode="page"]) .panel {
    position: fixed; inset: 0; inline-size: min(100%, 720px); block-size: auto; margin-inline: auto; border-radius: 0; border-block: 0; box-shadow: none;
  }
  @media (prefers-reduced-motion: no-preference) {
    .panel { animation: rise 0.16s ease-out; }
    :host([mode="page"]) .panel { animation: none; }
  }
  @media (prefers-reduced-motion: reduce) {
    .dots i, .caret::after { animation: none; }
  }
  @media (forced-colors: active) {
    .bubble, .chip, .launcher, .primary, .head { border: 1px solid CanvasText; }
  }
  @keyframes rise { from { transform: translateY(10px); opacity: 0.4; } }
  @keyframes hop { 0%, 60%, 100% { transform: none; opacity: 0.4; } 30% { transform: translateY(-4px); opacity: 1; } }
  @keyframes blink { 50% { opacity: 0; } }
`;
