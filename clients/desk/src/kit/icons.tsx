import type { JSX, ReactNode } from "react";

const Icon = ({ children }: { readonly children: ReactNode }): JSX.Element => (
  <svg className="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
    {children}
  </svg>
);

export const InboxIcon = (): JSX.Element => (
  <Icon>
    <path d="M4 13l3-8h10l3 8v6H4z" />
    <path d="M4 13h5l1 3h4l1-3h5" />
  </Icon>
);
export const BoardIcon = (): JSX.Element => (
  <Icon>
    <path d="M4 20V10M10 20V4M16 20v-8M21 20H3" />
  </Icon>
);
export const BookIcon = (): JSX.Element => (
  <Icon>
    <path d="M4 5a2 2 0 012-2h14v15H6a2 2 0 00-2 2z" />
    <path d="M4 20a2 2 0 002 1h14M9 8h7M9 12h5" />
  </Icon>
);
export const AdminIcon = (): JSX.Element => (
  <Icon>
    <path d="M4 6h10M18 6h2M4 12h4M12 12h8M4 18h10M18 18h2" />
    <path d="M16 4v4M10 10v4M16 16v4" />
  </Icon>
);
export const BellIcon = (): JSX.Element => (
  <Icon>
    <path d="M6 16V11a6 6 0 0112 0v5l2 2H4z" />
    <path d="M10 21h4" />
  </Icon>
);
export const GearIcon = (): JSX.Element => (
  <Icon>
    <circle cx="12" cy="12" r="3.5" />
    <path d="M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.2 2.2M16.2 16.2l2.2 2.2M5.6 18.4l2.2-2.2M16.2 7.8l2.2-2.2" />
  </Icon>
);
export const KeysIcon = (): JSX.Element => (
  <Icon>
    <rect x="3" y="6" width="18" height="12" rx="2" />
    <path d="M7 10h.01M11 10h.01M15 10h.01M8 14h8" />
  </Icon>
);
export const BackIcon = (): JSX.Element => (
  <Icon>
    <path d="M19 12H5M12 5l-7 7 7 7" />
  </Icon>
);
export const CloseIcon = (): JSX.Element => (
  <Icon>
    <path d="M6 6l12 12M18 6L6 18" />
  </Icon>
);
export const InfoIcon = (): JSX.Element => (
  <Icon>
    <circle cx="12" cy="12" r="9" />
    <path d="M12 11v5M12 8v.01" />
  </Icon>
);
export const OutIcon = (): JSX.Element => (
  <Icon>
    <path d="M14 4H5v16h9M10 12h11M17 8l4 4-4 4" />
  </Icon>
);
export const WallIcon = (): JSX.Element => (
  <Icon>
    <rect x="3" y="4" width="18" height="13" rx="2" />
    <path d="M8 21h8" />
  </Icon>
);
export const FileIcon = (): JSX.Element => (
  <Icon>
    <path d="M7 3h7l5 5v13H7zM14 3v5h5" />
  </Icon>
);
export const AttachIcon = (): JSX.Element => (
  <Icon>
    <path d="M20 11l-8.5 8.5a5 5 0 01-7-7L13 4a3.3 3.3 0 014.7 4.7l-8.4 8.4a1.7 1.7 0 01-2.4-2.4L14.5 7" />
  </Icon>
);
