import { createRoot } from "react-dom/client";
import { App } from "./app/app";
import "./kit/base.css";
import "./kit/shell.css";
import "./kit/conversation.css";
import "./kit/board.css";
import "./kit/knowledge.css";
import "./kit/admin.css";

const root = document.getElementById("root");
if (root !== null) createRoot(root).render(<App />);
