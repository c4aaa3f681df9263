/**
 * The page that people look at: a call, live or past, and how its voices sound.
 *
 * @module
 */
import { render } from "preact";
import { App } from "./views/app.tsx";

const place = document.getElementById("app")!;
place.replaceChildren();
render(<App />, place);
