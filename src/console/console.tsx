/**
 * The page that people look at: a call, live or past, and how its voices sound.
 *
 * @module
 */
// React's way in 4 kB: a page of a server has to be small.
import { render } from "preact";
import { App } from "./views/app.tsx";

// A file that is dropped beside its place would take the page's.
for (const type of ["dragover", "drop"]) {
  addEventListener(type, (event) => event.preventDefault());
}

const place = document.getElementById("app")!;
place.replaceChildren();
render(<App />, place);
